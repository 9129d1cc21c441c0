"""WikiEvents (Li et al., 2021): ACE-style events with arguments in news, KAIROS ontology.

Labels: entity types (``PER``; in ``dev.jsonl`` only), event types to two levels for triggers (``Conflict.Attack``)
and ``TYPE/ROLE`` for arguments (``Conflict.Attack/Attacker``), because the two files share only those levels; a span
with two functions is two mentions. Facts: of a trigger ``event`` and ``event_type`` in full, of an argument
``event``, of an entity ``entity`` (its id). Ids and texts are those of :mod:`frontwire.corpora.wikievents`.
``train_recast.jsonl`` has the words of arguments but not where they stand: the occurrence nearest to the trigger is
taken. ``dev_info.jsonl``, the same documents with the most informative mention of each argument, is not read.

Sound: triggers of ``Conflict.Attack`` → EVENT, its ``Attacker`` → ATTACKER, ``Target`` → TARGET, ``Instrument`` and
``ExplosiveDevice`` → WEAPON. Not sound: ``Place``, since most are common nouns; ``Life.Die`` and ``Life.Injure`` with
their arguments, since accidents and illness count there too, and triggers like "killed" are ours only where no word
for the act stands beside them. Attacks that are planned, feared or denied are marked like others, ours are not. Spans
are name or head of the phrase; ours are the phrase without article.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from frontwire.corpora.native.alignment import TokenText, WhitespaceAlignment
from frontwire.corpora.native.building import DocumentBuilder, convert_all
from frontwire.corpora.native.corpus import NativeCorpus, UnalignedLog
from frontwire.corpora.native.sources import json_lines, required_file
from frontwire.schema import Document

_ENTITY_TYPES: Final = (
    *("PER", "GPE", "ORG", "FAC", "LOC", "WEA", "VEH"),
    *("VAL", "MHI", "COM", "TTL", "SID", "ABS", "MON"),
)
_EVENT_TYPES: Final = (
    "ArtifactExistence.DamageDestroyDisableDismantle",
    "ArtifactExistence.ManufactureAssemble",
    "Cognitive.IdentifyCategorize",
    "Cognitive.Inspection",
    "Cognitive.Research",
    "Cognitive.TeachingTrainingLearning",
    "Conflict.Attack",
    "Conflict.Defeat",
    "Conflict.Demonstrate",
    "Contact.Contact",
    "Contact.RequestCommand",
    "Contact.ThreatenCoerce",
    "Control.ImpedeInterfereWith",
    "Disaster.Crash",
    "Disaster.DiseaseOutbreak",
    "GenericCrime.GenericCrime",
    "Justice.Acquit",
    "Justice.ArrestJailDetain",
    "Justice.ChargeIndict",
    "Justice.Convict",
    "Justice.InvestigateCrime",
    "Justice.ReleaseParole",
    "Justice.Sentence",
    "Justice.TrialHearing",
    "Life.Die",
    "Life.Infect",
    "Life.Injure",
    "Medical.Intervention",
    "Movement.Transportation",
    "Personnel.EndPosition",
    "Personnel.StartPosition",
    "Transaction.Donation",
    "Transaction.ExchangeBuySell",
)
_MAPPING: Final = {
    "Conflict.Attack": "EVENT",
    "Conflict.Attack/Attacker": "ATTACKER",
    "Conflict.Attack/Target": "TARGET",
    "Conflict.Attack/Instrument": "WEAPON",
    "Conflict.Attack/ExplosiveDevice": "WEAPON",
}


def _read(folder: Path, log: UnalignedLog) -> Iterator[Document]:
    dev, train = required_file(folder, "dev.jsonl"), required_file(folder, "train_recast.jsonl")
    yield from convert_all(json_lines(dev, log), partial(_with_entities, log=log), log)
    yield from convert_all(json_lines(train, log), partial(_without_offsets, log=log), log)


def _with_entities(where: str, record: dict[str, Any], *, log: UnalignedLog) -> Document:
    text = record["text"].strip()
    tokens = TokenText([record["tokens"]])
    carried = WhitespaceAlignment(tokens.text, text)
    builder = DocumentBuilder(record["doc_id"], text, part="dev", log=log, labels=WIKIEVENTS.labels)

    def span(item: dict[str, Any]) -> tuple[int, int] | None:
        between = tokens.span(item["start"], item["end"])
        return between and carried.span(*between)

    entities = {entity["id"]: entity for entity in record["entity_mentions"]}
    for key, entity in entities.items():
        builder.mention(entity["entity_type"], span(entity), words=entity["text"], facts={"entity": key})
    for event in record["event_mentions"]:
        kind = _two_levels(event["event_type"])
        facts = {"event": event["id"], "event_type": event["event_type"]}
        builder.mention(kind, span(event["trigger"]), words=event["trigger"]["text"], facts=facts)
        for argument in event["arguments"]:
            entity = entities.get(argument["entity_id"])
            label = f"{kind}/{argument['role']}"
            if entity is None:
                builder.fail("argument", f"{label} is {argument['entity_id']!r}, which is no entity of the document")
                continue
            builder.mention(label, span(entity), words=argument["text"], facts={"event": event["id"]}, what="argument")
    return builder.build()


def _without_offsets(where: str, record: dict[str, Any], *, log: UnalignedLog) -> Document:
    line = int(where.rpartition(":")[2])
    tokens = TokenText([record["tokens"]])
    document_id = f"wikievents-train-{line - 1:04}"
    builder = DocumentBuilder(document_id, tokens.text, part="train", log=log, labels=WIKIEVENTS.labels)
    for number, event in enumerate(record["event_mentions"], start=1):
        name, kind, trigger = f"E{number}", _two_levels(event["event_type"]), event["trigger"]
        span = tokens.span(trigger["start_idx"], trigger["end_idx"])
        facts = {"event": name, "event_type": event["event_type"]}
        words = trigger["text"]
        if span is not None and tokens.text[slice(*span)] == _doubled(words):
            words = _doubled(words)
        placed = builder.mention(kind, span, words=words, facts=facts)
        for argument in event["arguments"]:
            label, words = f"{kind}/{argument['role']}", argument["text"]
            if placed is None:
                builder.fail("argument", f"{label} {words!r} of an event whose trigger has no place")
                continue
            found = _nearest(record["tokens"], words.split(), trigger["start_idx"])
            if found is None:
                words = _doubled(words)
                found = _nearest(record["tokens"], words.split(), trigger["start_idx"])
            between = found and tokens.span(*found)
            builder.mention(label, between, words=words, facts={"event": name}, what="argument")
    return builder.build()


def _doubled(words: str) -> str:
    """Words with their last letter twice: the recast lost one of two ("went of", "Associated Pres")."""
    return words + words[-1:]


def _nearest(tokens: list[str], words: list[str], index: int) -> tuple[int, int] | None:
    """The token range equal to ``words`` whose beginning is nearest to ``index``."""
    size = len(words)
    starts = [start for start in range(len(tokens) - size + 1) if tokens[start : start + size] == words]
    if not size or not starts:
        return None
    start = min(starts, key=lambda start: abs(start - index))
    return start, start + size


def _two_levels(event_type: str) -> str:
    return ".".join(event_type.split(".")[:2])


WIKIEVENTS: Final = NativeCorpus(
    "wikievents",
    "wikievents",
    ("dev", "train"),
    (*_ENTITY_TYPES, *_EVENT_TYPES),
    _read,
    mapping=_MAPPING,
    heads=True,
)
