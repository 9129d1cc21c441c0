"""What the words for a group of victims tell: which group it is, or only that there were people."""

from __future__ import annotations

import re
from typing import Final

#: Heads that name no group of their own, so that a figure with one may be the whole toll.
_GENERAL: Final = frozenset(
    "people person persons individual victim casualty civilian dead death body corpse skeleton other man men life "  # noqa: SIM905
    "live inhabitant resident loss fatality killed fallen human soul one".split()
)
#: What one side calls the other's people, or its own dead: others may see different people in them.
_FIGHTERS: Final = frozenset(
    "terrorist militant rebel insurgent guerrilla guerilla fighter bandit extremist subversive hoodlum rioter gunman "  # noqa: SIM905
    "gunmen criminal attacker assailant jihadist separatist mercenary infiltrator intruder militiamen combatant aggressor "
    "operative enemy martyr apostate infidel crusader trafficker gangster".split()
)
_FORCES: Final = frozenset(
    "soldier troop trooper conscript policeman policemen police constable guardsman guardsmen serviceman servicemen "  # noqa: SIM905
    "marine officer commando jawan personnel force army".split()
)
_BY_AGE_OR_SEX: Final = frozenset("child children woman women infant baby toddler minor teenager girl boy".split())  # noqa: SIM905
#: What tells a person by age, sex or fate alone: anybody's whole may hold him.
_DESCRIBED: Final = _BY_AGE_OR_SEX | frozenset(
    "man men male female teen teenager adult juvenile youth youngster kid victim person individual old daughter son".split()  # noqa: SIM905
)
_OF_PHRASE: Final = re.compile(r"\s(?:of|from)\s")
_WORD: Final = re.compile(r"[^\W_]+")
_PLURAL_S: Final = re.compile(r"(?<=[^s])s$")
_OTHERS: Final = re.compile(r"(?:an)?others?\b", re.IGNORECASE)


def head_word(words: str) -> str:
    """Last word before an of-phrase, lower case, without plural ending: "members of X" → "member", "bodies" → "body"."""
    found = _WORD.findall(_OF_PHRASE.split(words.strip())[0].lower())
    last: str = found[-1] if found else ""
    if last.endswith("ies") and len(last) > len("dies"):
        return last.removesuffix("ies") + "y"
    return _PLURAL_S.sub("", last)


def is_general(words: str | None) -> bool:
    """Whether the words say no more than that people were counted: none at all, "people", "bodies", "the dead"."""
    head = head_word(words or "")
    return not head or head in _GENERAL


def names_fighters(words: str | None) -> bool:
    """Whether the words are those that one side uses for the other's people: "terrorists", "rebels", "martyrs"."""
    return head_word(words or "") in _FIGHTERS


def names_forces(words: str | None) -> bool:
    """Whether the words name a state's forces, whatever their unit or rank: "soldiers", "policemen"."""
    return head_word(words or "") in _FORCES


def is_by_age_or_sex(words: str | None) -> bool:
    """Whether the words pick people out by age or sex alone, as one does with parts of a toll: "children"."""
    return head_word(words or "") in _BY_AGE_OR_SEX


def is_described(words: str | None) -> bool:
    """Whether the words tell people by age, sex or fate alone: "man", "16-year-old", "victims", "children"."""
    return head_word(words or "") in _DESCRIBED


def are_others(words: str | None) -> bool:
    """Whether the words set their people apart from those counted before: "others", "other passengers"."""
    return _OTHERS.match((words or "").strip()) is not None
