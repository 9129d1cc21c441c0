"""Toll lines of an event: one for each independent figure, with side, victims and the speaker who gives it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from frontwire.events.accounts import independent_figures
from frontwire.events.claimants import claimants
from frontwire.events.dead_beside_counts import dead_beside_counts
from frontwire.events.death_phrases import suffers
from frontwire.events.document_index import DocumentIndex
from frontwire.events.figure_sums import without_sums
from frontwire.events.figure_times import sums_up
from frontwire.events.figures import Figure, are_two_persons, person_figure, read_figure
from frontwire.events.named_victims import is_one_person, named_victims, same_person, size
from frontwire.events.no_casualties import denies, denies_all
from frontwire.events.people_shot import settle_shot
from frontwire.events.persons_beside import persons_beside
from frontwire.events.sentence_lookup import sentence_index, sentence_of
from frontwire.normalize.victim_words import head_word, is_described
from frontwire.ontology import OUTCOME_OF_LABEL
from frontwire.schema import Event, Mention, Toll

#: A toll that counts the attacker: "six people, including the gunman".
_COUNTED_IN: Final = re.compile(
    r"\binclud\w+\s+(?:\w+\s+){0,3}?(?:himself|herself|gunman|shooter|suspect|attacker|assailant|bomber|killer)\b|"
    r"\bmurder-suicide\b",
    re.IGNORECASE,
)
_DEADLY: Final = re.compile(
    r"kill|murder|homicide|died|dead|death|fatal|slain|slay|execut|massacre|assassinat", re.IGNORECASE
)


def event_tolls(index: DocumentIndex, event: Event) -> list[Toll]:
    """Toll lines of ``event`` in text order: figures first, then people told by name, then "no casualties".

    The event's ``killed`` and ``wounded`` are :func:`frontwire.normalize.tolls.totals` of these lines.
    """
    mentions = index.mentions_of(event)
    tolls: list[Toll] = []
    figures = settle_shot(index, _figures(index, mentions), death_told=tells_of_dead(index, mentions))
    figures = without_sums(figures)
    for outcome in ("killed", "wounded", "casualties"):
        tolls.extend(_figure_tolls(index, mentions, figures, outcome))
    told = {toll.outcome for toll in tolls}
    for outcome in ("killed", "wounded"):
        if outcome not in told:
            dead = [toll for toll in tolls if toll.outcome == "killed"]
            found = _person_tolls(index, mentions, outcome)
            if outcome == "wounded":
                counted = {f.noun.id for f in figures if f.outcome == "killed" and f.noun is not None}
                found = [t for t in found if t.mention not in counted and not _is_one_of_dead(t, dead, mentions)]
            tolls.extend(found)
            if found:
                told.add(outcome)
    tolls = _without_the_dead_one(tolls, figures)
    tolls.extend(dead_beside_counts(index, mentions, tolls, figures))
    tolls.extend(_suicide(index, mentions, tolls))
    if not told and not tells_of_dead(index, mentions):
        found = _person_tolls(index, mentions, "wounded", told_as="shot")
        tolls.extend(found)
        told.update(toll.outcome for toll in found)
    tolls.extend(_denials(index, mentions, told))
    return tolls


def _figures(index: DocumentIndex, mentions: Sequence[Mention]) -> list[Figure]:
    read = [
        read_figure(index.text, mention, sentence_of(index.sentences, mention), mentions)
        for mention in mentions
        if mention.label in OUTCOME_OF_LABEL
    ]
    return [figure for figure in read if figure is not None]


def _figure_tolls(
    index: DocumentIndex, mentions: Sequence[Mention], every: Sequence[Figure], outcome: str
) -> list[Toll]:
    counted = [figure for figure in every if figure.outcome == outcome]
    own = [figure for figure in counted if len(figure.mention.events) <= 1]
    figures = _of_this_event(index.text, own or counted)
    spans = [(f.mention.start, f.mention.end) for f in figures]
    for figure, voice in zip(figures, claimants(index.text, index.clauses, spans), strict=True):
        figure.voice = voice
    if outcome != "casualties":
        figures = _with_persons(index.text, figures, mentions, every)
    return [_toll(figure, shared=not own) for figure in independent_figures(index.text, figures)]


def _of_this_event(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures without totals of a longer time ("127 this year"), where others are left."""
    figures = [figure for figure in figures if not figure.sum] or figures
    own = [f for f in figures if not sums_up(text, f.mention.start, f.mention.end, f.sentence)]
    return own or list(figures)


