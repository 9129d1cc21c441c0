"""Learning curve of the default recipe: shares of the real training documents, with and without the own articles.

    python -m benchmarks.learning_curve --corpora DIR [--held-out GOLD.jsonl] [--seeds 13 14 15] [--shares 0.1 0.25 0.5 1.0]
        [--points real own+real] [--first FOLDER …] [--whole FOLDER …] -o runs/curve [--chart docs/learning_curve.svg]

Every point trains `configs/default.yaml` with nothing changed but the training documents and the seed, and is scored on the
real test part, the own test part and, where given, held-out gold. A smaller share is a part of every larger one; the choice is
by hash of the id, the same for all seeds. Results stand in `<output>/results.jsonl`, one line a run; what stands there is not run
again. `--first` scores model folders that were trained elsewhere (the corpus as it was) as a point of its own, `--whole` such as
were trained with this recipe on everything, in the place of training them once more.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from frontwire.corpora.collection import SPLIT_PREFIXES, Kind, load_split
from frontwire.corpora.forms import read_documents
from frontwire.corpora.jsonl import write_jsonl
from frontwire.corpora.splits import read_splits, write_splits
from frontwire.errors import UsageError
from frontwire.evaluation.scoring import evaluate_documents
from frontwire.predictor import Extractor
from frontwire.schema import Document
from frontwire.training.card import OWN

CONFIG: Final = "configs/default.yaml"
MEASURES: Final = ("span_strict", "span_overlap", "event_detection", "event_arguments", "record")
POINTS: Final = ("real", "own+real", "own")
FIRST: Final = "first corpus"
WHOLE: Final = "own+real"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default="data", type=Path)
    parser.add_argument("--corpora", required=True, help="folder of the public corpora's texts")
    parser.add_argument("--held-out", help="gold documents that nothing was trained or chosen on")
    parser.add_argument("--seeds", nargs="+", type=int, default=[13, 14, 15])
    parser.add_argument("--shares", nargs="+", type=float, default=[0.1, 0.25, 0.5, 1.0])
    parser.add_argument("--points", nargs="+", default=["real", "own+real"], choices=POINTS)
    parser.add_argument("--first", nargs="*", default=[], type=Path, help="model folders trained on the first corpus")
    parser.add_argument("--whole", nargs="*", default=[], type=Path, help="model folders trained on all documents")
    parser.add_argument("-o", "--output", default="runs/curve", type=Path)
    parser.add_argument("--chart", type=Path, help="also draw the curve, .svg or .png")
    args = parser.parse_args()

    args.output.mkdir(parents=True, exist_ok=True)
    results = args.output / "results.jsonl"
    done = [json.loads(line) for line in results.read_text().splitlines()] if results.exists() else []
    seen = {(run["point"], run["share"], run["seed"]) for run in done}
    sets = _test_sets(args)
    todo: list[tuple[str, float, int, Path | None]] = [(FIRST, 1.0, _seed(folder), folder) for folder in args.first]
    todo += [(WHOLE, 1.0, _seed(folder), folder) for folder in args.whole]
    todo += [
        (point, share, seed, None)
        for seed in args.seeds
        for point in args.points
        for share in (args.shares if point != "own" else [0.0])
    ]
    for point, share, seed, folder in todo:
        if (point, share, seed) in seen:
            continue
        seen.add((point, share, seed))
        run = {"point": point, "share": share, "seed": seed}
        run |= _score_folder(folder, sets) if folder else _train_and_score(args, point, share, seed, sets)
        with results.open("a", encoding="utf-8") as out:
            out.write(json.dumps(run) + "\n")
        done.append(run)
        print(f"{point} {share:.2f} seed {seed}: " + _short(run), flush=True)
    _print_table(done)
    if args.chart:
        _draw(done, args.chart)
    return 0


def _test_sets(args: argparse.Namespace) -> dict[str, list[Document]]:
    sets = {
        "real test": load_split(args.data, "test", corpora=args.corpora, kinds=("real",)),
        "own test": load_split(args.data, "test", kinds=("own",)),
    }
    if args.held_out:
        sets["held-out gold"] = list(read_documents(args.held_out))
    return sets


def _train_and_score(
    args: argparse.Namespace, point: str, share: float, seed: int, sets: dict[str, list[Document]]
) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(dir=args.output) as scratch:
        data, run = Path(scratch) / "data", Path(scratch) / "run"
        count = _part_of_data(args.data, data, share)
        kinds = point.split("+")
        # A process of its own for each run: threads, seeds and memory of one do not reach the next.
        command = [sys.executable, "-m", "frontwire", "train", CONFIG, "--corpora", args.corpora, "--output", str(run)]
        command += ["--seed", str(seed), "--set", f"data.folder={data}", "--set", f"data.kinds=[{', '.join(kinds)}]"]
        # The dev part is the same for every point: what chooses the epoch must not change with what is learned.
        if kinds != ["own", "real"]:
            missing: Kind = "own" if "own" not in kinds else "real"
            dev = Path(scratch) / "dev.jsonl"
            write_jsonl(load_split(args.data, "dev", corpora=args.corpora, kinds=(missing,)), dev)
            command += ["--set", f"data.dev_files=[{dev}]"]
        finished = subprocess.run(command, env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if finished.returncode:
            raise UsageError(f"training {point} {share} seed {seed} failed:\n{finished.stdout[-2000:]}")
        record = json.loads((run / "model/training.json").read_text(encoding="utf-8"))
        scores = _score(run / "model", sets)
        kept = args.output / f"{point}-{share}-{seed}"
        shutil.rmtree(kept, ignore_errors=True)
        shutil.move(run / "model", kept)
    return {"real_documents": count if "real" in kinds else 0, "dev": record["dev"]["f1"], **scores}


def _score_folder(folder: Path, sets: dict[str, list[Document]]) -> dict[str, Any]:
    record = json.loads((folder / "training.json").read_text(encoding="utf-8"))
    corpora = record["data"]["train"]["corpora"].items()
    real = sum(count for corpus, count in corpora if corpus != OWN)
    return {"real_documents": real, "dev": record["dev"]["f1"], **_score(folder, sets)}


def _seed(folder: Path) -> int:
    return int(json.loads((folder / "training.json").read_text(encoding="utf-8"))["seed"])


def _part_of_data(source: Path, target: Path, share: float) -> int:
    """A data folder whose real training documents are a share of ``source``'s; returns how many."""
    target.mkdir()
    for name in ("own", "annotations"):
        (target / name).symlink_to((source / name).resolve())
    shutil.copytree(source / "splits", target / "splits")
    assigned = read_splits(source / "splits", prefix=SPLIT_PREFIXES["real"])
    train = sorted((i for i, split in assigned.items() if split == "train"), key=_place)
    kept = set(train[: round(len(train) * share)])
    write_splits({i: split for i, split in assigned.items() if split != "train" or i in kept}, target / "splits")
    return len(kept)


