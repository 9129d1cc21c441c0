"""Aid Worker Security Database: short reports of attacks on aid workers with a table of facts, no spans.

Facts of a document: ``columns``, all others of its row by their own names (numbers as numbers, ``None`` where empty):
date of the event, country to city, coordinates, means and context of the attack, actor, aid workers killed, wounded
and kidnapped (other victims are not counted). The part is ``train`` for odd incident ids, ``dev`` for even ones. Ids
and texts are those of :mod:`frontwire.corpora.awsd`.

``Means of attack`` maps to an event type where it is one act. Not sound: vehicle bombs, which may be suicide
bombings, and complex attacks.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from frontwire.corpora.native.building import DocumentBuilder, convert_all
from frontwire.corpora.native.corpus import NativeCorpus, UnalignedLog
from frontwire.corpora.native.sources import plain_value, required_file, table_rows
from frontwire.schema import Document

_ID: Final = "Incident ID"
_TEXT: Final = "Details"


def _read(folder: Path, log: UnalignedLog) -> Iterator[Document]:
    rows = table_rows(required_file(folder, "incidents.csv"), log, (_ID, _TEXT, "Means of attack"))
    yield from convert_all(rows, partial(_document, log=log), log)


def _document(where: str, row: dict[str, str], *, log: UnalignedLog) -> Document:
    incident, text = int(row[_ID]), row[_TEXT].strip()
    if not text:
        raise ValueError(f"incident {incident} has no {_TEXT}")
    builder = DocumentBuilder(f"awsd-{incident}", text, part="train" if incident % 2 else "dev", log=log)
    builder.facts["columns"] = {name: plain_value(words) for name, words in row.items() if name not in (_ID, _TEXT)}
    return builder.build()


AWSD: Final = NativeCorpus(
    "awsd",
    "awsd",
    ("train", "dev"),
    (),
    _read,
    types={
        "Aerial bombardment": "air_strike",
        "Bodily assault": "other",
        "Body-borne IED": "suicide_bombing",
        "Complex attack": None,
        "Kidnap-killing": "abduction",
        "Kidnapping": "abduction",
        "Landmine": "bombing",
        "Other Explosives": "bombing",
        "Rape/sexual assault": "other",
        "Roadside IED": "bombing",
        "Shelling": "shelling",
        "Shooting": "armed_assault",
        "Unknown": None,
        "Vehicle-born IED": None,
    },
)
