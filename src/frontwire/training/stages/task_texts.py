"""The auxiliary tasks of a configuration: sources read in their native labels, what must not be seen taken out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from frontwire.corpora.collection import load_split
from frontwire.errors import DataError
from frontwire.schema import Document
from frontwire.training.stages.measuring import Guard, find_measuring, never_list
from frontwire.training.stages.sources import CorpusReader, check_sources
from frontwire.training.stages.tasks import NINE, TASKS, TaggingTask, make_task
from frontwire.training.stages.texts import SourceCounts, StageText, StageTexts


@dataclass(frozen=True, slots=True)
class StageTasks:
    """Tasks, and counts of their documents by name."""

    tasks: list[TaggingTask]
    counts: dict[str, SourceCounts]

    def sha256(self) -> str:
        """Hash over names, ids, texts and spans."""
        texts = [
            StageText(text.id, f"{task.name} {text.layers}", text.text) for task in self.tasks for text in task.texts
        ]
        return StageTexts(texts, {}).sha256()


def read_tasks(
    folder: Path,
    names: Sequence[str],
    *,
    data: Path,
    never: str | None,
    held_out: Iterable[str],
    limit: int | None = None,
) -> StageTasks:
    """The tasks ``names``, parameters as in :func:`~frontwire.training.stages.texts.read_texts`.

    Raises :class:`DataError` for a task of which no document is left.
    """
    check_sources(names, known=TASKS)
    reader = CorpusReader(folder)
    measuring = find_measuring(
        reader, names, data=data, never=never_list(folder, never), held_out=[folder / path for path in held_out]
    )
    guard = Guard(measuring)
    tasks: list[TaggingTask] = []
    counts: dict[str, SourceCounts] = {}
    for name in names:
        documents = load_split(data, "train", corpora=folder) if name == NINE else reader.source(name)
        counts[name] = SourceCounts()
        kept = permitted(documents, guard, counts[name])[:limit]
        if not kept:
            raise DataError(f"no document is left of the task {name}")
        tasks.append(make_task(name, kept))
        counts[name].documents = len(tasks[-1].texts)
        counts[name].words = sum(len(text.text.split()) for text in tasks[-1].texts)
    return StageTasks(tasks, counts)


def permitted(documents: Iterable[Document], guard: Guard, counts: SourceCounts) -> list[Document]:
    """Documents that may be learned from; the others are counted by reason."""
    kept = []
    for document in documents:
        reason = guard.reason(document) if document.text.strip() else "empty"
        if reason is None:
            kept.append(document)
        else:
            counts.left_out[reason] += 1
    return kept
