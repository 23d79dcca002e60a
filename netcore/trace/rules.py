"""How a cell's arithmetic follows from an operation: one rule for each kind of NumPy operation.

Where cells only move (transpose, reshape, indexing, assignment), the rule runs the same operation on arrays of cell
numbers instead of values, and reads off where each number ended up.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from netcore.arrays import Array
from netcore.trace.derivation import Derivation
from netcore.trace.expressions import Apply, Cell, Chosen, Expression, Many, Written
from netcore.trace.record import Index, Kind, Operand, Operation, Slot

FIRST_CODE = 1
"""Cell numbers begin at one, so that a zero means: written by the operation itself."""


def derive(operation: Operation, cell: Index) -> Derivation:
    """Return the arithmetic of one cell; raise ``IndexError`` if the result has no such cell."""
    shape = operation.result.shape
    if len(cell) != len(shape) or any(not -size <= at < size for at, size in zip(cell, shape, strict=True)):
        raise IndexError(f"{operation.result.label} has the shape {shape}; it has no cell {cell}")
    cell = tuple(at % size for at, size in zip(cell, shape, strict=True))
    rule = RULES.get(operation.kind) if _is_plain_arithmetic(operation) else None
    return Derivation(operation, cell, rule(operation, cell) if rule else None)


def _is_plain_arithmetic(operation: Operation) -> bool:
    """Say whether an operation's numbers are real, and no fraction was cut off on the way to a sum of whole ones."""
    kind = operation.result.array.dtype.kind
    if operation.kind is Kind.REDUCTION and operation.name in ("sum", "prod", "cumsum", "cumprod"):
        return kind in "biuf" and (kind == "f" or operation.operands[0].value.array.dtype.kind in "biu")
    return kind in "biuf"


def elementwise(operation: Operation, cell: Index) -> Expression:
    """Each cell from the cells at the same place; an operand with fewer cells is spread over the result."""
    if operation.name == "outer" or operation.name.endswith(".outer"):
        return _outer(operation, cell)
    arguments = tuple(_cell(operand, broadcast_index(cell, operand.value.shape)) for operand in operation.operands)

    def function(*numbers: Any) -> Any:
        return operation.apply(numbers)

    return Apply(operation.name, function, arguments)


def matmul(operation: Operation, cell: Index) -> Expression:
    """Each cell a sum of products: a row of the left operand with a column of the right one."""
    left, right = operation.operands
    products = zip(*_lines(operation.name, left.value.array, right.value.array, cell), strict=True)
    terms = tuple(Apply("multiply", np.multiply, (_cell(left, one), _cell(right, other))) for one, other in products)
    return Many("sum", np.sum, terms, len(terms))


def reduction(operation: Operation, cell: Index) -> Expression:
    """Each cell from all cells along the axis that the operation takes away."""
    operand = operation.operands[0]
    codes = cell_codes(operand.value.shape)
    indices = [index_of(int(code), operand.value.shape) for code in codes[reduced_cells(operation, cell)].ravel()]
    terms = tuple(_cell(operand, index) for index in indices)
    if len(terms) == 1 and operation.name in _SAME_FOR_ONE:
        return terms[0]
    name = _REDUCTION_NAMES.get(operation.name, operation.name)
    return Many(name, _reduce(operation), terms, len(terms), _added_as(operation))


def movement(operation: Operation, cell: Index) -> Expression:
    """Each cell is one of an operand's, elsewhere."""
    return _coded(operation, int(moved_codes(operation)[cell]))


def selection(operation: Operation, cell: Index) -> Expression:
    """Each cell is one that an index or a condition picks."""
    expression = movement(operation, cell)
    if operation.name == "where":
        condition = operation.operands[0]
        return Chosen(_cell(condition, broadcast_index(cell, condition.value.shape)), expression)
    return expression


def assignment(operation: Operation, cell: Index) -> Expression:
    """Each cell is as it was before, or newly written; a mask says why."""
    expression = movement(operation, cell)
    mask = _mask(operation)
    return Chosen(_cell(mask, cell[: mask.value.array.ndim]), expression) if mask else expression


RULES: dict[Kind, Callable[[Operation, Index], Expression]] = {
    Kind.ELEMENTWISE: elementwise,
    Kind.MATMUL: matmul,
    Kind.REDUCTION: reduction,
    Kind.MOVEMENT: movement,
    Kind.SELECTION: selection,
    Kind.ASSIGNMENT: assignment,
}


