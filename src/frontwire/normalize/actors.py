"""All mentions of one side of one event → one actor: its most informative name and its type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Final

from frontwire.normalize.abbreviations import explained_abbreviations
from frontwire.normalize.actor_descriptions import description_of, is_of_a_vessel
from frontwire.normalize.actor_factions import is_breakaway
from frontwire.normalize.actor_words import Phrase, is_personal_name, read_phrase
from frontwire.normalize.armed_groups import ArmedGroup, find_group
from frontwire.normalize.country_words import WordFinder, country_names, nationality_words
from frontwire.normalize.place_names import name_key, skeleton
from frontwire.schema import Actor

#: Type of an actor whose words do not say it, by the label of its mentions.
_DEFAULT_TYPES: Final = {"ATTACKER": "unknown", "TARGET": "civilians"}
#: Countries whose forces are state forces elsewhere too: they rule there.
_RULED: Final[Mapping[str, frozenset[str]]] = {
    "IL": frozenset({"PS"}),
    "MA": frozenset({"EH"}),
    "CN": frozenset({"HK", "MO"}),
    "US": frozenset({"PR", "GU"}),
}
_ABBREVIATION: Final = re.compile(r"[A-Z][A-Za-z]?[A-Z][A-Za-z/&-]*|[A-Z]{2}")
#: Rank of a phrase that names a person or an organisation.
_NAMED: Final = 2
#: A force as a whole, which was the target where one is named among its victims; "two policemen" are other victims.
_FORCE: Final = re.compile(r"\b(?:forces|SFs|patrol|party|army|police|convoy|team)$", re.IGNORECASE)
#: Whom nothing makes members of an armed group that they left.
_OWN_SIDES: Final = frozenset({"rebel", "political_militia", "communal_militia", "criminal"})
_BRACKET: Final = re.compile(r"\s*\(\s*[A-Z][^()]{1,11}\)\s*$")
_ARTICLES: Final = ("the ", "al ", "el ")
#: Left at the end of a mention that was cut late.
_LOOSE_END: Final = re.compile(r"(?:[\s,;]+(?:and|or|of|the|with))+$")
#: Spellings of a country that no levelling joins.
_SAME_COUNTRY: Final[Mapping[str, str]] = {
    **dict.fromkeys(("us", "u s", "usa", "u s a", "united states of america", "america"), "united states"),
    **dict.fromkeys(("uk", "u k", "united kingdom", "great britain"), "britain"),
}


def resolve_actor(words: Sequence[str], *, label: str, text: str = "", country: str | None = None) -> Actor | None:
    """The actor that ``words``, all mentions of one side of one event in text order, speak of; ``None`` for no words.

    ``label`` is ATTACKER or TARGET. A known armed group gives its usual name and type. Else the most informative mention is
    the name, as written: one with a proper name before a generic one, people before things, "policemen" before "victims",
    the first of equals; an abbreviation that the mentions or ``text`` explain is spelt out. A thing has its owner's type.
    A group that another one is told by ("dissident faction of FARC") gives no name while others are told, but its type.
    State forces outside their own country are external forces: ``country`` (alpha-2) is where the event was; without it
    the country that ``text`` names most.
    """
    mentions = [_tidied(" ".join(w.split())) for w in words if w and not w.isspace()]
    if not mentions:
        return None
    where = country or (_story_country(text) if text else None)
    meant = [_explained(mention, text, whole=label == "TARGET") for mention in mentions]
    of_group = {mention: _group(mention, label, where) for mention in meant}
    for mention, group in of_group.items():
        if group is not None and not is_breakaway(mention):
            return Actor(name=group.name, type=_abroad(group.type, group.countries[0], where, group.countries))
    phrases = [read_phrase(mention, label=label) for mention in meant]
    own = [p for p in phrases if of_group[p.words] is None and _informativeness(p)[0] == _NAMED]
    chosen = max(own or phrases, key=_informativeness)  # the first of equals
    origin = next((group for group in of_group.values() if group is not None), None)
    if origin is not None:
        return _breakaway_actor(chosen, of_group, origin)
    teller = chosen if chosen.type not in (None, "unknown") else _teller(chosen, phrases, label, text)
    kind = (teller.type if teller else None) or chosen.type or _DEFAULT_TYPES.get(label, "unknown")
    if label == "TARGET" and is_of_a_vessel(chosen.words, text):
        kind = "civilians"
    name = _spelled_out(chosen.words, mentions)
    return Actor(name=name, type=_abroad(_hired(kind, chosen), chosen.nationality, where, ()))


def _teller(chosen: Phrase, phrases: Sequence[Phrase], label: str, text: str) -> Phrase | None:
    """The phrase that says what a mention is whose own words do not; ``None``: none does.

    "Jan Kowalski" + "bombers": the name of one mention, the type of another. Doers of one act are one party, its victims
    may be anybody: of a person who is told first only what stands beside the name speaks.
    """
    if label == "TARGET" and is_personal_name(chosen.words, label=label):
        at = phrases.index(chosen)
        told = description_of(chosen.words, phrases[at + 1 :], text) if text else None
        if told is not None:
            return told
        phrases = [*phrases[:at], *(p for p in phrases[at:] if not text or _FORCE.search(p.words))]
    return next((p for p in phrases if p.type not in (None, "unknown") and not p.thing), None)


def _group(mention: str, label: str, where: str | None) -> ArmedGroup | None:
    """The known group that a mention means; of its victims and former members none."""
    group = find_group(mention, country=where)
    return None if group is None or (label == "TARGET" and _is_someone_else(mention, group)) else group


def _breakaway_actor(chosen: Phrase, of_group: Mapping[str, ArmedGroup | None], origin: ArmedGroup) -> Actor:
    """An actor told by the group that it left: under its own name, if it has one, with that group's type if need be."""
    if of_group.get(chosen.words) is None and _informativeness(chosen)[0] == _NAMED:
        return Actor(name=chosen.words, type=chosen.type if chosen.type in _OWN_SIDES else origin.type)
    told = next(mention for mention, group in of_group.items() if group is origin)
    # Some are known by that very name ("FARC dissidents").
    return Actor(name=origin.name if is_breakaway(origin.name) else told, type=origin.type)


