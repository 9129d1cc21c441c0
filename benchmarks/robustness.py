"""How much a model's scores fall on texts in one case, without punctuation, scanned or between page lines.

    python -m benchmarks.robustness --corpora DIR [--model DIR] [--split dev] [--only capitals scan] [-o RESULT.json]
    python -m benchmarks.robustness GOLD.jsonl

Every document is scored as it is and under each perturbation of ``frontwire.corpora.perturbation``, its gold mentions
moved along. A loss is F1 as it is minus F1 perturbed, in points of 100 (positive: it got worse), with a paired 95%
bootstrap interval over documents. Gold values of records stay as they are, so that a place misread by a scanner counts
as missed. ``--changed-only`` leaves out the documents that a perturbation does not change (texts in capitals already).
"""

from __future__ import annotations

import argparse
import json
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
import transformers
from numpy.typing import NDArray

from benchmarks import documents as documents_module
from frontwire.corpora.perturbation.kinds import PERTURBATIONS, perturb
from frontwire.evaluation.scoring import evaluate_documents
from frontwire.predictor import Extractor
from frontwire.schema import Document
from frontwire.version import __version__

#: Losses allowed, in points.
LIMITS: Final[Mapping[str, float]] = {
    name: 3.0 if name in ("capitals", "lower_case") else 10.0 for name in PERTURBATIONS
}
#: Measure → attribute of an evaluation.
MEASURES: Final[Mapping[str, str]] = {
    "strict": "span_strict",
    "overlap": "span_overlap",
    "detection": "event_detection",
    "arguments": "event_arguments",
    "record": "record",
}
#: Record fields are printed where they tell what a fall comes from.
FIELDS: Final = ("type", "date", "place", "country", "attacker", "target", "killed", "wounded")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    documents_module.add_arguments(parser)
    parser.set_defaults(kinds="real")
    parser.add_argument("--model", help="model folder (default: the bundled one)")
    parser.add_argument("--only", nargs="*", choices=tuple(PERTURBATIONS), help="some perturbations (default: all)")
    parser.add_argument("--changed-only", action="store_true", help="score only documents that a perturbation changes")
    parser.add_argument("--seed", type=int, default=0, help="of the perturbations and the bootstrap")
    parser.add_argument("--samples", type=int, default=1000)
    parser.add_argument("--precision", default="fp32")
    parser.add_argument("-o", "--output", help="also write the figures as JSON")
    args = parser.parse_args()
    if not args.gold and not args.split:
        args.split = "dev"

    extractor = Extractor.from_pretrained(args.model, device="cpu", precision=args.precision)
    gold = documents_module.load(args)
    result: dict[str, Any] = {
        "model": extractor.model_info,
        "documents": len(gold),
        "split": args.split,
        "seed": args.seed,
        "samples": args.samples,
        "changed_only": args.changed_only,
        "machine": platform.processor() or platform.machine(),
        "versions": {"frontwire": __version__, "torch": torch.__version__, "transformers": transformers.__version__},
        "perturbations": {},
    }
    as_is = count(gold, extractor)
    print(heading(len(gold)))
    print(row("as it is", len(gold), f1_by_measure(as_is), {}))
    result["as_it_is"] = f1_by_measure(as_is)
    for name in args.only or PERTURBATIONS:
        perturbed = [perturb(document, name, seed=args.seed) for document in gold]
        changed = [i for i, (left, right) in enumerate(zip(gold, perturbed, strict=True)) if left.text != right.text]
        chosen = changed if args.changed_only else list(range(len(gold)))
        now = count([perturbed[i] for i in chosen], extractor)
        before = {measure: table[chosen] for measure, table in as_is.items()}
        losses = {m: loss(before[m], now[m], samples=args.samples, seed=args.seed) for m in now}
        scores = f1_by_measure(now)
        result["perturbations"][name] = {"changed": len(changed), "f1": scores, "loss": losses, "limit": LIMITS[name]}
        print(row(name, len(changed), scores, losses), flush=True)
    if args.output:
        Path(args.output).write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


def count(gold: Sequence[Document], extractor: Extractor) -> dict[str, NDArray[np.int64]]:
    """Matched, predicted and gold items of each document, (documents, 3) by measure and by record field."""
    tables: dict[str, list[tuple[int, int, int]]] = {name: [] for name in (*MEASURES, *FIELDS)}
    for document, predicted in zip(gold, extractor.extract(d.article() for d in gold), strict=True):
        evaluation = evaluate_documents([document], [predicted], samples=0)
        for name, table in tables.items():
            score = getattr(evaluation, MEASURES[name]) if name in MEASURES else evaluation.fields.get(name)
            counts = score.counts if score is not None else None
            table.append((counts.matched, counts.predicted, counts.gold) if counts is not None else (0, 0, 0))
    return {name: np.asarray(table, dtype=np.int64).reshape(-1, 3) for name, table in tables.items()}


def f1(sums: NDArray[np.int64]) -> NDArray[np.float64]:
    """F1 of (…, 3) counts, 0 where nothing is gold and nothing predicted."""
    matched, items = sums[..., 0], sums[..., 1] + sums[..., 2]
    scores: NDArray[np.float64] = np.divide(2 * matched, items, out=np.zeros(items.shape), where=items > 0)
    return scores


def f1_by_measure(tables: Mapping[str, NDArray[np.int64]]) -> dict[str, float]:
    return {name: round(float(f1(table.sum(axis=0))), 4) for name, table in tables.items()}


def loss(
    before: NDArray[np.int64], now: NDArray[np.int64], *, samples: int, seed: int
) -> dict[str, float | list[float] | None]:
    """The fall in F1 in points, and its interval: both texts of a document are drawn together."""
    points = 100 * float(f1(before.sum(axis=0)) - f1(now.sum(axis=0)))
    if not samples or not len(before):
        return {"points": round(points, 2), "interval": None}
    drawn = np.random.default_rng(seed).multinomial(len(before), np.full(len(before), 1 / len(before)), size=samples)
    differences = 100 * (f1(drawn @ before) - f1(drawn @ now))
    ends = [round(float(end), 2) for end in np.quantile(differences, (0.025, 0.975))]
    return {"points": round(points, 2), "interval": ends}


def heading(documents: int) -> str:
    columns = "".join(f"{name:>25}" for name in MEASURES)
    fields = "".join(f"{name:>9}" for name in FIELDS)
    return f"{documents} documents; F1, loss in points (95% interval); fields: loss\n{'':16}{'changed':>8}{columns}{fields}"


def row(name: str, changed: int, scores: Mapping[str, float], losses: Mapping[str, Any]) -> str:
    cells = []
    for measure in MEASURES:
        cell = f"{scores[measure]:.3f}"
        if measure in losses:
            points, interval = losses[measure]["points"], losses[measure]["interval"]
            cell += f" {points:+.1f}" + (f" ({interval[0]:+.1f}–{interval[1]:+.1f})" if interval else "")
        cells.append(f"{cell:>25}")
    fields = [f"{losses[f]['points']:+9.1f}" if f in losses else f"{scores[f]:9.3f}" for f in FIELDS]
    return f"{name:16}{changed:8}{''.join(cells)}{''.join(fields)}"


if __name__ == "__main__":
    raise SystemExit(main())