def broadcast_index(cell: Index, shape: Sequence[int]) -> Index:
    """Return which cell of an operand of this shape meets a cell of the result."""
    kept = cell[len(cell) - len(shape) :]
    return tuple(0 if size == 1 else at for at, size in zip(kept, shape, strict=True))


def cell_codes(shape: Sequence[int], first: int = FIRST_CODE) -> Array:
    """Return an array of this shape that numbers its own cells in reading order."""
    return np.arange(first, first + int(np.prod(shape)), dtype=np.int64).reshape(shape)


def index_of(code: int, shape: Sequence[int]) -> Index:
    """Return the place of a cell from its number."""
    return tuple(int(at) for at in np.unravel_index(code - FIRST_CODE, shape))


def moved_codes(operation: Operation) -> Array:
    """Return, in the result's shape, the number of the operand's cell that ended up in each place.

    The operands that hold values are numbered one after the other; index arrays, masks and conditions stay as they are.
    """
    arrays: list[Any] = []
    first = FIRST_CODE
    moving = moving_operands(operation)
    for number, operand in enumerate(operation.operands):
        if number in moving:
            arrays.append(cell_codes(operand.value.shape, first))
            first += operand.value.array.size
        else:
            array = operand.value.array
            arrays.append(array[()] if array.ndim == 0 else array)
    result = operation.apply(arrays)
    is_written = operation.kind is Kind.ASSIGNMENT and operation.name != "seen through a view"
    return np.asarray(arrays[0] if is_written else result)


def moving_operands(operation: Operation) -> list[int]:
    """Return the numbers of the operands whose cells move: not those that are an index, a mask or a condition."""
    match operation.name, operation.arguments:
        case "getitem" | "take" | "delete" | "take_along_axis", _:
            return [0]
        case "where" | "place" | "putmask", _:
            fixed = [0] if operation.name == "where" else _slots(operation.arguments[1])
        case "setitem" | "put", (_, index, *_):
            fixed = _slots(index)
        case "copyto", _:
            fixed = _slots(operation.keywords.get("where"))
        case _:
            fixed = []
    return [number for number in range(len(operation.operands)) if number not in fixed]


def reduced_cells(operation: Operation, cell: Index) -> tuple[Any, ...]:
    """Return the index of all cells of the operand that were reduced to one cell of the result."""
    shape = operation.operands[0].value.shape
    axes = reduced_axes(operation)
    if operation.name in ("cumsum", "cumprod"):
        return _cells_so_far(operation, cell, axes, shape)
    keeps = len(cell) == len(shape)
    kept = iter(at for axis, at in enumerate(cell) if not (keeps and axis in axes))
    return tuple(slice(None) if axis in axes else next(kept) for axis in range(len(shape)))


def reduced_axes(operation: Operation) -> tuple[int, ...]:
    """Return the axes that a reduction takes away, counted from the front."""
    ndim = operation.operands[0].value.array.ndim
    is_ufunc_method = getattr(operation.function, "__name__", "") == "reduce"
    default = 0 if is_ufunc_method else None
    positional = operation.arguments[1] if len(operation.arguments) > 1 else default
    axis = operation.keywords.get("axis", positional)
    if isinstance(axis, Slot):
        axis = operation.operands[axis.number].value.array
    if axis is None:
        return tuple(range(ndim))
    return tuple(int(at) % ndim for at in (axis if isinstance(axis, tuple) else (axis,)))


_SAME_FOR_ONE = ("sum", "mean", "max", "min", "amax", "amin", "prod", "cumsum", "cumprod", "median", "average")

_REDUCTION_NAMES = {"amax": "max", "amin": "min", "cumsum": "sum", "cumprod": "prod", "average": "mean"}


def _cell(operand: Operand, index: Index) -> Cell:
    return Cell(operand.value, tuple(int(at) for at in index), operand.label)


def _coded(operation: Operation, code: int) -> Expression:
    """Return the cell that a number stands for."""
    if code < FIRST_CODE:
        return Written(0.0)
    first = 0
    for number in moving_operands(operation):
        operand = operation.operands[number]
        size = operand.value.array.size
        if code - FIRST_CODE < first + size:
            return _cell(operand, index_of(code - first, operand.value.shape))
        first += size
    raise IndexError(f"{operation.name} moved a cell that no operand has")


def _mask(operation: Operation) -> Operand | None:
    """Return the mask of an assignment ``target[mask] = …``, or None if it has none."""
    match operation.name, operation.arguments:
        case "setitem", (_, Slot(number=number), *_):
            operand = operation.operands[number]
            return operand if operand.value.array.dtype == np.bool_ else None
    return None


