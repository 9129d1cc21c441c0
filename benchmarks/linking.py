"""Measures linking and record filling apart from tagging, on annotated documents whose mentions are taken as they are.

    python -m benchmarks.linking GOLD.jsonl
    python -m benchmarks.linking --split test --corpora DIR

Prints three tables: gold events filled anew (what the record filler reaches at best); gold mentions linked with the
weights in the package and filled; the same with weights fitted on one half of the documents and measured on the other
(halves by the SHA-1 of the id), which is the honest figure where GOLD is what the package's weights were fitted on.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Callable, Mapping, Sequence

from benchmarks import documents as documents_module
from benchmarks.fit_linking import fit_kind, fit_link
from frontwire.evaluation.report import format_table
from frontwire.evaluation.scoring import evaluate_documents
from frontwire.events import weights
from frontwire.events.linking import link
from frontwire.events.records import RecordFiller
from frontwire.normalize.gazetteer import Gazetteer
from frontwire.normalize.places import PlaceResolver
from frontwire.schema import Document


def refilled(document: Document, filler: RecordFiller) -> Document:
    copy = Document.from_dict(document.to_dict())
    filler.fill(copy)
    return copy


def relinked(document: Document, filler: RecordFiller) -> Document:
    copy = Document.from_dict(document.to_dict())
    link(copy)
    filler.fill(copy)
    return copy


def cross_linked(documents: Sequence[Document], filler: RecordFiller) -> list[Document]:
    """Each half linked with weights that were fitted on the other."""
    shipped: tuple[Mapping[str, float], Mapping[str, float]] = (weights.LINK, weights.KIND)
    predicted = []
    try:
        for half in (False, True):
            others = [d for d in documents if _in_first_half(d.id) is not half]
            _use_weights(fit_link(others), fit_kind(others))
            predicted += [relinked(d, filler) for d in documents if _in_first_half(d.id) is half]
    finally:
        _use_weights(*shipped)
    return predicted


def _use_weights(link_weights: Mapping[str, float], kind_weights: Mapping[str, float]) -> None:
    vars(weights).update(LINK=link_weights, KIND=kind_weights)


def _in_first_half(document_id: str) -> bool:
    return int(hashlib.sha1(document_id.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 0


def main() -> None:
    parser = argparse.ArgumentParser(description="measure linking and record filling on annotated documents")
    documents_module.add_arguments(parser)
    parser.add_argument("--samples", type=int, default=0, help="bootstrap samples for 95%% intervals (default: none)")
    arguments = parser.parse_args()
    documents = documents_module.load(arguments)
    filler = RecordFiller(PlaceResolver(Gazetteer.open()))
    steps: dict[str, Callable[[], list[Document]]] = {
        "gold mentions, gold events, records filled": lambda: [refilled(d, filler) for d in documents],
        "gold mentions, linked, records filled": lambda: [relinked(d, filler) for d in documents],
        "the same, weights of the other half": lambda: cross_linked(documents, filler),
    }
    for name, predict in steps.items():
        table = format_table(evaluate_documents(documents, predict(), samples=arguments.samples)).splitlines()
        first = next(number for number, line in enumerate(table) if line.startswith("events"))
        # The spans are gold, so their rows say nothing.
        print("\n".join(["", name, table[1], *table[first:]]))


if __name__ == "__main__":
    main()
