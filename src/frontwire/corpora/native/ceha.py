"""CEHA (Bai et al., 2024): descriptions of events in the Horn of Africa, relevant or not, no spans.

Ids are ``ceha-INDEX``. The rows hold descriptions of ACLED and pages that GDELT found, so they only measure. Facts of
a document: ``relevant``, ``reason`` (why not), ``categories`` (ticked ones of five), ``source`` (ACLED or GDELT),
``date`` of the event (ISO; of the page where GDELT has it), ``country``, ``actors`` (two, ``None`` where empty). The
categories tell motives and not acts: no event type.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from frontwire.corpora.native.building import DocumentBuilder, convert_all
from frontwire.corpora.native.corpus import NativeCorpus, UnalignedLog
from frontwire.corpora.native.sources import required_file, table_rows
from frontwire.schema import Document

_CATEGORIES: Final = (
    "tribal/communal/ethnic conflict",
    "religious conflict",
    "socio-political violence against women",
    "climate-related security risks",
    "Other",
)
_REASON: Final = "Why is the event NOT relevant? \n(if applicable)"
_COLUMNS: Final = (
    *("ACLED/GDELT", "Index", "Time", "Country", "Actor 1", "Actor 2", "Article Url", "Event Description"),
    *("Is the event relevant?", _REASON, *_CATEGORIES, "train_dev_test_split"),
)


def _read(folder: Path, log: UnalignedLog) -> Iterator[Document]:
    rows = table_rows(required_file(folder, "CEHA_dataset.csv"), log, _COLUMNS)
    yield from convert_all(rows, partial(_document, log=log), log)


def _document(where: str, row: dict[str, str], *, log: UnalignedLog) -> Document:
    builder = DocumentBuilder(
        f"ceha-{row['Index']}",
        row["Event Description"].strip(),
        part=row["train_dev_test_split"],
        log=log,
        source=row["Article Url"] or None,
    )
    day = row["Time"].replace("-", "")
    builder.facts |= {
        "relevant": {"Yes": True, "No": False}[row["Is the event relevant?"]],
        "reason": row[_REASON] or None,
        "categories": [name for name in _CATEGORIES if row[name].strip()],
        "source": row["ACLED/GDELT"],
        "date": f"{day[:4]}-{day[4:6]}-{day[6:]}",
        "country": row["Country"] or None,
        "actors": [row["Actor 1"] or None, row["Actor 2"] or None],
    }
    return builder.build()


CEHA: Final = NativeCorpus("ceha", "ceha", ("train", "dev", "test"), (), _read)
