"""Small networks from rows of numbers to independent probabilities, fitted in seconds and the same for equal seeds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """Of a network and its training. ``hidden`` 0 makes it a logistic regression; ``members`` are averaged.

    Columns are ``standardised`` unless they are such of zeros and ones of which the rare ones must not count more.
    """

    hidden: int = 32
    dropout: float = 0.2
    epochs: int = 20
    batch: int = 256
    learning_rate: float = 2e-3
    weight_decay: float = 1e-2
    members: int = 3
    standardised: bool = True


class Network:
    """Members of one shape."""

    def __init__(self, mean: Rows, scale: Rows, members: list[torch.nn.Module]) -> None:
        self.mean = mean
        self.scale = scale
        self.members = members

    def probabilities(self, rows: Rows) -> Rows:
        """*(n, outputs)*, each 0..1, the mean over the members."""
        inputs = torch.from_numpy(((rows - self.mean) / self.scale).astype(np.float32))
        with torch.inference_mode():
            outputs = [member.eval()(inputs).sigmoid() for member in self.members]
        mean: Rows = torch.stack(outputs).mean(0).numpy()
        return mean


def fit_network(rows: Rows, labels: Rows, *, seed: int, shape: Shape | None = None) -> Network:
    """Fit *(n, columns)* to *(n, outputs)* of 0 and 1 by cross-entropy with AdamW and a linear decay."""
    chosen = shape or Shape()
    mean, scale = np.zeros_like(rows[0]), np.ones_like(rows[0])
    if chosen.standardised:
        mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-3
    inputs = torch.from_numpy(((rows - mean) / scale).astype(np.float32))
    targets = torch.from_numpy(labels.astype(np.float32))
    members = [_fit_one(inputs, targets, seed=seed + number, shape=chosen) for number in range(chosen.members)]
    return Network(mean, scale, members)


def _fit_one(inputs: torch.Tensor, targets: torch.Tensor, *, seed: int, shape: Shape) -> torch.nn.Module:
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    width, outputs = inputs.shape[1], targets.shape[1]
    layers: list[torch.nn.Module] = [torch.nn.Dropout(shape.dropout)]
    if shape.hidden:
        layers += [torch.nn.Linear(width, shape.hidden), torch.nn.ReLU(), torch.nn.Dropout(shape.dropout)]
    layers.append(torch.nn.Linear(shape.hidden or width, outputs))
    network = torch.nn.Sequential(*layers)
    optimizer = torch.optim.AdamW(network.parameters(), lr=shape.learning_rate, weight_decay=shape.weight_decay)
    steps = shape.epochs * -(-len(inputs) // shape.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 - step / steps)
    for _ in range(shape.epochs):
        order = random.permutation(len(inputs))
        for first in range(0, len(order), shape.batch):
            chosen = torch.from_numpy(order[first : first + shape.batch])
            loss = torch.nn.functional.binary_cross_entropy_with_logits(network(inputs[chosen]), targets[chosen])
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            optimizer.step()
            schedule.step()
    return network.eval()
