"""Where a number came from and what it touches, cell by cell, through a whole trace.

Both ways each operation passes on a mask: which cells of an operand count for the marked cells of its result, or which
cells of the result are touched by the marked cells of an operand.
"""

from collections.abc import Sequence

import numpy as np

from netcore.arrays import Array
from netcore.trace.record import Index, Kind, Operation, Value
from netcore.trace.rules import FIRST_CODE, moved_codes, moving_operands, reduced_axes


def origins(operations: Sequence[Operation], value: Value, cell: Index) -> dict[Value, Array]:
    """Return, for the value and all that it was computed from, a mask of the cells that count for one cell."""
    masks = {value: _mask_of(value, cell)}
    last = value.operation.number if value.operation else -1
    for operation in reversed(operations[: last + 1]):
        if operation.result in masks:
            for number, operand in enumerate(operation.operands):
                _mark(masks, operand.value, _needed(operation, number, masks[operation.result]))
    return masks


def influence(operations: Sequence[Operation], value: Value, cell: Index) -> dict[Value, Array]:
    """Return, for the value and all that it enters, a mask of the cells that one cell touches."""
    masks = {value: _mask_of(value, cell)}
    first = value.operation.number + 1 if value.operation else 0
    for operation in operations[first:]:
        for number, operand in enumerate(operation.operands):
            if operand.value in masks:
                _mark(masks, operation.result, _touched(operation, number, masks[operand.value]))
    return masks


def _mask_of(value: Value, cell: Index) -> Array:
    mask = np.zeros(value.shape, bool)
    mask[cell] = True
    return mask


def _mark(masks: dict[Value, Array], value: Value, mask: Array) -> None:
    if np.any(mask):
        masks[value] = masks[value] | mask if value in masks else mask


def _needed(operation: Operation, number: int, result: Array) -> Array:
    """Return which cells of an operand count for the marked cells of the result."""
    operand = operation.operands[number].value
    match operation.kind:
        case Kind.MATMUL if _is_plain_product(operation):
            needed = np.any(result, axis=1 - number, keepdims=True)
            return np.broadcast_to(needed, operand.shape).copy()
        case Kind.WHOLE | Kind.MATMUL:
            return np.full(operand.shape, bool(np.any(result)))
        case Kind.MOVEMENT | Kind.SELECTION | Kind.ASSIGNMENT if number in moving_operands(operation):
            return np.isin(_own_codes(operation, number), moved_codes(operation)[result])
        case Kind.REDUCTION if number == 0:
            return np.broadcast_to(_spread(operation, result), operand.shape).copy()
        case Kind.ELEMENTWISE if _is_aligned(operation):
            return _folded(result, operand.shape)
    return np.full(operand.shape, bool(np.any(result)))


def _touched(operation: Operation, number: int, mask: Array) -> Array:
    """Return which cells of the result are touched by the marked cells of an operand."""
    result = operation.result
    match operation.kind:
        case Kind.MATMUL if _is_plain_product(operation):
            touched = np.any(mask, axis=1 - number, keepdims=True)
            return np.broadcast_to(touched, result.shape).copy()
        case Kind.MOVEMENT | Kind.SELECTION | Kind.ASSIGNMENT if number in moving_operands(operation):
            return np.isin(moved_codes(operation), _own_codes(operation, number)[mask])
        case Kind.REDUCTION if number == 0 and operation.name not in ("cumsum", "cumprod"):
            return np.asarray(np.any(mask, axis=reduced_axes(operation))).reshape(result.shape)
        case Kind.ELEMENTWISE if _is_aligned(operation):
            return np.broadcast_to(mask, result.shape).copy()
    return np.full(result.shape, bool(np.any(mask)))


def _is_plain_product(operation: Operation) -> bool:
    """Say whether a product is that of two matrices."""
    return operation.name in ("matmul", "dot") and all(operand.value.array.ndim == 2 for operand in operation.operands)


def _is_aligned(operation: Operation) -> bool:
    """Say whether an elementwise operation meets cells at the same place; an outer product does not."""
    return "outer" not in operation.name


def _own_codes(operation: Operation, number: int) -> Array:
    """Return the numbers that the cells of an operand have in ``moved_codes``."""
    before = [at for at in moving_operands(operation) if at < number]
    first = FIRST_CODE + sum(operation.operands[at].value.array.size for at in before)
    operand = operation.operands[number].value
    return np.arange(first, first + operand.array.size).reshape(operand.shape)


def _spread(operation: Operation, result: Array) -> Array:
    """Return a mask of a reduction's result with the axes that it took away put back, of length one."""
    operand = operation.operands[0].value
    if operation.name in ("cumsum", "cumprod"):
        return np.array(bool(np.any(result)))
    axes = reduced_axes(operation)
    shape = [1 if axis in axes else size for axis, size in enumerate(operand.shape)]
    return result.reshape(shape)


def _folded(result: Array, shape: Sequence[int]) -> Array:
    """Return a mask of the result folded onto an operand of fewer cells: a cell counts wherever it was spread to."""
    extra = tuple(range(result.ndim - len(shape)))
    folded = np.asarray(np.any(result, axis=extra))
    narrow = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return np.asarray(np.any(folded, axis=narrow, keepdims=True))