def _place(document_id: str) -> str:
    return hashlib.sha256(f"curve:{document_id}".encode()).hexdigest()


def _score(folder: Path, sets: dict[str, list[Document]]) -> dict[str, Any]:
    extractor = Extractor.from_pretrained(folder, device="cpu", precision="fp32")
    scores: dict[str, Any] = {}
    for name, gold in sets.items():
        predicted = list(extractor.extract(document.article() for document in gold))
        evaluation = evaluate_documents(gold, predicted, samples=0).to_dict()
        scores[name] = {measure: round(evaluation[measure]["f1"], 4) for measure in MEASURES}
    return {"scores": scores}


def _short(run: dict[str, Any]) -> str:
    return ", ".join(f"{name} strict {found['span_strict']:.3f}" for name, found in run["scores"].items())


def _grouped(runs: Iterable[dict[str, Any]]) -> dict[tuple[str, float], list[dict[str, Any]]]:
    grouped: defaultdict[tuple[str, float], list[dict[str, Any]]] = defaultdict(list)
    for run in runs:
        grouped[run["point"], run["share"]].append(run)
    return dict(sorted(grouped.items()))


def _print_table(runs: list[dict[str, Any]]) -> None:
    """Mean and sample standard deviation over seeds of each measure and test set."""
    for name in runs[0]["scores"] if runs else ():
        print(f"\n{name}\n{'trained on':<14}{'share':>6}{'seeds':>6}" + "".join(f"{m:>20}" for m in MEASURES))
        for (point, share), found in _grouped(runs).items():
            cells = []
            for measure in MEASURES:
                values = [run["scores"][name][measure] for run in found]
                spread = f" ±{statistics.stdev(values):.3f}" if len(values) > 1 else ""
                cells.append(f"{statistics.fmean(values):.3f}{spread}")
            print(f"{point:<14}{share:>6.2f}{len(found):>6}" + "".join(f"{cell:>20}" for cell in cells))


def _draw(runs: list[dict[str, Any]], path: Path) -> None:
    import matplotlib
    from matplotlib.figure import Figure

    names = list(runs[0]["scores"])
    figure = Figure(figsize=(4 * len(names), 3.6), layout="constrained")
    for axes, name in zip(figure.subplots(1, len(names), squeeze=False)[0], names, strict=True):
        for point, colour in zip(("real", "own+real"), ("#0072B2", "#E69F00"), strict=True):
            line = [found for (given, _), found in _grouped(runs).items() if given == point]
            values = [[run["scores"][name]["span_strict"] for run in found] for found in line]
            axes.errorbar(
                [found[0]["real_documents"] for found in line],
                [statistics.fmean(v) for v in values],
                [statistics.stdev(v) if len(v) > 1 else 0 for v in values],
                label={"real": "real documents alone", "own+real": "with own articles"}[point],
                color=colour,
                marker="o",
                capsize=3,
            )
        axes.set_title(name, loc="left", fontsize=11)
        axes.set_xlabel("real training documents")
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(axis="y", alpha=0.3)
    figure.axes[0].set_ylabel("strict span F1")
    figure.axes[0].legend(frameon=False, fontsize=9)
    with matplotlib.rc_context({"svg.hashsalt": "frontwire"}):
        figure.savefig(path, dpi=120, metadata={"Date": None} if path.suffix == ".svg" else None)


if __name__ == "__main__":
    raise SystemExit(main())
