"""What no stage may learn from: everything that measures or chooses, and whatever is close to it.

Forbidden are the parts of corpora that are no source of the run, the dev parts that benchmarks hold back, the documents
listed as never to be trained on, the MUC test sets, dev and test of the project's own splits with what is excluded there,
and files of held-out documents. A text is refused by its id, by its story (page, topic, incident of its corpus) and by
shared word shingles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from frontwire.corpora.collection import load_split
from frontwire.corpora.forms import read_documents
from frontwire.corpora.held_back import BENCHMARK_DEV, SPLIT_SEED, held_back
from frontwire.corpora.native.registry import NATIVE
from frontwire.corpora.splits import never_trained, read_excluded, read_ids
from frontwire.corpora.texts import CorpusTexts
from frontwire.errors import UsageError
from frontwire.schema import Document
from frontwire.training.stages.closeness import ShingleIndex
from frontwire.training.stages.sources import REPEATED, SOURCES, CorpusReader


@dataclass(slots=True)
class Measuring:
    """Forbidden documents: texts by id, ids alone where that is all there is, and stories as ``(corpus, story)``."""

    texts: dict[str, str] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    stories: set[tuple[str, str]] = field(default_factory=set)

    def add(self, documents: Iterable[Document]) -> None:
        """Forbid documents."""
        for document in documents:
            self.texts[document.id] = document.text
            self.ids.add(document.id)
            if (story := story_of(document)) is not None:
                self.stories.add(story)


def story_of(document: Document) -> tuple[str, str] | None:
    """Corpus and story of a corpus document; ``None`` where the corpus tells none."""
    story = document.extra.get("story")
    return None if story is None else (str(document.extra.get("corpus")), str(story))


class Guard:
    """Says why a text must not be learned from."""

    def __init__(self, measuring: Measuring) -> None:
        self.measuring = measuring
        self._index = ShingleIndex(measuring.texts)

    def reason(self, document: Document) -> str | None:
        """``measures``, ``story`` or ``close`` (to a text that measures); ``None`` where it may train."""
        if document.id in self.measuring.ids:
            return "measures"
        if story_of(document) in self.measuring.stories:
            return "story"
        return "close" if self._index.close(document.text) else None


def find_measuring(
    reader: CorpusReader,
    sources: Sequence[str],
    *,
    data: Path,
    never: Iterable[str],
    held_out: Iterable[Path],
) -> Measuring:
    """Everything forbidden for a run on ``sources``; ``data`` is the project's data folder.

    Raises :class:`UsageError` for a file of held-out documents that is not there, and what the readers raise.
    """
    listed = set(never)
    measuring = Measuring()
    # A source that this run leaves out is no reason to refuse another; WikiEvents dev is, its benchmark measures on it.
    trains = [source for name, source in SOURCES.items() if name in sources or name != "wikievents_dev"]
    training = {(source.corpus, part) for source in trains for part in source.parts}
    for corpus in NATIVE:
        if corpus.name in REPEATED:
            continue
        documents = reader.documents(corpus.name)
        measuring.add(d for d in documents if (corpus.name, d.extra["part"]) not in training)
        measuring.add(d for d in documents if never_trained(d.id, listed))
        if corpus.name in BENCHMARK_DEV:
            measuring.add(benchmark_dev(documents, share=BENCHMARK_DEV[corpus.name]))
    for split in ("dev", "test"):
        measuring.add(load_split(data, split, corpora=reader.folder))
    measuring.ids |= listed | read_excluded(data / "splits").keys()
    texts = CorpusTexts(reader.folder)
    for path in held_out:
        if not path.exists():
            raise UsageError(
                f"{path} does not exist; name the files of documents that only measure, or leave them out on purpose: "
                "--set 'texts.held_out=[]'"
            )
        measuring.add(read_documents(path, texts=texts))
    # Splits, lists and held-out files name documents without their stories; the corpora have them.
    for corpus in NATIVE:
        if corpus.name not in REPEATED:
            stories = (story_of(d) for d in reader.documents(corpus.name) if d.id in measuring.ids)
            measuring.stories |= {story for story in stories if story is not None}
    return measuring


def benchmark_dev(documents: Sequence[Document], *, share: float) -> list[Document]:
    """The part of a corpus's training documents that its benchmark holds back."""
    train = [document for document in documents if document.extra["part"] == "train"]
    chosen = held_back(len(train), share=share, seed=SPLIT_SEED)
    return [document for number, document in enumerate(train) if number in chosen]


def never_list(folder: Path, name: str | None) -> list[str]:
    """Ids of the list ``name`` in the corpora folder; raises :class:`UsageError` where it is not there."""
    if name is None:
        return []
    if not (folder / name).is_file():
        raise UsageError(f"{folder / name} does not exist; it lists documents that no training may see (texts.never)")
    return read_ids(folder / name)
