"""Contour lines: where a landscape, known on a grid, has a certain height."""

import numpy as np

from netcore.arrays import Array


def contour_points(x: Array, y: Array, heights: Array, level: float) -> Array:
    """Return points (points, 2) on the line of one height; ``heights`` is (len(y), len(x)), the first row at ``y[0]``.

    Each point is where a line of the grid crosses the height, taken to be straight from one grid point to the next.
    """
    rows, columns, share = _crossings(heights, level)
    along = np.column_stack([x[columns] + share * (x[1:] - x[:-1])[columns], y[rows]])
    columns, rows, share = _crossings(heights.T, level)
    across = np.column_stack([x[columns], y[rows] + share * (y[1:] - y[:-1])[rows]])
    return np.concatenate([along, across])


def finer(x: Array, y: Array, heights: Array, fineness: int) -> tuple[Array, Array, Array]:
    """Return the grid with so many steps between each line and the next, heights straight in between."""
    fine_x, fine_y = _between(x, fineness), _between(y, fineness)
    rows = np.array([np.interp(fine_x, x, row) for row in heights])
    return fine_x, fine_y, np.array([np.interp(fine_y, y, column) for column in rows.T]).T


def contour_levels(heights: Array, count: int = 6) -> tuple[float, ...]:
    """Return heights that part the landscape into areas of about the same size, in as few digits as will do."""
    finite = heights[np.isfinite(heights)]
    if not finite.size or float(finite.min()) == float(finite.max()):
        return ()
    wanted = np.quantile(finite, (np.arange(count) + 0.5) / count)
    for digits in range(2, 8):
        rounded = {float(f"{level:.{digits}g}") for level in wanted.tolist()}
        levels = tuple(sorted(level for level in rounded if finite.min() < level < finite.max()))
        if len(levels) == count:
            break
    return levels


def _between(places: Array, fineness: int) -> Array:
    """Return the places with so many steps between each and the next."""
    return np.interp(np.arange((len(places) - 1) * fineness + 1) / fineness, np.arange(len(places)), places)


def _crossings(heights: Array, level: float) -> tuple[Array, Array, Array]:
    """Return where heights cross a level along their rows: each one's row, its column, and the share of the step."""
    before, after = heights[:, :-1] - level, heights[:, 1:] - level
    is_finite = np.isfinite(before) & np.isfinite(after)
    rows, columns = np.nonzero(is_finite & ((before < 0) != (after < 0)))
    before, after = before[rows, columns], after[rows, columns]
    return rows, columns, before / (before - after)
