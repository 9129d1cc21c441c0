"""Counts of one event as a reader takes them: which people each counts, and which repeat, contain or add to another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from frontwire.normalize.counts import add_counts, parse_count
from frontwire.schema import CountRange, Mention

#: People words that name no group of their own, so that a figure with one may be the whole toll.
_GENERIC: Final = frozenset(
    "people person persons individual individuals victim victims casualty casualties civilian civilians "  # noqa: SIM905
    "dead bodies body others other man men life lives live inhabitants residents inhabitant resident".split()
)
_PART_BEFORE: Final = re.compile(
    r"\b(?:including|includes?|included|among (?:them|whom|the (?:dead|victims|killed|injured|wounded|deceased))|"
    r"of (?:them|whom|which)|comprising|namely|amongst them)\b"
    r"(?:(?!\bkill|\bwound|\binjur|\bdead).){0,80}$",
    re.IGNORECASE | re.DOTALL,
)
_PART_AFTER: Final = re.compile(
    r"^\s*(?:others\s+)?(?:\w+\s+){0,2}?of (?:them|whom|the|these|those|its|his|her|their)\b|"
    r"^\s*(?:\w+\s+)?(?:is|are|was|were)?\s*(?:still\s+)?(?:in|hospitali[sz]ed|seriously|critically|taken to|"
    r"rushed to)\s*(?:an?\s+)?(?:\w+\s+)?(?:critical|serious|stable|hospital|condition)",
    re.IGNORECASE,
)
_MORE: Final = re.compile(r"\b(?:another|additional|further)\b|\b(?:more|other|others)\s*$", re.IGNORECASE)
_MORE_AFTER: Final = re.compile(r"^\s*(?:more|additional)\b|^\s*other\b[^.]{0,60}\balso\b", re.IGNORECASE)
#: A sentence that sums up a longer time: its figures are no toll of one event.
_RUNNING_TOTAL: Final = re.compile(
    r"\b(?:(?:so far )?this year|so far in|since (?:(?:the )?(?:beginning|start)|(?:early |late |mid-?)?(?:19|20)\d\d)|"
    r"(?:in|over|during) (?:the )?(?:past|last|previous) (?:\w+ )?(?:years?|months?|weeks?|decades?)|"
    r"every (?:year|month|week|day)|over the years)\b",
    re.IGNORECASE,
)
_RECORD: Final = re.compile(r"\b(?:deadliest|bloodiest|worst|biggest|largest|heaviest|most \w+)\b", re.IGNORECASE)
#: Bounds that a count mention may have lost at its edge, and the second half of a number with a spaced hyphen.
_BOUND_BEFORE: Final = re.compile(
    r"\b(?:at least|more than|no (?:fewer|less) than|as many as|up to|(?:fewer|less) than)\s+$", re.IGNORECASE
)
_UNITS_AFTER: Final = re.compile(r"^\s?-\s?(?:one|two|three|four|five|six|seven|eight|nine)\b", re.IGNORECASE)
_TENS: Final = re.compile(r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)$", re.IGNORECASE)
#: In texts without full stops the same toll comes again in one "sentence", this many characters on.
_REPEAT_GAP: Final = 100
#: How far after a count its noun may stand, in characters ("seven heavily armed young men").
_NOUN_GAP: Final = 45


@dataclass(slots=True)
class Figure:
    """One count mention.

    ``noun`` is the labelled mention whose people it counts; ``victims`` the group's name once it has one.
    """

    mention: Mention
    outcome: str
    counts: CountRange
    sentence: tuple[int, int]
    noun: Mention | None = None
    side: str = "unknown"
    head: str = ""
    part: bool = False
    more: bool = False
    victims: str | None = None

    @property
    def generic(self) -> bool:
        return not self.head or self.head in _GENERIC


def read_figure(
    text: str, mention: Mention, outcome: str, sentence: tuple[int, int], mentions: Sequence[Mention]
) -> Figure | None:
    """The figure of a count mention, ``None`` where its words are no count.

    ``mentions``: all of the event, in text order.
    """
    counts = parse_count(_whole_words(text, mention, sentence))
    if counts is None:
        return None
    before, after = text[sentence[0] : mention.start], text[mention.end : sentence[1]]
    figure = Figure(mention, outcome, counts, sentence)
    figure.noun = _noun_of(text, mention, sentence, mentions)
    if figure.noun is not None:
        figure.side = {"TARGET": "target", "ATTACKER": "attacker"}[figure.noun.label]
        figure.head = head_word(figure.noun.text)
    else:
        figure.side = _only_side(mentions)
    figure.part = bool(_PART_BEFORE.search(before) or _PART_AFTER.search(after))
    figure.more = bool(_MORE.search(mention.text) or _MORE_AFTER.search(after))
    return figure


def _whole_words(text: str, mention: Mention, sentence: tuple[int, int]) -> str:
    """The mention's words with what a tagger may have cut off at their edges: "at least", "-seven" of "twenty-seven"."""
    words = mention.text
    if (bound := _BOUND_BEFORE.search(text, sentence[0], mention.start)) is not None:
        words = bound.group() + words
    if _TENS.search(words) and (units := _UNITS_AFTER.search(text[mention.end : sentence[1]])) is not None:
        words += units.group().replace(" ", "")
    return words


