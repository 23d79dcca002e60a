"""Contour lines: where a landscape, known on a grid, has a certain height."""

import numpy as np

from netcore.arrays import Array


def contour_points(x: Array, y: Array, heights: Array, level: float, fineness: int = 4) -> Array:
    """Return points (points, 2) on the line of one height; ``heights`` is (len(y), len(x)), the first row at ``y[0]``.

    The grid is refined by straight lines between its points; each point found is where a line of the fine grid crosses
    the height.
    """
    fine_x, fine_y = _finer(x, fineness), _finer(y, fineness)
    rows = np.array([np.interp(fine_x, x, row) for row in heights])
    fine = np.array([np.interp(fine_y, y, column) for column in rows.T]).T
    along = [_crossings(fine_x, row, level) for row in fine]
    across = [_crossings(fine_y, column, level) for column in fine.T]
    found = [np.column_stack([places, np.full(len(places), at)]) for places, at in zip(along, fine_y, strict=True)]
    found += [np.column_stack([np.full(len(places), at), places]) for places, at in zip(across, fine_x, strict=True)]
    return np.concatenate(found)


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


def _finer(places: Array, fineness: int) -> Array:
    """Return the places with so many steps between each and the next."""
    return np.interp(np.arange((len(places) - 1) * fineness + 1) / fineness, np.arange(len(places)), places)


def _crossings(places: Array, heights: Array, level: float) -> Array:
    """Return where heights along a line cross a level."""
    before, after = heights[:-1] - level, heights[1:] - level
    with np.errstate(invalid="ignore"):
        is_crossed = (before < 0) != (after < 0)
    is_crossed &= np.isfinite(before) & np.isfinite(after)
    share = before[is_crossed] / (before[is_crossed] - after[is_crossed])
    crossings: Array = places[:-1][is_crossed] + share * (places[1:] - places[:-1])[is_crossed]
    return crossings
