"""Counts of one event read one by one: how many, of whom, on which side, and whether the words make them a part, an
addition or the whole toll.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from frontwire.events.count_edges import age_of, begins_number, ends_range, is_age, is_bare_age, whole_words
from frontwire.events.figure_nouns import (
    noun_behind,
    noun_in_front,
    plain_noun,
    side_of_all,
    side_of_fighters,
    side_of_noun,
    side_of_own_losses,
    side_without_noun,
)
from frontwire.events.figure_revisions import is_revision
from frontwire.events.figure_times import is_sum
from frontwire.events.sentence_lookup import Span
from frontwire.events.stated_fate import DIED_OF_WOUNDS, stated_outcome, states_fate
from frontwire.normalize.counts import parse_count
from frontwire.normalize.victim_words import are_others, head_word, is_general
from frontwire.ontology import OUTCOME_OF_LABEL
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
    r"\s*(?:\w+\s+){0,4}?(?:of|(?:are|were|was|is) among) the (?:\w+\s+)?(?:dead|victims|killed|injured|wounded|"
    r"deceased)\b",
    re.IGNORECASE,
)
_OF_THE: Final = re.compile(r"\s*of the\b", re.IGNORECASE)
#: "four people, one a grandfather", "twelve bodies, one that of a nurse"; "six were in critical condition".
_APPOSED: Final = re.compile(r"[,(]\s*$")
_APPOSED_NOUN: Final = re.compile(r"\s*(?:an?|that of|with|critically|seriously|badly|gravely)\b", re.IGNORECASE)
#: "five dead: [a] waiter …", "four are dead: [two] surveyors and a friar".
_LISTED: Final = re.compile(
    r"\b(?:dead|killed|died|deaths|wounded|injured|hurt|victims|people|casualties):\s[^:;.]{0,80}$", re.IGNORECASE
)
_STATE: Final = re.compile(
    r"\s*(?:others\s+)?(?:(?!died|dead|killed)\w+\s+)?(?:is|are|was|were)?\s*(?:still\s+)?(?:in|hospitali[sz]ed|seriously|critically|"
    r"taken to|"
    r"rushed to)\s*(?:an?\s+)?(?:\w+\s+)?(?:critical|serious|stable|hospital|condition)",
    re.IGNORECASE,
)
_MORE: Final = re.compile(r"\b(?:another|additional|further)\b|\b(?:more|other|others)\s*$", re.IGNORECASE)
_ANOTHER_BEFORE: Final = re.compile(r"\banother\s+(?:at least\s+)?$", re.IGNORECASE)
_MORE_AFTER: Final = re.compile(r"\s*(?:more|additional)\b|\s*other\b[^.]{0,60}\balso\b", re.IGNORECASE)
_ALSO_AFTER: Final = re.compile(
    r"(?:(?!\band\b)[^.;]){0,90}?\b(?:(?:was|were|had)\s+also|also\s+(?:died|perished|killed))\b", re.IGNORECASE
)
_WHOLE_BEFORE: Final = re.compile(
    r"\b(?:(?:was|were|is|are) among(?: the)?|in all|in total|a total of|altogether|(?:rais|bring|tak|push)(?:ing|es?|"
    r"ed)\b[^.;]{0,60}\bto|brought\b[^.;]{0,60}\bto)"
    r"[\s,]*(?:at least\s+)?$",
    re.IGNORECASE,
)
#: "Five civilians died in a strike that killed [12]": of people in general it is the whole.
_ACT_THAT_KILLED: Final = re.compile(
    r"\b(?:attacks?|strikes?|raids?|bombings?|blasts?|explosions?|shootings?|massacre|ambush|incident|assault|"
    r"shelling)\s+"
    r"(?:that|which)\s+(?:also\s+)?(?:left|killed|wounded|injured|claimed|hurt)\s+(?:at least\s+)?$",
    re.IGNORECASE,
)
#: "officers found [three] men", "[two] victims were taken to a hospital".
_FOUND_BEFORE: Final = re.compile(
    r"\b(?:found|find|located|encountered|discovered|took|taken|transported|treated|treating|rushed|received|"
    r"reports? of)\s+(?:the\s+|at least\s+)?$",
    re.IGNORECASE,
)
_TAKEN_SOMEWHERE: Final = re.compile(
    r"\s*(?:,[^,.;]{1,40},\s*)?(?:(?:people|others|victims|men|women|children)\s+)?(?:who\s+)?"
    r"(?:(?:was|were|had been|has been|have been|had|are|is|also|later|still|remain|remains|remained)\s+)*"
    r"(?:taken|transported|rushed|airlifted|flown|transferred|treated|hospitali[sz]ed|released|discharged|listed|"
    r"located|walk(?:ed|ing)\s+in|"
    r"(?:show|turn)(?:ed)?\s+up|driven|in\s+(?:\w+\s+){0,3}condition|at\s+(?:the|a)\s+(?:\w+\s+){0,3}hospital)\b",
    re.IGNORECASE,
)
#: "None of the other [eight] people inside were hurt".
_NONE_OF: Final = re.compile(r"\b(?:none|neither) of the\s+(?:other\s+)?$", re.IGNORECASE)
#: "2:[21] Nathan sentenced": how long a video runs.
_CLOCK_BEFORE: Final = re.compile(r"(?<!\w)[0-9]{1,2}:$")
_OF_SOMEBODYS: Final = re.compile(
    r"\s+(?:out\s+)?of\s+(?:its|their|his|her|our|(?:the\s+)?[\w-]+['’]s?)\s+$", re.IGNORECASE
)
_OTHERS_AFTER: Final = re.compile(r"\s*others?\b", re.IGNORECASE)
_ORDINAL_AFTER: Final = re.compile(
    r"\s*(third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|"
    r"\d+(?:th|rd|st|nd))\b",
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
#: What stands nearer to a count than this can bear on it, in characters.
_REACH: Final = 160
#: The same for words that say what became of the people.
_FATE_REACH: Final = 60
#: How far back the last count of the same outcome may stand, in characters.
_LONG_REACH: Final = 400


@dataclass(slots=True)
class Figure:
    """One count mention, or one person told beside a count.

    ``noun`` is the labelled mention whose people it counts; ``head`` their word; ``voice`` who gives the figure;
    ``victims`` the group's name once it has one. ``part``: surely of people counted before; ``part_of``: of people of the
    same head, where such were counted ("three of the soldiers"); ``partial``: those found or taken somewhere, who need not
    be all. ``more``: told as on top of those before; ``also``: perhaps. ``whole``: told as all of them;
    ``revision``: told as an earlier or later figure for them; ``sum``: as those
    of several events. ``stated``: words beside it say what became of them; ``age``: of a single person, in years.
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
    revision: bool = False
    sum: bool = False
    stated: bool = True
    partial: bool = False
    age: int | None = None
    voice: str | None = None
    victims: str | None = None

    @property
    def general(self) -> bool:
        return is_general(self.head)


