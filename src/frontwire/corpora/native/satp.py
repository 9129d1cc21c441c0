"""South Asia Terrorism Portal reports (ConfliBERT): a text and four 0/1 columns, no spans.

``native["columns"]`` holds the four. The source does not name them; by the words of their texts they are armed
assault, bombing, kidnapping and other violence. Ids and texts are those of :mod:`frontwire.corpora.satp`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from frontwire.corpora.native.building import DocumentBuilder
from frontwire.corpora.native.corpus import NativeCorpus, UnalignedLog
from frontwire.corpora.native.sources import read_text, required_files
from frontwire.schema import Document

_COLUMNS: Final = 4


def _read(folder: Path, log: UnalignedLog) -> Iterator[Document]:
    for path in required_files(folder, "*.tsv"):
        for number, row in enumerate(read_text(path).split("\n")):
            if not row.strip():
                continue
            text, *columns = row.rstrip("\r").split("\t")
            record = f"satp-{path.stem}-{number:04}"
            if not text.strip() or len(columns) != _COLUMNS or not set(columns) <= {"0", "1"}:
                log.add(record, "record", f"columns {columns}; expected a text and {_COLUMNS} of 0 or 1")
                continue
            builder = DocumentBuilder(record, text.strip(), part=path.stem, log=log)
            builder.facts["columns"] = [int(column) for column in columns]
            yield builder.build()


SATP: Final = NativeCorpus("satp", "satp", ("train", "dev"), (), _read)
