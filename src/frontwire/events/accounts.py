"""Figures of one event and outcome sorted into what each voice tells: which people each counts, and which figures
repeat, contain or add to another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from frontwire.events.figure_parts import (
    Group,
    are_rivals,
    completes,
    further_on,
    is_one_of_many,
    is_part_of_known,
    is_sight_of_known,
    is_wide,
    mark_listed_parts,
    same_side,
)
from frontwire.events.figures import Figure, are_two_persons
from frontwire.normalize.counts import add_counts
from frontwire.normalize.victim_words import are_others, is_described, names_fighters, names_forces
from frontwire.schema import CountRange

#: Two figures joined like this in one sentence count different people: "six rebels and two soldiers".
_JOINED: Final = re.compile(r"[^.;]{0,60}?(?:\band\b|,|\bas well as\b|\bplus\b)\s*(?:\S+\s+){0,2}", re.IGNORECASE)

#: "… people [at a bowling alley]".
_SCENE: Final = re.compile(
    r"\s+(?:(?:was|were|died|dead|killed|shot)\s+){0,2}(?:at|inside|outside|near)\s+(?:an?|the|one|another|his|her)\s+\w",
    re.IGNORECASE,
)
#: Longer words between two figures join nothing; bounds the pattern, in characters.
_JOIN_GAP: Final = 150


def independent_figures(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures that count, of one outcome and in text order, each with the name of its group in ``victims``.

    Left out: parts of a figure told before ("12 people, including three children") and repeats ("the six soldiers").
    Another figure of the same voice for the same people keeps the group's name, so that the total spans both; other
    people get a group of their own. What other voices tell stands beside it under their ``voice``.
    """
    mark_listed_parts(text, figures)
    _lend_sides(figures)
    groups: list[Group] = []
    for figure in [f for f in figures if not f.part] or figures:
        if groups and (is_part_of_known(figure, groups) or is_one_of_many(figure, groups)):
            continue
        if groups and figure.more and (completes(figure, groups) or is_sight_of_known(figure, groups)):
            continue
        if _is_of_risen(figure, groups):
            continue
        if figure.also and not any(g.first.head == figure.head for g in groups):
            figure.more = True
        if _adds(text, figure, groups) or not _find_place(text, figure, groups):
            groups.append(Group([figure]))
    return _named(groups)


def _adds(text: str, figure: Figure, groups: Sequence[Group]) -> bool:
    """Whether a figure told as "another" is on top of those before, and not the same addition told again."""
    if figure.more and len(groups) > 1 and _same(add_counts(g.first.counts for g in groups), figure.counts):
        return False
    again = any(
        (g.first.more or ((figure.counts.low > 1 or _in_headline(text, g.first)) and further_on(g.first, figure)))
        and g.first.counts == figure.counts
        and _may_be_the_same(text, g.first, figure)
        for g in groups
    )
    return figure.more and bool(groups) and not again


def _in_headline(text: str, figure: Figure) -> bool:
    """Whether a figure stands in a first line without a full stop, whose news the text tells again."""
    start, end = figure.sentence
    return start == 0 and not text[:end].rstrip().endswith((".", "!", "?"))


def _lend_sides(figures: Sequence[Figure]) -> None:
    """A bare figure set against another one counts the same side: "the army lost 80 men; rebels say [at least 200]"."""
    for before, figure in pairwise(figures):
        bare = figure.noun is None and figure.general
        if bare and before.sentence == figure.sentence and are_rivals(before, figure):
            figure.side = before.side


def _find_place(text: str, figure: Figure, groups: list[Group]) -> bool:
    """Put a figure where its people are told already; ``False`` for people not met yet, who need a group."""
    if _repeats(text, figure, groups) or is_sight_of_known(figure, groups):
        return True
    if figure.revision and not figure.whole and _revise(figure, groups):
        return True
    own = [g for g in groups if g.first.voice == figure.voice and same_side(g.first, figure)]
    earlier = [g for g in own if further_on(g.first, figure)]
    if figure.whole:
        return _take_whole(figure, groups)
    if not figure.general:
        return _place_group(figure, earlier, groups)
    return _place_general(text, figure, own, earlier, groups)


def _is_of_risen(figure: Figure, groups: Sequence[Group]) -> bool:
    """ "The toll rose to 81 after [three] more died": the whole counts them already."""
    return figure.more and any(f.revision and f.sentence == figure.sentence for g in groups for f in g.figures)


def _revise(figure: Figure, groups: list[Group]) -> bool:
    """Put a figure told as an earlier or later one beside the last one of its people."""
    for group in [g for g in groups if g.first.more and g.first.sentence == figure.sentence]:
        groups.remove(group)  # "three more died and the toll rose to [81]"
    for group in reversed(groups):
        if same_side(group.first, figure) and (figure.general or group.first.head == figure.head):
            figure.voice = group.first.voice
            group.figures.append(figure)
            return True
    return False