def read_figure(text: str, mention: Mention, sentence: Span, mentions: Sequence[Mention]) -> Figure | None:
    """The figure of a count mention, ``None`` where its words are no count or tell of no dead or hurt.

    ``mentions``: all of the event, in text order.
    """
    counts = parse_count(whole_words(text, mention, sentence))
    if counts is None or ends_range(text, mention, mentions) or begins_number(text, mention, mentions):
        return None
    before = text[max(sentence[0], mention.start - _REACH) : mention.start]
    after = text[mention.end : min(sentence[1], mention.end + _REACH)]
    if (
        _is_group_size(before, mention, mentions)
        or is_bare_age(before, mention.text, after)
        or _NONE_OF.search(before)
        or _CLOCK_BEFORE.search(before)
    ):
        return None
    noun = noun_behind(text, mention, sentence, mentions) or noun_in_front(text, mention, sentence, mentions)
    outcome = stated_outcome(text, mention, noun, sentence, mentions)
    if outcome is None:
        return None
    figure = Figure(mention, outcome, counts, sentence, noun)
    if figure.noun is not None:
        own = side_of_own_losses(text, before, mention, figure.noun, sentence, mentions)
        figure.side = own or side_of_noun(figure.noun, mention, mentions)
        figure.head = head_word(figure.noun.text)
    else:
        figure.head = plain_noun(after)
        figure.side = (
            side_of_all(text, before, mention, mentions)
            or side_of_fighters(figure.head, mentions)
            or side_without_noun(text, before, mention, sentence, mentions)
        )
    figure.part_of = _OF_THE.match(after) is not None
    if counts == CountRange(1, 1) and figure.head in _SIZES and not figure.part_of:
        figure.counts = CountRange(_SIZES[figure.head], _SIZES[figure.head])
    if is_age(after):
        figure.counts = CountRange(1, 1)
    ordinal = _ORDINAL_AFTER.match(after)
    in_noun = ordinal is not None and figure.noun is not None and figure.noun.start < mention.end + ordinal.end()
    if ordinal is not None and counts == CountRange(1, 1) and not in_noun:
        value = _ORDINALS.get(ordinal.group(1).lower()) or int(re.sub(r"\D", "", ordinal.group(1)))
        figure.counts, figure.whole, figure.head = CountRange(value, value), True, ""
    figure.stated = mention.score is None or states_fate(before[-_FATE_REACH:] + after[:_FATE_REACH])
    behind = text[(figure.noun.end if figure.noun and figure.noun.start >= mention.end else mention.end) : sentence[1]]
    figure.partial = _FOUND_BEFORE.search(before) is not None or _TAKEN_SOMEWHERE.match(behind[:_REACH]) is not None
    if counts == CountRange(1, 1):
        figure.age = age_of(text, mention.end, noun.end if noun is not None else mention.end)
    figure.sum = is_sum(before, after, bare=figure.noun is None)
    # Those who died of it come on top of the dead told before.
    died_of_wounds = outcome == "killed" and DIED_OF_WOUNDS.match(after) is not None
    figure.part_of = figure.part_of and not died_of_wounds
    in_sentence = any(m.label == mention.label and sentence[0] <= m.start < mention.start for m in mentions)
    figure.part = (
        (in_sentence and _INCLUDING.search(before) is not None)
        or (_AMONG_THE_DEAD.search(before) is not None and _WHOLE_BEFORE.search(before) is None)
        or (_OF_THE_DEAD.match(after) is not None and not died_of_wounds)
        or _OF_WHOM.match(after) is not None
        or (_OF_THEM.match(after) is not None and (in_sentence or before.strip() == ""))
        or (in_sentence and _APPOSED.search(before) is not None and _APPOSED_NOUN.match(after) is not None)
        or _STATE.match(after) is not None
        or (in_sentence and _LISTED.search(before) is not None)
    )
    figure.more = not figure.whole and bool(
        died_of_wounds
        or _MORE.search(mention.text)
        or _ANOTHER_BEFORE.search(before)
        or _MORE_AFTER.match(after)
        or (_OTHERS_AFTER.match(after) and _is_same_outcome_before(mention, mentions))
        or (figure.noun is not None and are_others(figure.noun.text))
    )
    figure.revision = is_revision(before)
    figure.also = _ALSO_AFTER.match(after) is not None
    figure.whole = (
        figure.whole
        or _WHOLE_BEFORE.search(before) is not None
        or (figure.general and _ACT_THAT_KILLED.search(before) is not None)
    )
    return figure


def _is_group_size(before: str, mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether a count is that of a group of which the count in front of it tells some: "two of its [eight] crew"."""
    found = _OF_SOMEBODYS.search(before)
    return found is not None and any(
        m.label in OUTCOME_OF_LABEL and m.end == mention.start - len(found.group()) for m in mentions
    )


def person_figure(person: Mention, beside: Figure, *, number: int = 1) -> Figure:
    """One person, or a couple, told beside a count: "[the mayor] and two guards"."""
    return Figure(
        person,
        beside.outcome,
        CountRange(number, number),
        beside.sentence,
        noun=person,
        side=_SIDES[person.label],
        head=head_word(person.text),
        voice=beside.voice,
    )


def _is_same_outcome_before(mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether the last count before this one is of the same outcome: "[4] were killed. [6] others died"."""
    counts = [m for m in mentions if m.label in OUTCOME_OF_LABEL and m.end <= mention.start]
    near = bool(counts) and mention.start - counts[-1].end <= _LONG_REACH
    return near and counts[-1].label == mention.label


def are_two_persons(left: Figure, right: Figure) -> bool:
    """Whether ages tell that two persons counted one by one are not the same."""
    return left.age is not None and right.age is not None and left.age != right.age
