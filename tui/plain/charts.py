"""Charts in a sentence or two: the numbers that one would read off them."""

import numpy as np
from numpy.typing import NDArray

from lessons.class_accuracy import class_accuracies
from lessons.lab import Lab
from tui.charts import Chart, DecisionBoundary, LossCurve
from tui.charts.learning import LearningChart
from tui.lab.chart_shelf import ChartShelf
from tui.numbers import plain
from tui.plain.speech import arithmetic


def chart_lines(lab: Lab, shelf: ChartShelf, name: str, is_covered: bool) -> list[str]:
    """Tell a chart of a lab as it stands; or what it waits for, where it cannot be told yet."""
    missing = shelf.missing(lab, name, is_covered)
    if missing:
        return [f"Chart: {missing}."]
    later = shelf.later(lab, name, is_covered)
    chart = later() if later is not None else shelf.drawn(lab, name, is_covered)
    if chart is None:
        return [f"Chart: this network has nothing to show as {name}."]
    return [f"Chart. {_told(chart, lab)}"]


def _told(chart: Chart, lab: Lab) -> str:
    """Say what is to be seen on a chart."""
    match chart:
        case LossCurve(series=(first, *_)) if len(first.values):
            return _course("The loss", first.values)
        case LearningChart(curve=curve) if len(curve.losses):
            accuracies = curve.accuracies
            of_accuracy = f"The accuracy began at {accuracies[0]:.0%} and was {accuracies[-1]:.0%} then"
            return f"{_course('The loss', curve.losses)} {of_accuracy}; its highest was {accuracies.max():.0%}."
        case DecisionBoundary():
            shares = [f"class {number} {share:.0%}" for number, share in class_accuracies(lab).items()]
            right = f" Of the samples it gets right: {', '.join(shares)}." if shares else ""
            return f"{_sentence(chart.in_words())}{right}"
    return _sentence(chart.in_words())


def _course(what: str, values: NDArray[np.floating]) -> str:
    """Say where a curve began, where it is, and where it was lowest."""
    start, last = plain(float(values[0])), plain(float(values[-1]))
    if not np.isfinite(values).any():
        return f"{what} is no finite number any more."
    lowest = int(np.nanargmin(values))
    said = f"{what} began at {start} and was {last} in update {len(values) - 1:,}, the last one"
    if lowest == len(values) - 1:
        return f"{said}, the lowest so far."
    return f"{said}; its lowest was {plain(float(values[lowest]))}, at update {lowest:,}."


def _sentence(words: str) -> str:
    """Return a chart's own words as a sentence without signs."""
    said = arithmetic(words.replace(" → ", " to ").replace(" · ", ", "))
    return f"{said[:1].upper()}{said[1:]}."
