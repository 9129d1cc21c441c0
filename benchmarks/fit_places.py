"""Fits what the signs of an event's place are worth and writes ``src/frontwire/events/place_weights.py``.

    python -m benchmarks.fit_places --split train --corpora DIR [-o src/frontwire/events/place_weights.py]

A log-linear model over the named features of ``events/event_place.py``: which of an event's place names the annotators wrote
into its record (softmax over the names). Convex with an L2 penalty, no randomness: the same documents give the same table.
Prints, for gold mentions and events with two names or more, how often the chosen name is right: the first name, the
narrowest one, the shipped weights, and weights fitted on the other half (halves by the SHA-1 of the document's id).
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks import documents as documents_module
from frontwire.evaluation.records import same_value
from frontwire.events.event_place import distinct_names, place_features
from frontwire.events.features import Features, weigh
from frontwire.events.place_weights import PLACE
from frontwire.normalize.gazetteer import Gazetteer
from frontwire.normalize.place_choice import level
from frontwire.normalize.places import PlaceResolver
from frontwire.schema import Document

PENALTY = 1.0

_HEAD = '''"""Weights of the signs of an event's place, written by ``benchmarks/fit_places.py``.

Fitted on the {documents} annotated documents of the train split: the name with the largest sum is the place.
"""

from typing import Final
'''

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """An event's names: their features, how narrow they are, and which of them are right (the written one where it is there)."""

    document: str
    rows: list[Features]
    levels: list[float]
    right: list[bool]
    written: list[bool]


def choices(documents: Sequence[Document], resolver: PlaceResolver) -> Iterator[Choice]:
    """Of the incidents that have a place and two names or more, one of them right."""
    for document in documents:
        named = sorted((m for m in document.mentions if m.label == "LOCATION"), key=lambda m: (m.start, m.end))
        resolved = resolver.resolve([m.text for m in named], document.text, document.title)
        places = {m.id: place for m, place in zip(named, resolved, strict=True)}
        for event in document.events:
            if event.kind != "incident" or event.place is None or event.place.name is None:
                continue
            mentions = [m for m in named if event.id in m.events]
            names = distinct_names(mentions)
            right = [same_value("place", event.place.name, name.text) for name in names]
            if len(names) > 1 and any(right):
                written = [name.text.casefold() == event.place.name.casefold() for name in names]
                rows = place_features(document.text, mentions, places)
                levels = [level(places[name.id]) for name in names]
                yield Choice(document.id, rows, levels, right, written if any(written) else right)


def fit(examples: Sequence[Choice]) -> dict[str, float]:
    """Weights by feature."""
    names = sorted({name for example in examples for row in example.rows for name in row})
    tables = [np.array([[row.get(name, 0.0) for name in names] for row in example.rows]) for example in examples]
    answers = [np.array(example.written, dtype=np.float64) for example in examples]

    def loss(weights: Array) -> tuple[float, Array]:
        value, gradient = PENALTY * float(weights @ weights) / 2, PENALTY * weights
        for table, answer in zip(tables, answers, strict=True):
            scores = table @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            hit = float(shares @ answer) + 1e-12
            value -= float(np.log(hit))
            gradient = gradient + table.T @ (shares - shares * answer / hit)
        return value, gradient

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return {name: round(float(weight), 2) for name, weight in zip(names, found.x, strict=True)}


def hits(examples: Sequence[Choice], table: Mapping[str, float]) -> int:
    """How many of the chosen names are right."""
    return sum(example.right[_best([weigh(row, table) for row in example.rows])] for example in examples)


def _best(scores: Sequence[float]) -> int:
    return scores.index(max(scores))


def _half(example: Choice) -> int:
    return hashlib.sha1(example.document.encode(), usedforsecurity=False).digest()[0] % 2


def format_weights(table: Mapping[str, float], *, documents: int) -> str:
    """The Python file with the table."""
    lines = [_HEAD.format(documents=documents), "PLACE: Final = {"]
    lines += [f'    "{name}": {weight},' for name, weight in sorted(table.items()) if weight]
    return "\n".join([*lines, "}"]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    documents_module.add_arguments(parser)
    parser.add_argument("-o", "--output", type=Path, help="also fit on all documents and write this Python file")
    arguments = parser.parse_args()
    documents = documents_module.load(arguments)
    examples = list(choices(documents, PlaceResolver(Gazetteer.open())))
    halves = [[example for example in examples if _half(example) == half] for half in (0, 1)]
    figures = {
        "the first name": sum(example.right[0] for example in examples),
        "the narrowest name": sum(example.right[_best(example.levels)] for example in examples),
        "shipped weights": hits(examples, PLACE),
        "weights of the other half": sum(hits(mine, fit(other)) for mine, other in (halves, reversed(halves))),
    }
    for name, right in figures.items():
        print(f"{name:<28} {right:>5} of {len(examples)} = {right / max(1, len(examples)):.3f}")
    if arguments.output is not None:
        text = format_weights(fit(examples), documents=len(documents))
        arguments.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
