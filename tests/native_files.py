"""Small files in the formats of the public corpora, and one way to read them."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Iterable
from pathlib import Path

from frontwire.corpora.native.corpus import NativeCorpus, UnalignedLog
from frontwire.schema import Document


def read(corpus: NativeCorpus, folder: Path) -> tuple[list[Document], list[tuple[str, str]]]:
    """Documents, and record and kind of everything that was not aligned."""
    log = UnalignedLog(corpus.name)
    documents = list(corpus.read(folder, log))
    return documents, [(entry.record, entry.what) for entry in log]


def spans(document: Document) -> list[tuple[str, str]]:
    """Label and words of every mention; fails where the words are not the text's."""
    for mention in document.mentions:
        assert document.text[mention.start : mention.end] == mention.text
    return [(mention.label, mention.text) for mention in document.mentions]


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def write_lines(path: Path, records: Iterable[object]) -> Path:
    """JSON lines; a string stands as it is, so that broken lines can be written. ``.gz`` is compressed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = (record if isinstance(record, str) else json.dumps(record) for record in records)
    data = "".join(f"{row}\n" for row in rows).encode("utf-8")
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def write_tar(path: Path, files: dict[str, str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:gz") as archive:
        for name, text in files.items():
            data = text.encode("latin-1")
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path
