"""A request: an operation that a traced array was asked for, before it is carried out."""

from collections.abc import Callable
from typing import Any, NamedTuple


class Request(NamedTuple):
    """NumPy's name for an operation, the function that carries it out, and what the code handed to it.

    The arguments may hold traced arrays at any depth. ``is_method`` says that the source calls it as a method of its
    first argument (``x.sum()``), so that the label of that argument stands before the dot.
    """

    name: str
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]
    is_method: bool = False
