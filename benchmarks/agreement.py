"""Agreement of two independent annotations: every tenth document, the second one made without sight of the first.

    python -m benchmarks.agreement --corpora DIR [--data data] [--faults] [-o RESULT.json]

The first annotation stands in ``own/`` and ``annotations/``, the second in ``second/`` (stand-off, for own articles too). The
first is taken as gold; F1 does not change when the two are swapped, precision and recall change places.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from frontwire.corpora.collection import read_own
from frontwire.corpora.standoff import collect_standoff, read_standoff
from frontwire.corpora.texts import CorpusTexts, corpora_folder, corpus_of
from frontwire.errors import UsageError
from frontwire.evaluation.report import format_table
from frontwire.evaluation.scoring import evaluate_documents
from frontwire.schema import Document


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default="data", type=Path)
    parser.add_argument("--corpora", help="folder of the public corpora's texts (default: FRONTWIRE_CORPORA)")
    parser.add_argument("--faults", action="store_true", help="list every difference")
    parser.add_argument("--samples", type=int, default=1000)
    parser.add_argument("-o", "--output", help="also write the figures as JSON")
    args = parser.parse_args()

    pairs = annotation_pairs(args.data, args.corpora)
    by_corpus: defaultdict[str, list[tuple[Document, Document]]] = defaultdict(list)
    for first, second in pairs:
        by_corpus[corpus_of(first.id) or "own"].append((first, second))
    result: dict[str, Any] = {}
    print(f"{'corpus':<12}{'documents':>10}{'spans strict':>14}{'overlap':>9}{'record':>8}")
    real = [pair for name, found in by_corpus.items() if name != "own" for pair in found]
    for name, found in [*sorted(by_corpus.items()), ("real", real), ("all", pairs)]:
        evaluation = evaluate_documents(*zip(*found, strict=True), samples=args.samples)
        scores = result[name] = evaluation.to_dict()
        print(
            f"{name:<12}{len(found):>10}{scores['span_strict']['f1']:>14.3f}"
            f"{scores['span_overlap']['f1']:>9.3f}{scores['record']['f1']:>8.3f}"
        )
    print()
    print(format_table(evaluation))
    if args.faults:
        for fault in evaluation.faults:
            print(fault)
    if args.output:
        Path(args.output).write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


def annotation_pairs(data: Path, corpora: str | None) -> list[tuple[Document, Document]]:
    """First and second annotation of every document that has two, sorted by id."""
    folder = corpora_folder(corpora)
    if folder is None:
        raise UsageError("the texts are needed: give the folder of the public corpora with --corpora")
    texts = CorpusTexts(folder)
    own = {document.id: document for document in read_own(data)}
    articles = {document_id: document.article() for document_id, document in own.items()}
    seconds: dict[str, Document] = {}
    for path in sorted((data / "second").glob("*.jsonl")):
        source = articles if path.stem == "own" else texts
        seconds |= {document.id: document for document in read_standoff(path, source)}
    firsts = {i: own[i] for i in seconds if i in own}
    for path in sorted((data / "annotations").glob("*.jsonl")):
        firsts |= {document.id: document for document in collect_standoff(path, texts, wanted=set(seconds))[0]}
    return [(firsts[document_id], seconds[document_id]) for document_id in sorted(seconds)]


if __name__ == "__main__":
    raise SystemExit(main())
