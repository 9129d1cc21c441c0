"""The command line that all benchmarks share: learning rates and seeds in, one JSON result out; dev chooses, test reports."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import transformers

from benchmarks.public.report import format_result, make_result
from benchmarks.public.runs import Run, RunFile
from benchmarks.public.tagging import Recipe
from benchmarks.public.task import Task
from benchmarks.public.teaching import Teaching
from frontwire.corpora.texts import corpora_folder
from frontwire.errors import UsageError

DEFAULT_BASE: Final = "sentence-transformers/all-MiniLM-L6-v2"
#: Documents, sentences or events of every part that a smoke run reads.
SMOKE_LIMIT: Final = 12


def make_parser(description: str | None, recipe: Recipe) -> argparse.ArgumentParser:
    """Options that all benchmarks have; ``recipe`` gives the defaults."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", help="folder of the public corpora (default: FRONTWIRE_CORPORA)")
    parser.add_argument("--base", default=DEFAULT_BASE, help=f"folder or Hub id to fine-tune (default: {DEFAULT_BASE})")
    parser.add_argument("--seeds", nargs="+", type=int, default=[13, 14, 15])
    rates = [recipe.learning_rate]
    parser.add_argument(
        "--learning-rates",
        nargs="+",
        type=float,
        default=rates,
        help=f"the best by mean dev score counts (default: {rates[0]})",
    )
    for name in _recipe_names():
        value = getattr(recipe, name)
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value, help=f"default: {value}")
    parser.add_argument("--samples", type=int, default=1000, help="of the bootstrap over units (default: 1000)")
    parser.add_argument("--predictions", type=Path, help="folder for the test predictions of every seed, as JSON")
    parser.add_argument(
        "--smoke", action="store_true", help="tiny random base, one epoch, few examples; figures mean nothing"
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        help="also write the result as JSON; finished runs stand in OUTPUT.runs.jsonl and are not repeated",
    )
    return parser


def corpora(arguments: argparse.Namespace) -> Path:
    """The corpora folder that was given or stands in the environment; raises :class:`UsageError` where neither is."""
    folder = corpora_folder(arguments.corpora)
    if folder is None:
        raise UsageError("the corpora are needed: give their folder with --corpora or FRONTWIRE_CORPORA")
    return folder


def run(task: Task, arguments: argparse.Namespace) -> dict[str, Any]:
    """Train with every learning rate and seed, choose the rate on dev, print and return the result."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # A fresh head is meant to be missing from the base; the library's table of it says nothing new.
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    recipe = Recipe(**{name: getattr(arguments, name) for name in _recipe_names()})
    base = arguments.base
    if arguments.smoke:
        base, recipe = "random", dataclasses.replace(recipe, epochs=1, batch_size=4)
    output: Path | None = arguments.output
    file = RunFile(output.with_name(output.name + ".runs.jsonl") if output else None, Teaching(corpora(arguments)))
    runs: dict[float, list[Run]] = {}
    for rate in arguments.learning_rates:
        runs[rate] = []
        for seed in arguments.seeds:
            runs[rate].append(file.get(task, base, dataclasses.replace(recipe, learning_rate=rate), seed))
            print(f"{task.name}: learning rate {rate:g}, seed {seed}: dev {100 * runs[rate][-1].dev:.2f}", flush=True)
    means = {rate: statistics.fmean(run.dev for run in found) for rate, found in runs.items()}
    chosen = max(means, key=lambda rate: means[rate])
    recipe = dataclasses.replace(recipe, learning_rate=chosen)
    result = make_result(task, runs[chosen], recipe, dev_means=means, samples=arguments.samples)
    result["smoke"] = arguments.smoke
    print("\n" + format_result(result))
    if arguments.smoke:
        print("smoke run: the figures mean nothing")
    if arguments.predictions:
        _write_predictions(arguments.predictions, task, runs[chosen])
    if output:
        output.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return result


def _recipe_names() -> list[str]:
    return [field.name for field in dataclasses.fields(Recipe) if field.name != "learning_rate"]


def _write_predictions(folder: Path, task: Task, runs: Sequence[Run]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for run in runs:
        pairs = zip(task.examples.test, run.predicted, strict=True)
        rows = [{"id": example.id, "predicted": found} for example, found in pairs]
        path = folder / f"{task.name}-{run.seed}.json"
        path.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
