"""What of the public corpora may train: named sources, each some parts of a corpus, as documents in their native labels."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from frontwire.corpora.native.registry import native_corpus, read_native
from frontwire.errors import UsageError
from frontwire.schema import Document

#: Name of the source that is the project's own articles.
OWN: Final = "own"


@dataclass(frozen=True, slots=True)
class Source:
    """Parts of a corpus that may train; ``by_sentence``: they share documents with parts that measure, not sentences."""

    corpus: str
    parts: tuple[str, ...]
    by_sentence: bool = False

    def holds(self, document: Document) -> bool:
        """Whether a document of the corpus belongs to the source."""
        return document.extra["part"] in self.parts


#: Every part of every corpus that stands here under no name measures. The development part of WikiEvents is a source of
#: its own, because a base that has seen it cannot be measured on it.
SOURCES: Final[Mapping[str, Source]] = {
    "satp": Source("satp", ("train",)),
    "muc4": Source("muc4", ("dev",)),
    "hrdsattack": Source("hrdsattack", ("train",)),
    "wikievents": Source("wikievents", ("train",)),
    "wikievents_dev": Source("wikievents", ("dev",)),
    "rams": Source("rams", ("dev",)),
    "m2e2": Source("m2e2", ("text_only", "text_multimedia")),
    "gvdb": Source("gvdb", ("dev", "test")),
    "gva": Source("gva", ("train",)),
    "awsd": Source("awsd", ("train",)),
    "re3d": Source("re3d", native_corpus("re3d").parts, by_sentence=True),
    "re3d_conll": Source("re3d_conll", ("train",)),
    "cameo": Source("cameo_ner", ("train",)),
    "cnc": Source("cnc", ("train",)),
    "muc4_ree": Source("muc4_ree", ("train",)),
}

#: Corpora with the documents of another one that is read: what measures in them is known from there.
REPEATED: Final = frozenset({"muc4_ree"})

_SENTENCE_NUMBER: Final = re.compile(r"\d+$")


class CorpusReader:
    """Reads corpora of a folder, each once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, list[Document]] = {}

    def documents(self, corpus: str) -> list[Document]:
        """All documents of a corpus. Raises :class:`~frontwire.errors.DataError` where the folder lacks it."""
        if corpus not in self._read:
            self._read[corpus] = read_native(corpus, self.folder).documents
        return self._read[corpus]

    def source(self, name: str) -> list[Document]:
        """Documents of a source."""
        source = SOURCES[name]
        return [document for document in self.documents(source.corpus) if source.holds(document)]


def check_sources(names: Iterable[str], *, known: Iterable[str] = (OWN, *SOURCES)) -> None:
    """Raise :class:`UsageError` for a name that is no source."""
    known = list(known)
    if unknown := [name for name in names if name not in known]:
        raise UsageError(f"no source {unknown[0]!r}; there are {', '.join(known)}")


def joined_sentences(documents: Iterable[Document]) -> list[Document]:
    """Documents that are single sentences, joined to one text a story in the order of their numbers; labels go.

    A sentence that stands twice is taken once. Documents without a story stay as they are.
    """
    stories: defaultdict[str, dict[str, int]] = defaultdict(dict)
    result: list[Document] = []
    for document in documents:
        story, number = document.extra.get("story"), _SENTENCE_NUMBER.search(document.id)
        if story is None or number is None:
            result.append(document)
        else:
            stories[story].setdefault(document.text, int(number[0]))
    for story, sentences in stories.items():
        text = "\n".join(sorted(sentences, key=lambda sentence: sentences[sentence]))
        result.append(Document(story, text, extra={"story": story}))
    return result
