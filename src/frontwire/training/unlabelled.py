"""Texts without annotations for a student of teachers: of each corpus as much as the annotated documents have of it."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from frontwire.config import TrainConfig
from frontwire.corpora.texts import corpora_folder, corpus_of
from frontwire.errors import UsageError
from frontwire.schema import Document
from frontwire.training.stages.sources import SOURCES
from frontwire.training.stages.texts import StageText, read_texts


def unlabelled_texts(config: TrainConfig, annotated: Sequence[Document]) -> list[str]:
    """About ``distillation.unlabelled_words`` words of ``distillation.sources``, none of them among the annotated texts.

    What measures anything, here or in the corpora, is left out as for the stages before fine-tuning. A student is to meet the
    mixture that it will be scored on, so each corpus has the share of words that it has in the annotated documents; where one
    has too little, the others make up for it. Which texts is settled by hash, the same for all seeds.

    Raises :class:`UsageError` without a corpora folder.
    """
    wanted = config.distillation
    if not wanted.unlabelled_words:
        return []
    folder = corpora_folder(config.data.corpora)
    if folder is None:
        raise UsageError(
            "distillation.unlabelled_words takes texts from the public corpora; name their folder with --corpora, or set it to 0"
        )
    found = read_texts(
        Path(folder), wanted.sources, data=Path(config.data.folder), never=wanted.never, held_out=wanted.held_out
    )
    known = {document.id for document in annotated} | {_normal(document.text) for document in annotated}
    fresh = [text for text in found.texts if text.id not in known and _normal(text.text) not in known]
    return [text.text for text in choose_by_share(fresh, shares(annotated), wanted.unlabelled_words)]


def shares(annotated: Sequence[Document]) -> dict[str, float]:
    """Share of words of each source among the annotated documents of the corpora, 0..1."""
    names = {source.corpus: name for name, source in reversed(list(SOURCES.items()))}
    words: Counter[str] = Counter()
    for document in annotated:
        if (corpus := corpus_of(document.id)) in names:
            words[names[str(corpus)]] += len(document.text.split())
    total = words.total() or 1
    return {name: count / total for name, count in words.items()}


def choose_by_share(texts: Sequence[StageText], shares: dict[str, float], words: int) -> list[StageText]:
    """Texts of about ``words`` words in all, by source as ``shares`` say, in an order that the ids' hashes give."""
    waiting: defaultdict[str, list[StageText]] = defaultdict(list)
    for text in sorted(texts, key=lambda t: hashlib.sha256(f"unlabelled:{t.source}:{t.id}".encode()).hexdigest()):
        waiting[text.source].append(text)
    chosen: list[StageText] = []
    taken: Counter[str] = Counter()
    sources = {name for name in waiting if shares.get(name)}
    while sources and taken.total() < words:
        # The source that is furthest behind its share gives the next text.
        name = min(sources, key=lambda n: (taken[n] / shares[n], n))
        text = waiting[name].pop(0)
        chosen.append(text)
        taken[name] += len(text.text.split())
        if not waiting[name]:
            sources.remove(name)
    return chosen


def _normal(text: str) -> str:
    return " ".join(text.split()).casefold()
