"""Scores of a model on the project's own test documents and on held-out gold: spans, events and records.

    python -m benchmarks.nine_labels [--model DIR …] --corpora DIR [--held-out GOLD.jsonl] [--split test] [-o RESULT.json]

Several ``--model`` folders (seeds of one recipe) also give mean and spread. The 95% intervals are bootstrap over documents.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
import transformers

from frontwire.corpora.collection import load_split
from frontwire.corpora.forms import read_documents
from frontwire.evaluation.faults import SpanFault
from frontwire.evaluation.report import format_table
from frontwire.evaluation.scoring import evaluate_documents
from frontwire.predictor import Extractor
from frontwire.schema import Document

FAULTS = ("missed", "spurious", "wrong_edge", "wrong_label")
MEASURES = ("span_strict", "span_overlap", "event_detection", "event_arguments", "record")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", nargs="*", default=[], help="model folders (default: the bundled one)")
    parser.add_argument("--split", default="test", choices=("dev", "test"))
    parser.add_argument("--data", default="data")
    parser.add_argument("--corpora", help="folder of the public corpora's texts (default: FRONTWIRE_CORPORA)")
    parser.add_argument("--held-out", help="further gold documents that nothing was trained or chosen on")
    parser.add_argument("--precision", default="fp32")
    parser.add_argument("--samples", type=int, default=1000)
    parser.add_argument("-o", "--output", help="also write the figures as JSON")
    args = parser.parse_args()

    sets: dict[str, list[Document]] = {
        f"real {args.split}": load_split(args.data, args.split, corpora=args.corpora, kinds=("real",)),
        f"own {args.split}": load_split(args.data, args.split, kinds=("own",)),
    }
    if args.held_out:
        sets["held-out gold"] = list(read_documents(args.held_out))
    result: dict[str, Any] = {
        "machine": platform.processor() or platform.machine(),
        "versions": {"torch": torch.__version__, "transformers": transformers.__version__},
        "models": {},
    }
    for model in args.model or [None]:
        extractor = Extractor.from_pretrained(model, device="cpu", precision=args.precision)
        scores: dict[str, Any] = {}
        for name, gold in sets.items():
            predicted = list(extractor.extract(document.article() for document in gold))
            evaluation = evaluate_documents(gold, predicted, samples=args.samples)
            scores[name] = evaluation.to_dict()
            print(f"\n== {model or 'bundled model'}: {name}, {len(gold)} documents")
            print(format_table(evaluation))
            scores[name]["span_faults"] = count_faults(evaluation.span_faults)
            print_faults(scores[name]["span_faults"])
        result["models"][str(model or "bundled")] = scores
    if len(args.model) > 1:
        result["means"] = summarise(result["models"])
    if args.output:
        Path(args.output).write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


def count_faults(faults: Sequence[SpanFault]) -> dict[str, dict[str, int]]:
    """Wrong spans by kind and label; ``wrong_label`` names the predicted label and that of gold."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in FAULTS}
    for fault in faults:
        labels = [side.label for side in (fault.predicted, fault.gold) if side]
        counts[fault.kind][" for ".join(labels) if fault.kind == "wrong_label" else labels[0]] += 1
    return {kind: dict(found.most_common()) for kind, found in counts.items()}


def print_faults(faults: dict[str, dict[str, int]]) -> None:
    print("\nwrong spans")
    for kind, found in faults.items():
        most = ", ".join(f"{label} {count}" for label, count in list(found.items())[:9])
        print(f"  {kind:12s}{sum(found.values()):5d}  {most}")


def summarise(models: dict[str, Any]) -> dict[str, Any]:
    """Mean and sample standard deviation of F1 over models, printed and returned."""
    means: dict[str, Any] = {}
    for name in next(iter(models.values())):
        print(f"\n== mean of {len(models)} models: {name}")
        for measure in MEASURES:
            values = [scores[name][measure]["f1"] for scores in models.values()]
            mean, spread = statistics.fmean(values), statistics.stdev(values)
            means.setdefault(name, {})[measure] = {"mean": round(mean, 4), "sd": round(spread, 4)}
            print(f"{measure:18s} F1 {mean:.3f} ±{spread:.3f}")
    return means


if __name__ == "__main__":
    raise SystemExit(main())
