"""Means over seeds with intervals, and what a reader needs to do it again: versions, machine, hashes, protocol."""

from __future__ import annotations

import dataclasses
import platform
import statistics
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch

from benchmarks.public.runs import Run, file_hashes
from benchmarks.public.tagging import Recipe
from benchmarks.public.task import Task, total
from frontwire.evaluation.counts import Counts

#: Of the bootstrap; the same for all results, so that intervals can be compared.
_BOOTSTRAP_SEED: Final = 0
_PACKAGES: Final = ("frontwire", "torch", "transformers", "tokenizers", "scipy")


def make_result(
    task: Task, runs: Sequence[Run], recipe: Recipe, *, dev_means: Mapping[float, float], samples: int
) -> dict[str, Any]:
    """The result as JSON: ``runs`` are the seeds of the chosen ``recipe``, ``dev_means`` what it was chosen by."""
    parts = task.examples
    return {
        "benchmark": task.name,
        "protocol": " ".join(task.protocol.split()),
        "base": runs[0].origin,
        "recipe": dataclasses.asdict(recipe),
        "dev_by_learning_rate": {f"{rate:g}": round(mean, 4) for rate, mean in dev_means.items()},
        "data": {
            "examples": {"train": len(parts.train), "dev": len(parts.dev), "test": len(parts.test)},
            "notes": parts.notes,
            "sha256": file_hashes(parts.files),
        },
        "machine": f"{machine_name()}; {runs[0].device}",
        "versions": {"python": platform.python_version()} | {name: version(name) for name in _PACKAGES},
        "seeds": {str(run.seed): _seed_row(run) for run in runs},
        "test": {name: summarise([run.counts[name] for run in runs], samples=samples) for name in runs[0].counts},
    }


def summarise(runs: Sequence[Sequence[Counts]], *, samples: int) -> dict[str, Any]:
    """Means over seeds of micro scores (0..1), sample standard deviation of F1, and the 95% interval of the mean F1."""
    totals = [total(counts) for counts in runs]
    f1 = [counts.f1 for counts in totals]
    return {
        "f1": round(statistics.fmean(f1), 4),
        "f1_sd": round(statistics.stdev(f1), 4) if len(f1) > 1 else None,
        "f1_interval": mean_interval(runs, samples=samples),
        "precision": round(statistics.fmean(counts.precision for counts in totals), 4),
        "recall": round(statistics.fmean(counts.recall for counts in totals), 4),
        "gold": totals[0].gold,
        "predicted": round(statistics.fmean(counts.predicted for counts in totals), 1),
    }


def mean_interval(runs: Sequence[Sequence[Counts]], *, samples: int) -> list[float] | None:
    """95% bootstrap interval of the mean over runs of micro-F1 (percentile method; Efron 1979).

    Units (sentences, documents) are drawn with replacement, the same ones for all runs, so the interval holds what other
    test data would change; the spread of seeds stands beside it. ``None`` without samples or units.
    """
    cells = np.array([[(c.matched, c.predicted, c.gold) for c in counts] for counts in runs], dtype=np.float64)
    if samples < 1 or not cells.size:
        return None
    units = cells.shape[1]
    drawn = np.random.default_rng(_BOOTSTRAP_SEED).multinomial(units, np.full(units, 1 / units), size=samples)
    sums = drawn.astype(np.float64) @ cells  # (runs, samples, 3)
    divisor = sums[..., 1] + sums[..., 2]
    f1 = np.divide(2 * sums[..., 0], divisor, out=np.zeros_like(divisor), where=divisor > 0)
    low, high = np.quantile(f1.mean(axis=0), (0.025, 0.975))
    return [round(float(low), 4), round(float(high), 4)]


def machine_name() -> str:
    """Processor, its threads in use, and the GPU where there is one."""
    name = platform.processor() or platform.machine()
    table = Path("/proc/cpuinfo")
    if table.is_file():
        models = [
            line.partition(":")[2].strip() for line in table.read_text().splitlines() if line.startswith("model name")
        ]
        name = next((model for model in models if model not in ("", "unknown")), name)
    gpu = f", {torch.cuda.get_device_name()}" if torch.cuda.is_available() else ""
    return f"{name}, {torch.get_num_threads()} threads{gpu}"


def format_result(result: Mapping[str, Any]) -> str:
    """The test scores as a table for people, in percent."""
    seeds, rate = len(result["seeds"]), result["recipe"]["learning_rate"]
    lines = [
        f"{result['benchmark']}: learning rate {rate:g}, {seeds} seeds; {result['machine']}",
        f"{'':<24}{'P':>8}{'R':>8}{'F1':>8}{'sd':>7}  95% of the mean   gold",
    ]
    for name, row in result["test"].items():
        figures = "".join(f"{100 * row[key]:>8.2f}" for key in ("precision", "recall", "f1"))
        spread = f"{100 * row['f1_sd']:.2f}" if row["f1_sd"] is not None else "-"
        interval = "–".join(f"{100 * end:.1f}" for end in row["f1_interval"]) if row["f1_interval"] else "-"
        lines.append(f"{name:<24}{figures}{spread:>7}  {interval:<15}{row['gold']:>7}")
    return "\n".join(lines)


def _seed_row(run: Run) -> dict[str, Any]:
    main = total(next(iter(run.counts.values())))
    return {
        "dev_by_epoch": [round(score, 4) for score in run.history],
        "settings": run.settings,
        "test": {"precision": round(main.precision, 4), "recall": round(main.recall, 4), "f1": round(main.f1, 4)},
        "seconds": round(run.seconds),
    }