def _tidied(mention: str) -> str:
    """Without conjunctions and half brackets at its end."""
    tidy = _LOOSE_END.sub("", mention)
    if tidy.endswith(")") and "(" not in tidy:
        tidy = tidy[:-1].rstrip()
    return tidy or mention


def join_actors(actors: Sequence[Actor]) -> list[Actor]:
    """The actors of one document, those that differ in spelling under one name: the most frequent spelling, the first of equals.

    Of one name with several types an ``unknown`` one takes the most frequent other.
    """
    spellings: dict[str, Counter[str]] = {}
    types: dict[str, Counter[str]] = {}
    keys = [_spelling_key(actor.name) if actor.name else "" for actor in actors]
    for actor, key in zip(actors, keys, strict=True):
        if key:
            spellings.setdefault(key, Counter())[str(actor.name)] += 1
            types.setdefault(key, Counter())[str(actor.type)] += actor.type not in (None, "unknown")
    joined = []
    for actor, key in zip(actors, keys, strict=True):
        if key:
            kind = types[key].most_common(1)[0][0] if actor.type == "unknown" else actor.type
            # Of a country's names the one written out is the best: "United States".
            longest = max(spellings[key], key=len) if key in _SAME_COUNTRY.values() else None
            actor = replace(actor, name=longest or spellings[key].most_common(1)[0][0], type=kind)
        joined.append(actor)
    return joined


def _spelling_key(name: str) -> str:
    """What spellings of one proper name share; empty for names that hold no name, which may be anyone."""
    if not read_phrase(name, label="ATTACKER").proper:
        return ""
    key = name_key(name)
    if key in _SAME_COUNTRY or key in _SAME_COUNTRY.values():
        return _SAME_COUNTRY.get(key, key)
    for article in _ARTICLES:
        key = key.removeprefix(article)
    return skeleton(key) or key


def _informativeness(phrase: Phrase) -> tuple[int, bool, bool]:
    """Compared in order: names a person or organisation, or at least a nation; is not vague; is no thing."""
    national = phrase.nationality is not None and phrase.type is not None and not phrase.vague
    # "Afghan army" names an organisation, "Afghan nurse" nobody, "Nour Mosque" no people.
    named = _NAMED if (phrase.proper and not phrase.thing) or (national and phrase.type != "civilians") else 0
    named = named or int(phrase.proper or national)
    return (named, not phrase.vague, not phrase.thing)


def _is_someone_else(mention: str, group: ArmedGroup) -> bool:
    """ "Taliban hostages", "FARC victims": the group is named, but its victims are meant; people of a party or tribe are civilians."""
    phrase = read_phrase(mention, label="TARGET")
    of_people = group.type in ("political_militia", "communal_militia")
    return phrase.type == "civilians" and (not phrase.proper or of_people)


def _abroad(kind: str, nationality: str | None, where: str | None, homes: Sequence[str]) -> str:
    """State forces of another country than the event's are external forces; other types stay."""
    if kind != "state_forces" or nationality is None or where is None:
        return kind
    at_home = nationality == where or where in homes or where in _RULED.get(nationality, ())
    return kind if at_home else "external_forces"


def _hired(kind: str, phrase: Phrase) -> str:
    """ "Russian mercenaries" count with the forces of their country."""
    of_a_nation = phrase.nationality is not None and "mercenar" in phrase.words.lower()
    return "state_forces" if of_a_nation and kind == "political_militia" else kind


def _explained(mention: str, text: str, *, whole: bool) -> str:
    """The mention with its abbreviation spelt out as ``text`` explains it, and without an abbreviation in brackets behind it.

    ``whole``: only where the abbreviation is the whole mention ("AUK", not "AUK office").
    """
    bare = _BRACKET.sub("", mention)
    if bare and bare != mention and find_group(mention) is None:
        return bare
    first = _ABBREVIATION.match(mention)
    if first is None or not text or (mention.isupper() and len(mention.split()) > 1):
        return mention
    name = explained_abbreviations(text).get(first.group())
    rest = mention[first.end() :]
    if (
        name is None
        or (whole and rest)
        or (rest and not rest.startswith((" ", "'", "’")))
        or find_group(mention) is not None
    ):
        return mention
    return name + rest


def _spelled_out(name: str, mentions: Sequence[str]) -> str:
    """The long form where ``name`` is the abbreviation of another mention ("KUA" beside "Karenni Union Army")."""
    letters = "".join(c for c in name if c.isalnum())
    if not letters.isupper() or len(name.split()) > 1:
        return name
    for other in mentions:
        initials = "".join(word[0] for word in other.replace("-", " ").split() if word[0].isupper())
        if other != name and len(initials) > 1 and initials == letters:
            return other
    return name


@lru_cache(maxsize=8)
def _story_country(text: str) -> str | None:
    """The country that a text names most; its own name counts twice a nationality, which may be a visitor's."""
    votes: Counter[str] = Counter()
    names, nationalities = country_names(), nationality_words()
    for hit in _finder().find(text):
        votes[names[hit.key] if hit.key in names else nationalities[hit.key]] += 2 if hit.key in names else 1
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


@cache
def _finder() -> WordFinder:
    return WordFinder([*country_names(), *nationality_words()])
