"""A small lesson with every usual kind of block, for tests: a 2-2-2 network whose numbers are easy to reckon."""

HEAD = """+++
id = "small"
title = "A small lesson"
part = "Tests"
minutes = 5
+++
"""

EXPERIMENT = """
```experiment
data = { X = [[1.0, 2.0], [-1.0, 0.5], [0.5, -2.0]], y = [0, 1, 1] }
layers = ["dense 2 2", "relu", "dense 2 2", "softmax"]
parameters."dense1.weights" = [[0.5, -0.3], [0.25, 0.8]]
parameters."dense1.biases" = [[0.1, -0.2]]
parameters."dense2.weights" = [[1.0, -1.0], [0.5, 0.25]]
loss = "categorical_cross_entropy"
optimizer = { name = "sgd", learning_rate = 0.5 }
```
"""

PAGES = """
## First

Two numbers make one: {X[0, 0]} and {X[0, 1]}.
{experiment}
```show
step = "dense1.forward"
```

The sum is {dense1.output[0, 0]:.2f}.

```predict
id = "sum"
ask = "What is the sum?"
answer = "dense1.output[0, 0]"
mistakes = [{ value = "X[0, 0] + X[0, 1]", says = "These are the inputs alone." }]
hints = ["Multiply, then add.", "Begin with {X[0, 0]} · {dense1.weights[0, 0]}."]
after = "So it is {dense1.output[0, 0]:.1f}."
```

It was {dense1.output[0, 0]:.1f} indeed.

---

## Second

```choice
id = "pick"
ask = "Which?"
options = [
  { text = "this", right = true, reply = "Yes." },
  { text = "that", reply = "No: think of the {dense1.weights.shape}." },
]
hints = ["The first is right."]
```

```fill
id = "gaps"
cell = "dense1.output[0, 1]"
blanks = ["term 1", "result"]
hints = ["Multiply.", "Add."]
```

---

## Third

```try
id = "train"
ask = "Bring the loss down."
until = "run.loss < 0.2"
within = 400
knobs = [{ path = "optimizer.learning_rate", values = [0.0001, 0.5, 1.0] }]
solution = { learning_rate = 1.0 }
hints = ["Take larger steps."]
```

```recap
points = ["The loss was {loss.mean:.3f}."]
```
""".replace("{experiment}", EXPERIMENT)
