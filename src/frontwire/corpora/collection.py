"""The project's data folder: articles of our own with their text, and stand-off annotations of public corpora.

::

    data/own/*.txt              our own writing, inline form
    data/annotations/*.jsonl    stand-off, one file per corpus
    data/splits/                train.txt dev.txt test.txt (public corpora), own-*.txt (our own), excluded.txt
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

from frontwire.corpora.inline import read_inline
from frontwire.corpora.splits import SPLITS, read_splits
from frontwire.corpora.standoff import collect_standoff
from frontwire.corpora.texts import CORPORA_VARIABLE, CorpusTexts, TextSource, corpora_folder
from frontwire.errors import RecordError, StandoffError, UsageError
from frontwire.schema import Document

Kind = Literal["own", "real"]
KINDS: Final[tuple[Kind, ...]] = ("own", "real")

#: Prefix of the split files of each kind.
SPLIT_PREFIXES: Final[dict[Kind, str]] = {"own": "own-", "real": ""}


def load_split(
    data_dir: str | Path,
    split: str,
    *,
    corpora: str | Path | None = None,
    kinds: Sequence[Kind] = KINDS,
) -> list[Document]:
    """Documents of one split, own ones first, each kind sorted by id.

    ``corpora`` is the folder of the public texts (default: the environment variable ``FRONTWIRE_CORPORA``).
    Documents whose text is not at hand raise :class:`StandoffError` that says how many and why; raises :class:`RecordError`
    for an id of the split that the folder does not have.
    """
    if split not in SPLITS:
        raise UsageError(f"split {split!r}; expected one of {', '.join(SPLITS)}")
    data_dir = Path(data_dir)
    documents: list[Document] = []
    for kind in kinds:
        splits = data_dir / "splits"
        wanted = {i for i, given in read_splits(splits, prefix=SPLIT_PREFIXES[kind]).items() if given == split}
        if not wanted:
            continue
        found, missing = (read_own(data_dir), []) if kind == "own" else read_real(data_dir, corpora, wanted=wanted)
        by_id = {document.id: document for document in found}
        if missing:
            raise StandoffError(missing_texts_message(missing, len(wanted), corpora_folder(corpora)))
        lost = sorted(wanted - by_id.keys())
        if lost:
            raise RecordError(f"{len(lost)} ids are not in {data_dir}, among them {lost[0]}", source=f"{kind} {split}")
        documents += [by_id[document_id] for document_id in sorted(wanted)]
    return documents


def read_own(data_dir: str | Path) -> list[Document]:
    """Our own articles, in the order of file names. Raises :class:`RecordError` for an id that stands twice."""
    documents: dict[str, Document] = {}
    for path in sorted((Path(data_dir) / "own").glob("*.txt")):
        for document in read_inline(path):
            if document.id in documents:
                raise RecordError(f"document {document.id!r} stands twice in the collection", source=str(path))
            documents[document.id] = document
    return list(documents.values())


def read_real(
    data_dir: str | Path, corpora: str | Path | None = None, *, wanted: set[str] | None = None
) -> tuple[list[Document], list[StandoffError]]:
    """Annotated documents of public corpora, and one error for each whose text is not at hand."""
    folder = corpora_folder(corpora)
    texts: TextSource = CorpusTexts(folder) if folder else {}
    documents: list[Document] = []
    errors: list[StandoffError] = []
    for path in sorted((Path(data_dir) / "annotations").glob("*.jsonl")):
        found, missing = collect_standoff(path, texts, wanted=wanted)
        documents += found
        errors += missing
    return documents, errors


def missing_texts_message(missing: Sequence[StandoffError], total: int, folder: Path | None) -> str:
    """How many annotated documents cannot be joined with a text, why the first of them cannot, and what to do."""
    what = f"{len(missing)} of {total} documents of public corpora cannot be read"
    if folder is None:
        what += f", their texts are not at hand; give the folder of the corpora with --corpora or {CORPORA_VARIABLE}"
    else:
        what += f" with the texts in {folder}"
    return f"{what}. The first: {missing[0]}"
