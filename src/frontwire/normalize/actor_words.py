"""What kind of actor a noun phrase stands for, by its head noun, its modifiers and the owner of a thing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from frontwire.normalize.country_words import country_names, nationality_words
from frontwire.normalize.group_names import REVERSING, own_words, type_by_name, type_by_stance
from frontwire.normalize.place_names import name_key
from frontwire.normalize.tables import read_table

#: Say nothing of who it is.
_NEUTRAL: Final = frozenset(
    {
        "unidentified", "suspected", "suspect", "alleged", "unknown", "armed", "masked", "heavily", "unnamed",
        "young", "other", "local", "some", "several", "remaining", "top", "senior", "male", "female", "old",
        "presumed", "so", "called", "slain", "deceased", "dead", "injured", "wounded", "innocent",
    }
)  # fmt: skip
_RANKS: Final = frozenset(
    {
        "colonel", "lieutenant", "captain", "sergeant", "constable", "inspector", "brigadier", "corporal",
        "major", "general", "admiral", "col", "lt", "capt", "sgt", "maj", "gen", "subinspector", "havildar",
        "subedar", "naik", "lance", "cpl", "brig",
    }
)  # fmt: skip
#: Whose acts are acts of the state; who attacks them attacks civilians.
_RULERS: Final = frozenset({"president", "dictator", "king", "premier", "minister", "emir", "sultan"})
_PAST: Final = frozenset({"former", "retired", "ex"})
_CIVIL_GENERALS: Final = frozenset({"secretary", "attorney", "director", "prosecutor", "consul", "solicitor"})

#: Words for people so vague that any other mention says more.
_VAGUE: Final = frozenset(
    {
        "people", "person", "persons", "victim", "victims", "injured", "wounded", "dead", "deceased", "body",
        "bodies", "man", "men", "woman", "women", "individual", "individuals", "group", "groups", "member",
        "members", "team", "party", "suspect", "suspects", "accused", "duo", "couple", "occupants",
        "casualties", "national", "nationals", "citizen", "citizens", "unit", "units", "kidnapped", "hostage",
        "hostages", "organization", "organizations", "organisation", "organisations", "network", "networks", "elements",
    }
)  # fmt: skip
#: Whose age or kin alone is told: victims, but not why anybody attacked them.
_DESCRIBED: Final = frozenset(
    {
        "child", "children", "infant", "infants", "baby", "babies", "son", "sons", "daughter", "daughters", "father",
        "mother", "sister", "sisters", "wife", "husband",
    }
)  # fmt: skip
#: Things that stand for the people in them.
_MANNED: Final = frozenset({"base", "bases"})
#: Modifiers that class a vague head: "terror group", "police party", "militia members".
_MODIFIER_TYPES: Final = {
    "terror": "rebel",
    "rebel": "rebel",
    "opposition": "rebel",
    "criminal": "criminal",
    "drug": "criminal",
    "law": "state_forces",
    "frontier": "state_forces",
    "vigilante": "political_militia",
    "tribal": "communal_militia",
    "plainclothes": "state_forces",
    "militiamen": "political_militia",
    "insurgency": "rebel",
    "secessionist": "rebel",
    "narco": "criminal",
    "mafia": "criminal",
    "clan": "communal_militia",
}  # fmt: skip
_CARRIED: Final = frozenset(
    {"state_forces", "rebel", "political_militia", "communal_militia", "criminal", "rioters", "external_forces"}
)

_WORD: Final = re.compile(r"[^\W_]+(?:['’&.-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase read. ``type`` is ``None`` where its words do not say; ``vague`` where another mention would say more."""

    words: str
    type: str | None
    thing: bool
    vague: bool
    proper: bool
    nationality: str | None


def read_phrase(words: str, *, label: str) -> Phrase:
    """Class the noun phrase of an ATTACKER or TARGET mention."""
    tokens = name_key(words).split()
    head = _before_of(tokens)
    own = own_words(tokens)
    nationality = _nationality(own)
    kind, thing, vague = _head_type(head, label)
    proper = _is_proper(words, tokens, label)
    last = head[-1] if head else ""
    named = None
    if not thing and not (label == "TARGET" and kind in (None, "civilians")):
        backed = len(own) < len(tokens) and nationality is None and "government" not in tokens and "state" not in tokens
        named = type_by_stance(head, last, kind, backed=backed)
    if named is None and proper and not thing:
        named = type_by_name(tokens, last, kind, weakly=label == "ATTACKER")
    if named is not None:
        kind, vague = named, False
    elif thing:
        kind = _owner(head[:-1]) or _owner(tokens[len(head) :]) or kind
    elif (kind in (None, "unknown") or vague) and not _PAST.intersection(tokens):
        carried = _modifier_type(head[:-1]) or _modifier_type(tokens[len(head) :])
        if carried is not None:
            kind, vague = carried, False
    ranked = _rank(tokens, _RANKS | _RULERS if label == "ATTACKER" else _RANKS)
    if ranked is not None and (kind is None or (kind == "civilians" and not thing)):
        kind = ranked
    if kind == "unknown" and label == "TARGET" and _PAST.intersection(tokens):
        kind = "civilians"
    if name_key(words) in country_names() or name_key(words) in nationality_words():
        kind = "state_forces" if label == "ATTACKER" else kind or "civilians"
    vague = vague or (label == "TARGET" and last in _DESCRIBED)
    return Phrase(words, kind, thing and last not in _MANNED, vague, proper, nationality)


