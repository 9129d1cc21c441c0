"""Those hurt of whom some have died: "one of four women wounded on Monday has died", "five were shot … three of the victims
died". Whoever died of it is counted among the dead alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from frontwire.events.figure_parts import is_wide
from frontwire.events.figures import Figure
from frontwire.events.stated_fate import SHOT
from frontwire.normalize.counts import parse_count
from frontwire.schema import CountRange

_PEOPLE: Final = (
    r"(?:victims?|people|persons|individuals|men|women|boys|girls|teens|teenagers|children|students|officers|"
    r"(?:police|fire)men|firefighters|soldiers|civilians|workers|passengers|patients|wounded|injured|hurt)"
)
#: "[One] of the victims", "[three] of the five people", "[one] of four women".
_OUT_OF: Final = re.compile(
    rf"\s*of\s+(?:(?:the|those|these)\s+)?(?:([a-z]+|[0-9]{{1,3}})\s+)??(?:[a-z-]+\s+){{0,3}}?{_PEOPLE}\b"
    r"(?!\s+(?:who\s+)?(?:(?:was|were)\s+)?(?:killed|dead|slain|murdered))",
    re.IGNORECASE,
)
#: "… of four women wounded in a shooting has died".
_HAS_DIED: Final = re.compile(
    r"[^.;]{0,120}?\b(?:has|have|had|later|who)\s+(?:(?:since|now|later|also)\s+)?(?:died|succumbed)\b", re.IGNORECASE
)
#: "Green was one of [four] women": the whole that a person told as dead belongs to.
_ONE_OF_BEFORE: Final = re.compile(r"\b(?:one|two|three) of (?:the )?$", re.IGNORECASE)
#: How far around a count the words are looked at, in characters.
_REACH: Final = 160


def without_the_dead_of_them(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures, those of everybody hurt or shot less the dead who are told as some of them.

    Only where every figure of dead is told so, equals one that is, or is the whole itself.
    """
    figures = [replace(f, outcome="killed") if _died_of_it(text, f) else f for f in figures]
    out = [f for f in figures if f.outcome == "killed" and f.counts.high is not None and _out_of(text, f) is not None]
    if not out:
        return list(figures)
    dead = max(f.counts.low for f in out)
    whole = _whole(text, figures, out, dead)
    if whole is None:
        return list(figures)
    if any(f.counts.low not in (dead, whole) for f in figures if f.outcome == "killed" and f not in out and not f.part):
        return list(figures)
    left = CountRange(whole - dead, whole - dead)
    settled = []
    for figure in figures:
        if figure.counts == CountRange(whole, whole) and not figure.more and figure not in out:
            if figure.outcome == "killed" and figure.stated and not _is_whole_named(text, figure):
                return list(figures)  # all of them are dead by now
            figure = replace(figure, outcome="wounded", counts=left)
        settled.append(figure)
    return settled


def _whole(text: str, figures: Sequence[Figure], out: Sequence[Figure], dead: int) -> int | None:
    """How many were hurt, the dead with them: as told beside the dead, of those shot, or of hurt told before the dead."""
    for figure in out:
        found = _out_of(text, figure)
        counts = parse_count(found.group(1)) if found is not None and found.group(1) else None
        if counts is not None and counts.low > dead:
            return counts.low
    first = min(f.mention.start for f in out)
    # Where the dead are told by themselves too, the hurt beside them are those who live.
    alone = all(f in out or f.part for f in figures if f.outcome == "killed")
    told = [
        f.counts.low
        for f in figures
        if f.counts.low == f.counts.high
        and f.counts.low > dead
        and not f.more
        and not f.part
        and (not f.head or is_wide(f))
        and (f.outcome == SHOT or (alone and f.outcome == "wounded" and f.mention.end < first))
    ]
    return max(told, default=None)


def _out_of(text: str, figure: Figure) -> re.Match[str] | None:
    return _OUT_OF.match(text, figure.mention.end, min(figure.sentence[1], figure.mention.end + _REACH))


def _died_of_it(text: str, figure: Figure) -> bool:
    found = _out_of(text, figure) if figure.outcome in (SHOT, "wounded") and figure.mention.score is not None else None
    return found is not None and _HAS_DIED.match(text, found.end(), figure.sentence[1]) is not None


def _is_whole_named(text: str, figure: Figure) -> bool:
    return _ONE_OF_BEFORE.search(text, max(0, figure.mention.start - _REACH), figure.mention.start) is not None