def _place_group(figure: Figure, earlier: Sequence[Group], groups: Sequence[Group]) -> bool:
    """A figure for people with a name of their own: a later figure of its voice for them, or a part of its whole."""
    for group in reversed(earlier):
        if group.first.head == figure.head and not are_two_persons(group.first, figure):
            group.figures.append(figure)
            return True
    # What the text itself counts as a whole holds the parts that others name; who names fighters disputes it. Women and
    # children are parts of anybody's whole.
    holders = (figure.voice,) if names_fighters(figure.head) else (figure.voice, None)
    wholes = [
        g
        for g in groups
        if (g.first.general or (is_described(g.first.head) and is_described(figure.head)))
        and g.first.sentence != figure.sentence
        and same_side(g.first, figure)
        and not are_two_persons(g.first, figure)
    ]
    anybodys = is_described(figure.head)
    if (
        figure.voice is None
        and figure.noun is not None
        and not (names_fighters(figure.head) or names_forces(figure.head))
    ):
        # "The blast killed 30 people, police said. Four students died."
        anybodys = anybodys or any(2 * figure.counts.low <= g.first.counts.low for g in wholes if g.first.general)
    return any((anybodys or g.first.voice in holders) and g.first.counts.low >= figure.counts.low for g in wholes)


def _place_general(text: str, figure: Figure, own: list[Group], earlier: list[Group], groups: list[Group]) -> bool:
    """A figure for people in general: a later figure for the whole, the whole after its parts, or a vague repeat."""
    # "Two victims remain in hospital. … Five were hurt": those taken somewhere were of any voice's whole.
    for group in list(groups):
        first = group.first
        if first.partial and is_wide(first) and first.counts.low < figure.counts.low and further_on(first, figure):
            groups.remove(group)
    own = [g for g in own if g in groups]
    earlier = [g for g in earlier if g in groups]
    if not earlier:
        return False
    if figure.counts.high == 1:
        return any(g.first.general for g in own)
    if len(own) == 1 and own[0].first.general:
        if figure.counts.low >= own[0].first.counts.low or not _has_place_of_its_own(text, figure):
            own[0].figures.append(figure)
        return True
    total = add_counts(g.first.counts for g in own)
    if total is not None and figure.counts.low > total.low:
        return _take_whole(figure, groups)
    return True


def _has_place_of_its_own(text: str, figure: Figure) -> bool:
    """Whether a figure is that of one scene among several: "he killed seven people at a bowling alley"."""
    end = figure.noun.end if figure.noun is not None and figure.noun.start >= figure.mention.end else figure.mention.end
    return _SCENE.match(text, end, min(figure.sentence[1], end + _JOIN_GAP)) is not None


def _take_whole(figure: Figure, groups: list[Group]) -> bool:
    """The whole toll takes the place of the smaller parts that its own voice, or the text itself, told before."""
    parts = [
        g
        for g in groups
        if g.first.voice in (figure.voice, None)
        and not g.first.whole
        and g.first.counts.low < figure.counts.low
        and same_side(g.first, figure)
    ]
    for group in parts:
        groups.remove(group)
    return False


def _repeats(text: str, figure: Figure, groups: Sequence[Group]) -> bool:
    """Whether a figure says again what was said; one that opens a range ("at least ten") joins the figure it repeats."""
    for group in groups:
        for known in group.figures:
            if known.counts.low != figure.counts.low or not _may_be_the_same(text, known, figure):
                continue
            if known.counts.high is not None and figure.counts.high is None:
                figure.voice = known.voice
                group.figures.append(figure)
            return True
    for voice in {g.first.voice for g in groups}:
        told = [g for g in groups if g.first.voice == voice and further_on(g.first, figure)]
        if len(told) > 1 and _same(add_counts(g.first.counts for g in told), figure.counts) and is_wide(figure):
            return True
    return False


def _may_be_the_same(text: str, known: Figure, figure: Figure) -> bool:
    if _is_joined(text, known, figure) or are_two_persons(known, figure):
        return False
    if known.head == figure.head or known.general or figure.general:
        return True
    # Different words for as many people on one side: told further on they are the same people.
    return known.side == figure.side and further_on(known, figure)


def _is_joined(text: str, left: Figure, right: Figure) -> bool:
    if left.sentence != right.sentence or right.mention.start - left.mention.end > _JOIN_GAP:
        return False
    return _JOINED.fullmatch(text, left.mention.end, right.mention.start) is not None


def _same(left: CountRange | None, right: CountRange) -> bool:
    return left is not None and (left.low, left.high) == (right.low, right.high)


def _named(groups: Sequence[Group]) -> list[Figure]:
    kept: list[Figure] = []
    taken: set[tuple[str | None, str, str]] = set()
    voices: set[str | None] = set()
    for group in groups:
        first = group.first
        name = next((f.noun.text for f in group.figures if f.noun is not None), None)
        if first.more and voices and first.voice not in voices and not are_others(name):
            name = f"other {name}" if name else "others"
        name = _distinct(name, first, taken)
        voices.add(first.voice)
        for figure in group.figures:
            figure.victims, figure.side = name, first.side
            kept.append(figure)
    return sorted(kept, key=lambda f: f.mention.start)


def _distinct(name: str | None, first: Figure, taken: set[tuple[str | None, str, str]]) -> str | None:
    """The name, made distinct where other people of the same voice and side have it."""
    key = (first.voice, first.side, (name or "").casefold())
    base = name or "others"
    number = 1
    while key in taken:
        name = base if number == 1 and name is None else f"{base} ({max(2, number)})"
        number += 1
        key = (first.voice, first.side, name.casefold())
    taken.add(key)
    return name
