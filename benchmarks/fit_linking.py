"""Fits the linker's weights on annotated documents and writes ``src/frontwire/events/weights.py``.

    python -m benchmarks.fit_linking --split train --corpora DIR -o src/frontwire/events/weights.py

Two log-linear models over the named features of ``events/``: which event a unit joins, or none (softmax over the
events so far and a new one, with the gold decisions before it), and whether an event is a statistic (logistic). Both
are convex with an L2 penalty, start from zero and have no randomness: the same documents give the same table.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks import documents as documents_module
from frontwire.events.compatibility import Reading, join_features, new_features
from frontwire.events.facts import Cluster
from frontwire.events.features import Features
from frontwire.events.kinds import kind_features
from frontwire.events.units import Unit, units_of
from frontwire.schema import Document

LINK_PENALTY = 3.0
KIND_PENALTY = 1.0

_HEAD = '''"""Weights of the linker's features, written by ``benchmarks/fit_linking.py``.

Fitted on the {documents} annotated documents of the train split. LINK: a unit goes to the event, or the new one, with the largest sum;
features that begin with "new" speak for an event not met before. KIND: an event whose sum is above 0 is an aggregate.
"""

from typing import Final
'''

Array = NDArray[np.float64]


def gold_event(unit: Unit) -> str:
    """The event that most of a unit belongs to; its trigger weighs 3, as in scoring."""
    votes: Counter[str] = Counter()
    for mention in unit.mentions:
        for event_id in mention.events:
            votes[event_id] += (3 if mention.label == "EVENT" else 1) * 60 // len(mention.events)
    return max(sorted(votes), key=lambda event_id: votes[event_id], default="")


def link_examples(document: Document) -> list[tuple[list[Features], int]]:
    """For each unit but the first: features of every choice and the index of the right one, the last being "new"."""
    examples = []
    order: list[Cluster] = []
    index: dict[str, int] = {}
    for unit in units_of(document):
        event_id = gold_event(unit)
        if order:
            reading = Reading.before(unit, order)
            choices = [*(join_features(reading, cluster) for cluster in order), new_features(reading)]
            examples.append((choices, index.get(event_id, len(order))))
        if event_id not in index:
            index[event_id] = len(order)
            order.append(Cluster())
        order[index[event_id]].add(unit)
    return examples


def kind_examples(document: Document) -> list[tuple[Features, bool]]:
    kinds = {event.id: event.kind for event in document.events}
    groups: dict[str, list[Unit]] = {}
    for unit in units_of(document):
        groups.setdefault(gold_event(unit), []).append(unit)
    return [
        (kind_features(units, first=number == 0, only=len(groups) == 1), kinds.get(event_id) == "aggregate")
        for number, (event_id, units) in enumerate(groups.items())
    ]


def fit_link(documents: Sequence[Document]) -> dict[str, float]:
    examples = [example for document in documents for example in link_examples(document)]
    names = sorted({name for choices, _ in examples for features in choices for name in features})
    tables = [(_matrix(choices, names), right) for choices, right in examples]

    def loss(weights: Array) -> tuple[float, Array]:
        value, gradient = LINK_PENALTY * float(weights @ weights) / 2, LINK_PENALTY * weights
        for table, right in tables:
            scores = table @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            value -= float(np.log(shares[right] + 1e-12))
            shares[right] -= 1
            gradient = gradient + table.T @ shares
        return value, gradient

    return _minimise(loss, names)


def fit_kind(documents: Sequence[Document]) -> dict[str, float]:
    examples = [example for document in documents for example in kind_examples(document)]
    names = sorted({name for features, _ in examples for name in features})
    table = _matrix([features for features, _ in examples], names)
    right = np.array([float(aggregate) for _, aggregate in examples])

    def loss(weights: Array) -> tuple[float, Array]:
        scores = table @ weights
        value = KIND_PENALTY * float(weights @ weights) / 2 + float(np.logaddexp(0, scores).sum() - scores @ right)
        return value, KIND_PENALTY * weights + table.T @ (1 / (1 + np.exp(-scores)) - right)

    return _minimise(loss, names)


def _matrix(rows: Sequence[Features], names: Sequence[str]) -> Array:
    return np.array([[row.get(name, 0.0) for name in names] for row in rows])


def _minimise(loss: Callable[[Array], tuple[float, Array]], names: Sequence[str]) -> dict[str, float]:
    result: Any = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return {name: round(float(weight), 2) for name, weight in zip(names, result.x, strict=True)}


def format_weights(link: dict[str, float], kind: dict[str, float], *, documents: int) -> str:
    lines = [_HEAD.format(documents=documents)]
    for table, weights in (("LINK", link), ("KIND", kind)):
        lines.append(f"{table}: Final = {{")
        lines += [f'    "{name}": {weight},' for name, weight in sorted(weights.items()) if weight]
        lines.append("}\n")
    return "\n".join(lines).rstrip("\n") + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="fit the linker's weights on annotated documents")
    documents_module.add_arguments(parser)
    parser.add_argument("-o", "--output", type=Path, required=True, help="the Python file to write")
    arguments = parser.parse_args()
    documents = documents_module.load(arguments)
    text = format_weights(fit_link(documents), fit_kind(documents), documents=len(documents))
    arguments.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
