"""The arithmetic of the robustness benchmark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from benchmarks.robustness import FIELDS, LIMITS, MEASURES, count, f1, heading, loss, row
from frontwire.corpora.perturbation.kinds import PERTURBATIONS
from frontwire.predictor import Extractor
from frontwire.schema import Article, Document
from tiny import document

GOLD = [
    document("Gunmen fired.", [("ATTACKER", "Gunmen"), ("EVENT", "fired")], id="a"),
    document("It rained.", [], id="b"),
    document("Rebels attacked.", [("ATTACKER", "Rebels"), ("EVENT", "attacked")], id="c"),
]


def extractor(*found: Document) -> Extractor:
    """Gives the documents named, and an empty one for every other article."""
    known = {document.id: document for document in found}

    def extract(articles: Iterable[Article]) -> Iterator[Document]:
        return (known.get(article.id) or Document(id=article.id, text=article.text) for article in articles)

    return cast(Extractor, SimpleNamespace(extract=extract))


def test_counts_stand_by_document() -> None:
    tables = count(GOLD, extractor(GOLD[0]))
    assert set(tables) == {*MEASURES, *FIELDS}
    assert tables["strict"].tolist() == [[2, 2, 2], [0, 0, 0], [0, 0, 2]]
    assert tables["detection"].tolist() == [[1, 1, 1], [0, 0, 0], [0, 0, 1]]
    assert tables["attacker"].tolist() == [[1, 1, 1], [0, 0, 0], [0, 0, 1]]


@pytest.mark.parametrize(
    ("sums", "expected"), [((3, 4, 4), 0.75), ((0, 0, 5), 0.0), ((0, 0, 0), 0.0)], ids=["some", "none", "nothing there"]
)
def test_f1(sums: tuple[int, int, int], expected: float) -> None:
    assert f1(np.array(sums)) == expected


def test_a_loss_is_positive_where_it_got_worse() -> None:
    before, now = np.array([[4, 4, 4]] * 10), np.array([[3, 4, 4]] * 10)
    assert loss(before, now, samples=50, seed=0) == {"points": 25.0, "interval": [25.0, 25.0]}
    assert loss(now, before, samples=0, seed=0) == {"points": -25.0, "interval": None}


def test_the_interval_pairs_the_texts_of_a_document() -> None:
    """Documents of very different scores that fall alike: drawn apart, the interval would be wide."""
    before = np.array([[100, 100, 100], [50, 100, 100]] * 10)
    now = before - np.array([5, 0, 0])
    interval: Any = loss(before, now, samples=200, seed=1)["interval"]
    assert interval == pytest.approx([5.0, 5.0])


def test_every_perturbation_has_a_limit_and_a_row() -> None:
    assert set(LIMITS) == set(PERTURBATIONS)
    scores: dict[str, float] = dict.fromkeys([*MEASURES, *FIELDS], 0.5)
    losses = {name: {"points": 1.0, "interval": [-1.0, 2.0]} for name in scores}
    lines = [*heading(3).splitlines()[1:], row("as it is", 3, scores, {}), row("scan", 2, scores, losses)]
    assert len({len(line) for line in lines}) == 1
    assert "0.500 +1.0 (-1.0–+2.0)" in lines[-1]
