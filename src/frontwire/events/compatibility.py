"""How well a unit fits an event that stands already, and whether it looks like a new one: named features, no weights.

The features are what a careful reader goes by: the same act word, place, day, people and figures; an article that
points back ("the attack"); words that open another story ("in a separate incident"); nearness.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from frontwire.events.facts import PLURAL_ACT, Cluster, Facts
from frontwire.events.features import Features
from frontwire.events.units import Unit

_OTHER: Final = re.compile(
    r"\b(?:another|separate(?:ly)?|meanwhile|elsewhere|second|similar(?:ly)?|different|third|likewise|also|in addition|"
    r"additionally|other|moreover|besides)\b",
    re.IGNORECASE,
)
_SEPARATE_INCIDENT: Final = re.compile(
    r"\b(?:(?:another|a separate|a similar|a different|separate|an?other) (?:\w+ )?(?:incident|attack|case|event|"
    r"encounter|operation|blast|explosion|clash|bombing|shooting|raid|development|strike|airstrike|assault|ambush|killing|"
    r"murder|abduction|massacre|shelling|offensive)|separately|elsewhere|meanwhile)\b",
    re.IGNORECASE,
)
_BACKGROUND: Final = re.compile(
    r"\b(?:earlier|previous(?:ly)?|last (?:year|month|week|\w+day)|in (?:19|20)\d\d|since|so far|past|recent(?:ly)?|"
    r"history|had been|already|ago|(?:years?|months?|weeks?|days?) before)\b",
    re.IGNORECASE,
)
_SEQUEL: Final = re.compile(
    r"\b(?:later|then|afterwards?|following day|next day|subsequent(?:ly)?|retaliat\w+|in response|revenge)\b",
    re.IGNORECASE,
)
_DEFINITE: Final = re.compile(
    r"\b(?:the|this|that|these|those|his|her|their|its)\s+(?:[\w'’-]+\s+){0,3}$", re.IGNORECASE
)
_INDEFINITE: Final = re.compile(
    r"\b(?:an?|another|one|two|three|several|many|other|some|more)\s+(?:[\w'’-]+\s+){0,2}$", re.IGNORECASE
)
_PAST_PERFECT: Final = re.compile(r"\bhad\s+(?:\w+ly\s+|also\s+|been\s+|earlier\s+)*$", re.IGNORECASE)
_OPENS_WITH_PLACE: Final = re.compile(r"(?:In|At|Near|From)\b")
_LONG_TIME: Final = re.compile(r"\b(?:19|20)\d\d\b|\byear\b|\bmonth\b|decade", re.IGNORECASE)

_CLAUSES: Final = {
    "clause when": re.compile(r"\b(?:when|in which|killing|wounding|injuring|leaving)\b", re.IGNORECASE),
    "clause while": re.compile(r"\b(?:while|whereas|after|before|following|since)\b", re.IGNORECASE),
    "clause and": re.compile(r"\band\b", re.IGNORECASE),
}
#: How much of a clause's beginning may hold the word that joins it to the one before, in characters.
_CLAUSE_OPENING: Final = 60


@dataclass(slots=True)
class Reading:
    """Where the reader stands before a unit: the events so far, which of them was told last and which fills most."""

    unit: Unit
    facts: Facts
    clusters: Sequence[Cluster]
    last_told: Cluster
    biggest: Cluster

    @classmethod
    def before(cls, unit: Unit, clusters: Sequence[Cluster]) -> Reading:
        """``clusters``: at least one, in the order in which they were first told."""
        last_told = max(clusters, key=lambda c: (c.units[-1].sentence, c.units[-1].mentions[-1].start))
        return cls(unit, Facts.of(unit.mentions), clusters, last_told, max(clusters, key=lambda c: c.size))


def join_features(reading: Reading, cluster: Cluster) -> Features:
    """Features of "the unit tells of that event"."""
    unit, last = reading.unit, cluster.units[-1]
    gap = unit.sentence - last.sentence
    features: Features = {
        "join": 1.0,
        "same sentence": float(gap == 0),
        "next sentence": float(gap == 1),
        "two sentences on": float(gap == 2),
        "same paragraph": float(gap > 0 and unit.paragraph == last.paragraph),
        "first event": float(cluster is reading.clusters[0]),
        "only event": float(len(reading.clusters) == 1),
        "last told event": float(cluster is reading.last_told),
        "biggest event": float(cluster is reading.biggest and len(reading.clusters) > 1),
    }
    if gap == 0:
        features.update(_clause_features(unit, last))
    features.update(_trigger_features(reading, cluster))
    features.update(_argument_features(reading.facts, cluster.facts))
    return features


def _clause_features(unit: Unit, last: Unit) -> Features:
    """Two acts in one sentence: what joins the clauses."""
    between = unit.opening[:_CLAUSE_OPENING] + " " + unit.before_trigger
    features = {name: float(bool(pattern.search(between))) for name, pattern in _CLAUSES.items()}
    features["both clauses dated"] = float(bool(unit.of("DATE") and last.of("DATE")))
    features["both clauses placed"] = float(bool(unit.of("LOCATION") and last.of("LOCATION")))
    return features


def _trigger_features(reading: Reading, cluster: Cluster) -> Features:
    unit = reading.unit
    if not unit.of("EVENT"):
        return {"no trigger": 1.0}
    same = bool(reading.facts.words["EVENT"] & cluster.facts.words.get("EVENT", set()))
    kinds, known = reading.facts.types, cluster.facts.types
    plural = any(PLURAL_ACT.search(m.text) for m in unit.of("EVENT"))
    definite = bool(_DEFINITE.search(unit.before_trigger))
    return {
        "same trigger": float(same),
        "same type": float(bool(kinds & known)),
        "other type": float(bool(kinds and known and not kinds & known)),
        "open type": float(not kinds),
        "definite trigger": float(definite),
        "definite same trigger": float(definite and same),
        "plural for single": float(plural and not cluster.plural),
        "single for plural": float(not plural and cluster.plural),
        "bare trigger": float(len(unit.mentions) == 1),
    }


def _argument_features(unit: Facts, event: Facts) -> Features:
    features: Features = {}
    for label in ("LOCATION", "DATE", "ATTACKER", "TARGET"):
        own, known = unit.words.get(label, set()), event.words.get(label, set())
        features.update(_agreement(label, own, known))
        features[f"adds {label}"] = float(bool(own) and not known)
    features.update(_agreement("WEAPON", unit.heads.get("WEAPON", set()), event.heads.get("WEAPON", set())))
    for label in ("KILLED", "WOUNDED"):
        features.update(_agreement(label, unit.figures.get(label, set()), event.figures.get(label, set())))
    for label, other in (("ATTACKER", "TARGET"), ("TARGET", "ATTACKER")):
        features[f"same head of {label}"] = float(bool(unit.heads.get(label, set()) & event.heads.get(label, set())))
        swapped = unit.words.get(label, set()) & (event.words.get(other, set()) - event.words.get(label, set()))
        features["sides swapped"] = max(features.get("sides swapped", 0.0), float(bool(swapped)))
    # Place and day told in full once more are a sign that another event begins.
    features["full picture"] = float(all(side.words.get(x) for side in (unit, event) for x in ("LOCATION", "DATE")))
    return features


def _agreement(label: str, own: set[str], known: set[str]) -> Features:
    if not own or not known:
        return {}
    return {f"same {label}": float(bool(own & known)), f"other {label}": float(not own & known)}


def new_features(reading: Reading) -> Features:
    """Features of "the unit tells of an event not met before"."""
    unit, clusters = reading.unit, reading.clusters
    opening, triggers, dates = unit.opening, unit.of("EVENT"), unit.of("DATE")
    starts = unit.first_of_sentence
    return {
        "new": 1.0,
        "new: separate incident": float(starts and bool(_SEPARATE_INCIDENT.search(opening))),
        "new: other, also": float(bool(_OTHER.search(opening))),
        "new: background": float(bool(_BACKGROUND.search(opening))),
        "new: later": float(bool(_SEQUEL.search(opening))),
        "new: past perfect": float(bool(_PAST_PERFECT.search(unit.before_trigger))),
        "new: opens with place": float(starts and bool(_OPENS_WITH_PLACE.match(opening) and unit.of("LOCATION"))),
        "new: opens with day": float(starts and unit.mentions[0].label == "DATE"),
        "new: indefinite trigger": float(bool(_INDEFINITE.search(unit.before_trigger))),
        "new: definite trigger": float(bool(_DEFINITE.search(unit.before_trigger))),
        "new: plural act": float(any(PLURAL_ACT.search(m.text) for m in triggers)),
        "new: no trigger": float(not triggers),
        "new: dated": float(bool(dates)),
        "new: long time": float(any(_LONG_TIME.search(m.text) for m in dates)),
        "new: placed": float(bool(unit.of("LOCATION"))),
        "new: has attacker": float(bool(unit.of("ATTACKER"))),
        "new: has target": float(bool(unit.of("TARGET"))),
        "new: counts": float(bool(unit.of("KILLED") or unit.of("WOUNDED"))),
        "new: mentions": min(len(unit.mentions), 6) / 6,
        "new: paragraph": float(unit.paragraph != reading.last_told.units[-1].paragraph),
        "new: sentence": float(starts),
        "new: events so far": min(len(clusters), 5) / 5,
    }
