"""Toll lines of an event: one for each independent figure, with side, victims and the speaker who gives it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from frontwire.events.claimants import claimant
from frontwire.events.figures import Figure, independent_figures, of_this_event, read_figure
from frontwire.events.named_victims import named_victims
from frontwire.events.sentence_lookup import Span, sentence_index, sentence_of
from frontwire.ontology import OUTCOME_OF_LABEL
from frontwire.schema import Document, Event, Mention, Toll

_NOBODY: Final = (
    r"(?:no ?(?:one|body)|none|no (?:\w+ )?(?:casualt\w+|causalit\w+|people|person|persons|civilians?|soldiers?|staff|"
    r"deaths?|fatalit\w+|injur\w+|loss(?:es)?))"
)

_NO_CASUALTIES: Final = re.compile(
    r"\bno (?:reports? of )?(?:any )?(?:\w+ )?(?:casualt\w+|causalit\w+|loss(?:es)? (?:of|"
    r"to) (?:human )?li[fv]es?)\b|\bwithout (?:any )?(?:\w+ )?(?:casualt\w+|causalit\w+|injur\w+)\b|"
    r"\bno ?(?:one|body) was (?:\w+ly )?(?:hurt|harmed)\b|\bno (?:loss of life or injur\w+|deaths? or injur\w+|"
    r"injur\w+ or deaths?|deaths?)\b|"
    r"\bdid not (?:cause|result in) any (?:casualt\w+|injur\w+)|\bnone (?:of \w+ \w+ )?(?:was|were) (?:hurt|harmed|"
    r"injured|killed)\b|"
    r"\bno casualty or damage\b|\b(?:casualty|casualties) (?:was|were) not\b|\bescaped (?:unhurt|unharmed|injury)\b|\bno injuries\b",
    re.IGNORECASE,
)
_NONE_KILLED: Final = re.compile(
    rf"\b{_NOBODY}\b[^.;]{{0,30}}\b(?:killed|died)\b|\bno (?:deaths|fatalit\w+)\b", re.IGNORECASE
)
_NONE_HURT: Final = re.compile(
    rf"\b{_NOBODY}\b[^.;]{{0,30}}\b(?:injured|wounded|hurt)\b|\bno (?:one )?injur\w+\b", re.IGNORECASE
)


def event_tolls(document: Document, event: Event, sentences: Sequence[Span]) -> list[Toll]:
    """Toll lines of ``event`` in text order: figures first, then people told by name, then "no casualties".

    The event's ``killed`` and ``wounded`` are :func:`frontwire.normalize.tolls.totals` of these lines.
    """
    mentions = document.mentions_of(event)
    tolls: list[Toll] = []
    for outcome in ("killed", "wounded", "casualties"):
        tolls.extend(_figure_tolls(document.text, sentences, mentions, outcome))
    told = {toll.outcome for toll in tolls}
    for outcome in ("killed", "wounded"):
        if outcome not in told:
            found = [
                Toll(
                    outcome,
                    1,
                    1,
                    _side(v.mention),
                    v.words,
                    v.mention.id,
                    _claimant(document.text, sentences, v.mention),
                )
                for v in named_victims(document.text, sentences, mentions, outcome)
            ]
            tolls.extend(found)
            if found:
                told.add(outcome)
    tolls.extend(_denials(document, sentences, mentions, told))
    return tolls


def _figure_tolls(text: str, sentences: Sequence[Span], mentions: Sequence[Mention], outcome: str) -> list[Toll]:
    counted = [m for m in mentions if OUTCOME_OF_LABEL.get(m.label) == outcome]
    own = [m for m in counted if len(m.events) <= 1]
    figures = [
        f
        for m in own or counted
        if (f := read_figure(text, m, outcome, sentence_of(sentences, m), mentions)) is not None
    ]
    return [_toll(text, figure, shared=not own) for figure in independent_figures(of_this_event(text, figures))]


def _toll(text: str, figure: Figure, *, shared: bool) -> Toll:
    start, end = figure.sentence
    return Toll(
        outcome=figure.outcome,
        # A figure for several events together says how many there were at most in each.
        low=0 if shared else figure.counts.low,
        high=figure.counts.high,
        side=figure.side,
        victims=figure.victims,
        mention=figure.mention.id,
        claimed_by=claimant(text[start:end], figure.mention.start - start),
    )


def _denials(document: Document, sentences: Sequence[Span], mentions: Sequence[Mention], told: set[str]) -> list[Toll]:
    """ "No casualties" in the event's sentences, or in one right after them that speaks of no event of its own."""
    if not mentions or {"killed", "wounded"} <= told:
        return []
    occupied = {sentence_index(sentences, m) for m in document.mentions}
    own = {sentence_index(sentences, m) for m in mentions}
    near = own | {i + step for i in own for step in (1, 2) if not ({i + 1, i + step} & occupied)}
    words = " ".join(
        document.text[start:end] for i in sorted(near) if i < len(sentences) for start, end in [sentences[i]]
    )
    none = bool(_NO_CASUALTIES.search(words)) and not told
    tolls = []
    for outcome, pattern in (("killed", _NONE_KILLED), ("wounded", _NONE_HURT)):
        if outcome not in told and (none or pattern.search(words)):
            tolls.append(Toll(outcome, 0, 0))
    return tolls


def _side(mention: Mention) -> str:
    return "attacker" if mention.label == "ATTACKER" else "target"


def _claimant(text: str, sentences: Sequence[Span], mention: Mention) -> str | None:
    start, end = sentence_of(sentences, mention)
    return claimant(text[start:end], mention.start - start)
