"""RAMS (Ebner et al., 2020): one event in five sentences of a news page, with its arguments, AIDA ontology.

Labels: the event type to two levels for the trigger (``conflict.attack``), ``TYPE/ROLE`` for arguments
(``conflict.attack/attacker``). Facts of a trigger: ``event_type`` with all three levels. A context marks one event;
others in it, attacks too, are unmarked. Ids and texts are those of :mod:`frontwire.corpora.rams` (sentences joined by
a space, not by a newline).

Sound: ``conflict.attack`` → EVENT, its ``attacker`` → ATTACKER, ``target`` → TARGET. Not sound: ``instrument``, where
every third is an act ("air strikes") and no weapon; ``place``, where common nouns and whole phrases stand beside
names; ``life.die`` and ``life.injure``, which count illness and accidents too. What remains different: coups, wars
and figurative attacks are marked as attacks, and pronouns and phrases with articles as arguments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from frontwire.corpora.native.alignment import TokenText
from frontwire.corpora.native.building import DocumentBuilder, convert_all
from frontwire.corpora.native.corpus import NativeCorpus, UnalignedLog
from frontwire.corpora.native.sources import json_lines, required_files
from frontwire.schema import Document

_ROLE_NUMBER: Final = re.compile(r"^evt\d+arg\d+")
_EVENT_TYPES: Final = (
    "artifactexistence.damagedestroy",
    "conflict.attack",
    "conflict.demonstrate",
    "conflict.yield",
    "contact.collaborate",
    "contact.commandorder",
    "contact.commitmentpromiseexpressintent",
    "contact.discussion",
    "contact.funeralvigil",
    "contact.mediastatement",
    "contact.negotiate",
    "contact.prevarication",
    "contact.publicstatementinperson",
    "contact.requestadvise",
    "contact.threatencoerce",
    "disaster.accidentcrash",
    "disaster.fireexplosion",
    "government.agreements",
    "government.formation",
    "government.legislate",
    "government.spy",
    "government.vote",
    "inspection.sensoryobserve",
    "justice.arrestjaildetain",
    "justice.initiatejudicialprocess",
    "justice.investigate",
    "justice.judicialconsequences",
    "life.die",
    "life.injure",
    "manufacture.artifact",
    "movement.transportartifact",
    "movement.transportperson",
    "personnel.elect",
    "personnel.endposition",
    "personnel.startposition",
    "transaction.transaction",
    "transaction.transfermoney",
    "transaction.transferownership",
)


def _read(folder: Path, log: UnalignedLog) -> Iterator[Document]:
    for path in required_files(folder, "*.jsonlines"):
        yield from convert_all(json_lines(path, log), partial(_document, part=path.stem, log=log), log)


def _document(where: str, record: dict[str, Any], *, part: str, log: UnalignedLog) -> Document:
    line = int(where.rpartition(":")[2])
    text = TokenText([[token for sentence in record["sentences"] for token in sentence]])
    builder = DocumentBuilder(
        f"rams-{part}-{line - 1:04}", text.text, part=part, log=log, labels=_EVENT_TYPES, story=record["source_url"]
    )
    kinds = {}
    for start, last, types in record["evt_triggers"]:
        event_type = types[0][0]
        kinds[start, last] = kind = ".".join(event_type.split(".")[:2])
        builder.mention(kind, text.span(start, last + 1), facts={"event_type": event_type})
    for trigger, (start, last), role in record["gold_evt_links"]:
        label = f"{kinds[tuple(trigger)]}/{_ROLE_NUMBER.sub('', role)}"
        builder.mention(label, text.span(start, last + 1), what="argument")
    return builder.build()


RAMS: Final = NativeCorpus(
    "rams",
    "rams",
    ("dev",),
    _EVENT_TYPES,
    _read,
    mapping={
        "conflict.attack": "EVENT",
        "conflict.attack/attacker": "ATTACKER",
        "conflict.attack/target": "TARGET",
    },
    exhaustive=False,
)
