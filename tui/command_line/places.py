"""Where data sets are looked for: the learner's own folder, then the cache that `--fetch` fills."""

from pathlib import Path


def data_folders(own: Path | None) -> tuple[Path, ...]:
    """Return the folders in order; what is fetched goes into the first."""
    from platformdirs import user_cache_path

    cache = user_cache_path("glassnet")
    return (cache,) if own is None else (own.absolute(), cache)
