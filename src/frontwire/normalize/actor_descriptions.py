"""What stands right beside the name of a victim and says who it is: "journalist Danish Khan", "Ahmed Ali, a shopkeeper".

What another victim of the same event is says nothing of it: "Ahmed Ali was killed. Two policemen were hurt."
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from frontwire.normalize.actor_words import Phrase, describes_people

#: Characters looked at on either side of a name.
_REACH: Final = 80
#: A name told more often than that is described early or not at all.
_MOST_PLACES: Final = 5
_BEFORE: Final = re.compile(
    r"((?:[\w'’-]+\s+){0,3}[\w'’-]+)(\s*,)?\s+(?:named\s+|called\s+|identified as\s+)?$", re.IGNORECASE
)
_AFTER: Final = re.compile(
    r"(?:\s*\([^()]{1,20}\)|,\s*(?:aged\s+)?\d{1,2}(?=,))?"
    r"(?:,\s+(?:who\s+(?:was|is)\s+)?|\s+(?:was|is)\s+)(?:an?|the|his|her|their|its|one of the)\s+([^,.;:()]{2,60})",
    re.IGNORECASE,
)
#: Where the words on a victim end: "a shopkeeper who …", "a policeman in Gao".
_END: Final = re.compile(r"\s(?:who|whom|which|that|and|was|were|when|while|by|from|in|at|on|with)\s", re.IGNORECASE)
_JOINED: Final = re.compile(r"\b(?:and|or|with)\s+$", re.IGNORECASE)
_PLURAL: Final = re.compile(r"(?:s|men|women|people|police|personnel)$", re.IGNORECASE)
_OF_A_VESSEL: Final = re.compile(
    r"\b(?:its|(?:ship|vessel|tanker|boat|ferry|freighter|trawler)(?:['’]s)?) captain\b|"
    r"\bcaptain of (?:the|an?) (?:\w+ )?(?:ship|vessel|tanker|boat|ferry|freighter|trawler)\b",
    re.IGNORECASE,
)


def description_of(name: str, others: Sequence[Phrase], text: str) -> Phrase | None:
    """The phrase beside ``name`` in ``text`` that says what the victim is; ``None`` where none does.

    ``others``, the other mentions of the victims, speak too where they take the name up again: "Ali was shot. The officer …".
    """
    places = [match.start() for match in re.finditer(re.escape(name), text)]
    for start in places[:_MOST_PLACES]:
        found = _before(text[max(0, start - _REACH) : start]) or _after(
            text[start + len(name) : start + len(name) + _REACH]
        )
        if found is not None:
            return found
    return next((other for other in others if places and _takes_up(other, name, text, places[0])), None)


def is_of_a_vessel(words: str, text: str) -> bool:
    """Whether "captain" is the master of a ship and no officer."""
    return words.casefold() == "captain" and _OF_A_VESSEL.search(text) is not None


def _before(left: str) -> Phrase | None:
    found = _BEFORE.search(left)
    # "Police, Ali": a comma parts one person from his name, and all others from the next in a list.
    if found is None or (found.group(2) and _PLURAL.search(found.group(1))):
        return None
    return describes_people(found.group(1), label="TARGET")


def _after(right: str) -> Phrase | None:
    found = _AFTER.match(right)
    return describes_people(_END.split(found.group(1))[0], label="TARGET") if found is not None else None


def _takes_up(other: Phrase, name: str, text: str, name_at: int) -> bool:
    """Whether one person is told again without his name, behind it and with an article that points back."""
    if other.type in (None, "unknown") or other.thing:
        return False
    if other.proper:  # "MIT police officer Collier" behind "Sean Collier"
        return other.words.split()[-1].casefold() == name.split()[-1].casefold()
    if _PLURAL.search(other.words):
        return False
    at = text.find(f"the {other.words}", name_at)
    if at < 0:
        at = text.find(f"The {other.words}", name_at)
    return at >= 0 and _JOINED.search(text[max(0, at - 6) : at]) is None
