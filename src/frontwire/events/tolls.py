"""Toll lines of an event: one for each independent figure, with side, victims and the speaker who gives it."""

from __future__ import annotations

from collections.abc import Sequence

from frontwire.events.accounts import independent_figures
from frontwire.events.claimants import claimants
from frontwire.events.figures import Figure, of_this_event, person_figure, read_figure
from frontwire.events.named_victims import named_victims, same_person, size
from frontwire.events.no_casualties import denies, denies_all
from frontwire.events.persons_beside import persons_beside
from frontwire.events.sentence_lookup import Span, sentence_index, sentence_of
from frontwire.ontology import OUTCOME_OF_LABEL
from frontwire.schema import Document, Event, Mention, Toll


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
            found = _person_tolls(document.text, sentences, mentions, outcome)
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
    figures = of_this_event(text, figures)
    spans = [(f.mention.start, f.mention.end) for f in figures]
    for figure, voice in zip(figures, claimants(text, sentences, spans), strict=True):
        figure.voice = voice
    if outcome != "casualties":
        figures = _with_persons(text, figures, mentions, sentences)
    return [_toll(figure, shared=not own) for figure in independent_figures(text, figures)]


def _with_persons(
    text: str, figures: Sequence[Figure], mentions: Sequence[Mention], sentences: Sequence[Span]
) -> list[Figure]:
    """The figures and, in text order, the persons told beside them, each once."""
    counts = [m for m in mentions if OUTCOME_OF_LABEL.get(m.label) is not None]
    read = [f for m in counts if (f := read_figure(text, m, "", sentence_of(sentences, m), mentions)) is not None]
    counted = {f.noun.id for f in read if f.noun is not None}
    found: list[Figure] = []
    for figure in figures:
        if figure.part:
            continue
        for person in persons_beside(text, figure, mentions, counted):
            if not any(same_person(text, person, known.mention) for known in found):
                found.append(person_figure(person, figure))
    return sorted([*figures, *found], key=lambda f: f.mention.start)


def _toll(figure: Figure, *, shared: bool) -> Toll:
    return Toll(
        outcome=figure.outcome,
        # A figure for several events together says how many there were at most in each.
        low=0 if shared else figure.counts.low,
        high=figure.counts.high,
        side=figure.side,
        victims=figure.victims,
        mention=figure.mention.id,
        claimed_by=figure.voice,
    )


def _person_tolls(text: str, sentences: Sequence[Span], mentions: Sequence[Mention], outcome: str) -> list[Toll]:
    victims = named_victims(text, sentences, mentions, outcome)
    voices = claimants(text, sentences, [(v.start, v.end) for v in victims])
    return [
        Toll(outcome, number, number, "attacker" if v.label == "ATTACKER" else "target", v.text, v.id, voice)
        for v, voice in zip(victims, voices, strict=True)
        for number in [size(v.text)]
    ]


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
    none = denies_all(words)
    return [
        Toll(outcome, 0, 0)
        for outcome in ("killed", "wounded")
        if outcome not in told and ((none and not told) or denies(words, outcome))
    ]
