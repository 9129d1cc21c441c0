"""Counts of one event read one by one: how many, of whom, on which side, and whether the words make them a part, an
addition or the whole toll.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from frontwire.events.figure_nouns import noun_behind, noun_in_front, plain_noun, side_without_noun
from frontwire.events.sentence_lookup import Span
from frontwire.normalize.counts import parse_count
from frontwire.normalize.victim_words import are_others, head_word, is_general
from frontwire.schema import CountRange, Mention

_SIDES: Final = {"TARGET": "target", "ATTACKER": "attacker"}
#: Words in front of a count that make it a part of the figure before it.
_INCLUDING: Final = re.compile(
    r"\b(?:including|includes?|included|comprising|namely|among(?:st)? (?:them|whom)|of (?:them|whom|which))\b"
    r"(?:(?!\bkill|\bwound|\binjur|\bdead)[^;]){0,80}$",
    re.IGNORECASE,
)
#: Words that make it a part of all the dead or hurt, told anywhere before.
_AMONG_THE_DEAD: Final = re.compile(
    r"\b(?:among(?:st)?|of) the (?:dead|victims|killed|injured|wounded|deceased|casualties)\b[^;.]{0,60}$|"
    r"\b(?:dead|victims|deceased|slain|killed)\b(?: [\w'’-]+){0,4} (?:included?|includes)\b[^;.]{0,80}$",
    re.IGNORECASE,
)
_OF_THEM: Final = re.compile(r"\s*(?:\w+\s+){0,2}?(?:of|among) (?:them|these|those)\b", re.IGNORECASE)
_OF_WHOM: Final = re.compile(r"\s*(?:\w+\s+){0,2}?(?:of|among) (?:whom|which)\b", re.IGNORECASE)
_OF_THE_DEAD: Final = re.compile(
    r"\s*(?:\w+\s+){0,4}?(?:of|(?:are|were|was|is) among) the (?:\w+\s+)?(?:dead|victims|killed|injured|wounded|deceased)\b",
    re.IGNORECASE,
)
_OF_THE: Final = re.compile(r"\s*of the\b", re.IGNORECASE)
#: "four people, one a grandfather", "twelve bodies, one that of a nurse"; "six were in critical condition".
_APPOSED: Final = re.compile(r"[,(]\s*$")
_APPOSED_NOUN: Final = re.compile(r"\s*(?:an?|that of)\b", re.IGNORECASE)
_STATE: Final = re.compile(
    r"\s*(?:others\s+)?(?:\w+\s+)?(?:is|are|was|were)?\s*(?:still\s+)?(?:in|hospitali[sz]ed|seriously|critically|taken to|"
    r"rushed to)\s*(?:an?\s+)?(?:\w+\s+)?(?:critical|serious|stable|hospital|condition)",
    re.IGNORECASE,
)
_MORE: Final = re.compile(r"\b(?:another|additional|further)\b|\b(?:more|other|others)\s*$", re.IGNORECASE)
_MORE_AFTER: Final = re.compile(r"\s*(?:more|additional)\b|\s*other\b[^.]{0,60}\balso\b", re.IGNORECASE)
_ALSO_AFTER: Final = re.compile(
    r"(?:(?!\band\b)[^.;]){0,90}?\b(?:(?:was|were|had)\s+also|also\s+(?:died|perished|killed))\b", re.IGNORECASE
)
_WHOLE_BEFORE: Final = re.compile(
    r"\b(?:in all|in total|a total of|altogether|(?:rais|bring|tak|push)(?:ing|es?|ed)\b[^.;]{0,60}\bto|brought\b[^.;]{0,60}\bto)"
    r"[\s,]*(?:at least\s+)?$",
    re.IGNORECASE,
)
_ORDINAL_AFTER: Final = re.compile(
    r"\s*(third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|\d+(?:th|rd|st|nd))\b",
    re.IGNORECASE,
)
_ORDINALS: Final = dict(
    zip(
        "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth".split(),  # noqa: SIM905
        range(3, 16),
        strict=True,
    )
)
#: Nouns that say how many make them up: "a couple".
_SIZES: Final = {"couple": 2, "pair": 2, "duo": 2, "trio": 3}
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
    r"\b(?:at least|more than|no (?:fewer|less) than|as many as|(?<!gone )(?<!goes )(?<!went )(?<!owned )(?<!owns )up to|"
    r"(?:fewer|less) than)\s+$",
    re.IGNORECASE,
)
_UNITS_AFTER: Final = re.compile(r"\s?-\s?(?:one|two|three|four|five|six|seven|eight|nine)\b", re.IGNORECASE)
_TENS: Final = re.compile(r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)$", re.IGNORECASE)
#: What stands nearer to a count than this can bear on it, in characters.
_REACH: Final = 160
#: The same for the time that it sums up.
_LONG_REACH: Final = 400


@dataclass(slots=True)
class Figure:
    """One count mention, or one person told beside a count.

    ``noun`` is the labelled mention whose people it counts; ``head`` their word; ``voice`` who gives the figure;
    ``victims`` the group's name once it has one. ``part``: surely of people counted before; ``part_of``: of people of the
    same head, where such were counted ("three of the soldiers"). ``more``: told as on top of those before; ``also``: perhaps.
    """

    mention: Mention
    outcome: str
    counts: CountRange
    sentence: Span
    noun: Mention | None = None
    side: str = "unknown"
    head: str = ""
    part: bool = False
    part_of: bool = False
    more: bool = False
    also: bool = False
    whole: bool = False
    voice: str | None = None
    victims: str | None = None

    @property
    def general(self) -> bool:
        return is_general(self.head)


def read_figure(
    text: str, mention: Mention, outcome: str, sentence: Span, mentions: Sequence[Mention]
) -> Figure | None:
    """The figure of a count mention, ``None`` where its words are no count.

    ``mentions``: all of the event, in text order.
    """
    counts = parse_count(_whole_words(text, mention, sentence))
    if counts is None:
        return None
    before = text[max(sentence[0], mention.start - _REACH) : mention.start]
    after = text[mention.end : min(sentence[1], mention.end + _REACH)]
    figure = Figure(mention, outcome, counts, sentence)
    figure.noun = noun_behind(text, mention, sentence, mentions) or noun_in_front(text, mention, sentence, mentions)
    if figure.noun is not None:
        figure.side = _SIDES[figure.noun.label]
        figure.head = head_word(figure.noun.text)
    else:
        figure.head = plain_noun(after)
        figure.side = side_without_noun(text, before, mention, sentence, mentions)
    figure.part_of = _OF_THE.match(after) is not None
    if counts == CountRange(1, 1) and figure.head in _SIZES and not figure.part_of:
        figure.counts = CountRange(_SIZES[figure.head], _SIZES[figure.head])
    ordinal = _ORDINAL_AFTER.match(after)
    in_noun = ordinal is not None and figure.noun is not None and figure.noun.start < mention.end + ordinal.end()
    if ordinal is not None and counts == CountRange(1, 1) and not in_noun:
        value = _ORDINALS.get(ordinal.group(1).lower()) or int(re.sub(r"\D", "", ordinal.group(1)))
        figure.counts, figure.whole, figure.head = CountRange(value, value), True, ""
    in_sentence = any(m.label == mention.label and sentence[0] <= m.start < mention.start for m in mentions)
    figure.part = (
        (in_sentence and _INCLUDING.search(before) is not None)
        or _AMONG_THE_DEAD.search(before) is not None
        or _OF_THE_DEAD.match(after) is not None
        or _OF_WHOM.match(after) is not None
        or (_OF_THEM.match(after) is not None and (in_sentence or before.strip() == ""))
        or (in_sentence and _APPOSED.search(before) is not None and _APPOSED_NOUN.match(after) is not None)
        or _STATE.match(after) is not None
    )
    figure.more = not figure.whole and bool(
        _MORE.search(mention.text)
        or _MORE_AFTER.match(after)
        or (figure.noun is not None and are_others(figure.noun.text))
    )
    figure.also = _ALSO_AFTER.match(after) is not None
    figure.whole = figure.whole or _WHOLE_BEFORE.search(before) is not None
    return figure


def person_figure(person: Mention, beside: Figure) -> Figure:
    """One person told beside a count: "[the mayor] and two guards"."""
    return Figure(
        person,
        beside.outcome,
        CountRange(1, 1),
        beside.sentence,
        noun=person,
        side=_SIDES[person.label],
        head=head_word(person.text),
        voice=beside.voice,
    )


def of_this_event(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures without totals of a longer time ("127 this year"), where others are left."""

    def sums_up(figure: Figure) -> bool:
        # "The deadliest attack this year" is one attack.
        start = max(figure.sentence[0], figure.mention.start - _LONG_REACH)
        near = text[start : min(figure.sentence[1], figure.mention.end + _LONG_REACH)]
        return _RUNNING_TOTAL.search(near) is not None and _RECORD.search(near) is None

    return [figure for figure in figures if not sums_up(figure)] or list(figures)


def _whole_words(text: str, mention: Mention, sentence: Span) -> str:
    """The mention's words with what a tagger may have cut off at their edges: "at least", "-seven" of "twenty-seven"."""
    words = mention.text
    if (bound := _BOUND_BEFORE.search(text, max(sentence[0], mention.start - _REACH), mention.start)) is not None:
        words = bound.group() + words
    if _TENS.search(words) and (units := _UNITS_AFTER.match(text, mention.end, sentence[1])) is not None:
        words += units.group().replace(" ", "")
    return words
