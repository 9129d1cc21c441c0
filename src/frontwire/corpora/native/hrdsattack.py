"""HRDsAttack (Ran et al., 2023): attacks on human rights defenders, facts of whole articles, no spans.

Facts of a document: ``answers`` (those of the workers, merged: perpetrator, kinds of violation, year, month and day,
city, region and country of the attack, victims). Ids, texts and dates are those of
:mod:`frontwire.corpora.hrdsattack`.

The kinds of violation map to event types only for ``kidnapping``; killing, torture or assault may be several of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from frontwire.corpora.hrdsattack import clean_html
from frontwire.corpora.native.building import DocumentBuilder, convert_all
from frontwire.corpora.native.corpus import NativeCorpus, UnalignedLog
from frontwire.corpora.native.sources import json_array, read_bytes, required_files
from frontwire.schema import Document


def _read(folder: Path, log: UnalignedLog) -> Iterator[Document]:
    for path in required_files(folder, "*.json"):
        entries = enumerate(json_array(read_bytes(path), str(path)))
        numbered = ((where, (number, entry)) for number, (where, entry) in entries)
        yield from convert_all(numbered, partial(_document, part=path.stem, log=log), log)


def _document(where: str, entry: tuple[int, dict[str, Any]], *, part: str, log: UnalignedLog) -> Document:
    number, record = entry
    sample = record["sample"]
    builder = DocumentBuilder(
        f"hrds-{part}-{number:04}",
        clean_html(sample["Input.article_interface"]),
        part=part,
        log=log,
        date=(sample.get("Input.publish_date") or "")[:10] or None,
        title=sample.get("Input.title"),
    )
    builder.facts["answers"] = {
        name: None if value == "None" else value for name, value in record["merged_sample"].items()
    }
    return builder.build()


HRDSATTACK: Final = NativeCorpus(
    "hrdsattack", "hrdsattack", ("train", "dev"), (), _read, types={"kidnapping": "abduction"}
)
