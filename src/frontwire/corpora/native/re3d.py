"""re3d (Dstl, 2017): entities and relations over whole documents on the war in Syria and Iraq.

Facts of a mention: ``confidence`` (0..1, the set's own estimate that the annotation is right; many nested ones have
0). Facts of a document: ``relations``, each with ``type``, ``source`` and ``target`` (mention ids), ``words`` (as the
record has them) and ``confidence``. Ids and texts are those of :mod:`frontwire.corpora.re3d`.

None of the labels maps to ours: they say what a phrase is, in any sentence, and ours mark roles in attacks. Phrases
keep articles and nest; ours are flat and without.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from frontwire.corpora.native.alignment import WhitespaceAlignment
from frontwire.corpora.native.building import MALFORMED, DocumentBuilder, convert_all
from frontwire.corpora.native.corpus import NativeCorpus, UnalignedLog
from frontwire.corpora.native.sources import json_lines, required_file, required_files
from frontwire.corpora.re3d import clean_lines
from frontwire.schema import Document

_LABELS: Final = (
    "Organisation",
    "Location",
    "Person",
    "Nationality",
    "Temporal",
    "Quantity",
    "Weapon",
    "Vehicle",
    "MilitaryPlatform",
    "DocumentReference",
    "Money",
    "Coordinate",
    "CommsIdentifier",
    "Frequency",
)

_ByDocument = dict[str, list[dict[str, Any]]]


def _read(folder: Path, log: UnalignedLog) -> Iterator[Document]:
    for path in required_files(folder, "*/documents.json"):
        entities = _by_document(required_file(path.parent, "entities.json"), log)
        relations = _by_document(required_file(path.parent, "relations.json"), log)
        convert = partial(_document, entities=entities, relations=relations, log=log)
        yield from convert_all(json_lines(path, log), convert, log)
        for what, left in (("span", entities), ("relation", relations)):
            for key, records in left.items():
                log.add(key, what, f"{len(records)} of a document that {path} does not have")


def _by_document(path: Path, log: UnalignedLog) -> _ByDocument:
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for _, record in json_lines(path, log):
        found[str(record.get("documentId"))].append(record)
    return dict(found)


def _document(
    where: str, record: dict[str, Any], *, entities: _ByDocument, relations: _ByDocument, log: UnalignedLog
) -> Document:
    """The document of a record, which takes its entities and relations out of the tables."""
    text = clean_lines(record["text"])
    carried = WhitespaceAlignment(record["text"], text)
    builder = DocumentBuilder(
        f"re3d-{record['_id'][:12]}",
        text,
        part=record["sourceName"],
        log=log,
        labels=_LABELS,
        title=record.get("title"),
        source=record.get("sourceUrl"),
    )
    ids: dict[tuple[int, int], str] = {}
    for entity in entities.pop(str(record["_id"]), []):
        try:
            label, span, words = entity["type"], (entity["begin"], entity["end"]), entity["value"]
            mention = builder.mention(
                label, carried.span(*span), words=words, facts={"confidence": entity.get("confidence")}
            )
        except MALFORMED as error:
            builder.fail("span", f"entity {entity.get('_id')!r} is not of the expected form: {error!r}")
            continue
        if mention is not None:
            ids.setdefault(span, mention)
    builder.facts["relations"] = []
    for relation in relations.pop(str(record["_id"]), []):
        ends = {
            side: ids.get((relation.get(f"{side}Begin", -1), relation.get(f"{side}End", -1)))
            for side in ("source", "target")
        }
        if None in ends.values():
            builder.fail("relation", f"{relation.get('_id')!r} joins spans that are no entities: {ends}")
            continue
        facts = {"type": relation.get("type"), "words": relation.get("value"), "confidence": relation.get("confidence")}
        builder.facts["relations"].append(facts | ends)
    return builder.build()


RE3D: Final = NativeCorpus(
    "re3d",
    "re3d",
    (
        "Australian Department of Foreign Affairs",
        "BBC Online",
        "CENTCOM",
        "Delegation of the European Union to Syria",
        "UK Government",
        "US State Department",
        "Wikipedia",
    ),
    _LABELS,
    _read,
)
