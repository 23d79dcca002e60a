"""Dropout, forward and backward: in training, some numbers are left out by chance."""

from __future__ import annotations

from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results, methods
from netcore.layers import Dropout


def _draw(draw: Draw) -> Inputs:
    shape = draw.samples, draw.features
    return {
        "inputs": draw.numbers(*shape),
        "dvalues": draw.parameters(*shape),
        "rate": draw.one_of(0.5, 0.25, 0.1, 0.0),
        "seed": draw.whole(0, 999),
    }


def _run(bench: Bench, dropout: Any, given: Given) -> Results:
    layer = bench.make(dropout, Dropout, given.rate, rng=given.seed)
    output = bench.call(layer.forward, given.inputs, True)
    following = bench.call(layer.forward, given.inputs, True)
    dinputs = bench.call(layer.backward, given.dvalues, phase="backward")
    unused = bench.call(layer.forward, given.inputs)
    return {"output": output, "the next output": following, "dinputs": dinputs, "output outside training": unused}


def _does_not_scale(self: Any, inputs: Any, training: bool = False) -> Any:
    self.mask = self.rng.binomial(1, 1 - self.rate, inputs.shape) if training else np.ones_like(inputs)
    return inputs * self.mask


def _keeps_what_it_should_drop(self: Any, inputs: Any, training: bool = False) -> Any:
    self.mask = self.rng.binomial(1, self.rate, inputs.shape) / (1 - self.rate) if training else np.ones_like(inputs)
    return inputs * self.mask


def _always_drops(self: Any, inputs: Any, training: bool = False) -> Any:
    self.mask = self.rng.binomial(1, 1 - self.rate, inputs.shape) / (1 - self.rate)
    return inputs * self.mask


def _scales_when_used(self: Any, inputs: Any, training: bool = False) -> Any:
    keep = 1 - self.rate
    self.mask = self.rng.binomial(1, keep, inputs.shape) if training else np.full_like(inputs, keep)
    return inputs * self.mask


def _divides_by_the_rate(self: Any, inputs: Any, training: bool = False) -> Any:
    self.mask = np.ones_like(inputs)
    if training:
        with np.errstate(all="ignore"):
            self.mask = self.rng.binomial(1, 1 - self.rate, inputs.shape) / self.rate
    return inputs * self.mask


def _tosses_once(self: Any, inputs: Any, training: bool = False) -> Any:
    if not training:
        return inputs
    if not hasattr(self, "mask"):
        self.mask = self.rng.binomial(1, 1 - self.rate, inputs.shape) / (1 - self.rate)
    return inputs * self.mask


def _forward(self: Any, inputs: Any, training: bool = False) -> Any:
    keep = 1 - self.rate
    self.mask = self.rng.binomial(1, keep, inputs.shape) / keep if training else np.ones_like(inputs)
    return inputs * self.mask


def _backward(self: Any, dvalues: Any) -> Any:
    return dvalues * self.mask


def _lets_all_back(self: Any, dvalues: Any) -> Any:
    return dvalues


PART = Part(
    name="dropout",
    title="Dropout",
    chapter=15,
    statement="""\
A network in which any neuron may be missing cannot lean on a few of them. So leave out the share `self.rate` of all
numbers in training, by chance. What is kept is divided by 1 − rate, so that on average as much goes on as without.
When the network is used (`training` is False) nothing is left out.

Write `forward` and `backward`. Toss one coin for each number with `self.rng.binomial(1, chance, shape)`, which
gives 1 with that chance and else 0; ours does the same, so both toss alike. Keep the mask: the gradient passes
where the input passed, and is made larger by as much.""",
    formula="""\
mask = 0 with probability rate, else 1 / (1 − rate)      all 1 outside training
output = inputs · mask      dinputs = dvalues · mask""",
    shapes=(("inputs", "(samples, neurons)"), ("output", "(samples, neurons)"), ("dinputs", "(samples, neurons)")),
    defines=("Dropout",),
    starter="""\
import numpy as np


class Dropout:
    # self.rate is the share that is left out;
    # self.rng tosses the coins.

    def forward(self, inputs, training=False):
        self.output = None  # your lines go here
        return self.output

    def backward(self, dvalues):
        self.dinputs = None  # and here
        return self.dinputs
""",
    solution="""\
import numpy as np


class Dropout:
    def forward(self, inputs, training=False):
        keep = 1 - self.rate
        if training:
            self.mask = self.rng.binomial(1, keep, inputs.shape) / keep
        else:
            self.mask = np.ones_like(inputs)
        self.output = inputs * self.mask
        return self.output

    def backward(self, dvalues):
        self.dinputs = dvalues * self.mask
        return self.dinputs
""",
    reference=Dropout,
    example={
        "inputs": np.array([[1.0, 2.0, 3.0, 4.0]]),
        "dvalues": np.array([[0.5, 0.5, 1.0, -1.0]]),
        "rate": 0.5,
        "seed": 3,
    },
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(
            methods(forward=_does_not_scale, backward=_backward),
            "What is kept is not made larger, so less goes on in training than later. Divide by 1 − rate.",
        ),
        Mistake(
            methods(forward=_keeps_what_it_should_drop, backward=_backward),
            "The coins fall the wrong way: rate is the share that is left out, so the chance to be kept is 1 − rate.",
        ),
        Mistake(
            methods(forward=_divides_by_the_rate, backward=_backward),
            "What is kept is divided by the share that is left out. Divide by the share that is kept, 1 − rate.",
        ),
        Mistake(
            methods(forward=_tosses_once, backward=_backward),
            "The coins are tossed once and kept for good. Toss anew at each call in training.",
        ),
        Mistake(
            methods(forward=_always_drops, backward=_backward),
            "Numbers are left out even when the network is used. Do it only if training is True.",
        ),
        Mistake(
            methods(forward=_scales_when_used, backward=_backward),
            "That makes numbers smaller when the network is used. Make the kept ones larger in training instead.",
        ),
        Mistake(
            methods(forward=_forward, backward=_lets_all_back),
            "The gradient comes through where the input did not. Multiply it by the same mask.",
        ),
    ),
    hints=(
        "One array decides all: 0 where a number is left out, 1 / (1 − rate) where it stays. Keep it on self.",
        "`keep = 1 - self.rate`, and `self.rng.binomial(1, keep, inputs.shape) / keep` is the mask in training.",
        "Outside training the mask is `np.ones_like(inputs)`. Backward multiplies `dvalues` by the mask.",
    ),
    ours=(Dropout.forward, Dropout.new_mask, Dropout.backward),
    writes=("forward", "backward"),
    base=Dropout,
    replaces=("layers", "dropout"),
)
