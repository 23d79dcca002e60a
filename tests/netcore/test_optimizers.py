"""The optimizers, compared with the same steps in plain Python numbers, and with hand values."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from netcore import SGD, AdaGrad, Adam, RMSProp
from netcore.errors import SettingError
from netcore.optimizers import OPTIMIZERS, SCHEDULES, ConstantRate, ExponentialDecay, InverseTimeDecay, StepDecay

HAND = {
    entry["id"]: entry for entry in json.loads((Path(__file__).parent / "data/hand_values.json").read_text())["values"]
}

EXAMPLES = [
    pytest.param(optimizer, id=f"{name}-{number}")
    for name, kind in OPTIMIZERS.items()
    for number, optimizer in enumerate(kind.examples())
]
GRADIENTS = st.floats(-10, 10)


def hand_sgd(p, gradients, o, rate):
    velocity = 0.0
    for t, g in enumerate(gradients):
        velocity = o.momentum * velocity - rate(t) * g
        p += o.momentum * velocity - rate(t) * g if o.nesterov else velocity
        yield p


def hand_adagrad(p, gradients, o, rate):
    for t, g in enumerate(gradients):
        so_far = math.fsum(earlier * earlier for earlier in gradients[: t + 1])
        p -= rate(t) * g / (math.sqrt(so_far) + o.epsilon)
        yield p


def hand_rmsprop(p, gradients, o, rate):
    for t, g in enumerate(gradients):
        average = math.fsum((1 - o.rho) * o.rho ** (t - s) * gradients[s] ** 2 for s in range(t + 1))
        p -= rate(t) * g / (math.sqrt(average) + o.epsilon)
        yield p


def hand_adam(p, gradients, o, rate):
    for t in range(len(gradients)):
        first, second = (
            math.fsum((1 - beta) * beta ** (t - s) * gradients[s] ** power for s in range(t + 1))
            / (1 - beta ** (t + 1))
            for beta, power in ((o.beta_1, 1), (o.beta_2, 2))
        )
        p -= rate(t) * first / (math.sqrt(second) + o.epsilon)
        yield p


BY_HAND = {"sgd": hand_sgd, "adagrad": hand_adagrad, "rmsprop": hand_rmsprop, "adam": hand_adam}
"""Each rule with its sums written out instead of carried along."""

SHARES = {
    "inverse_time": lambda decay, t: 1 / (1 + decay * t),
    "exponential": lambda decay, t: math.e ** -(decay * t),
    "step": lambda decay, t: (1 - decay) ** (t // 1000),
    "constant": lambda decay, t: 1.0,
}


def test_every_optimizer_and_schedule_has_an_independent_computation_here():
    assert set(OPTIMIZERS) == set(BY_HAND)
    assert set(SCHEDULES) == set(SHARES)


@pytest.mark.parametrize("optimizer", EXAMPLES)
@settings(deadline=None, max_examples=50)
@given(start=GRADIENTS, gradients=st.lists(GRADIENTS, min_size=1, max_size=8))
def test_steps_in_plain_numbers(optimizer, start, gradients):
    parameter = np.array([start])
    state = optimizer.begin(parameter)
    found = []
    for gradient in gradients:
        optimizer.apply(parameter, np.array([gradient]), state)
        found.append(parameter[0])

    def rate(t):
        return optimizer.learning_rate * SHARES[optimizer.schedule](optimizer.decay, t)

    expected = list(BY_HAND[optimizer.name](start, gradients, optimizer, rate))
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)
    assert state.updates == len(gradients)


@pytest.mark.parametrize(
    ("name", "optimizer"),
    [
        ("optimiser_sgd", SGD(0.5)),
        ("optimiser_sgd_decay", SGD(0.5, decay=0.1)),
        ("optimiser_sgd_momentum", SGD(0.5, decay=0.1, momentum=0.9)),
    ],
)
def test_the_hand_values_of_gradient_descent(name, optimizer):
    entry = HAND[name]
    parameter = np.array(entry["inputs"]["p0"])
    state = optimizer.begin(parameter)
    for step, gradient in enumerate(entry["inputs"]["gradients"]):
        assert optimizer.learning_rate_at(step) == pytest.approx(entry["outputs"]["lr"][step], abs=1e-12)
        optimizer.apply(parameter, np.array(gradient), state)
        np.testing.assert_allclose(parameter, entry["outputs"]["params"][step], atol=1e-12)


def test_adaptive_steps_worked_out_on_paper():
    """One gradient of 3, then one of 4, learning rate 1: 3² + 4² = 25, and so on."""
    cases = [
        (AdaGrad(1.0), [-3 / (3 + 1e-7), -4 / (5 + 1e-7)]),
        (RMSProp(1.0, rho=0.75), [-3 / (1.5 + 1e-7), -4 / (math.sqrt(0.75 * 2.25 + 0.25 * 16) + 1e-7)]),
        (Adam(1.0, beta_1=0.5, beta_2=0.5), [-3 / (3 + 1e-7), -(2.75 / 0.75) / (math.sqrt(10.25 / 0.75) + 1e-7)]),
    ]
    for optimizer, expected in cases:
        state = optimizer.begin(np.zeros(1))
        for gradient, change in zip((3.0, 4.0), expected, strict=True):
            found = optimizer.update(np.array([gradient]), state)
            state.updates += 1
            np.testing.assert_allclose(found, [change], rtol=1e-14)


@pytest.mark.parametrize("optimizer", EXAMPLES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@settings(deadline=None, max_examples=20)
@given(data=st.data())
def test_end_to_end_in_blocks_and_by_parameter_give_the_same_bits(optimizer, dtype, data):
    size = data.draw(st.integers(1, 40))
    cuts = sorted(data.draw(st.sets(st.integers(1, size - 1)))) if size > 1 else []
    numbers = st.floats(-100, 100, width=32)
    start = data.draw(arrays(dtype, size, elements=numbers))
    gradients = [data.draw(arrays(dtype, size, elements=numbers)) for _ in range(3)]
    whole, blocks, shaped = start.copy(), np.split(start.copy(), cuts), start.copy().reshape(1, size, 1)
    states = [optimizer.begin(whole), optimizer.begin(shaped), *(optimizer.begin(block) for block in blocks)]
    for gradient in gradients:
        optimizer.apply(whole, gradient, states[0])
        optimizer.apply(shaped, gradient.reshape(shaped.shape), states[1])
        for block, piece, state in zip(blocks, np.split(gradient, cuts), states[2:], strict=True):
            optimizer.apply(block, piece, state)
    np.testing.assert_array_equal(whole, np.concatenate(blocks))
    np.testing.assert_array_equal(whole, shaped.ravel())


@pytest.mark.parametrize("optimizer", EXAMPLES)
def test_single_precision_stays_and_the_gradient_is_left_alone(optimizer):
    parameter, gradient = np.ones((2, 3), np.float32), np.linspace(-1, 1, 6, dtype=np.float32).reshape(2, 3)
    before, settings_before = gradient.copy(), dict(vars(optimizer))
    state = optimizer.begin(parameter)
    assert set(vars(state)) == {"updates", *optimizer.slots}
    for _ in range(2):
        change = optimizer.update(gradient, state)
        state.updates += 1
    assert (change.dtype, change.shape) == (np.float32, (2, 3))
    assert all(getattr(state, slot).dtype == np.float32 for slot in optimizer.slots)
    assert all(getattr(state, slot).shape == (2, 3) for slot in optimizer.slots)
    np.testing.assert_array_equal(gradient, before)
    np.testing.assert_array_equal(parameter, np.ones((2, 3)))
    assert vars(optimizer) == settings_before


@pytest.mark.parametrize("kind", OPTIMIZERS.values())
def test_numpys_own_numbers_as_settings_do_not_widen_the_parameters(kind):
    named = kind(np.float64(0.1), np.float64(0.1), schedule="exponential")
    given = kind(np.float64(0.1), schedule=lambda updates: np.float64(0.5))
    for optimizer in (named, given):
        change = optimizer.update(np.ones(2, np.float32), optimizer.begin(np.ones(2, np.float32)))
        assert change.dtype == np.float32


@pytest.mark.parametrize("optimizer", EXAMPLES)
def test_every_optimizer_finds_the_bottom_of_a_bowl(optimizer):
    parameter = np.array([2.0, -1.0])
    state = optimizer.begin(parameter)
    for _ in range(2000):
        optimizer.apply(parameter, 0.5 * parameter, state)
    assert np.all(np.abs(parameter) < 0.1)


def test_the_places_of_the_arguments_are_fixed():
    momentum, adagrad = SGD(0.1, 0.2, 0.3), AdaGrad(0.1, 0.2, 0.3)
    rmsprop, adam = RMSProp(0.1, 0.2, 0.3, 0.4), Adam(0.1, 0.2, 0.3, 0.4, 0.5)
    assert (momentum.learning_rate, momentum.decay, momentum.momentum) == (0.1, 0.2, 0.3)
    assert (adagrad.learning_rate, adagrad.decay, adagrad.epsilon) == (0.1, 0.2, 0.3)
    assert (rmsprop.learning_rate, rmsprop.decay, rmsprop.epsilon, rmsprop.rho) == (0.1, 0.2, 0.3, 0.4)
    assert (adam.learning_rate, adam.decay, adam.epsilon, adam.beta_1, adam.beta_2) == (0.1, 0.2, 0.3, 0.4, 0.5)


def test_the_settings_that_hold_when_nothing_is_said():
    assert vars(SGD()).items() >= {"learning_rate": 1.0, "decay": 0.0, "momentum": 0.0, "nesterov": False}.items()
    assert vars(AdaGrad()).items() >= {"learning_rate": 1.0, "decay": 0.0, "epsilon": 1e-7}.items()
    assert vars(RMSProp()).items() >= {"learning_rate": 0.001, "epsilon": 1e-7, "rho": 0.9}.items()
    assert vars(Adam()).items() >= {"learning_rate": 0.001, "epsilon": 1e-7, "beta_1": 0.9, "beta_2": 0.999}.items()


@given(decay=st.floats(0, 0.9), updates=st.integers(0, 5000))
def test_schedules_say_which_share_is_left(decay, updates):
    for name, share in SHARES.items():
        decay = 0.0 if name == "constant" else decay
        assert SCHEDULES[name](decay)(updates) == pytest.approx(share(decay, updates), rel=1e-12, abs=1e-300)


def test_a_schedule_can_be_given_instead_of_named():
    assert SGD(2.0, schedule=StepDecay(0.5, every=10)).learning_rate_at(25) == 0.5
    assert SGD(2.0, schedule=ConstantRate()).learning_rate_at(10**6) == 2.0
    assert SGD(2.0, schedule=lambda updates: 1 / 2**updates).learning_rate_at(3) == 0.25
    assert SGD(2.0, schedule=InverseTimeDecay(0.1)).learning_rate_at(7) == SGD(2.0, decay=0.1).learning_rate_at(7)
    assert SGD(2.0, schedule=ExponentialDecay(0.1)).learning_rate_at(0) == 2.0


@pytest.mark.parametrize(
    ("build", "says"),
    [
        (lambda: SGD(0), "learning rate is above zero, not 0"),
        (lambda: Adam(float("nan")), "learning rate is above zero, not nan"),
        (lambda: RMSProp(float("inf")), "learning rate is above zero, not inf"),
        (lambda: AdaGrad(1.0, -1), "decay is zero or above, not -1"),
        (lambda: SGD(1.0, schedule="exponential", decay=-1), "decay is zero or above, not -1"),
        (lambda: SGD(1.0, schedule="step", decay=1), "from 0 up to 1, not 1"),
        (lambda: StepDecay(0.5, every=0), "every 1 or more updates, not every 0"),
        (lambda: SGD(1.0, schedule="constant", decay=0.1), "has no decay, but 0.1"),
        (lambda: SGD(1.0, schedule="magic"), "no schedule 'magic'; there are inverse_time, exponential"),
        (lambda: SGD(1.0, 0.1, schedule=ConstantRate()), "a decay of 0.1 stands beside a schedule"),
        (lambda: SGD(1.0, momentum=1.0), "momentum is from 0 up to 1, not 1.0"),
        (lambda: SGD(1.0, nesterov=True), "give a momentum above 0"),
        (lambda: RMSProp(rho=1), "rho is from 0 up to 1, not 1"),
        (lambda: Adam(beta_1=-0.1), "beta_1 is from 0 up to 1, not -0.1"),
        (lambda: Adam(beta_2=2), "beta_2 is from 0 up to 1, not 2"),
        (lambda: Adam(epsilon=0), "epsilon is above zero, not 0"),
    ],
)
def test_what_no_optimizer_can_be_built_from(build, says):
    with pytest.raises(SettingError, match=says):
        build()
