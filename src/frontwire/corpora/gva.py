"""Texts of the Gun Violence Archive set (Vossen et al., 2018, SemEval-2018 task 5): local news behind incident frames.

Ids are ``gva-DOCID``. ``extra["incidents"]`` holds the frames of the incidents that the document is filed under (two for
a few documents), ``extra["story"]`` the first one's id. The frame is noisy: keep to documents that name the frame's
city within 7 days of its date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from frontwire.corpora.jsonl import read_records
from frontwire.errors import RecordError
from frontwire.schema import Article

DOCUMENTS_FILE = "docs.jsonl.gz"
INCIDENTS_FILE = "incidents.jsonl.gz"


def read_gva(folder: Path) -> Iterator[Article]:
    """Every document of ``docs.jsonl.gz`` that has a text, once, with the frames of ``incidents.jsonl.gz``.

    The date is the document's creation time. A frame that is not in the file has its ``id`` alone.
    """
    documents, incidents = folder / DOCUMENTS_FILE, folder / INCIDENTS_FILE
    if not documents.exists():
        return
    frames = read_frames(incidents) if incidents.exists() else {}
    articles: dict[str, Article] = {}
    for line, record in read_records(documents):
        try:
            name, text = f"gva-{record['id']}", record["content"].strip()
            incident = str(record["incident_id"])
        except (KeyError, AttributeError) as error:
            raise RecordError(
                f"expected 'id', 'content' and 'incident_id'; found {error!r}", source=str(documents), line=line
            ) from None
        if not text:
            continue
        article = articles.setdefault(
            name,
            Article(
                id=name,
                text=text,
                date=record.get("dct"),
                title=record.get("title"),
                extra={"story": f"gva-incident-{incident}", "incidents": []},
            ),
        )
        article.extra["incidents"].append(frames.get(incident, {"id": incident}))
    yield from articles.values()


def may_train(article: Article) -> bool:
    """Whether all incidents of a document have an odd id: those train, the others are kept for development."""
    return all(int(incident["id"]) % 2 == 1 for incident in article.extra["incidents"])


def read_frames(path: Path) -> dict[str, dict[str, Any]]:
    """Incident id → ``id``, ``date`` (ISO), ``state``, ``city``, ``address``, ``killed`` and ``injured``."""
    frames = {}
    for line, record in read_records(path):
        try:
            frames[str(record["incident_uri"])] = {
                "id": str(record["incident_uri"]),
                "date": datetime.strptime(record["date"], "%B %d, %Y").date().isoformat(),
                "state": record["state"],
                "city": record["city_or_county"],
                "address": record["address"],
                "killed": record["num_killed"],
                "injured": record["num_injured"],
            }
        except (KeyError, TypeError, ValueError) as error:
            raise RecordError(
                f"expected an incident frame with a date such as 'April 7, 2017'; found {error!r}",
                source=str(path),
                line=line,
            ) from None
    return frames
