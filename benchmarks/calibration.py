"""Whether mention scores mean what they say, and what a threshold on them costs.

    python -m benchmarks.calibration [GOLD.jsonl …] [--split test] --corpora DIR [--model DIR] [-o FILE.json] [--chart FILE.svg]

For the real and the own part of a split and for each annotated file that is named: expected calibration error over ten bins of
as many mentions each (equal mass) and over ten bins of one width, Brier score and log loss, of the scores as they come out and of
the raw ones (mean probability of the label over the mention's tokens); a reliability table; strict precision and recall when
mentions below a score are dropped (`--min-score`). 95% intervals: bootstrap over documents, bins laid anew in every sample; for
calibration errors they lie high, since resampling adds chance gaps. On the dev split the map has seen what it is judged by:
its cross-validated figures stand in the folder's `training.json`.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import math
import platform
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from frontwire.corpora.collection import load_split
from frontwire.corpora.forms import read_documents
from frontwire.corpora.whole_files import write_whole
from frontwire.evaluation.reliability import (
    BINNINGS,
    ScoredMentions,
    bootstrap_interval,
    brier_score,
    calibration_error,
    log_loss,
    operating_points,
    reliability_table,
    scored_mentions,
)
from frontwire.model.decoding import make_mentions
from frontwire.model.folder import open_model_folder
from frontwire.model.tagger import Tagger
from frontwire.ontology import LABELS
from frontwire.schema import Document
from frontwire.training.calibration import THRESHOLDS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Measure = Callable[[NDArray[np.float64], NDArray[np.bool_]], float]
MEASURES: Final[dict[str, Measure]] = {
    "calibration error, equal mass": lambda scores, right: calibration_error(scores, right, "equal_mass"),
    "calibration error, equal width": lambda scores, right: calibration_error(scores, right, "equal_width"),
    "Brier score": brier_score,
    "log loss": log_loss,
}
SCORES: Final = ("calibrated", "raw")
#: Of the bootstrap; the same for all results, so that intervals can be compared.
_SEED: Final = 0
#: Colour-blind safe (Okabe and Ito, 2008).
_COLOURS: Final = {"calibrated": "#0072B2", "raw": "#E69F00"}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", help="annotated documents, inline or JSONL")
    parser.add_argument("--split", choices=("dev", "test"), help="a split of the data folder, both its parts")
    parser.add_argument("--data", default="data", help="data folder (default: data)")
    parser.add_argument("--corpora", help="folder of the public corpora's texts (default: FRONTWIRE_CORPORA)")
    parser.add_argument("--model", help="model folder (default: the bundled one)")
    parser.add_argument("--precision", default="fp32")
    parser.add_argument("--samples", type=int, default=1000, help="of the bootstrap over documents (default: 1000)")
    parser.add_argument("-o", "--output", type=Path, help="also write the figures as JSON")
    parser.add_argument("--chart", type=Path, help="also draw reliability and precision over recall, .svg or .png")
    args = parser.parse_args(argv)
    sets = _sets(args)
    if not sets:
        parser.error("give annotated files, --split or both")
    tagger = Tagger.load(open_model_folder(args.model), device="cpu", precision=args.precision)
    judged = {name: judge(tagger, documents) for name, documents in sets.items()}
    result: dict[str, Any] = {
        "machine": platform.processor() or platform.machine(),
        "model": args.model or "bundled",
        "calibrated": tagger.calibration is not None,
        "samples": args.samples,
        "sets": {name: figures(found, samples=args.samples) for name, found in judged.items()},
    }
    for name, found in result["sets"].items():
        print_figures(name, found)
    if args.output:
        write_whole(args.output, json.dumps(result, indent=1) + "\n")
    if args.chart:
        draw(result["sets"], args.chart)
    return 0


def _sets(args: argparse.Namespace) -> dict[str, list[Document]]:
    sets: dict[str, list[Document]] = {}
    if args.split:
        sets[f"real {args.split}"] = load_split(args.data, args.split, corpora=args.corpora, kinds=("real",))
        sets[f"own {args.split}"] = load_split(args.data, args.split, kinds=("own",))
    for path in args.gold:
        sets[Path(path).name] = list(read_documents(path))
    return sets


@dataclasses.dataclass(frozen=True, slots=True)
class Judged:
    """The same predicted mentions with scores as they come out and raw, and their labels *(n,)*."""

    calibrated: ScoredMentions
    raw: ScoredMentions
    labels: NDArray[np.str_]

    def scored(self, scores: str) -> ScoredMentions:
        return self.calibrated if scores == "calibrated" else self.raw


def judge(tagger: Tagger, documents: Sequence[Document]) -> Judged:
    """Tag the documents once and compare with their gold."""
    gold = [document.mentions for document in documents]
    spans = tagger.spans([document.text for document in documents])
    texts = [document.text for document in documents]
    scored = [
        scored_mentions(gold, [make_mentions(t, found, by) for t, found in zip(texts, spans, strict=True)])
        for by in (tagger.calibration, None)
    ]
    return Judged(scored[0], scored[1], np.array([span.label for found in spans for span in found], dtype=np.str_))


def figures(judged: Judged, *, samples: int) -> dict[str, Any]:
    """All figures of one set, as JSON."""
    found: dict[str, Any] = {
        "documents": len(judged.raw.gold),
        "gold": int(judged.raw.gold.sum()),
        "predicted": len(judged.raw.right),
        "right": int(judged.raw.right.sum()),
    }
    for name in SCORES:
        mentions = judged.scored(name)
        measures = {}
        for measure, compute in MEASURES.items():
            interval = bootstrap_interval(mentions, compute, samples=samples, seed=_SEED) if samples else None
            measures[measure] = {
                "value": _round(compute(mentions.scores, mentions.right)),
                "interval": interval and [_round(end) for end in interval],
            }
        found[name] = {
            "measures": measures,
            "labels": _by_label(mentions, judged.labels),
            "reliability": {
                binning: [
                    {key: _round(value) for key, value in dataclasses.asdict(row).items()}
                    for row in reliability_table(mentions.scores, mentions.right, binning)
                ]
                for binning in BINNINGS
            },
            "operating_points": [
                {key: _round(value) for key, value in dataclasses.asdict(point).items()}
                for point in operating_points(mentions, THRESHOLDS)
            ],
            "curve": _curve(mentions),
        }
    return found


def _by_label(mentions: ScoredMentions, labels: NDArray[np.str_]) -> dict[str, Any]:
    """Mean score and share of right mentions of each label."""
    table = {}
    for label in LABELS:
        here = labels == label
        if here.any():
            mean, share = float(mentions.scores[here].mean()), float(mentions.right[here].mean())
            table[label] = {"mentions": int(here.sum()), "score": _round(mean), "right": _round(share)}
    return table


def _curve(mentions: ScoredMentions) -> list[list[float]]:
    """(recall, precision) over thresholds at every hundredth of the scores."""
    if not len(mentions.scores):
        return []
    thresholds: list[float] = np.unique(np.quantile(mentions.scores, np.linspace(0, 1, 101))).tolist()
    points = operating_points(mentions, thresholds)
    return [
        [round(p.recall, 4), round(p.precision, 4)] for p in points if p.recall is not None and p.precision is not None
    ]


def _round(value: Any) -> Any:
    """Four decimals; None for what is not defined, as JSON has no NaN."""
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 4)
    return value


def print_figures(name: str, found: dict[str, Any]) -> None:
    """Write the figures of one set to standard output."""
    print(f"\n== {name}: {found['documents']} documents, {found['gold']} gold, {found['predicted']} predicted mentions")
    for scores in SCORES:
        print(f"{scores}:")
        for measure, cell in found[scores]["measures"].items():
            interval = f"  [{', '.join(map(_shown, cell['interval']))}]" if cell["interval"] else ""
            print(f"  {measure:<32}{_shown(cell['value'])}{interval}")
    print("reliability, equal mass   mentions   score   right")
    for row in found["calibrated"]["reliability"]["equal_mass"]:
        print(
            f"  {row['low']:.3f}..{row['high']:.3f}          {row['mentions']:>8}{row['score']:>8.3f}{row['right']:>8.3f}"
        )
    print("label         mentions   score   right")
    for label, row in found["calibrated"]["labels"].items():
        print(f"  {label:<12}{row['mentions']:>8}{row['score']:>8.3f}{row['right']:>8.3f}")
    print("min-score     kept  precision   recall       F1")
    for point in found["calibrated"]["operating_points"]:
        precision, recall, f1 = (_shown(point[name]) for name in ("precision", "recall", "f1"))
        print(f"  {point['min_score']:<8g}{point['kept']:>8}{precision:>11}{recall:>9}{f1:>9}")


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"


def draw(sets: dict[str, Any], path: Path) -> None:
    """Reliability above, precision over recall below, one column per set."""
    import matplotlib
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4 * len(sets), 7.4), layout="constrained")
    grid = figure.subplots(2, len(sets), squeeze=False)
    for column, (name, found) in enumerate(sets.items()):
        _draw_reliability(grid[0][column], name, found)
        _draw_curve(grid[1][column], found)
    grid[0][0].set_ylabel("share strictly right")
    grid[1][0].set_ylabel("strict precision")
    grid[0][0].legend(frameon=False, fontsize=9, loc="upper left")
    for axes in grid.flat:
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(alpha=0.3)
    with matplotlib.rc_context({"svg.hashsalt": "frontwire", "svg.fonttype": "none"}):
        figure.savefig(path, dpi=120, metadata={"Date": None} if path.suffix == ".svg" else None)


def _draw_reliability(axes: Axes, name: str, found: dict[str, Any]) -> None:
    axes.plot([0, 1], [0, 1], color="0.6", linewidth=1)
    for scores, colour in _COLOURS.items():
        rows = found[scores]["reliability"]["equal_mass"]
        axes.plot([r["score"] for r in rows], [r["right"] for r in rows], color=colour, marker="o", label=scores)
    axes.set_title(name, loc="left", fontsize=11)
    axes.set_xlabel("mean score of ten bins of as many mentions")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)


def _draw_curve(axes: Axes, found: dict[str, Any]) -> None:
    for scores, colour in _COLOURS.items():
        curve = found[scores]["curve"]
        axes.plot([recall for recall, _ in curve], [precision for _, precision in curve], color=colour)
    for point in found["calibrated"]["operating_points"]:
        if point["precision"] is not None and point["recall"] is not None:
            axes.plot(point["recall"], point["precision"], marker="o", markersize=4, color=_COLOURS["calibrated"])
            where = (point["recall"], point["precision"])
            axes.annotate(f"{point['min_score']:g}", where, xytext=(4, 3), textcoords="offset points", fontsize=8)
    axes.set_xlabel("strict recall; points: --min-score")
    axes.set_xlim(0, 1)


if __name__ == "__main__":
    raise SystemExit(main())
