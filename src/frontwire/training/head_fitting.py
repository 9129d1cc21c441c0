"""Fitting one head: penalised softmax regression, or a small network for pairs of units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from frontwire.errors import DependencyError
from frontwire.model.heads import Head
from frontwire.training.head_examples import Example

Array = NDArray[np.float64]

#: L2 penalty on softmax weights, for inputs of about unit size.
_PENALTY: Final = 66.0
#: Vectors are made this much smaller than features: together they are thousands of inputs.
_VECTOR_SHRINK: Final = 3.0
_ITERATIONS: Final = 80

_HIDDEN: Final = 64
_NETWORKS: Final = 5
_EPOCHS: Final = 12
_BATCH: Final = 512
_RATE: Final = 2e-3
_DECAY: Final = 1e-2
_DROPOUT: Final = 0.3


def fit_softmax(examples: Sequence[Example], *, classes: Sequence[str], slots: Sequence[str], vector_size: int) -> Head:
    """Multinomial logistic regression with an L2 penalty, by L-BFGS. Deterministic.

    Raises :class:`DependencyError` without scipy.
    """
    try:
        from scipy.optimize import minimize
    except ImportError:
        raise DependencyError("scipy", "train", "fitting event heads") from None
    head, rows = _start(examples, classes, slots, vector_size)
    scale = np.sqrt((rows**2).mean(axis=0)) + 1e-6
    start = len(head.features)
    if rows.shape[1] > start:
        scale[start:] = np.sqrt((rows[:, start:] ** 2).mean()) * _VECTOR_SHRINK + 1e-6
    rows /= scale.astype(np.float32)
    answers = np.array([classes.index(example.answer) for example in examples])
    weight = np.array([example.weight for example in examples], dtype=np.float32)
    shape = (len(classes), rows.shape[1] + 1)
    places = np.arange(len(answers))

    def loss(flat: Array) -> tuple[float, Array]:
        table = flat.reshape(shape)
        scores = rows @ table[:, :-1].T.astype(np.float32) + table[:, -1].astype(np.float32)
        scores -= scores.max(axis=1, keepdims=True)
        shares = np.exp(scores)
        shares /= shares.sum(axis=1, keepdims=True)
        value = -float(weight @ np.log(shares[places, answers] + 1e-12)) + _PENALTY / 2 * float(
            (table[:, :-1] ** 2).sum()
        )
        shares[places, answers] -= 1
        shares *= weight[:, None]
        gradient = np.concatenate([shares.T @ rows, shares.sum(axis=0)[:, None]], axis=1).astype(np.float64)
        gradient[:, :-1] += _PENALTY * table[:, :-1]
        return value, gradient.ravel()

    found: Any = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": _ITERATIONS})
    table = found.x.reshape(shape)
    head.weights = [(table[:, :-1] / scale).astype(np.float32)]
    head.biases = [table[:, -1].astype(np.float32)]
    return head


def fit_network(examples: Sequence[Example], *, positive: str, seed: int) -> Head:
    """The mean of a few networks with one hidden layer, from named features to the log-odds of ``positive``.

    They stand in one head as a wider layer.
    """
    import torch

    head, rows = _start(examples, (positive,), (), 0)
    centre, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-3
    inputs = torch.from_numpy((rows - centre) / spread)
    answers = torch.tensor([float(example.answer == positive) for example in examples])
    weights = torch.tensor([example.weight for example in examples])
    weights /= weights.mean()
    hidden, hidden_bias, out, out_bias = [], [], [], 0.0
    for number in range(_NETWORKS):
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed * 100 + number)
            first, last = _train(inputs, answers, weights)
        weight = first.weight.detach().numpy() / spread
        hidden.append(weight)
        hidden_bias.append(first.bias.detach().numpy() - weight @ centre)
        out.append(last.weight.detach().numpy()[0] / _NETWORKS)
        out_bias += float(last.bias.detach()) / _NETWORKS
    head.weights = [np.concatenate(hidden).astype(np.float32), np.concatenate(out)[None].astype(np.float32)]
    head.biases = [np.concatenate(hidden_bias).astype(np.float32), np.array([out_bias], dtype=np.float32)]
    return head


def _start(
    examples: Sequence[Example], classes: Sequence[str], slots: Sequence[str], vector_size: int
) -> tuple[Head, NDArray[np.float32]]:
    """A head without weights, for all features that occur, and the examples' rows."""
    names = tuple(sorted({name for example in examples for name in example.features}))
    head = Head(classes=tuple(classes), features=names, slots=tuple(slots), weights=[], biases=[])
    return head, head.inputs([e.features for e in examples], [e.vectors for e in examples], vector_size)


def _train(inputs: Any, answers: Any, weights: Any) -> tuple[Any, Any]:
    """First and last layer of one network; random numbers come from torch's present state."""
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits

    first, last = torch.nn.Linear(inputs.shape[1], _HIDDEN), torch.nn.Linear(_HIDDEN, 1)
    network = torch.nn.Sequential(first, torch.nn.ReLU(), torch.nn.Dropout(_DROPOUT), last)
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_DECAY)
    steps = _EPOCHS * -(-len(inputs) // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=steps)
    for _ in range(_EPOCHS):
        order = torch.randperm(len(inputs))
        for place in range(0, len(order), _BATCH):
            batch = order[place : place + _BATCH]
            scores = network(inputs[batch])[:, 0]
            loss = binary_cross_entropy_with_logits(scores, answers[batch], weight=weights[batch])
            optimizer.zero_grad()
            torch.autograd.backward([loss])
            optimizer.step()
            schedule.step()
    return first, last
