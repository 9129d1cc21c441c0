"""What kind of actor a noun phrase stands for, by its head noun, its modifiers and the owner of a thing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from frontwire.normalize.actor_lexicon import (
    CARRIED,
    CIVIL_CRAFT,
    CIVIL_GENERALS,
    CIVIL_PLACES,
    DESCRIBED,
    GIVEN_NAMES,
    MANNED,
    MODIFIER_TYPES,
    NEUTRAL,
    PAST,
    RANKS,
    RULERS,
    VAGUE,
)
from frontwire.normalize.country_words import country_names, nationality_words
from frontwire.normalize.group_names import REVERSING, own_words, type_by_name, type_by_stance
from frontwire.normalize.place_names import name_key
from frontwire.normalize.tables import read_table

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
        if last not in CIVIL_PLACES or "training" in tokens:
            kind = _owner(head[:-1]) or _owner(tokens[len(head) :]) or kind
    elif (kind in (None, "unknown") or vague) and not PAST.intersection(tokens):
        carried = _modifier_type(head[:-1], label) or _modifier_type(tokens[len(head) :], label)
        if carried is not None:
            kind, vague = carried, False
    ranked = _rank(tokens, RANKS | RULERS if label == "ATTACKER" else RANKS)
    if ranked is not None and (kind is None or (kind == "civilians" and not thing)):
        kind = ranked
    if kind == "state_forces" and _is_civil_captain(tokens):
        kind = "civilians"
    if kind == "unknown" and label == "TARGET" and PAST.intersection(tokens):
        kind = "civilians"
    if name_key(words) in country_names() or name_key(words) in nationality_words():
        kind = "state_forces" if label == "ATTACKER" else kind or "civilians"
    vague = vague or (label == "TARGET" and last in DESCRIBED)
    if kind is None and _is_personal(words):
        nationality = None
    return Phrase(words, kind, thing and last not in MANNED, vague, proper, nationality)


def describes_people(words: str, *, label: str) -> Phrase | None:
    """The phrase at the end of ``words`` that is a noun for people and says what they are, else ``None``.

    Nobody is described by a crowd that he was in.
    """
    tokens = _before_of(name_key(words).split())
    kind, thing, vague = _head_type(tokens, label)
    says = kind not in (None, "unknown", "rioters") and not thing and not vague
    return replace(read_phrase(words, label=label), type=kind) if says else None


def is_personal_name(words: str, *, label: str) -> bool:
    """Whether the words may be what a person is called: two to four capitalised ones, of which the last is no class word.

    Where all is in capitals nothing tells a name from other words.
    """
    surfaces = _WORD.findall(words)
    head = name_key(surfaces[-1]) if surfaces else ""
    classed = any(key in table for key in _numbers(head) for table in (_people(label), _things()))
    if words.isupper() or {"of", "the"}.intersection(name_key(words).split()):
        return False
    return 1 < len(surfaces) < 5 and all(s[0].isupper() for s in surfaces) and not classed


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
                    (None if kind == "unknown" and key in VAGUE else kind),
                    False,
                    key in VAGUE or kind == "unknown",
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


def _modifier_type(tokens: Sequence[str], label: str = "ATTACKER") -> str | None:
    """The type that a modifier carries over; party people ("activist Riham Yassin") are civilians where they are attacked."""
    people, attacked = _people("ATTACKER"), _people("TARGET")
    for at in range(len(tokens) - 1, -1, -1):
        if at and tokens[at - 1] in REVERSING:
            continue
        for size in (2, 1):
            for key in _numbers(" ".join(tokens[max(0, at + 1 - size) : at + 1])):
                kind = MODIFIER_TYPES.get(key) or (None if key.removesuffix("s") in RULERS else people.get(key))
                partisan = kind in ("political_militia", "rioters") and label == "TARGET"
                if kind in CARRIED:
                    return "civilians" if partisan and _is_civilian(key, attacked) else kind
    return None


def _is_civilian(key: str, people: Mapping[str, str]) -> bool:
    return any(people.get(number) == "civilians" for number in _numbers(key))


def _is_civil_captain(tokens: Sequence[str]) -> bool:
    """ "The ship's captain", "team captain": no rank of a force."""
    at = tokens.index("captain") if "captain" in tokens else 0
    return any(token in CIVIL_CRAFT or token.removesuffix("s") in CIVIL_CRAFT for token in tokens[:at])


def _is_personal(words: str) -> bool:
    """ "Danish Khan", "Jordan Miller": the country in it is a name that somebody was given."""
    surfaces = _WORD.findall(words)
    if not 1 < len(surfaces) < 4 or not all(s[0].isupper() and not s.isupper() for s in surfaces):
        return False
    return name_key(surfaces[0]) in GIVEN_NAMES or any(name_key(surface) in country_names() for surface in surfaces)


def _rank(tokens: Sequence[str], ranks: frozenset[str]) -> str | None:
    """ "Colonel Ruiz" serves the state; "former Colonel Ruiz" and "Secretary General Ruiz" do not."""
    for at, token in enumerate(tokens[:-1]):
        if token in ranks:
            civil = any(t in CIVIL_GENERALS or t in PAST for t in tokens[:at])
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
        if not surface[0].isupper() or key in NEUTRAL or key in people or key in things or key in nationality_words():
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
