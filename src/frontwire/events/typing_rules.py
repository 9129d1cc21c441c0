"""The type of an event from the words of its mentions.

A word votes for types; the votes of an event's mentions are added up and the type with most of them wins. Patterns
and weights stand in one table a label, so that a reader can see why an event has its type.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from frontwire.schema import Mention

#: Each further vote by the same rule of the table counts this much of the one before.
_REPEAT: Final = 0.4

_Rule = tuple[re.Pattern[str], Mapping[str, float]]


def _rules(*rows: tuple[str, dict[str, float]]) -> tuple[_Rule, ...]:
    return tuple((re.compile(rf"\b(?:{pattern})", re.IGNORECASE), votes) for pattern, votes in rows)


#: First match wins, so the narrow stands before the wide ("suicide bombing" before "bombing").
_TRIGGERS: Final = _rules(
    (r"suicide|self[- ]?detonat|blew (?:him|her|them)sel", {"suicide_bombing": 4}),
    (r"air ?-?(?:strike|raid|war|attack|campaign)|aerial|drone|bombard|strafe|strafing|carpet bomb", {"air_strike": 4}),
    (r"shell(?:ing|ed|s)?\b|mortar|rocket|missile|artillery|landed\b", {"shelling": 3}),
    (r"bombing|car bomb|bombed", {"bombing": 2}),
    (r"explo|blast|deton|blew up|blow(?:n|ing|s)? up|went off|go(?:es|ing)? off|set(?:ting)? off|bomb", {"bombing": 3}),
    (r"plant(?:ed|ing|s)?\b|plac(?:ed|ing)\b|lobb|hurl|toss|dynamit|defus|triggered|ripped", {"bombing": 2}),
    (r"abduct|kidnap|hostage|hijack|captiv|took away|taken|picked up|snatch|disappear|seques", {"abduction": 4}),
    (r"held\b|hold(?:ing)?\b|kept\b|detain|carjack|ransom|whisked", {"abduction": 2}),
    # What is captured at the end of a clash makes it a seizure, so these outweigh the words for fighting.
    (r"captured?\b|captur|seiz", {"seizure": 4.1, "abduction": 1}),
    (
        r"occup|overran|overrun|recapture|retak|took control|taken over|took over|takeover|conquer|taken back|"
        r"fall\b|fell\b",
        {"seizure": 4.5},
    ),
    (r"arson|torch|burn|set\b.*\b(?:fire|ablaze)|set\b|ablaze|sabotag|vandal", {"arson": 2.5}),
    (r"destroy|demolish|damag|wreck|derail", {"arson": 1.0, "bombing": 0.5}),
    (
        r"clash|encounter|exchang\w* (?:of )?(?:\w+ )?(?:fire|gunfire)|skirmish|gun ?-?(?:battle|fight)|shoot-?out",
        {"armed_clash": 4},
    ),
    (
        r"fight|fought|battl|combat|cross-?fire|return(?:ed|ing)?|retaliat|face-?off|firefight|fire fight",
        {"armed_clash": 3.5},
    ),
    (r"confront|standoff", {"armed_clash": 1, "other": 1}),
    (
        r"tortur|lynch|behead|beat(?:en|ing|s)?\b|rap(?:e|ed|es|ing)\b|riot|genocid|mutilat|waterboard|strangl|hang(?:ed)?\b",
        {"other": 3},
    ),
    (r"threw|throw|pelt|kick|punch|slap|abus|loot|robb|massacre|slaughter|execut|lynch|violen|rampage", {"other": 1.5}),
    (r"assault", {"armed_assault": 1, "other": 1}),
    (
        r"shot|shoot|open\w* (?:indiscriminate )?fir|gunn|ambush|assassin|gunfire|machine-?gun|stabb|knif",
        {"armed_assault": 3},
    ),
    (r"fir(?:e|ed|ing)\b|open", {"armed_assault": 2}),
    (r"invad|invasion|annex|march|taking over|liberat", {"seizure": 2}),
    (r"storm|raid|intrud|barg|stab|hack|attack|assail|offensive|target", {"armed_assault": 1.2}),
    (r"kill|murder|homicid|death|die|dead|succumb|slain|slay|execution", {"armed_assault": 0.8, "other": 0.7}),
)
_WEAPONS: Final = _rules(
    (r"suicide|explosive (?:vest|belt)|(?:vest|belt)\b", {"suicide_bombing": 4}),
    (
        r"aircraft|(?:war)?plane|jet|drone|helicopter|gunship|barrel bomb|cluster bomb|atomic|nuclear|napalm|"
        r"chemical|hellfire",
        {"air_strike": 3},
    ),
    (
        r"(?:.*\b)?(?:mortars?|rockets?(?! ?launcher)|missiles?|shells?|artillery|howitzers?|projectiles?|rpgs?|"
        r"rifle grenade)\b",
        {"shelling": 4},
    ),
    (r"petrol bomb|fire ?bomb|molotov|gasoline|petrol|kerosene|jcb|diesel", {"arson": 2}),
    (
        r"(?:.*\b)?(?:bombs?|ied|ieds|explosives?|device|devices|mines?|landmines?|grenades?|dynamite|vbieds?|nitrate|charges?|tnt)\b",
        {"bombing": 3},
    ),
    (
        r"(?:.*\b)?(?:gun|guns|rifles?|pistols?|revolvers?|bullets?|ak|firearms?|ammunition|knife|knives|machine-?guns?|weapons?)\b",
        {"armed_assault": 1.5},
    ),
    (
        r"(?:.*\b)?(?:stones?|rocks?|sticks?|bottles?|rods?|tear gas|acid|machetes?|batons?|cannon|pellets)\b",
        {"other": 2},
    ),
)
_ATTACKERS: Final = _rules(
    (r"(?:.*\b)?suicide", {"suicide_bombing": 5}),
    (r"(?:.*\b)?bombers?\b", {"bombing": 2, "suicide_bombing": 0.5}),
    (r"(?:.*\b)?(?:gunm[ea]n|shooters?|armed)\b", {"armed_assault": 1.5}),
    (r"(?:.*\b)?(?:kidnapp|abduct|captor|hijack)", {"abduction": 3}),
    (r"(?:.*\b)?(?:air force|warplane|jets?\b|planes?\b|aircraft|helicopter|drone)", {"air_strike": 3}),
    (r"(?:.*\b)?(?:mob\b|mobs\b|rioters?|protesters?|demonstrators?)", {"other": 1.5}),
)
_TARGETS: Final = _rules(
    (r"(?:.*\b)?(?:hostage|captive|abduct|kidnapp)", {"abduction": 2}),
)
_RULES: Final = {"EVENT": _TRIGGERS, "WEAPON": _WEAPONS, "ATTACKER": _ATTACKERS, "TARGET": _TARGETS}

#: Words around a trigger that name the act although no mention does ("blew himself up").
_CONTEXT: Final = _rules(
    (r"suicide|blew (?:him|her|them)sel|himself up|themselves up", {"suicide_bombing": 3}),
)

_STATE: Final = re.compile(
    r"\b(?:russian?s?|u\.?s\.?|american|coalition|syrian|saudis?|israelis?|regime|turkish|turkey|nato|british|"
    r"air ?force|government|army|forces)\b",
    re.IGNORECASE,
)

#: With equal votes the earlier one wins: the narrow before the wide.
_PRIORITY: Final = (
    "suicide_bombing",
    "air_strike",
    "shelling",
    "bombing",
    "abduction",
    "seizure",
    "arson",
    "armed_clash",
    "armed_assault",
    "other",
)


def votes(label: str, words: str) -> Mapping[str, float]:
    """What the words of one mention say about the type: votes by type, empty where they say nothing."""
    for pattern, given in _RULES.get(label, ()):
        if pattern.match(words):
            return given
    return {}


def trigger_type(words: str) -> str | None:
    """The one type that a trigger names, ``None`` where it names none or several ("attack", "killed", "incident")."""
    given = votes("EVENT", words)
    best = max(given, key=lambda kind: given[kind], default=None)
    return best if best is not None and given[best] >= 1.5 else None


def type_votes(mentions: Iterable[Mention], *, context: str = "") -> dict[str, float]:
    """What the words of an event's mentions and sentences say for each type, added up."""
    total: dict[str, float] = {}
    seen: Counter[tuple[tuple[str, float], ...]] = Counter()
    for mention in mentions:
        given = votes(mention.label, mention.text)
        # A repeated word is little new evidence: "attack" five times must not outvote one "bomb".
        share = _REPEAT ** seen[tuple(given.items())]
        seen[tuple(given.items())] += 1
        for kind, weight in given.items():
            total[kind] = total.get(kind, 0.0) + weight * share
    for pattern, given in _CONTEXT:
        if pattern.search(context):
            for kind, weight in given.items():
                total[kind] = total.get(kind, 0.0) + weight
    return total


def event_type(mentions: Iterable[Mention], *, context: str = "", aggregate: bool = False) -> str:
    """One of the ten types. ``context``: the event's sentences, read for what its mentions leave out.

    What no word settles is ``armed_assault``, for an ``aggregate`` ``other``.
    """
    mentions = list(mentions)
    total = type_votes(mentions, context=context)
    if not total:
        return "armed_assault" if any(m.label == "ATTACKER" for m in mentions) else "other"
    best = max(_PRIORITY, key=lambda kind: total.get(kind, 0.0))
    if aggregate and best == "armed_assault" and not any(trigger_type(m.text) for m in mentions if m.label == "EVENT"):
        return "other"
    if best == "bombing" and not any(m.label == "WEAPON" for m in mentions):
        # States bomb from the air; "the bombing of Aleppo by Russia" names no aircraft.
        triggers = [m.text for m in mentions if m.label == "EVENT"]
        states = [m for m in mentions if m.label == "ATTACKER" and _STATE.search(m.text)]
        if states and any(re.search(r"bomb", words, re.IGNORECASE) for words in triggers):
            return "air_strike"
    return best
