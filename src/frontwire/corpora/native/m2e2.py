"""M2E2 (Li et al., 2020): ACE-style entities and events in sentences of VOA news.

A document is a sentence. ``text_only_event.json`` has 6,013; ``text_multimedia_event.json`` has 192 more annotations
of sentences (some of them the same) whose event stands in a picture too. Labels: entity types (``PER``), event types
for triggers (``Conflict:Attack``), ``TYPE/ROLE`` for arguments (``Conflict:Attack/Attacker``). Facts of a trigger and
its arguments: ``event``, its number in the sentence. The entities seem automatic, many are plainly wrong; the events
made by hand.

Sound: ``Conflict:Attack`` → EVENT, its ``Attacker`` → ATTACKER, ``Target`` → TARGET, ``Instrument`` → WEAPON. Not
sound: ``Place``, where common nouns stand beside names; ``Life:Die``, which counts accidents too. Spans are heads:
ours are the phrase without article. Planned and denied attacks are marked like others, ours are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from frontwire.corpora.native.alignment import TokenText
from frontwire.corpora.native.building import DocumentBuilder, convert_all
from frontwire.corpora.native.corpus import NativeCorpus, UnalignedLog
from frontwire.corpora.native.sources import json_array, read_zip_member, required_file
from frontwire.schema import Document

_ARCHIVE: Final = "m2e2_annotations.zip"
_PARTS: Final = ("text_only", "text_multimedia")
_LABELS: Final = (
    *("PER", "ORG", "GPE", "LOC", "FAC", "VEH", "WEA", "VALUE"),
    "Conflict:Attack",
    "Conflict:Demonstrate",
    "Contact:Meet",
    "Contact:Phone-Write",
    "Justice:Arrest-Jail",
    "Life:Die",
    "Movement:Transport",
    "Transaction:Transfer-Money",
)


def _read(folder: Path, log: UnalignedLog) -> Iterator[Document]:
    path = required_file(folder, _ARCHIVE)
    for part in _PARTS:
        name = f"m2e2_annotations/{part}_event.json"
        sentences = json_array(read_zip_member(path, name), f"{path}/{name}")
        yield from convert_all(sentences, partial(_document, part=part, log=log), log)


def _document(where: str, record: dict[str, Any], *, part: str, log: UnalignedLog) -> Document:
    name = record["sentence_id"]
    text = TokenText([record["words"]])
    builder = DocumentBuilder(
        f"m2e2-{part.removeprefix('text_')}-{name}",
        text.text,
        part=part,
        log=log,
        labels=_LABELS,
        story=name.rpartition("_")[0],
    )
    for entity in record["golden-entity-mentions"]:
        builder.mention(entity["entity-type"], text.span(entity["start"], entity["end"]), words=entity["text"])
    for number, event in enumerate(record["golden-event-mentions"], start=1):
        facts, kind, trigger = {"event": number}, event["event_type"], event["trigger"]
        builder.mention(kind, text.span(trigger["start"], trigger["end"]), words=trigger["text"], facts=facts)
        for argument in event["arguments"]:
            span = text.span(argument["start"], argument["end"])
            label = f"{kind}/{argument['role']}"
            builder.mention(label, span, words=argument["text"], facts=facts, what="argument")
    return builder.build()


M2E2: Final = NativeCorpus(
    "m2e2",
    "m2e2",
    _PARTS,
    _LABELS,
    _read,
    mapping={
        "Conflict:Attack": "EVENT",
        "Conflict:Attack/Attacker": "ATTACKER",
        "Conflict:Attack/Target": "TARGET",
        "Conflict:Attack/Instrument": "WEAPON",
    },
    heads=True,
)
