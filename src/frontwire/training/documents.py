"""The training and dev documents that a configuration names: splits of a data folder, and files of a user's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from frontwire.config import DataConfig
from frontwire.corpora.collection import Kind, load_split
from frontwire.corpora.forms import annotated_files, read_documents
from frontwire.corpora.texts import CorpusTexts, corpora_folder
from frontwire.errors import DataError, StandoffError, UsageError
from frontwire.schema import Document


def load_documents(data: DataConfig) -> tuple[list[Document], list[Document]]:
    """Training and dev documents, those of the data folder first, each part cut to ``data.limit``.

    Raises :class:`UsageError` for a folder or file that is not there, and :class:`DataError` for documents that cannot be
    read, that stand twice, or that stand in both parts.
    """
    if data.kinds and not Path(data.folder).is_dir():
        raise UsageError(
            f"the data folder {data.folder!r} does not exist; name it as data.folder, "
            "or train on files of your own: data.kinds: [], data.train_files and data.dev_files"
        )
    train = _read_part(data, data.train_split, data.train_files, "data.train_files")
    dev = _read_part(data, data.dev_split, data.dev_files, "data.dev_files")
    _check_apart(train, dev)
    return train[: data.limit], dev[: data.limit]


def _read_part(data: DataConfig, split: str, files: Sequence[str], key: str) -> list[Document]:
    documents: list[Document] = []
    if data.kinds:
        try:
            documents += load_split(data.folder, split, corpora=data.corpora, kinds=cast(list[Kind], data.kinds))
        except StandoffError as error:
            raise StandoffError(f"{error}; to train without public corpora: --set 'data.kinds=[own]'") from None
    if files:
        folder = corpora_folder(data.corpora)
        texts = CorpusTexts(folder) if folder else None
        try:
            for path in annotated_files(files):
                documents += read_documents(path, texts=texts)
        except UsageError as error:
            raise UsageError(f"{key}: {error}") from None
        except OSError as error:
            raise UsageError(f"{key}: cannot read {error.filename}: {error.strerror}") from None
    seen: set[str] = set()
    for document in documents:
        if document.id in seen:
            raise DataError(f"document {document.id!r} stands twice in the {split} part; ids are unique over all files")
        seen.add(document.id)
    return documents


def _check_apart(train: Sequence[Document], dev: Sequence[Document]) -> None:
    """Scores on documents that training has seen would say nothing, so the same id or text in both parts is refused."""
    ids = {document.id for document in train}
    texts = {document.text: document.id for document in train}
    for document in dev:
        if document.id in ids or document.text in texts:
            other = document.id if document.id in ids else texts[document.text]
            raise DataError(
                f"dev document {document.id!r} is also the training document {other!r} (same id or text); "
                "take it out of one of the two parts"
            )
