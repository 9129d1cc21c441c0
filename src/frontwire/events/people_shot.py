"""Counts of people shot or stabbed, of whom the words around them do not say whether they lived: "four people were shot,
one fatally".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from frontwire.events.death_phrases import single_victim_died
from frontwire.events.document_index import DocumentIndex
from frontwire.events.figure_wholes import without_the_dead_of_them
from frontwire.events.figures import Figure
from frontwire.events.sentence_lookup import sentence_index
from frontwire.events.stated_fate import SHOT
from frontwire.normalize.counts import parse_count
from frontwire.ontology import OUTCOME_OF_LABEL
from frontwire.schema import CountRange

_FATALLY: Final = re.compile(
    r"[^.;]{0,60}?\b(one|two|three|four|five|six|seven|eight|nine|ten|[0-9]{1,2})\s+(?:(?:of\s+(?:them|whom)|men|man|"
    r"woman|person)\s+)?"
    r"fatally\b",
    re.IGNORECASE,
)
#: How far behind a count it may say how many died, in characters.
_REACH: Final = 120
#: How far behind a person counted his death may be told, in sentences and characters.
_SENTENCES_ON: Final = 2
_FAR: Final = 450


def settle_shot(index: DocumentIndex, figures: Sequence[Figure], *, death_told: bool) -> list[Figure]:
    """The figures with those of people shot made into dead or wounded, by what else is told of the event.

    Who was shot and is not counted as dead was wounded; where nobody is, a single person may be told as dead further on
    ("he died at a hospital"). ``death_told``: the event's words tell of dead, counted or not.
    """
    text = index.text
    counted = any(f.outcome == "killed" for f in figures)
    died = {f.mention.id for f in figures if _died_later(index, f, figures)}
    # Where the dead are counted, he is one of them.
    figures = [
        replace(f, outcome="killed") if f.mention.id in died else f
        for f in figures
        if not (counted and f.mention.id in died)
    ]
    figures = without_the_dead_of_them(text, figures)
    settled = [f for f in figures if f.outcome != SHOT]
    shot = [f for f in figures if f.outcome == SHOT]
    for figure in shot:
        settled.extend(_fatal_part(text, figure))
    killed = [f for f in settled if f.outcome == "killed" and not f.part]
    wounded = [f for f in settled if f.outcome == "wounded"]
    dead = max((f.counts.low for f in killed), default=0)
    for figure in shot:
        if killed and not wounded:
            survivors = figure.counts if figure.more else _less(figure.counts, dead)
            if survivors is not None:
                settled.append(replace(figure, outcome="wounded", counts=survivors))
        elif not killed:
            settled.append(replace(figure, outcome=_labelled(figure) if death_told and not wounded else "wounded"))
    return sorted(settled, key=lambda f: f.mention.start)


def _labelled(figure: Figure) -> str:
    return OUTCOME_OF_LABEL[figure.mention.label]


def _fatal_part(text: str, figure: Figure) -> list[Figure]:
    end = min(figure.sentence[1], figure.mention.end + _REACH)
    found = _FATALLY.match(text, figure.mention.end, end)
    counts = parse_count(found.group(1)) if found is not None else None
    if counts is None or counts.low > figure.counts.low:
        return []
    return [replace(figure, outcome="killed", counts=counts, noun=None, head="")]


def _less(counts: CountRange, dead: int) -> CountRange | None:
    """The rest of those shot, ``None`` where all are dead."""
    if counts.low <= dead:
        return None
    return CountRange(counts.low - dead, None if counts.high is None else counts.high - dead)


def _died_later(index: DocumentIndex, figure: Figure, figures: Sequence[Figure]) -> bool:
    """Whether the one person that a figure counts is told as dead in the sentences behind it."""
    if figure.counts != CountRange(1, 1) or figure.outcome not in (SHOT, "wounded") or figure.mention.score is None:
        return False
    following = min((f.mention.start for f in figures if f.mention.start > figure.mention.start), default=None)
    number = sentence_index(index.sentences, figure.mention)
    end = min(index.sentences[min(number + _SENTENCES_ON, len(index.sentences) - 1)][1], figure.mention.end + _FAR)
    end = end if following is None else min(end, following)
    return single_victim_died(index.text, figure.mention.end, end)