def of_this_event(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures without totals of a longer time ("127 this year"), where others are left."""

    def sums_up(figure: Figure) -> bool:
        # "The deadliest attack this year" is one attack.
        sentence = text[slice(*figure.sentence)]
        return _RUNNING_TOTAL.search(sentence) is not None and _RECORD.search(sentence) is None

    return [figure for figure in figures if not sums_up(figure)] or list(figures)


def head_word(words: str) -> str:
    """Last word before an of-phrase, lower case, without plural ending: "members of X" → "member", "bodies" → "body"."""
    before = re.split(r"\s(?:of|from)\s", words.strip())[0]
    found = re.findall(r"[^\W_]+", before.lower())
    last: str = found[-1] if found else ""
    if last.endswith("ies") and len(last) > len("dies"):
        return last.removesuffix("ies") + "y"
    return re.sub(r"(?<=[^s])s$", "", last)


def _noun_of(text: str, count: Mention, sentence: tuple[int, int], mentions: Sequence[Mention]) -> Mention | None:
    following = [m for m in mentions if count.end <= m.start < min(sentence[1], count.end + _NOUN_GAP)]
    for mention in following:
        between = text[count.end : mention.start]
        if mention.label in ("KILLED", "WOUNDED", "CASUALTIES", "EVENT"):
            break
        if mention.label in ("TARGET", "ATTACKER"):
            if re.search(
                r"[,;:(]|\b(?:by|in|on|at|when|as|and|after|while|from|were|was|killed|injured|wounded|dead)\b",
                between,
                re.IGNORECASE,
            ):
                break
            return mention
    return None


def _only_side(mentions: Sequence[Mention]) -> str:
    """Without a noun: people that are counted as dead or hurt are those attacked, where the event names any."""
    return "target" if any(m.label == "TARGET" for m in mentions) else "unknown"


def independent_figures(figures: Sequence[Figure]) -> list[Figure]:
    """The figures that count, of one outcome and in text order, each with the name of its group in ``victims``.

    Left out: parts of a figure told before ("12 people, including three children") and repeats ("the six soldiers").
    Another figure for the same people keeps the group's name, so that the total spans both; other people get a group
    of their own.
    """
    _mark_listed_parts(figures)
    groups: list[list[Figure]] = []
    for figure in figures:
        if figure.part and groups:
            continue
        group = _same_people(figure, groups)
        if group is None:
            groups.append([figure])
        elif group and not any(_same_range(f.counts, figure.counts) for f in group):
            group.append(figure)
    kept = []
    for number, group in enumerate(groups):
        name = _group_name(group, [g for g in groups[:number] if g])
        for figure in group:
            figure.victims, figure.side = name, group[0].side
            kept.append(figure)
    return kept


def _mark_listed_parts(figures: Sequence[Figure]) -> None:
    """ "21 people (13 foreigners and eight Afghans)": figures that follow a total and add up to it are its parts."""
    for index, whole in enumerate(figures):
        added = 0
        for number, part in enumerate(figures[index + 1 :], start=1):
            added += part.counts.low
            if number > 1 and added == whole.counts.low:
                for listed in figures[index + 1 : index + 1 + number]:
                    listed.part = True
                break


def _same_people(figure: Figure, groups: list[list[Figure]]) -> list[Figure] | None:
    """The group that a figure speaks of; an empty list where it repeats or is part of several; ``None`` for people
    not met yet.
    """
    if not groups or figure.more:
        return None
    earlier = [g for g in groups if g[0].sentence != figure.sentence or _told_again(figure, g[0])]
    if not earlier:
        return None
    for group in reversed(earlier):
        if group[-1].head == figure.head and not figure.generic:
            return group
    total = add_counts([g[0].counts for g in groups])
    if _same_range(total, figure.counts) or any(_same_range(f.counts, figure.counts) for g in earlier for f in g):
        return []
    if figure.generic:
        if len(groups) == 1 and groups[0][0].generic:
            return groups[0]
        if total is not None and figure.counts.low > total.low:
            # The whole toll after its parts: it takes their place.
            groups[:] = [[figure]]
        return []
    whole = [g for g in earlier if g[0].generic]
    if whole and whole[0][0].counts.low >= figure.counts.low:
        return []
    return None


def _told_again(figure: Figure, earlier: Figure) -> bool:
    return figure.mention.start - earlier.mention.end > _REPEAT_GAP and _same_range(earlier.counts, figure.counts)


def _same_range(left: CountRange | None, right: CountRange) -> bool:
    return left is not None and (left.low, left.high) == (right.low, right.high)


def _group_name(group: Sequence[Figure], earlier: Sequence[Sequence[Figure]]) -> str | None:
    """The words of the group's first noun; made distinct where an earlier group of other people has the same words."""
    name = next((f.noun.text for f in group if f.noun is not None), None)
    taken = {(g[0].side, (g[0].victims or "").casefold()) for g in earlier}
    if (group[0].side, (name or "").casefold()) not in taken:
        return name
    number = 2
    base = name or "others"
    if (group[0].side, base.casefold()) not in taken:
        return base
    while (group[0].side, f"{base} ({number})".casefold()) in taken:
        number += 1
    return f"{base} ({number})"
