"""Texts of the Gun Violence Database (Pavlick et al., 2016; split and tokens of pitrack/arglinking).

Ids are ``gvdb-PART-KEY`` after the part's file (``dev``, ``test``) and the record's ``doc_key``; the parts' names are the
source's, both may train. The date is the record's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from frontwire.corpora.jsonl import read_records
from frontwire.errors import RecordError
from frontwire.schema import Article

_ENDING = ".json.gz"


def read_gvdb(folder: Path) -> Iterator[Article]:
    """Every article of every ``PART.json.gz`` in the folder: tokens joined by single spaces, sentences by one newline."""
    for path in sorted(folder.glob(f"*{_ENDING}")):
        part = path.name.removesuffix(_ENDING)
        for line, record in read_records(path):
            try:
                text = "\n".join(" ".join(sentence) for sentence in record["full_text"])
                article = Article(id=f"gvdb-{part}-{record['doc_key']}", text=text, date=iso_day(record.get("date")))
            except (KeyError, TypeError) as error:
                raise RecordError(
                    f"expected 'doc_key' and 'full_text' (lists of tokens); found {error!r}",
                    source=str(path),
                    line=line,
                ) from None
            yield article


def iso_day(written: str | None) -> str | None:
    """``2015-12-02`` for ``2015-12-2``, which stands in a few records; ``None`` for what is no day."""
    fields = (written or "").split("-")
    if len(fields) != 3 or not all(field.isdecimal() for field in fields):
        return None
    year, month, day = map(int, fields)
    return f"{year:04}-{month:02}-{day:02}"
