"""Fetching a file once: over the network, on request, and only if it is exactly the file that was meant."""

import hashlib
import http.client
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from netcore.datasets.remote_file import Progress, RemoteFile, is_here, never, tell_nobody
from netcore.errors import DownloadCancelledError, DownloadError
from netcore.files import replacing

CHUNK = 2**16
TIMEOUT = 20.0
"""How many seconds a server may stay silent."""

LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")
"""From here, and from nowhere else, plain http will do."""


def download(
    file: RemoteFile,
    folder: Path,
    on_progress: Callable[[Progress], None] = tell_nobody,
    is_cancelled: Callable[[], bool] = never,
    timeout: float = TIMEOUT,
) -> Path:
    """Fetch a file into a folder, unless it is there already; return its path.

    ``on_progress`` is called as bytes arrive, and ``is_cancelled`` asked as often. The file appears under its name only
    when it is complete and its SHA-256 sum is right. Raises ``DownloadError``, which says where to put the file by
    hand, and ``DownloadCancelledError``.
    """
    path = folder / file.name
    if is_here(file, folder):
        return path
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _opened(file, timeout) as answer, replacing(path) as out:
            _copy(file, answer, out, on_progress, is_cancelled)
    except (http.client.HTTPException, OSError) as error:
        raise DownloadError(f"could not fetch {file.address}: {_reason(error)}. {_by_hand(file, folder)}") from error
    except _WrongFileError as error:
        raise DownloadError(f"{file.address} {error}. {_by_hand(file, folder)}") from None
    return path


class _WrongFileError(Exception):
    """What arrived is not the file that was meant."""


def _opened(file: RemoteFile, timeout: float) -> "http.client.HTTPResponse":
    address = urlsplit(file.address)
    if address.scheme != "https" and not (address.scheme == "http" and address.hostname in LOCAL_HOSTS):
        raise DownloadError(f"{file.address} does not begin with https://; only such addresses are fetched")
    request = urllib.request.Request(file.address, headers={"User-Agent": "glassnet"})  # noqa: S310  checked above
    answer: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=timeout)  # noqa: S310  checked above
    return answer


def _copy(
    file: RemoteFile,
    answer: "http.client.HTTPResponse",
    out: IO[bytes],
    on_progress: Callable[[Progress], None],
    is_cancelled: Callable[[], bool],
) -> None:
    total = _declared(answer)
    if (total or 0) > file.most_bytes:
        raise _WrongFileError(f"has {total:,} bytes, but at most {file.most_bytes:,} were expected")
    digest, done = hashlib.sha256(), 0
    on_progress(Progress(file.name, 0, total))
    while chunk := answer.read1(CHUNK):
        if is_cancelled():
            raise DownloadCancelledError(f"fetching {file.name} was cancelled; nothing was kept")
        done += len(chunk)
        if done > file.most_bytes:
            raise _WrongFileError(f"goes on after {file.most_bytes:,} bytes, more than were expected")
        digest.update(chunk)
        out.write(chunk)
        on_progress(Progress(file.name, done, total))
    if total is not None and done < total:
        raise _WrongFileError(f"broke off after {done:,} of {total:,} bytes; try again")
    if digest.hexdigest() != file.sha256:
        raise _WrongFileError(f"is not the file that was expected: its SHA-256 sum is {digest.hexdigest()}")


def _declared(answer: "http.client.HTTPResponse") -> int | None:
    """Return how many bytes the server says that it will send, if it does."""
    with suppress(TypeError, ValueError):
        return max(0, int(answer.headers["Content-Length"]))
    return None


def _reason(error: Exception) -> str:
    match error:
        case urllib.error.HTTPError():
            return f"the server answered {error.code} {error.reason}"
        case urllib.error.URLError(reason=reason):
            return f"is there a connection to the internet? ({getattr(reason, 'strerror', None) or reason})"
        case TimeoutError():
            return "the server went silent"
        case OSError(strerror=str(text)):
            return text
        case _:
            return f"the connection broke off ({error!r})"


def _by_hand(file: RemoteFile, folder: Path) -> str:
    return f"To do it by hand, fetch that file on any machine and put it at {folder / file.name}"
