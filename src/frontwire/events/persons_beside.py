"""Single persons told beside a count, who count one each: "the mayor and [two] peasants", "[a] girl and her
grandfather", "killing himself and [three] officers".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from frontwire.events.figures import Figure
from frontwire.events.named_victims import is_name, is_one_person, size
from frontwire.schema import CountRange, Mention

_PEOPLE: Final = ("TARGET", "ATTACKER")
_COUNTS: Final = ("KILLED", "WOUNDED", "CASUALTIES")
_LINK: Final = r"(?:and|as well as|along with|together with|plus)"
#: What may follow a person before the link: an age, a home, brackets.
_REMARK: Final = r"(?:\s+of\s+[\w'’ -]{1,40}?|\s*\([^()]{1,40}\)|,\s*\d{1,3})?,?"
_AGE: Final = r"(?:\d+|[a-z]{3,9}(?:[- ][a-z]{3,5})?)[- ]?(?:years?|yr|months?)(?:[- ]old)?"
_DETERMINER: Final = rf"((?:(?:also|the|an?|his|her|their|its|one|another|teenage|young|{_AGE})\s+)*)"
_LINKED: Final = re.compile(rf"{_REMARK}\s*{_LINK}\s+{_DETERMINER}", re.IGNORECASE)
_OWNED: Final = re.compile(rf"{_REMARK}\s+((?:his|her|their|its)\s+)", re.IGNORECASE)
_APPOSED: Final = re.compile(r"\s*[,(]?\s*(?:(?:the|an?|one|known as|alias|named|identified as)\s+)?", re.IGNORECASE)
_LINKED_COUNT: Final = re.compile(
    rf"{_REMARK}\s*{_LINK}\s+(?:also\s+|the\s+|his\s+|her\s+|their\s+|at least\s+)?", re.IGNORECASE
)
#: "[Omar Noor] was killed with [two] guards".
_ALONG: Final = {
    outcome: re.compile(
        rf"{_REMARK}(?:,[^,.;]{{1,60}},)?\s+(?:(?:was|had been|has been)\s+(?:\w+ly\s+)?(?:{verbs})|(?:{alone}))\s+"
        r"(?:along\s+|together\s+)?with\s+(?:his\s+|her\s+|their\s+|the\s+|at least\s+)?",
        re.IGNORECASE,
    )
    for outcome, verbs, alone in (
        ("killed", "killed|murdered|assassinated|shot dead|gunned down|slain|executed|martyred", "died|perished"),
        ("wounded", "wounded|injured|hurt", "suffered wounds"),
    )
}
_OTHER_FATE: Final = {
    outcome: re.compile(
        r"\s*(?:\([^()]{1,30}\)\s*)?(?:who\s+)?(?:(?:was|were|had|has|later)\s+)*(?:escap\w+|fled|surviv\w+|unhurt|"
        r"unharmed|"
        rf"abducted|kidnapped|retaliated|returned|exchanged|{words})\b",
        re.IGNORECASE,
    )
    for outcome, words in (("killed", "wounded|injured|hurt|critically|seriously"), ("wounded", "killed|dead|died"))
}
_HIM: Final = re.compile(rf"\b(himself|herself|him|her)\s+{_LINK}\s+(?:at least\s+)?$", re.IGNORECASE)
#: "fell on [a shed] and four people": the thing behind a preposition is no victim of the verb.
_AT_A_PLACE: Final = re.compile(
    r"\b(?:on|in|at|near|into|against|inside|outside|from|with|through|towards?)\s+(?:(?:the|an?|his|her|their|"
    r"its)\s+)?$",
    re.IGNORECASE,
)
#: How far in front of a person a preposition may stand, in characters.
_DETERMINERS: Final = 20
#: Bounds the looks to either side, in characters.
_REACH: Final = 120


def persons_beside(text: str, figure: Figure, mentions: Sequence[Mention], counted: Collection[str]) -> list[Mention]:
    """The persons joined to a count, in text order.

    ``mentions``: all of the event in text order; ``counted``: ids of those that counts stand for.
    """
    start, end = figure.sentence
    near = [m for m in mentions if start <= m.start < end and m.label in (*_PEOPLE, *_COUNTS)]
    before = [m for m in near if m.end <= figure.mention.start]
    last = figure.noun.end if figure.noun is not None else figure.mention.end
    behind = [m for m in near if m.start >= max(last, figure.mention.end)]
    found = [
        *_to_the_left(text, figure, before, counted),
        *_to_the_right(text, figure, max(last, figure.mention.end), behind, counted),
    ]
    return sorted([*found, *_pronoun(text, figure, mentions)], key=lambda m: m.start)


def _to_the_left(text: str, figure: Figure, before: Sequence[Mention], counted: Collection[str]) -> list[Mention]:
    found: list[Mention] = []
    at, after = figure.mention.start, None
    for mention in reversed(before):
        if not _may_count(mention, counted) or at - mention.end > _REACH:
            break
        if after is None:
            along = _ALONG[figure.outcome].fullmatch(text, mention.end, at) is not None
            linked = along or _LINKED_COUNT.fullmatch(text, mention.end, at) is not None
            if not linked or _AT_A_PLACE.search(text, max(0, mention.start - _DETERMINERS), mention.start):
                break
            found.append(mention)
        elif _same_person(text, mention, after):
            pass
        elif _LINKED.fullmatch(text, mention.end, at) or _OWNED.fullmatch(text, mention.end, at):
            found.append(mention)
        else:
            break
        at, after = mention.start, mention
    return found


def _to_the_right(
    text: str, figure: Figure, at: int, behind: Sequence[Mention], counted: Collection[str]
) -> list[Mention]:
    found: list[Mention] = []
    previous: Mention | None = None
    alone = figure.counts == CountRange(1, 1)
    for mention in behind:
        if not _may_count(mention, counted) or mention.start - at > _REACH:
            break
        joined = _LINKED.fullmatch(text, at, mention.start) or _OWNED.fullmatch(text, at, mention.start)
        bare = joined is not None and joined.group(1) == "" and not _is_sure_name(mention.text)
        if joined and not bare and not _OTHER_FATE[figure.outcome].match(text, mention.end):
            found.append(mention)
        elif joined or not (
            _same_person(text, previous, mention) if previous else alone and _is_apposed(text, at, mention)
        ):
            # Behind a plural the apposed are the people counted: "two hostages, a foreman and the cook".
            break
        at, previous = mention.end, mention
    return found


def _is_sure_name(words: str) -> bool:
    return is_name(words) and (not words.isupper() or " " in words)


def _is_apposed(text: str, at: int, mention: Mention) -> bool:
    return _APPOSED.fullmatch(text, at, mention.start) is not None


def _may_count(mention: Mention, counted: Collection[str]) -> bool:
    return (
        mention.label in _PEOPLE
        and mention.id not in counted
        and (is_one_person(mention.text) or size(mention.text) > 1)
    )


def _same_person(text: str, first: Mention, second: Mention) -> bool:
    """A name and a description side by side."""
    if not _APPOSED.fullmatch(text, first.end, second.start):
        return False
    return second.start - first.end <= 1 or is_name(first.text) != is_name(second.text)


def _pronoun(text: str, figure: Figure, mentions: Sequence[Mention]) -> list[Mention]:
    found = _HIM.search(text, max(figure.sentence[0], figure.mention.start - _REACH), figure.mention.start)
    if found is None:
        return []
    labels = ("ATTACKER",) if found.group(1).lower().endswith("self") else _PEOPLE
    named = [m for m in mentions if m.end <= found.start() and m.label in labels and is_one_person(m.text)]
    return named[-1:]
