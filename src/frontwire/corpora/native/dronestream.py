"""Dronestream (Bureau of Investigative Journalism): one strike a record with a short narrative, no spans.

Ids are ``dronestream-NUMBER``. Facts of a document: ``columns``, the other fields by their own names (numbers as
numbers, ``None`` where empty): ``date`` of the strike, ``country``, ``town``, ``location``, ``lat``, ``lon``,
``deaths_min``, ``deaths_max``, ``civilians``, ``injuries``, ``names`` of the dead and more. Every record is an air
strike.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from frontwire.corpora.native.building import DocumentBuilder, convert_all
from frontwire.corpora.native.corpus import NativeCorpus, UnalignedLog
from frontwire.corpora.native.sources import json_lines, plain_value, required_file
from frontwire.schema import Document


def _read(folder: Path, log: UnalignedLog) -> Iterator[Document]:
    yield from convert_all(json_lines(required_file(folder, "strikes.jsonl"), log), partial(_document, log=log), log)


def _document(where: str, record: dict[str, Any], *, log: UnalignedLog) -> Document:
    text = record["narrative"].strip()
    if not text:
        raise ValueError("the narrative is empty")
    builder = DocumentBuilder(f"dronestream-{record['number']}", text, part="strikes", log=log)
    columns = {
        name: plain_value(value) if isinstance(value, str) else value
        for name, value in record.items()
        if name not in ("_id", "number", "narrative")
    }
    builder.facts["columns"] = columns | {"date": record["date"][:10]}
    return builder.build()


DRONESTREAM: Final = NativeCorpus("dronestream", "dronestream", ("strikes",), (), _read)