def _slots(template: Any) -> list[int]:
    """Return the numbers of the operands in a part of the arguments."""
    match template:
        case Slot(number=number):
            return [number]
        case tuple() | list():
            return [number for item in template for number in _slots(item)]
    return []


def _outer(operation: Operation, cell: Index) -> Expression:
    left, right = operation.operands
    if operation.name == "outer":
        one, other = index_of(cell[0] + FIRST_CODE, left.value.shape), index_of(cell[1] + FIRST_CODE, right.value.shape)
        return Apply("multiply", np.multiply, (_cell(left, one), _cell(right, other)))
    split = left.value.array.ndim
    ufunc = getattr(operation.function, "__self__", np.multiply)
    return Apply(ufunc.__name__, ufunc, (_cell(left, cell[:split]), _cell(right, cell[split:])))


def _lines(name: str, left: Array, right: Array, cell: Index) -> tuple[list[Index], list[Index]]:
    """Return the cells of both operands whose products add up to a cell, in order."""
    if name == "vdot":
        size = left.size
        return (
            [index_of(k + FIRST_CODE, left.shape) for k in range(size)],
            [index_of(k + FIRST_CODE, right.shape) for k in range(size)],
        )
    if left.ndim == 0 or right.ndim == 0:
        return [cell if left.ndim else ()], [cell if right.ndim else ()]
    row, column = _row_and_column(name, left, right, cell)
    right_axis = -1 if name == "inner" or right.ndim == 1 else -2
    size = left.shape[-1]
    lefts = [(*row, k) for k in range(size)]
    rights = [(*column, k) if right_axis == -1 else (*column[:-1], k, column[-1]) for k in range(size)]
    return lefts, rights


def _row_and_column(name: str, left: Array, right: Array, cell: Index) -> tuple[Index, Index]:
    """Return the place of the left operand's row, and that of the right operand's column, behind a cell."""
    if name in ("dot", "inner"):
        split = left.ndim - 1
        return cell[:split], cell[split:]
    rows, columns = min(left.ndim - 1, 1), min(right.ndim - 1, 1)
    stack = cell[: len(cell) - rows - columns]
    row = cell[len(stack) : len(stack) + rows]
    column = cell[len(stack) + rows :]
    return (
        (*broadcast_index(stack, left.shape[:-2]), *row),
        (*broadcast_index(stack, right.shape[:-2]), *column),
    )


def _cells_so_far(operation: Operation, cell: Index, axes: tuple[int, ...], shape: Index) -> tuple[Any, ...]:
    if len(axes) == len(shape) and len(shape) != 1:
        places = np.unravel_index(np.arange(cell[0] + 1), shape)
        return tuple(places)
    return tuple(slice(0, at + 1) if axis in axes else at for axis, at in enumerate(cell))


def _added_as(operation: Operation) -> "np.dtype[Any] | None":
    """Return the dtype of a sum that NumPy adds one term after the other, or None.

    It does so where it shows every sum on the way, and along axes whose neighbours do not lie next to each other in
    memory: row by row, each row rounded. Elsewhere it adds halves of halves, which rounds so little that double
    precision tells no difference.
    """
    array, dtype = operation.operands[0].value.array, operation.result.array.dtype
    if operation.name not in ("sum", "mean", "cumsum") or not np.issubdtype(array.dtype, np.floating):
        return None
    axes = reduced_axes(operation)
    strides = {axis: abs(array.strides[axis]) for axis in range(array.ndim) if array.shape[axis] > 1}
    is_row_by_row = bool(strides) and min(strides, key=lambda axis: strides[axis]) not in axes
    return dtype if operation.name == "cumsum" or is_row_by_row else None


def _reduce(operation: Operation) -> Callable[[Any], Any]:
    """Return the reduction as a function of the numbers in a row."""
    name = _REDUCTION_NAMES.get(operation.name, operation.name)
    settings = {key: value for key, value in operation.keywords.items() if key in ("ddof", "correction")}
    if name in ("std", "var") and len(operation.arguments) > _DDOF:
        settings["ddof"] = operation.arguments[_DDOF]
    function: Callable[..., Any] = getattr(np, name)
    return lambda numbers: function(numbers, **settings)


_DDOF = 4
"""The place of the degrees of freedom among the arguments of ``np.std`` and ``np.var``."""
