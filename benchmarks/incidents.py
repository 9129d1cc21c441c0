"""Runs the whole extractor over reports of one incident each and compares its main event with a table of facts.

The main event of a document is the incident that the text tells first: a report opens with its news, and what it tells
further on is background. Where nothing was taken for an incident, it is the first statistic. Its figures are totals of
toll lines.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks import native_sets
from frontwire.predictor import Extractor
from frontwire.schema import CountRange, Document, Event


def add_arguments(parser: argparse.ArgumentParser, *, limit: int | None) -> None:
    """The arguments of :mod:`benchmarks.native_sets`, the model and ``--limit``."""
    native_sets.add_arguments(parser)
    parser.add_argument("--model", help="model folder (default: the bundled one)")
    parser.add_argument("--precision", default="fp32")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--limit", type=int, default=limit, help="documents to read, drawn by hash of the id; 0: all")


@dataclass(slots=True)
class Measure:
    """One yes-or-no question put to documents. ``misses``: document, gold and predicted of those that got it wrong."""

    name: str
    answers: list[bool] = field(default_factory=list)
    misses: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, right: bool, document: Document, gold: object, predicted: object) -> None:
        self.answers.append(right)
        if not right:
            self.misses.append((document.id, str(gold), str(predicted)))

    def to_dict(self) -> dict[str, Any]:
        return {
            "documents": len(self.answers),
            "right": native_sets.share(sum(self.answers), len(self.answers)),
            "interval_95": native_sets.ratio_interval([(int(answer), 1) for answer in self.answers]),
            "misses": self.misses,
        }


def sampled(documents: Sequence[Document], limit: int | None) -> list[Document]:
    """``limit`` documents, the same ones in every run: those with the smallest SHA-1 of the id."""
    if not limit or limit >= len(documents):
        return list(documents)
    return sorted(documents, key=lambda d: hashlib.sha1(d.id.encode(), usedforsecurity=False).hexdigest())[:limit]


def extracted(documents: Iterable[Document], arguments: argparse.Namespace) -> Iterator[tuple[Document, Document]]:
    """Each document with what the extractor makes of its text, title and publication date."""
    extractor = Extractor.from_pretrained(
        arguments.model, device="cpu", precision=arguments.precision, threads=arguments.threads
    )
    listed = list(documents)
    yield from zip(listed, extractor.extract(document.article() for document in listed), strict=True)


def main_event(document: Document) -> Event | None:
    """See the module's docstring; ``None`` where no event was found. Events stand in text order."""
    incidents = [event for event in document.events if event.kind == "incident"]
    return next(iter(incidents or document.events), None)


def is_exactly(counts: CountRange | None, gold: int) -> bool:
    """Whether a figure is ``gold``: both ends, or the one that the words give ("at least", "up to"); no figure says 0."""
    if counts is None:
        return gold == 0
    return (counts.low, counts.high) in ((gold, gold), (gold, None), (0, gold))


def report(measures: Sequence[Measure], arguments: argparse.Namespace, *, began: float) -> None:
    """Print the table and write the JSON; ``began`` is a reading of :func:`time.perf_counter`."""
    seconds = round(time.perf_counter() - began, 1)
    result: dict[str, Any] = {"model": arguments.model or "bundled", "seconds": seconds}
    rows = [("measure", "documents", "right", "95%")]
    for measure in measures:
        found = result[measure.name] = measure.to_dict()
        right = "" if found["right"] is None else f"{found['right']:.3f}"
        rows.append((measure.name, str(found["documents"]), right, native_sets.format_interval(found["interval_95"])))
    print(native_sets.format_rows(rows))
    print(f"{seconds} s")
    native_sets.write_result(result, arguments)