def _with_persons(
    text: str, figures: Sequence[Figure], mentions: Sequence[Mention], every: Sequence[Figure]
) -> list[Figure]:
    """The figures and, in text order, the persons told beside them, each once; ``every``: those of all outcomes."""
    counted = {f.noun.id for f in every if f.noun is not None}
    found: list[Figure] = []
    for figure in figures:
        if figure.part:
            continue
        for person in persons_beside(text, figure, mentions, counted):
            if not any(same_person(text, person, known.mention) for known in found):
                found.append(person_figure(person, figure, number=size(person.text)))
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


def _person_tolls(
    index: DocumentIndex, mentions: Sequence[Mention], outcome: str, *, told_as: str | None = None
) -> list[Toll]:
    victims = named_victims(index.text, index.sentences, mentions, told_as or outcome)
    voices = claimants(index.text, index.clauses, [(v.start, v.end) for v in victims])
    return [
        Toll(outcome, number, number, "attacker" if v.label == "ATTACKER" else "target", v.text, v.id, voice)
        for v, voice in zip(victims, voices, strict=True)
        for number in [size(v.text)]
    ]


def _denials(index: DocumentIndex, mentions: Sequence[Mention], told: set[str]) -> list[Toll]:
    """ "No casualties" in the event's sentences, or in one right after them that speaks of no event of its own."""
    if not mentions or {"killed", "wounded"} <= told:
        return []
    sentences = index.sentences
    own = {sentence_index(sentences, m) for m in mentions}
    near = own | {i + step for i in own for step in (1, 2) if not ({i + 1, i + step} & index.occupied)}
    words = " ".join(index.text[start:end] for i in sorted(near) if i < len(sentences) for start, end in [sentences[i]])
    none = denies_all(words)
    return [
        Toll(outcome, 0, 0)
        for outcome in ("killed", "wounded")
        if outcome not in told and ((none and not told) or denies(words, outcome))
    ]


def _without_the_dead_one(tolls: list[Toll], figures: Sequence[Figure]) -> list[Toll]:
    """The lines without the one hurt who is the one dead: found with wounds, or told as dead by his name further on."""
    counts = {f.mention.id: f for f in figures}
    hurt = [toll for toll in tolls if toll.outcome == "wounded"]
    dead = [toll for toll in tolls if toll.outcome == "killed"]
    if len(hurt) != 1 or len(dead) != 1 or (hurt[0].low, hurt[0].high, dead[0].high) != (1, 1, 1):
        return tolls
    one, other = counts.get(hurt[0].mention or ""), counts.get(dead[0].mention or "")
    if one is None or one.mention.score is None or one.more or not is_described(one.head):
        return tolls
    same = other is None or (one.partial and is_described(other.head) and not are_two_persons(one, other))
    return dead + [toll for toll in tolls if toll.outcome == "casualties"] if same else tolls


def _suicide(index: DocumentIndex, mentions: Sequence[Mention], tolls: Sequence[Toll]) -> list[Toll]:
    """The attacker who killed himself beside those he killed, where no other line may count him."""
    dead = [toll for toll in tolls if toll.outcome == "killed"]
    if not dead or any(toll.side != "target" for toll in dead):
        return []
    for mention in mentions:
        if mention.label == "ATTACKER" and is_one_person(mention.text):
            sentence = sentence_of(index.sentences, mention)
            if suffers(index.text, sentence, mention, "suicide"):
                counted = any(_COUNTED_IN.search(index.text, *sentence_of(index.sentences, m)) for m in mentions)
                return [] if counted else [Toll("killed", 1, 1, "attacker", mention.text, mention.id)]
    return []


def tells_of_dead(index: DocumentIndex, mentions: Sequence[Mention]) -> bool:
    """Whether the event's act words speak of death: "the killings", "died"."""
    return any(m.label == "EVENT" and _DEADLY.search(m.text) is not None for m in mentions)


def _is_one_of_dead(toll: Toll, dead: Sequence[Toll], mentions: Sequence[Mention]) -> bool:
    """Whether a person told as hurt is one of those counted as dead by the same words: "a boy … the boy"."""
    scored = any(m.id == toll.mention and m.score is not None for m in mentions)
    head = head_word(toll.victims or "")
    return scored and any(
        head == head_word(other.victims or "") or (is_described(head) and is_described(other.victims)) for other in dead
    )
