"""Whose people a count counts: the labelled noun behind it or in front of it, the plain word behind it, or the side
that its clause speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from frontwire.events.sentence_lookup import Span
from frontwire.normalize.victim_words import head_word, names_fighters
from frontwire.schema import Mention

_PEOPLE: Final = ("TARGET", "ATTACKER")
_COUNTS: Final = ("KILLED", "WOUNDED", "CASUALTIES")
#: How far from a count its noun may stand, in characters ("seven heavily armed young men").
_BEHIND: Final = 45
_IN_FRONT: Final = 90
_OTHER_PHRASE: Final = re.compile(
    r"[,;:(]|\b(?:by|in|on|at|when|as|and|after|while|from|near|outside|inside|during|before|were|was|killed|injured|wounded|dead)\b",
    re.IGNORECASE,
)
#: "put the dead at [nine]", "the number of marines killed to [12]", "gives the number of victims as [nine]".
_GIVEN_AS: Final = re.compile(r"\b(?:at|as|to|is|are|was|were|of|stood at|stands at)\s+(?:be\s+)?$", re.IGNORECASE)
_TALLY: Final = re.compile(
    r"\b(?:number|toll|tally|count|losses|loss|costs?|put|puts|gave|gives|dead|killed|casualties|deaths|figure)\b",
    re.IGNORECASE,
)
_TALLY_BEHIND: Final = re.compile(r"\s*(?:losses|dead|deaths|casualties|toll|fatalities|killed)\b", re.IGNORECASE)
_PLAIN: Final = re.compile(
    r"\s+(?:[a-z]+\s+)?([a-z]{3,}s|people|men|women|children|police|civilians?)\b", re.IGNORECASE
)
_STOP: Final = frozenset(
    "was has his this its as dies loses injuries wounds wounded hours days years minutes months times others".split()  # noqa: SIM905
)
_LOST: Final = re.compile(
    r"\b(?:lost|losing|loses|for the loss of|at (?:the|a) (?:cost|loss|price) of)\s+$", re.IGNORECASE
)
#: From a side to those it lost: "[police] also lost".
_LOSER: Final = re.compile(
    r",?\s+(?:(?:has|have|had|also|itself|themselves|who)\s+){0,2}(?:lost|los(?:ing|es|e))\s+", re.IGNORECASE
)
_ALL: Final = re.compile(r"\b(?:all|both)\s+(?:of\s+)?(?:the\s+)?$", re.IGNORECASE)
_OF_THEIR_OWN: Final = re.compile(r"\s*of (?:their|its|his|her|our) own\b", re.IGNORECASE)
_BEATEN: Final = re.compile(
    r"\b(?:beaten off|driven (?:off|back)|beat off|repell\w+|repuls\w+|repelled|fled|retreat\w+|withdrew|routed)\b[^.;]{0,80}$",
    re.IGNORECASE,
)


def noun_behind(text: str, count: Mention, sentence: Span, mentions: Sequence[Mention]) -> Mention | None:
    """The labelled people that a count stands in front of: "[six] young [guards]"."""
    end = min(sentence[1], count.end + _BEHIND)
    for mention in mentions:
        if mention.start < count.end:
            continue
        if mention.start >= end or mention.label in (*_COUNTS, "EVENT"):
            return None
        if mention.label in _PEOPLE:
            return None if _OTHER_PHRASE.search(text, count.end, mention.start) else mention
    return None


def noun_in_front(text: str, count: Mention, sentence: Span, mentions: Sequence[Mention]) -> Mention | None:
    """The labelled people of whom a figure is given: "put the [dead] at [nine]"."""
    start = max(sentence[0], count.start - _IN_FRONT)
    if not _GIVEN_AS.search(text, start, count.start):
        return None
    for mention in reversed(mentions):
        if mention.end > count.start:
            continue
        if mention.start < start or mention.label in _COUNTS:
            return None
        if mention.label in _PEOPLE:
            between = text[mention.end : count.start]
            tally = _TALLY.search(text, start, mention.end) or _TALLY_BEHIND.match(text, mention.end, count.start)
            return mention if tally and not re.search(r"[.;:]", between) else None
    return None


def plain_noun(after: str) -> str:
    """Head of an unlabelled noun right behind a count, empty where there is none."""
    found = _PLAIN.match(after)
    return head_word(found.group(1)) if found is not None and found.group(1).lower() not in _STOP else ""


def side_of_fighters(head: str, mentions: Sequence[Mention]) -> str | None:
    """The side of unlabelled fighters ("six aggressors"): that of labelled ones of the event; ``None`` for other words."""
    if not names_fighters(head):
        return None
    known = next((m for m in mentions if m.label in _PEOPLE and names_fighters(m.text)), None)
    return None if known is None else "attacker" if known.label == "ATTACKER" else "target"


def side_of_noun(noun: Mention, count: Mention, mentions: Sequence[Mention]) -> str:
    """The side of the people that a count counts: that of their label.

    Where a tagger took the attackers' dead for targets ("12 Taliban fighters were also killed"), the same words as the attackers'
    tell, unless they may be anybody's ("man") or the event names no other target.
    """
    if noun.label == "TARGET" and count.score is not None and names_fighters(noun.text):
        attackers = {m.text.casefold() for m in mentions if m.label == "ATTACKER"}
        targets = {m.text.casefold() for m in mentions if m.label == "TARGET"}
        if noun.text.casefold() in attackers and targets - attackers:
            return "attacker"
    return "attacker" if noun.label == "ATTACKER" else "target"


def side_of_own_losses(
    text: str, before: str, count: Mention, noun: Mention, sentence: Span, mentions: Sequence[Mention]
) -> str | None:
    """The side of those whom one side counts as its own ("the army lost three men", "eight of its own fighters"), whatever a
    tagger took them for; ``None`` for other counts.
    """
    own = _OF_THEIR_OWN.match(text, count.end) is not None
    if count.score is None or not (own or _LOST.search(before)):
        return None
    people = [m for m in mentions if m.label in _PEOPLE and m is not noun]
    words = text[sentence[0] : count.start]
    # Who speaks of his own losses is labelled where he acts, and often not where he speaks.
    named = [(at, m) for m in people if (at := _named_at(m, words, sentence[0])) is not None]
    if not named:
        return side_of_fighters(head_word(noun.text), people)
    # "Its own" means the subject of the sentence, and so does "lost" that does not stand right behind another one.
    _, owner = min(named, key=lambda pair: pair[0])
    if not own:
        near = [m for _, m in named if _LOSER.fullmatch(text, m.end, count.start)]
        owner = near[-1] if near else owner
    return "attacker" if owner.label == "ATTACKER" else "target"


def _named_at(mention: Mention, words: str, start: int) -> int | None:
    """Where ``words``, which begin at ``start``, hold a mention, its words again or its initials; ``None`` where they do not."""
    if start <= mention.start < start + len(words):
        return mention.start - start
    initials = "".join(word[0] for word in mention.text.split() if word[:1].isupper())
    for name in (mention.text, initials):
        if len(name) > 1 and (found := re.search(rf"\b{re.escape(name)}\b", words)) is not None:
            return found.start()
    return None


def side_of_all(text: str, before: str, count: Mention, mentions: Sequence[Mention]) -> str | None:
    """The side of "killed all [five]": that of the last people told with the same number; ``None`` for other counts."""
    if _ALL.search(before) is None:
        return None
    number = re.compile(rf"\b{re.escape(count.text)}\s+(?:[\w-]+\s+){{0,2}}$", re.IGNORECASE)
    told = [
        m
        for m in mentions
        if m.label in _PEOPLE and m.end <= count.start and number.search(text, max(0, m.start - _BEHIND), m.start)
    ]
    return None if not told else "attacker" if told[-1].label == "ATTACKER" else "target"


def side_without_noun(text: str, before: str, count: Mention, sentence: Span, mentions: Sequence[Mention]) -> str:
    """The side of a count without a labelled noun.

    Who "lost three men" is the side named before; an attack "beaten off with 31 dead" cost the attackers. Else those
    counted as dead or hurt are those attacked, where the event names any.
    """
    named = [m for m in mentions if m.label in _PEOPLE and sentence[0] <= m.start < count.start]
    if named and _LOST.search(before):
        return "attacker" if named[0].label == "ATTACKER" else "target"
    if named and _OF_THEIR_OWN.match(text, count.end):
        return "attacker" if named[-1].label == "ATTACKER" else "target"
    if _BEATEN.search(before) and any(m.label == "ATTACKER" for m in named):
        return "attacker"
    if (counted := _counted_before(count, sentence, mentions)) is not None:
        return "attacker" if counted.label == "ATTACKER" else "target"
    return "target" if any(m.label == "TARGET" for m in mentions) else "unknown"


def _counted_before(count: Mention, sentence: Span, mentions: Sequence[Mention]) -> Mention | None:
    """The people of the count before this one in the sentence: "killed four [gunmen] and wounded [five]"."""
    counts = [m for m in mentions if m.label in _COUNTS and sentence[0] <= m.start < count.start]
    last = counts[-1] if counts else None
    return next(
        (
            m
            for m in mentions
            if last is not None and m.start >= last.end and m.label in _PEOPLE and m.end <= count.start
        ),
        None,
    )
