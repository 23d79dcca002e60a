"""The charts, one a file. A new one is a new file and a line here, besides its name in `lessons.charts`."""

from tui.charts.activation import ActivationChart
from tui.charts.array_heatmap import ArrayHeatmap
from tui.charts.chain import ChainChart
from tui.charts.chart import Chart, Ink, Marker, Space
from tui.charts.cross_entropy import CrossEntropyChart
from tui.charts.decision_boundary import DecisionBoundary
from tui.charts.decision_maps import DecisionMapsChart
from tui.charts.deep_gradients import DeepGradientsChart
from tui.charts.firing import FiringChart
from tui.charts.gradient_arrows import GradientArrowsChart
from tui.charts.gradient_flow import GradientFlow
from tui.charts.layer_spaces import LayerSpacesChart
from tui.charts.learning import LearningChart
from tui.charts.logit_surface import LogitSurfaceChart
from tui.charts.loss_curve import LossCurve, Series
from tui.charts.loss_plane import LossPlaneChart
from tui.charts.samples import SamplesChart
from tui.charts.slope_error import SlopeErrorChart
from tui.charts.tangent import TangentChart
from tui.charts.tries import TriesChart

CHARTS: dict[str, type[Chart]] = {
    "loss": LossCurve,
    "loss_and_accuracy": LearningChart,
    "data": SamplesChart,
    "decision_boundary": DecisionBoundary,
    "decision_boundaries": DecisionMapsChart,
    "layers": LayerSpacesChart,
    "firing": FiringChart,
    "gradient_flow": GradientFlow,
    "chain": ChainChart,
    "heatmap": ArrayHeatmap,
    "loss_surface": LossPlaneChart,
    "tries": TriesChart,
    "activation": ActivationChart,
    "cross_entropy": CrossEntropyChart,
    "loss_over_logits": LogitSurfaceChart,
    "slope": TangentChart,
    "slope_error": SlopeErrorChart,
    "gradient_arrows": GradientArrowsChart,
    "vanishing_gradients": DeepGradientsChart,
}
"""Every kind of chart by the name under which a lesson asks for it."""

__all__ = [
    "CHARTS",
    "ActivationChart",
    "ArrayHeatmap",
    "ChainChart",
    "Chart",
    "CrossEntropyChart",
    "DecisionBoundary",
    "DecisionMapsChart",
    "DeepGradientsChart",
    "FiringChart",
    "GradientArrowsChart",
    "GradientFlow",
    "Ink",
    "LayerSpacesChart",
    "LearningChart",
    "LogitSurfaceChart",
    "LossCurve",
    "LossPlaneChart",
    "Marker",
    "SamplesChart",
    "Series",
    "SlopeErrorChart",
    "Space",
    "TangentChart",
    "TriesChart",
]
