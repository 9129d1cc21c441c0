"""Which figures of an event count people counted before: parts, persons told one by one, those found somewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from frontwire.events.figures import Figure
from frontwire.normalize.victim_words import is_described, names_fighters
from frontwire.schema import CountRange

#: "Three clerks and [a] driver": the second is no part of the first.
_AND_ONLY: Final = re.compile(r"^[^,;:(.]{0,80}\band\s+$", re.IGNORECASE)
#: In texts without full stops the same toll comes again in one "sentence", this many characters on.
_REPEAT_GAP: Final = 250

_ARTICLES: Final = frozenset({"a", "an", "another"})
#: Parts listed behind a whole of another voice stand this near to it and to one another, in characters.
_LIST_GAP: Final = 40
#: From so many people in general on, one of a kind that another voice tells of is one of them and disputes nothing.
_MANY: Final = 10


@dataclass(slots=True)
class Group:
    """Figures of one voice for the same people; ``parts``: how many of them were told again one by one."""

    figures: list[Figure] = field(default_factory=list)
    parts: int = 0

    @property
    def first(self) -> Figure:
        return self.figures[0]


def completes(figure: Figure, groups: Sequence[Group]) -> bool:
    """ "Four were hurt. … One was in a critical state, [three] others had cuts": of those left of a toll told before."""
    for group in groups:
        fits = group.parts + figure.counts.low <= group.first.counts.low
        if group.parts and fits and further_on(group.first, figure):
            group.parts += figure.counts.low
            return True
    return False


def mark_listed_parts(text: str, figures: Sequence[Figure]) -> None:
    """ "21 people (13 foreigners and eight Afghans)": figures that follow a total and add up to it are its parts."""
    for index, whole in enumerate(figures):
        added, at = 0, whole.mention.end
        for number, part in enumerate(figures[index + 1 :], start=1):
            if are_rivals(whole, part) and part.mention.start - at > _LIST_GAP:
                break
            if part.part:
                break
            if not whole.general and (
                part.side != whole.side or (number == 1 and _AND_ONLY.search(text[at : part.mention.start]))
            ):
                break
            added += part.counts.low
            if added > whole.counts.low:
                break
            if number > 1 and added == whole.counts.low:
                for listed in figures[index + 1 : index + 1 + number]:
                    listed.part = True
                break
            at = part.mention.end


def are_rivals(left: Figure, right: Figure) -> bool:
    return None not in (left.voice, right.voice) and left.voice != right.voice


def is_part_of_known(figure: Figure, groups: Sequence[Group]) -> bool:
    if not figure.part_of:
        return False
    return any(
        g.first.side == figure.side
        and g.first.counts.low >= figure.counts.low
        and not are_rivals(g.first, figure)
        and further_on(g.first, figure)
        for g in groups
    )


def is_one_of_many(figure: Figure, groups: Sequence[Group]) -> bool:
    """ "Four people were hurt. … A boy of 16": one person told after a toll of people, or of such persons, is of it.

    Any voice may tell of him. Only as many are taken for such parts as the toll has people.
    """
    if figure.counts != CountRange(1, 1):
        return False
    articled = figure.mention.text.casefold() in _ARTICLES
    by_description = is_described(figure.head) or (articled and figure.general and not figure.more)
    for group in groups:
        first = group.first
        if by_description:
            holds = first.general or first.head == figure.head or (is_described(first.head) and not figure.more)
        else:
            # "32 people were killed, police said. A spokesman said one soldier was killed and the rest were civilians."
            other = are_rivals(first, figure) and not figure.more and not names_fighters(figure.head)
            holds = other and first.general and first.counts.low >= _MANY
        told = group.parts < first.counts.low and first.counts.low > 1 and further_on(first, figure)
        if holds and told and same_side(first, figure):
            group.parts += 1
            return True
    return False


def is_sight_of_known(figure: Figure, groups: Sequence[Group]) -> bool:
    """Whether a figure counts those found or taken somewhere out of a toll that was told before."""
    if not figure.partial or figure.mention.score is None or not is_wide(figure):
        return False
    for group in groups:
        first = group.first
        told = first.counts.low >= figure.counts.low and further_on(first, figure)
        if told and is_wide(first) and same_side(first, figure):
            group.parts += figure.counts.low
            return True
    return False


def is_wide(figure: Figure) -> bool:
    """Whether its words may stand for people of several groups."""
    return figure.general or is_described(figure.head)


def further_on(known: Figure, figure: Figure) -> bool:
    return known.sentence != figure.sentence or figure.mention.start - known.mention.end > _REPEAT_GAP


def same_side(known: Figure, figure: Figure) -> bool:
    """Whether two figures may count people of one side; those without a noun may count people of both."""
    return known.side == figure.side or known.noun is None or figure.noun is None
