"""One act or a statistic over many: named features of an event and their weighted sum."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from frontwire.events.facts import PLURAL_ACT
from frontwire.events.features import Features
from frontwire.events.units import Unit
from frontwire.schema import Mention

_SPAN_OF_TIME: Final = re.compile(
    r"\b(?:since|so far|to date|this year|last (?:year|month|few|two|three|\w+ (?:years|months|weeks))|"
    r"past (?:\w+ )?(?:years?|months?|weeks?|decades?)|"
    r"recent (?:years|months|weeks|days)|every|daily|always|often|regularly|frequent(?:ly)?|over the (?:years|past|"
    r"last)|decades?|years|months|"
    r"continu(?:e|ed|es|ing)|ongoing|repeated(?:ly)?|routine(?:ly)?|non ?- ?stop|constant(?:ly)?|widespread|across|"
    r"throughout|various|several|many|numerous|"
    r"series|string|spate|wave|total|number of|dozens of|hundreds of|thousands of|different (?:parts|places|areas|"
    r"acts)|campaign)\b",
    re.IGNORECASE,
)
_COUNTED_ACTS: Final = re.compile(
    r"\b(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|several|many|numerous|multiple|dozens of|"
    r"hundreds of|other|such|these|previous|"
    r"similar|recent|terrorist|series of|string of|wave of|number of|more|all|separate|"
    r"different)\s+(?:[\w'’-]+\s+){0,2}$",
    re.IGNORECASE,
)
_HABIT: Final = re.compile(
    r"\b(?:is|are|was|were|been|have been|has been|keeps?|started|began|begin|stop|continue[ds]?(?: to)?|to|of|by|"
    r"for|from)\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
_PRESENT: Final = re.compile(r"\b(?:is|are|have been|has been|being)\s+(?:\w+ly\s+|also\s+)*$", re.IGNORECASE)
_STATE_OF_WAR: Final = re.compile(
    r"^(?:war|violence|fighting|conflict|genocide|torture|insurgency|terrorism|bloodshed|war crimes|crimes|combat|"
    r"campaign|unrest)$",
    re.I,
)
_DAY: Final = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b\d{1,2}\b(?!\d)|today|yesterday|night|morning|evening|afternoon|noon|dawn|overnight|hours?\b|p\.?m|a\.?m",
    re.IGNORECASE,
)
_LONG_TIME: Final = re.compile(
    r"\byears?\b|\bmonths?\b|\bweeks\b|decade|^(?:in )?(?:19|20)\d\ds?$|since|century|recent|spring|summer|winter|"
    r"autumn|\bcold war",
    re.IGNORECASE,
)


def kind_features(units: Sequence[Unit], *, first: bool, only: bool) -> Features:
    """What speaks for a statistic.

    ``units`` are those of one event; ``first`` and ``only`` among the document's events.
    """
    mentions = [m for unit in units for m in unit.mentions]
    triggers = [m for m in mentions if m.label == "EVENT"]
    dates = [m for m in mentions if m.label == "DATE"]
    plural = sum(1 for m in triggers if PLURAL_ACT.search(m.text))
    plural_verb = any(_is_plural_object(m) for m in mentions)
    context = [unit.sentence_text for unit in units]
    return {
        "kind": 1.0,
        "all acts plural": float(bool(triggers) and plural == len(triggers)),
        "some acts plural": float(0 < plural < len(triggers)),
        "no act word": float(not triggers),
        "counted acts": float(
            any(
                PLURAL_ACT.search(u.of("EVENT")[0].text) and _COUNTED_ACTS.search(u.before_trigger)
                for u in units
                if u.of("EVENT")
            )
        ),
        "gerund": float(bool(triggers) and all(re.search(r"ing$", m.text, re.I) for m in triggers)),
        "present": float(any(_PRESENT.search(u.before_trigger) for u in units)),
        "habit": float(
            any(
                _HABIT.search(u.before_trigger) and re.search(r"ing$", u.of("EVENT")[0].text, re.I)
                for u in units
                if u.of("EVENT")
            )
        ),
        "state of war": float(any(_STATE_OF_WAR.search(m.text) for m in triggers)),
        "span of time": float(any(_SPAN_OF_TIME.search(c) for c in context)) if len(units) <= 2 else 0.0,
        "span of time, long": float(sum(bool(_SPAN_OF_TIME.search(c)) for c in context)) / len(units)
        if len(units) > 2
        else 0.0,
        "day": float(any(_DAY.search(m.text) for m in dates)),
        "long time": float(any(_LONG_TIME.search(m.text) and not _DAY.search(m.text) for m in dates)),
        "no date": float(not dates),
        "no place": float(not any(m.label == "LOCATION" for m in mentions)),
        "no target": float(not any(m.label == "TARGET" for m in mentions)),
        "weapon": float(any(m.label == "WEAPON" for m in mentions)),
        "killed": float(any(m.label == "KILLED" for m in mentions)),
        "wounded": float(any(m.label == "WOUNDED" for m in mentions)),
        "casualties": float(any(m.label == "CASUALTIES" for m in mentions)),
        "many killed": float(
            any(
                re.search(r"\d{3}|\d,\d|hundred|thousand|dozens|scores", m.text, re.I)
                for m in mentions
                if m.label in ("KILLED", "CASUALTIES")
            )
        ),
        "plural target": float(plural_verb),
        "one unit": float(len(units) == 1),
        "size": min(len(mentions), 12) / 12,
        "first": float(first),
        "only": float(only),
        "several sentences": float(len({u.sentence for u in units}) > 1),
    }


def _is_plural_object(mention: Mention) -> bool:
    return mention.label == "TARGET" and bool(
        re.search(r"(?:[^s]s|people|civilians|women|children|men|police)$", mention.text, re.IGNORECASE)
    )