def _before_of(tokens: Sequence[str]) -> list[str]:
    for preposition in ("of", "from", "in", "at"):
        if preposition in tokens[1:]:
            tokens = tokens[: tokens.index(preposition, 1)]
    return list(tokens)


def _head_type(head: Sequence[str], label: str) -> tuple[str | None, bool, bool]:
    """(type, is a thing, is vague) of the longest known word sequence at the end of the phrase's head."""
    people, things = _people(label), _things()
    for size in range(min(3, len(head)), 0, -1):
        for key in _numbers(" ".join(head[-size:])):
            if key in things and not (key in people and label == "ATTACKER"):
                return things[key], True, False
            if key in people:
                kind = people[key]
                # "gunmen" are fighters of nobody knows whom; "members" may be anybody.
                return (
                    (None if kind == "unknown" and key in _VAGUE else kind),
                    False,
                    key in _VAGUE or kind == "unknown",
                )
    return None, False, False


def _numbers(key: str) -> tuple[str, ...]:
    """A key as it is, and in the other number: the tables need only one of "ranger" and "rangers"."""
    if key.endswith("men"):
        return (key, f"{key[:-3]}man")
    if key.endswith("man"):
        return (key, f"{key[:-3]}men")
    if key.endswith("ies"):
        return (key, f"{key[:-3]}y")
    return (key, key[:-1]) if key.endswith("s") and not key.endswith("ss") else (key, f"{key}s")


def _owner(tokens: Sequence[str]) -> str | None:
    """Whose a thing is: "police station", "rebel hideout", "government building"."""
    return _modifier_type(tokens)


def _modifier_type(tokens: Sequence[str]) -> str | None:
    people = _people("ATTACKER")
    for at in range(len(tokens) - 1, -1, -1):
        if at and tokens[at - 1] in REVERSING:
            continue
        for size in (2, 1):
            for key in _numbers(" ".join(tokens[max(0, at + 1 - size) : at + 1])):
                kind = _MODIFIER_TYPES.get(key) or (None if key.removesuffix("s") in _RULERS else people.get(key))
                if kind in _CARRIED:
                    return kind
    return None


def _rank(tokens: Sequence[str], ranks: frozenset[str]) -> str | None:
    """ "Colonel Ruiz" serves the state; "former Colonel Ruiz" and "Secretary General Ruiz" do not."""
    for at, token in enumerate(tokens[:-1]):
        if token in ranks:
            civil = any(t in _CIVIL_GENERALS or t in _PAST for t in tokens[:at])
            return None if civil else "state_forces"
    return None


def _nationality(tokens: Sequence[str]) -> str | None:
    known, names = nationality_words(), country_names()
    for at in range(len(tokens)):
        for size in (3, 2, 1):
            key = " ".join(tokens[at : at + size])
            if key in known:
                return known[key]
            if key in names:
                return names[key]
    return None


def _is_proper(words: str, tokens: Sequence[str], label: str) -> bool:
    """Whether the phrase holds a name: a capitalised word (in capitals: any) that is neither a class word nor a neutral one."""
    people, things = _people(label), _things()
    shouting = words.isupper() and len(words) > 6
    surfaces = _WORD.findall(words)
    for surface in surfaces:
        key = name_key(surface)
        if not surface[0].isupper() or key in _NEUTRAL or key in people or key in things or key in nationality_words():
            continue
        if shouting and len(tokens) > 1 and key.rstrip("s") in people:
            continue
        return not (shouting and len(surfaces) == 1)
    return False


@cache
def _people(label: str) -> Mapping[str, str]:
    """Head word → type. The same word is an unknown attacker and a civilian target ("man", "people", "drivers")."""
    rows = [(row[0], row[1].split(",")) for row in read_table("actor_words.tsv")]
    first = "civilians" if label == "TARGET" else "state_forces"
    last = "unknown" if label == "TARGET" else "civilians"
    rows.sort(key=lambda row: (row[0] != first, row[0] == last))
    table: dict[str, str] = {}
    for kind, words in rows:
        for word in words:
            table.setdefault(name_key(word), kind)
    return table


@cache
def _things() -> Mapping[str, str]:
    return {name_key(word): row[0] for row in reversed(read_table("things.tsv")) for word in row[1].split(",")}
