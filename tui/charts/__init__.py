"""The charts, one a file. A new one is a new file and a line here."""

from tui.charts.array_heatmap import ArrayHeatmap
from tui.charts.chart import Chart, Ink, Marker, Space
from tui.charts.decision_boundary import DecisionBoundary
from tui.charts.gradient_flow import GradientFlow
from tui.charts.loss_curve import LossCurve, Series

CHARTS: dict[str, type[Chart]] = {
    "loss": LossCurve,
    "decision_boundary": DecisionBoundary,
    "gradient_flow": GradientFlow,
    "heatmap": ArrayHeatmap,
}
"""Every kind of chart by the name under which a lesson asks for it."""

__all__ = [
    "CHARTS",
    "ArrayHeatmap",
    "Chart",
    "DecisionBoundary",
    "GradientFlow",
    "Ink",
    "LossCurve",
    "Marker",
    "Series",
    "Space",
]
