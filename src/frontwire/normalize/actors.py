"""All mentions of one side of one event → one actor: its most informative name and its type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Final

from frontwire.normalize.actor_words import Phrase, read_phrase
from frontwire.normalize.armed_groups import find_group
from frontwire.normalize.country_words import WordFinder, country_names, nationality_words
from frontwire.schema import Actor

#: Type of an actor whose words do not say it, by the label of its mentions.
_DEFAULT_TYPES: Final = {"ATTACKER": "unknown", "TARGET": "civilians"}


def resolve_actor(words: Sequence[str], *, label: str, text: str = "", country: str | None = None) -> Actor | None:
    """The actor that ``words``, all mentions of one side of one event in text order, speak of; ``None`` for no words.

    ``label`` is ATTACKER or TARGET. A known armed group gives its usual name and type. Else the most informative mention is
    the name, as written: one with a proper name before a generic one, people before things, "policemen" before "victims",
    the first of equals. A thing has its owner's type. State forces outside their own country are external forces:
    ``country`` (alpha-2) is where the event was; without it the country that ``text`` names most.
    """
    mentions = [" ".join(w.split()) for w in words if w and not w.isspace()]
    if not mentions:
        return None
    where = country or (_story_country(text) if text else None)
    for mention in mentions:
        group = find_group(mention, country=where)
        if group is not None and not (label == "TARGET" and _is_someone_else(mention, label)):
            return Actor(name=group.name, type=_abroad(group.type, group.countries[0], where, group.countries))
    phrases = [read_phrase(mention, label=label) for mention in mentions]
    chosen = max(phrases, key=_informativeness)  # the first of equals
    kind = chosen.type if chosen.type not in (None, "unknown") else None
    if kind is None:
        # "Jan Kowalski" + "bombers": the name of one mention, the type of another.
        kind = next((p.type for p in phrases if p.type not in (None, "unknown") and not p.thing), None)
    kind = kind or _DEFAULT_TYPES.get(label, "unknown")
    name = _spelled_out(chosen.words, mentions)
    return Actor(name=name, type=_abroad(kind, chosen.nationality, where, ()))


def _informativeness(phrase: Phrase) -> tuple[bool, bool, bool]:
    """Compared in order: names a person or organisation; is not vague; is no thing."""
    typed = phrase.type is not None
    return (
        phrase.proper or (phrase.nationality is not None and typed and not phrase.vague),
        not phrase.vague,
        not phrase.thing,
    )


def _is_someone_else(mention: str, label: str) -> bool:
    """ "Taliban hostages", "FARC victims": the group is named, but its victims are meant."""
    phrase = read_phrase(mention, label=label)
    return phrase.type == "civilians" and not phrase.proper


def _abroad(kind: str, nationality: str | None, where: str | None, homes: Sequence[str]) -> str:
    """State forces of another country than the event's are external forces; other types stay."""
    if kind != "state_forces" or nationality is None or where is None:
        return kind
    return kind if nationality == where or where in homes else "external_forces"


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
