"""Edits of a document's text that carry its mentions along."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import NamedTuple

from frontwire.schema import Document, Mention


class Edit(NamedTuple):
    """``words`` in place of ``text[start:end]``; an insertion where both are equal."""

    start: int
    end: int
    words: str


def rewrite(document: Document, edits: Iterable[Edit], *, title: str | None = None) -> Document:
    """A new document with the edits made and every mention moved along; ``title`` replaces the title.

    ``edits`` must be in text order without overlaps. What is inserted at a mention's edge stays outside it; where an edit
    runs over an edge, its new words stand outside if they can. An edit that would leave of a mention nothing but white
    space is not made, so that ids, events and tolls stand as they were. Values of records are left alone: they tell what
    happened, not how it is printed.
    """
    mentions = sorted(document.mentions, key=lambda m: (m.start, m.end))
    pieces = [piece for edit in edits for piece in _cut_at_edges(edit, mentions)]
    pieces = _without_vanishing(document.text, pieces, mentions)
    text = _applied(document.text, pieces)
    moved = _moved(text, pieces, mentions)
    result = replace(
        document,
        text=text,
        title=document.title if title is None else title,
        mentions=[moved[mention.id] for mention in document.mentions],
        events=[replace(event, actors=dict(event.actors), tolls=list(event.tolls)) for event in document.events],
        extra=dict(document.extra),
    )
    result.assign_roles()
    return result


def between_edges(document: Document) -> list[tuple[int, int]]:
    """Stretches of the text that no mention begins or ends inside, in order; together they are the whole text."""
    edges = {0, len(document.text), *(m.start for m in document.mentions), *(m.end for m in document.mentions)}
    return list(pairwise(sorted(edges)))


def _cut_at_edges(edit: Edit, mentions: Sequence[Mention]) -> list[Edit]:
    """Parts of an edit that lie wholly inside or outside of each mention; the first outside gets the words."""
    first = bisect.bisect_right(mentions, edit.start, key=lambda m: m.end)
    cuts = {edit.start, edit.end}
    inside: list[tuple[int, int]] = []
    for mention in mentions[first:]:
        if mention.start >= edit.end:
            break
        cuts |= {at for at in (mention.start, mention.end) if edit.start < at < edit.end}
        inside.append((mention.start, mention.end))
    if len(cuts) < 3:
        return [edit]
    parts = [Edit(start, end, "") for start, end in pairwise(sorted(cuts))]
    outside = [i for i, part in enumerate(parts) if not any(s <= part.start < e for s, e in inside)]
    chosen = outside[0] if outside else 0
    parts[chosen] = parts[chosen]._replace(words=edit.words)
    return parts


def _without_vanishing(text: str, edits: Sequence[Edit], mentions: Sequence[Mention]) -> list[Edit]:
    """The edits without those inside mentions of which they would leave nothing but white space."""
    starts = [edit.start for edit in edits]
    dropped: set[int] = set()
    for mention in mentions:
        low, high = bisect.bisect_left(starts, mention.start), bisect.bisect_left(starts, mention.end)
        own = [i for i in range(low, high) if edits[i].end > mention.start and edits[i].start < edits[i].end]
        if own:
            moved = [Edit(e.start - mention.start, e.end - mention.start, e.words) for e in (edits[i] for i in own)]
            if not _applied(text[mention.start : mention.end], moved).strip():
                dropped.update(own)
    return [edit for i, edit in enumerate(edits) if i not in dropped]


def _applied(text: str, edits: Sequence[Edit]) -> str:
    parts, at = [], 0
    for edit in edits:
        if not at <= edit.start <= edit.end <= len(text):
            raise ValueError(
                f"{edit} behind position {at} of {len(text)}; expected edits in text order without overlaps"
            )
        parts += [text[at : edit.start], edit.words]
        at = edit.end
    return "".join([*parts, text[at:]])


def _moved(text: str, edits: Sequence[Edit], mentions: Sequence[Mention]) -> dict[str, Mention]:
    """The mentions at their new places in ``text``, the text with the edits made."""
    shifts = [0, *accumulate(len(edit.words) - (edit.end - edit.start) for edit in edits)]
    starts = [(edit.start, edit.end) for edit in edits]
    moved: dict[str, Mention] = {}
    for mention in mentions:
        # In front of the mention: all edits before it and insertions at its first character.
        start = mention.start + shifts[bisect.bisect_right(starts, (mention.start, mention.start))]
        # Up to its end: insertions at that place stay behind it.
        end = mention.end + shifts[bisect.bisect_left(starts, (mention.end, mention.end))]
        words = text[start:end]
        if mention.text == mention.text.strip():  # what was cut off at an edge may have left its space
            start, end = start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))
        moved[mention.id] = replace(mention, start=start, end=end, text=text[start:end], events=list(mention.events))
    return moved
