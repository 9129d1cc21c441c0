"""Gun Violence Archive (Vossen et al., 2018): news behind incident frames, no spans.

Facts of a document: ``incidents``, one frame each with ``id``, ``date`` (of the incident), ``state``, ``city``,
``address``, ``killed``, ``injured`` and ``participants`` (victims and suspects as the archive lists them). The part
is ``train`` where all incidents have an odd id, else ``dev``. Ids, texts and dates are those of
:mod:`frontwire.corpora.gva`. A document that is filed under an incident without a frame, or has no text, goes to the
log.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from frontwire.corpora.gva import DOCUMENTS_FILE, INCIDENTS_FILE
from frontwire.corpora.native.building import MALFORMED, DocumentBuilder
from frontwire.corpora.native.corpus import NativeCorpus, UnalignedLog
from frontwire.corpora.native.sources import json_lines, required_file
from frontwire.schema import Document


def _read(folder: Path, log: UnalignedLog) -> Iterator[Document]:
    frames: dict[str, dict[str, Any]] = {}
    for where, record in json_lines(required_file(folder, INCIDENTS_FILE), log):
        try:
            frame = _frame(record)
        except MALFORMED as error:
            log.add(where, "frame", f"not of the expected form: {error!r}")
            continue
        frames[frame["id"]] = frame
    documents: dict[str, tuple[dict[str, Any], list[str]]] = {}
    for where, record in json_lines(required_file(folder, DOCUMENTS_FILE), log):
        try:
            key, incident, text = record["id"], str(record["incident_id"]), record["content"].strip()
            int(incident)
        except MALFORMED as error:
            log.add(where, "record", f"not of the expected form: {error!r}")
            continue
        if text:
            documents.setdefault(key, (record, []))[1].append(incident)
        else:
            log.add(where, "record", f"document {key!r} has no text")
    for key, (record, incidents) in documents.items():
        yield _document(key, record, incidents, frames, log)


def _frame(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": str(record["incident_uri"]),
        "date": datetime.strptime(record["date"], "%B %d, %Y").date().isoformat(),
        "state": record["state"],
        "city": record["city_or_county"],
        "address": record["address"],
        "killed": record["num_killed"],
        "injured": record["num_injured"],
        "participants": [{name: value.strip() for name, value in one.items()} for one in record["participants"]],
    }


def _document(
    key: str, record: dict[str, Any], incidents: list[str], frames: dict[str, dict[str, Any]], log: UnalignedLog
) -> Document:
    builder = DocumentBuilder(
        f"gva-{key}",
        record["content"].strip(),
        part="train" if all(int(incident) % 2 for incident in incidents) else "dev",
        log=log,
        date=record.get("dct"),
        title=record.get("title"),
        source=record.get("uri"),
        story=f"gva-incident-{incidents[0]}",
    )
    for incident in incidents:
        if incident not in frames:
            builder.fail("frame", f"incident {incident} has no frame")
    builder.facts["incidents"] = [frames.get(incident, {"id": incident}) for incident in incidents]
    return builder.build()


GVA: Final = NativeCorpus("gva", "gva", ("train", "dev"), (), _read)
