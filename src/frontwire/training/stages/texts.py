"""The texts that a stage learns from: sources read, what must not be seen taken out, copies of each other once."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from frontwire.corpora.collection import load_split
from frontwire.errors import DataError
from frontwire.schema import Document
from frontwire.text.sentences import sentence_spans
from frontwire.training.stages.closeness import ShingleIndex
from frontwire.training.stages.measuring import Guard, find_measuring, never_list
from frontwire.training.stages.sources import OWN, SOURCES, CorpusReader, check_sources, joined_sentences

#: Share of the smaller text's shingles in a longer text from which on the shorter one teaches nothing new.
COPY: Final = 0.6


@dataclass(slots=True)
class SourceCounts:
    """What a source gives: documents and words (between white space), and documents left out, by reason."""

    documents: int = 0
    words: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    def to_dict(self) -> dict[str, Any]:
        return {"documents": self.documents, "words": self.words, "left_out": dict(sorted(self.left_out.items()))}


@dataclass(frozen=True, slots=True)
class StageText:
    """A text and its source."""

    id: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class StageTexts:
    """Texts in the order of sources, with counts by source."""

    texts: list[StageText]
    counts: dict[str, SourceCounts]

    def sha256(self) -> str:
        """Hash over sources, ids and texts."""
        digest = hashlib.sha256()
        for text in self.texts:
            digest.update(f"{text.source}\0{text.id}\0{text.text}\0".encode())
        return digest.hexdigest()


def read_texts(
    folder: Path,
    sources: Sequence[str],
    *,
    data: Path,
    never: str | None,
    held_out: Iterable[str],
    limit: int | None = None,
) -> StageTexts:
    """The texts of ``sources``; ``folder`` is the corpora folder, which ``never`` and ``held_out`` are relative to.

    ``limit`` takes only the first texts of each source.

    Raises :class:`DataError` where nothing is left, :class:`~frontwire.errors.UsageError` for an unknown source or a list
    that is not there.
    """
    check_sources(sources)
    reader = CorpusReader(folder)
    measuring = find_measuring(
        reader, sources, data=data, never=never_list(folder, never), held_out=[folder / path for path in held_out]
    )
    guard = Guard(measuring)
    counts = {name: SourceCounts() for name in sources}
    kept: list[StageText] = []
    for name in sources:
        for document in _candidates(reader, name, guard, counts[name], data=data):
            reason = guard.reason(document) if document.text.strip() else "empty"
            if reason is None:
                kept.append(StageText(document.id, name, document.text))
            else:
                counts[name].left_out[reason] += 1
    texts = without_copies(kept, counts)
    if limit is not None:
        texts = [text for name in sources for text in [t for t in texts if t.source == name][:limit]]
    for text in texts:
        counts[text.source].documents += 1
        counts[text.source].words += len(text.text.split())
    if not texts:
        raise DataError(f"no text is left of the sources {', '.join(sources) or '(none)'}")
    return StageTexts(texts, counts)


def _candidates(
    reader: CorpusReader, name: str, guard: Guard, counts: SourceCounts, *, data: Path
) -> Iterator[Document]:
    if name == OWN:
        yield from load_split(data, "train", kinds=("own",))
        return
    documents = reader.source(name)
    if SOURCES[name].by_sentence:
        documents = [trimmed for d in documents if (trimmed := allowed_sentences(d, guard, counts)) is not None]
    yield from joined_sentences(_permitted(documents, guard, counts)) if name == "m2e2" else documents


def _permitted(documents: Iterable[Document], guard: Guard, counts: SourceCounts) -> Iterator[Document]:
    """Sentences that may train: after they are joined their ids are gone."""
    for document in documents:
        if (reason := guard.reason(document)) is None:
            yield document
        else:
            counts.left_out[reason] += 1


def allowed_sentences(document: Document, guard: Guard, counts: SourceCounts) -> Document | None:
    """A document without the sentences that are close to what measures, its spans with it; ``None`` where it measures itself."""
    if document.id in guard.measuring.ids:
        counts.left_out["measures"] += 1
        return None
    kept = []
    for start, end in sentence_spans(document.text):
        sentence = document.text[start:end]
        if guard.reason(Document("", sentence)) is None:
            kept.append(sentence)
        else:
            counts.left_out["sentences"] += 1
    return Document(document.id, "\n".join(kept), extra=dict(document.extra))


def without_copies(texts: Sequence[StageText], counts: dict[str, SourceCounts]) -> list[StageText]:
    """Of texts that repeat each other the longest, of equally long ones the first; the others are counted as ``copy``."""
    numbered = {str(number): text for number, text in enumerate(texts)}
    index = ShingleIndex({number: text.text for number, text in numbered.items()})
    longest_first = sorted(numbered, key=lambda number: -len(numbered[number].text))
    kept: set[str] = set()
    for number in longest_first:
        if any(close.id in kept for close in index.close(numbered[number].text, threshold=COPY)):
            counts[numbered[number].source].left_out["copy"] += 1
        else:
            kept.add(number)
    return [text for number, text in numbered.items() if number in kept]
