"""Measures linking and record filling apart from tagging, on annotated documents whose mentions are taken as they are.

    python -m benchmarks.linking GOLD.jsonl
    python -m benchmarks.linking --split test --corpora DIR
    python -m benchmarks.linking --split dev --corpora DIR --heads [MODEL]

Prints three tables: gold events filled anew (what the record filler reaches at best); gold mentions linked with the
weights in the package and filled; the same with weights fitted on one half of the documents and measured on the other
(halves by the SHA-1 of the id), which is the honest figure where GOLD is what the package's weights were fitted on.

With ``--heads`` instead: rules against the event heads of a model folder (the bundled one without a name), both on the same
mentions, gold ones and the tagger's own; F1 and the difference with a paired 95% bootstrap interval over documents. ``--only``
names some of the heads, to see what each is worth; the rules do the rest.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Callable, Mapping, Sequence

from benchmarks import documents as documents_module
from benchmarks.fit_linking import fit_kind, fit_link
from benchmarks.paired import paired_differences
from frontwire.errors import FrontwireError, UsageError
from frontwire.evaluation.report import format_table
from frontwire.evaluation.scoring import evaluate_documents
from frontwire.events import weights
from frontwire.events.heads import DocumentHeads
from frontwire.events.linking import link
from frontwire.events.records import RecordFiller
from frontwire.model.folder import open_model_folder
from frontwire.model.heads import EventHeads, load_heads
from frontwire.model.tagger import Reading, Tagger
from frontwire.normalize.gazetteer import Gazetteer
from frontwire.normalize.places import PlaceResolver
from frontwire.schema import Document, Mention


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


def compare_heads(documents: Sequence[Document], filler: RecordFiller, arguments: argparse.Namespace) -> None:
    """Print rules against heads."""
    folder = open_model_folder(arguments.heads or None)
    heads = load_heads(folder)
    if heads is None:
        raise UsageError(f"{folder.path} has no event heads; fit them with scripts/train_heads.py")
    for name in arguments.only or ():
        if name not in heads.heads:
            raise UsageError(f"--only {name}: no such head; expected some of {', '.join(heads.heads)}")
    if arguments.only:
        heads.heads = {name: head for name, head in heads.heads.items() if name in arguments.only}
    tagger = Tagger.load(folder, device="cpu", threads=1)
    print(f"{len(documents)} documents{'':10}{'rules':>8}{'heads':>8}{'more':>8}   95% interval")
    for name, readings in (
        ("gold mentions", _gold_readings(tagger, documents, heads)),
        ("predicted mentions", tagger.read([d.text for d in documents], layers=heads.layers)),
    ):
        by_rules, by_heads = (
            [
                _linked(d, reading, chosen, tagger.min_score, filler)
                for d, reading in zip(documents, readings, strict=True)
            ]
            for chosen in (None, heads)
        )
        print(name)
        found = paired_differences(documents, by_rules, by_heads, samples=arguments.samples or 1000)
        for measure, row in found.items():
            low, high = row.interval or (0.0, 0.0)
            print(
                f"  {measure:<22}{row.first:>8.3f}{row.second:>8.3f}{row.second - row.first:>+8.3f}   {low:+.3f} to {high:+.3f}"
            )


def _gold_readings(tagger: Tagger, documents: Sequence[Document], heads: EventHeads) -> list[Reading]:
    vectors = tagger.vectors([d.text for d in documents], [d.mentions for d in documents], layers=heads.layers)
    return [Reading(d.mentions, found) for d, found in zip(documents, vectors, strict=True)]


def _linked(
    document: Document, reading: Reading, heads: EventHeads | None, min_score: float, filler: RecordFiller
) -> Document:
    """The mentions that the extractor would keep, linked and filled."""
    copy = Document.from_article(document.article())
    copy.mentions = [
        Mention(m.id, m.label, m.start, m.end, m.text, score=m.score)
        for m in reading.mentions
        if m.score is None or m.score >= min_score
    ]
    link(copy, None if heads is None else DocumentHeads(heads, reading.vectors))
    filler.fill(copy)
    return copy


def main() -> int:
    parser = argparse.ArgumentParser(description="measure linking and record filling on annotated documents")
    documents_module.add_arguments(parser)
    parser.add_argument("--samples", type=int, default=0, help="bootstrap samples for 95%% intervals (default: none)")
    parser.add_argument("--heads", nargs="?", const="", metavar="MODEL", help="compare rules with this folder's heads")
    parser.add_argument("--only", nargs="+", metavar="HEAD", help="with --heads: some of them")
    arguments = parser.parse_args()
    documents = documents_module.load(arguments)
    filler = RecordFiller(PlaceResolver(Gazetteer.open()))
    if arguments.heads is not None:
        try:
            compare_heads(documents, filler, arguments)
        except FrontwireError as error:
            print(f"benchmarks.linking: {error}", file=sys.stderr)
            return 2
        return 0
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
    return 0


if __name__ == "__main__":
    sys.exit(main())
