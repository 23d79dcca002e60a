"""The charts that a lesson can ask for, by name, with what may be said of each.

    ```show
    chart = "activation"
    of = { function = "sigmoid", at = 1.0 }
    ```

Here are names and parameters only, so that a lesson is read quickly. What a chart is drawn from is computed by
`lessons.charts.studies`, and `tui.charts` draws it. A new chart is a line in each of the three.
"""

from __future__ import annotations

from lessons.charts.kind import ChartKind, Follows, Of, Parameter, Settings, Takes, Value
from lessons.errors import unknown

__all__ = ["CHARTS", "ChartKind", "Follows", "Of", "Parameter", "Settings", "Takes", "Value", "chart_named"]

MOST_TRIES = 20_000
MOST_UPDATES = 20_000
"""So many are computed in a second or two for a small network, while a learner waits."""

_FUNCTION = Parameter("function", Takes.NAME, "square")
_X, _Y = "dense1.weights[0, 0]", "dense1.weights[1, 0]"
_LUCK = ("search", "walk")
_TRIES = (1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000)

_KINDS = (
    ChartKind("loss", "the loss, update by update", Follows.UPDATE),
    ChartKind("loss_and_accuracy", "loss and accuracy, update by update", Follows.UPDATE),
    ChartKind(
        "data",
        "the samples, and the network's answers to them where these are numbers",
        Follows.UPDATE,
        (Parameter("features", Takes.WHOLES, (0, 1)),),
    ),
    ChartKind("decision_boundary", "which class each place of the plane gets", Follows.UPDATE),
    ChartKind(
        "decision_boundaries",
        "which class each place of the plane gets, at several updates",
        Follows.EXPERIMENT,
        (Parameter("updates", Takes.WHOLES, (0, 100, 1000), most=MOST_UPDATES),),
    ),
    ChartKind("layers", "what each layer makes of the samples", Follows.UPDATE, (Parameter("layers", Takes.NAMES),)),
    ChartKind("firing", "which neuron fires for which sample", Follows.UPDATE, (Parameter("layer", Takes.NAME),)),
    ChartKind("gradient_flow", "how long each parameter's gradient is", Follows.UPDATE),
    ChartKind(
        "chain",
        "one sample's share of a gradient, factor by factor",
        Follows.UPDATE,
        (
            Parameter("weight", Takes.CELL, _X),
            Parameter("sample", Takes.WHOLE, 0, turns=tuple(range(100)), is_sample=True),
        ),
    ),
    ChartKind("heatmap", "an array as a picture", Follows.STEP, (Parameter("value", Takes.ARRAY),)),
    ChartKind(
        "loss_surface",
        "the loss over two numbers of the network",
        Follows.UPDATE,
        (
            Parameter("x", Takes.CELL, _X),
            Parameter("y", Takes.CELL, _Y),
            Parameter("span", Takes.NUMBER, 2.0),
            Parameter("path", Takes.NAME, among=("training", *_LUCK)),
            Parameter("tries", Takes.WHOLE, 100, turns=_TRIES, turns_with=("path", _LUCK), most=MOST_TRIES),
            Parameter("step", Takes.NUMBER, 0.5),
            Parameter("seed", Takes.WHOLE, 0),
        ),
    ),
    ChartKind(
        "tries",
        "the loss of random tries",
        Follows.UPDATE,
        (
            Parameter("method", Takes.NAME, "search", among=_LUCK),
            Parameter("tries", Takes.WHOLE, 1000, most=MOST_TRIES),
            Parameter("step", Takes.NUMBER, 0.05),
            Parameter("seed", Takes.WHOLE, 0, turns=tuple(range(10))),
        ),
    ),
    ChartKind(
        "activation",
        "a function and its slope",
        Follows.NOTHING,
        (
            Parameter("function", Takes.NAME, "relu"),
            Parameter("at", Takes.NUMBER, turns=tuple(number / 2 for number in range(-9, 10))),
        ),
    ),
    ChartKind(
        "cross_entropy",
        "what a confidence in the right class costs",
        Follows.NOTHING,
        (
            Parameter("at", Takes.NUMBER, 0.5, turns=(0.01, 0.05, *(number / 10 for number in range(1, 10)), 0.99)),
            Parameter("scale", Takes.NAME, "linear", among=("linear", "log")),
        ),
    ),
    ChartKind(
        "loss_over_logits",
        "the loss over two logits",
        Follows.NOTHING,
        (Parameter("correct", Takes.WHOLE, 0),),
    ),
    ChartKind(
        "slope",
        "a function with a secant and its tangent",
        Follows.NOTHING,
        (
            _FUNCTION,
            Parameter("at", Takes.NUMBER, 1.0),
            Parameter("step", Takes.NUMBER, 1.0, turns=(0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)),
        ),
    ),
    ChartKind(
        "slope_error",
        "how wrong a numerical slope is",
        Follows.NOTHING,
        (
            _FUNCTION,
            Parameter("at", Takes.NUMBER, 1.0),
            Parameter("dtypes", Takes.NAMES, ("float64",), among=("float64", "float32")),
            Parameter("methods", Takes.NAMES, ("forward", "central"), among=("forward", "central")),
        ),
    ),
    ChartKind(
        "gradient_arrows",
        "contours and gradients",
        Follows.NOTHING,
        (
            Parameter("function", Takes.NAME, "bowl"),
            Parameter("direction", Takes.NAME, "uphill", among=("uphill", "downhill")),
        ),
    ),
    ChartKind(
        "vanishing_gradients",
        "gradients through a deep network",
        Follows.NOTHING,
        (
            Parameter("layers", Takes.WHOLE, 10, turns=tuple(range(2, 21))),
            Parameter("initializers", Takes.NAMES, ("scaled_normal", "he_normal", "unit_normal")),
        ),
    ),
)

CHARTS: dict[str, ChartKind] = {kind.name: kind for kind in _KINDS}
"""The kinds of chart by name."""


def chart_named(name: str) -> ChartKind:
    """Return the kind of chart of that name; raise `NamingError` with those that there are."""
    if name not in CHARTS:
        raise unknown("chart", name, CHARTS)
    return CHARTS[name]
