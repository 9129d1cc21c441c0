"""What a span has beside its label, for forms whose spans have neither ids nor events: written and found again.

A span is found by its place. Where a person has moved one of its edges it is the one old mention of its label that it
overlaps; where the label was changed it is still the one of that place. Both keep id and events and lose the score,
which was the model's for something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from frontwire.corpora.exchange.drafts import Draft, Span
from frontwire.corpora.exchange.labels import LabelMap
from frontwire.schema import Document

_WITHOUT_EVENTS: Final = "new spans over old mentions, of which they may be parts: they have no events yet"


@dataclass(frozen=True, slots=True)
class _Old:
    """A mention as it was written. ``label`` is ``None`` in files of before it was written too."""

    start: int
    end: int
    id: str
    events: list[str]
    score: float | None
    label: str | None

    def overlap(self, span: Span) -> int:
        return min(self.end, span.end) - max(self.start, span.start)


def span_details(document: Document) -> list[list[Any]]:
    """``[start, end, id, [event ids], score, label]`` of each mention; offsets count code points."""
    return [[m.start, m.end, m.id, list(m.events), m.score, m.label] for m in document.mentions]


def add_details(draft: Draft, details: Any, labels: LabelMap) -> None:
    """Give the draft's spans the ids, events and scores that :func:`span_details` wrote; ids of others are reserved.

    What a person has changed is noted in ``labels``. Raises :class:`RecordError` for details that are none.
    """
    old = [_parse(item, draft) for item in (details if isinstance(details, list) else [details])]
    draft.reserved |= {mention.id for mention in old}
    by_place = {_bare(draft.text, mention.start, mention.end): mention for mention in old}
    moved: list[Span] = []
    found: set[str] = set()
    for span in draft.spans:
        if labels.leaves_out(span.label):
            continue
        mention = by_place.get(_bare(draft.text, span.start, span.end))
        if mention is None:
            moved.append(span)
            continue
        found.add(mention.id)
        same_label = mention.label in (None, labels.pairs.get(span.label, span.label))
        _carry(span, mention, score=mention.score if same_label else None)
        if not same_label:
            labels.note("mentions with another label than before: events kept, score gone", _where(draft, span))
    _carry_over_edges(draft, moved, old, found, labels)


def _carry_over_edges(draft: Draft, spans: Iterable[Span], old: list[_Old], found: set[str], labels: LabelMap) -> None:
    """Match spans without an old place; of several over one mention that with the most of it is the one that was moved."""
    claims: defaultdict[str, list[Span]] = defaultdict(list)
    mentions = {mention.id: mention for mention in old}
    for span in spans:
        over = [mention for mention in old if mention.overlap(span) > 0]
        same_label = over and over[0].label in (None, labels.pairs.get(span.label, span.label))
        if len(over) == 1 and same_label and over[0].id not in found:
            claims[over[0].id].append(span)
        elif over:
            labels.note(_WITHOUT_EVENTS, _where(draft, span))
    for mention_id, claimants in claims.items():
        moved, *others = sorted(claimants, key=lambda span: (-mentions[mention_id].overlap(span), span.start))
        _carry(moved, mentions[mention_id], score=None)
        labels.note("mentions with other edges than before: events kept, score gone", _where(draft, moved))
        for span in others:
            labels.note(_WITHOUT_EVENTS, _where(draft, span))


def _carry(span: Span, mention: _Old, *, score: float | None) -> None:
    span.id, span.events, span.score = mention.id, list(mention.events), score


def _parse(item: Any, draft: Draft) -> _Old:
    match item:
        case [int(start), int(end), str(mention_id), [*events], (float() | int() | None) as score, *label] if all(
            isinstance(event, str) for event in events
        ) and (not label or (len(label) == 1 and isinstance(label[0], str))):
            return _Old(start, end, mention_id, events, score, label[0] if label else None)
    raise draft.error(f"span details {item!r:.80}; expected [start, end, id, [event ids], score, label]")


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The place without white space at its edges: tokens cannot carry it."""
    words = text[max(start, 0) : max(end, 0)]
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))


def _where(draft: Draft, span: Span) -> str:
    return f"{draft.id} {draft.text[span.start : span.end]!r:.40} at {span.start}..{span.end}"
