"""Numerics: which arithmetic stands beneath the formulas.

Layers, losses and optimizers are written once, as formulas. What a matrix product does with its digits is a choice that
is handed to the model: NumPy's own way, or that of the "from scratch" book, whose published figures can be reached to
the last digit only by rounding where the book rounds. Training is chaotic: one rounding more or less, and after some
hundred updates the loss is another one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from netcore.arrays import Array
from netcore.errors import SettingError


class BookArray(np.ndarray[Any, Any]):
    """An array that computes as the book does: a matrix product adds up in float64 and is rounded to float32 once.

    ::

        a · b = float32(float64(a) · float64(b))        everything else as NumPy does it

    The book's helper package gets there by replacing functions of NumPy for the whole program. Here only these arrays
    behave so, and what is computed from them is of their kind.
    """

    exp: ClassVar[Callable[..., Any]] = np.exp

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, out: Any = (), **keywords: Any) -> Any:
        """Carry out a ufunc on the plain arrays beneath, a matrix product in float64."""
        plain = _plain(inputs)
        if out:
            keywords["out"] = _plain(out)
        if ufunc is np.matmul:
            result = product(*plain, **keywords)
        elif ufunc is np.exp and method == "__call__":
            result = type(self).exp(*plain, **keywords)
        else:
            result = getattr(ufunc, method)(*plain, **keywords)
        if out:
            return out[0]
        return result.view(type(self)) if type(result) is np.ndarray else result

    def __array_function__(self, func: Callable[..., Any], types: Any, args: Any, kwargs: Any) -> Any:
        """Carry out one of NumPy's functions; ``np.dot`` is the matrix product too."""
        if func is np.dot:
            return np.matmul(*args, **kwargs)
        return super().__array_function__(func, types, args, kwargs)


def product(left: Array, right: Array, out: Any = (), **keywords: Any) -> Array:
    """Return the matrix product of two plain arrays, added up in float64 and rounded to float32 once."""
    result: Array = np.matmul(left.astype(np.float64), right.astype(np.float64), **keywords).astype(np.float32)
    if out:
        out[0][...] = result
    return result


def portable_exp(x: Any, out: Any = (), **keywords: Any) -> Any:
    """Return eˣ of float32 numbers, the same on every machine: by a table of 64 roots of two and a short series.

    ::

        n = round(64·x / ln 2)      r = x − n·(ln 2 / 64)      eˣ = 2^(n/64) · (1 + r + r²/2 + r³/6)

    Computed in float64 and rounded once. Numbers of another dtype get NumPy's own exp.
    """
    if np.asarray(x).dtype != np.float32:
        return np.exp(x, *out, **keywords)
    wide = np.clip(np.asarray(x).astype(np.float64), -1000, 1000)
    n = np.rint(np.nan_to_num(wide) * (64 / np.log(2)))
    r = wide - n * (np.log(2) / 64)
    whole, root = np.divmod(n.astype(int), 64)
    series = 1 + r + r**2 / 2 + r**3 / 6
    result = np.ldexp(_ROOTS_OF_TWO[root] * series, whole).astype(np.float32)
    if out:
        out[0][...] = result
    return result if np.ndim(x) else np.float32(result)


_ROOTS_OF_TWO = np.array([2.0 ** (number / 64) for number in range(64)])


class PortableBookArray(BookArray):
    """A ``BookArray`` whose exp of float32 numbers is the same on every machine: that of the authors' own prints."""

    exp: ClassVar[Callable[..., Any]] = portable_exp


@dataclass(frozen=True)
class Numerics:
    """A choice of arithmetic for a model and all that runs through it."""

    name: str
    array: type[np.ndarray[Any, Any]]
    """The kind of array that parameters and data become."""
    has_one_dtype: bool
    """Whether all is computed in the parameters' dtype; if not, data and gradients keep the dtype they come with."""

    def take(self, values: Array, dtype: np.dtype[Any]) -> Array:
        """Return data as this arithmetic takes it, without a copy where none is needed."""
        return values.astype(dtype, copy=False) if self.has_one_dtype else values.view(self.array)

    def take_targets(self, targets: Array, dtype: np.dtype[Any]) -> Array:
        """Return targets as this arithmetic takes them: rows of numbers in a dtype that goes with the outputs."""
        if targets.ndim == 1:
            return targets
        if self.has_one_dtype:
            return targets.astype(dtype, copy=False)
        return targets.astype(np.uint8) if np.issubdtype(targets.dtype, np.integer) else targets

    def check_dtype(self, dtype: np.dtype[Any]) -> None:
        """Raise ``SettingError`` for parameters of a dtype that this arithmetic does not know."""
        if not self.has_one_dtype and dtype != np.float32:
            raise SettingError(f"numerics {self.name!r} are those of float32; make the layers with dtype='float32'")


NUMERICS = {
    numerics.name: numerics
    for numerics in (
        Numerics("plain", np.ndarray, has_one_dtype=True),
        Numerics("book", BookArray, has_one_dtype=False),
        Numerics("book_portable", PortableBookArray, has_one_dtype=False),
    )
}
"""The choices by name: ``plain`` is NumPy's own, ``book`` the book's, ``book_portable`` that with the portable exp."""


def numerics_named(name: str) -> Numerics:
    """Return the numerics of that name; raise ``SettingError`` with the known names if there are none."""
    if name not in NUMERICS:
        raise SettingError(f"no numerics {name!r}; there are {', '.join(NUMERICS)}")
    return NUMERICS[name]


def _plain(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the plain arrays beneath; what is no such array stays as it is."""
    return tuple([item.view(np.ndarray) if isinstance(item, BookArray) else item for item in items])
