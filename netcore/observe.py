"""One update, observed: the model's own code runs on traced arrays, and leaves a record.

The layers, the loss and the optimizer are the very ones that train at full speed. Only a copy of the model is used, so
that the run itself does not move.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from netcore.layers.base import Layer
from netcore.trace import Phase, Recorder, Role, Trace

if TYPE_CHECKING:
    from netcore.model import Sequential
    from netcore.run import Run


def trace_update(run: "Run") -> Trace:
    """Return the next update of a run, recorded: the same numbers, to the bit, that ``run.step()`` will give."""
    recorder = Recorder()
    model = run.model.copy()
    run.prepare(model)
    X, y = run.batch()
    inputs, targets = recorder.watch(X, "X", Role.DATA), recorder.watch(y, "y", Role.TARGETS)
    moment = run.moment()
    for parameter in model.parameters:
        own = parameter.view.copy()
        setattr(parameter.layer, parameter.attribute, recorder.watch(own, parameter.name, Role.PARAMETER))
    with _observed(recorder, model):
        model.propagate(inputs, targets)
    for number, parameter in enumerate(model.parameters):
        state = moment.state(number)
        for slot in moment.slots:
            setattr(state, slot, recorder.watch(getattr(state, slot), f"{parameter.name}.{slot}", Role.STATE))
        kept_by = {parameter.name.partition(".")[0]: parameter.layer, parameter.name: state}
        code = run.optimizer.update.__code__
        with recorder.call("optimizer", "update", Phase.UPDATE, code, kept_by, parameter.name):
            traced = getattr(parameter.layer, parameter.attribute)
            run.optimizer.apply(traced, parameter.gradient, state)
    return recorder.trace(run.update)


@contextmanager
def _observed(recorder: Recorder, model: "Sequential") -> Iterator[None]:
    """Have each method of the model's parts recorded as a call, for as long as this lasts."""
    methods = [
        (part, name, method, phase)
        for name in (*model.names, "loss")
        for part in (model.part(name),)
        for method, phase in (_LOSS_METHODS if name == "loss" else _LAYER_METHODS)
        if method != "penalty" or _costs(part)
    ]
    for part, name, method, phase in methods:
        setattr(part, method, _recorded(recorder, part, name, method, phase))
    try:
        yield
    finally:
        for part, _, method, _ in methods:
            delattr(part, method)


def _recorded(recorder: Recorder, part: object, name: str, method: str, phase: Phase) -> Callable[..., Any]:
    function = getattr(part, method)
    code = function.__code__

    def call(*args: Any, **kwargs: Any) -> Any:
        had = {**dict(zip(code.co_varnames[1:], args, strict=False)), **kwargs}
        had |= {f"self.{attribute}": held for attribute, held in vars(part).items()}
        with recorder.call(name, method, phase, code, {name: part}):
            result = function(*args, **kwargs)
            traced = recorder.whole(result, code, had)
            for attribute, held in tuple(vars(part).items()):
                if held is result:
                    setattr(part, attribute, traced)
                elif attribute in _gradients(part) and held is not had.get(f"self.{attribute}"):
                    setattr(part, attribute, recorder.whole(held, code, had))
            return traced

    return call


def _gradients(part: object) -> tuple[str, ...]:
    """Return the attributes in which a part leaves the gradients of its parameters."""
    return tuple("d" + parameter for parameter in part.parameters) if isinstance(part, Layer) else ()


def _costs(part: object) -> bool:
    """Return whether a layer's parameters cost something by themselves."""
    has_penalty = isinstance(part, Layer) and type(part).penalty is not Layer.penalty
    return has_penalty and getattr(part, "is_regularized", True)


_LAYER_METHODS = (("forward", Phase.FORWARD), ("penalty", Phase.LOSS), ("backward", Phase.BACKWARD))
_LOSS_METHODS = (("forward", Phase.LOSS), ("average", Phase.LOSS), ("backward", Phase.BACKWARD))
