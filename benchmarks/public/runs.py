"""One training of a benchmark from a seed, and a file of finished ones so that an interrupted series goes on."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.public.tagging import Lesson, Recipe, WordTagger, fit
from benchmarks.public.task import Task, total
from benchmarks.public.teaching import Teaching
from frontwire.evaluation.counts import Counts


@dataclass(frozen=True, slots=True)
class Run:
    """Dev score (0..1) after every epoch, settings found on dev, test predictions, and counts of every unit by measure.

    ``key`` says what was trained on what and how; equal keys are the same run. ``seconds`` of the whole run.
    """

    key: str
    learning_rate: float
    seed: int
    history: list[float]
    settings: dict[str, Any]
    predicted: list[Any]
    counts: dict[str, list[Counts]]
    origin: dict[str, Any]
    device: str
    seconds: float

    @property
    def dev(self) -> float:
        """The dev score of the weights that were kept."""
        return max(self.history)

    def to_dict(self) -> dict[str, Any]:
        counts = {name: [[c.matched, c.predicted, c.gold] for c in found] for name, found in self.counts.items()}
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)} | {"counts": counts}

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Run:
        counts = {name: [Counts(*row) for row in rows] for name, rows in record["counts"].items()}
        return cls(**(record | {"counts": counts}))


def file_hashes(paths: Sequence[Path]) -> dict[str, str]:
    """``folder/name`` → SHA-256."""
    return {f"{path.parent.name}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def run_key(task: Task, base: str, recipe: Recipe, seed: int) -> str:
    """Digest of everything that a run follows from, apart from code and machine."""
    parts = task.examples
    weights = Path(base) / "model.safetensors"
    base_hash = file_hashes([weights]) if weights.is_file() else base
    sizes = [len(parts.train), len(parts.dev), len(parts.test)]
    facts = [
        task.name,
        task.protocol,
        base_hash,
        dataclasses.asdict(recipe),
        seed,
        file_hashes(parts.files),
        parts.notes,
        sizes,
    ]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]


def run_once(task: Task, base: str, recipe: Recipe, seed: int, teaching: Teaching | None = None) -> Run:
    """Train, choose epoch and settings on dev, predict and count test. A recipe with teachers needs ``teaching``."""
    started = time.monotonic()

    def dev_score(tagger: WordTagger) -> float:
        logits = tagger.logits(task.examples.dev)
        counts = task.count("dev", task.predict("dev", logits, task.tune(logits)))
        return total(next(iter(counts.values()))).f1

    lessons: list[Lesson] = []
    if recipe.teachers:
        if teaching is None:
            raise ValueError("a recipe with teachers and nobody who makes lessons")
        lessons = teaching.lessons(task, base, recipe, dev_score)
    fitted = fit(base, task.scheme, task.examples.train, recipe=recipe, seed=seed, dev_score=dev_score, lessons=lessons)
    settings = task.tune(fitted.tagger.logits(task.examples.dev))
    predicted = task.predict("test", fitted.tagger.logits(task.examples.test), settings)
    return Run(
        key=run_key(task, base, recipe, seed),
        learning_rate=recipe.learning_rate,
        seed=seed,
        history=fitted.history,
        settings=settings,
        predicted=predicted,
        counts=task.count("test", predicted),
        origin=fitted.origin,
        device=f"{fitted.tagger.device}, {'bf16 autocast' if fitted.tagger.bf16 else 'fp32'}",
        seconds=time.monotonic() - started,
    )


class RunFile:
    """Finished runs, one a line of JSON; without a path nothing is kept."""

    def __init__(self, path: Path | None, teaching: Teaching | None = None) -> None:
        self.path = path
        self.teaching = teaching
        self.done: dict[str, Run] = {}
        if path is not None and path.is_file():
            whole, _, torn = path.read_text(encoding="utf-8").rpartition("\n")
            if torn:  # a write that was cut off: that run is made again
                path.write_text(whole + "\n" if whole else "", encoding="utf-8")
            for line in whole.splitlines():
                run = Run.from_dict(json.loads(line))
                self.done[run.key] = run

    def get(self, task: Task, base: str, recipe: Recipe, seed: int) -> Run:
        """The run from the file, or trained now and added to it."""
        key = run_key(task, base, recipe, seed)
        if key not in self.done:
            self.done[key] = run_once(task, base, recipe, seed, self.teaching)
            if self.path is not None:
                with self.path.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(self.done[key].to_dict()) + "\n")
        return self.done[key]
