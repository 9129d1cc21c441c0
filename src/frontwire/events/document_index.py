"""What rules ask of a document once for every event, worked out once: sentences, clauses, mentions by event."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from frontwire.events.clauses import Clause, clauses_of
from frontwire.events.sentence_lookup import Span, sentence_index
from frontwire.schema import Document, Event, Mention
from frontwire.text.sentences import sentence_spans


class DocumentIndex:
    """Sentences, clauses and linked mentions of a document that stays as it is meanwhile.

    Without it each event would read the whole text anew, and time would grow with the square of a text's length.
    """

    def __init__(self, document: Document, *, sentences: Sequence[Span] | None = None) -> None:
        self.document = document
        self.text = document.text
        self.sentences = sentence_spans(document.text) if sentences is None else sentences
        self._mentions: dict[str, list[Mention]] = {}
        for mention in sorted(document.mentions, key=lambda m: (m.start, m.end)):
            for event_id in dict.fromkeys(mention.events):
                self._mentions.setdefault(event_id, []).append(mention)

    @cached_property
    def clauses(self) -> list[Clause]:
        """The clauses of all sentences, as :func:`~frontwire.events.clauses.clauses_of` cuts them."""
        return clauses_of(self.text, self.sentences)

    @cached_property
    def occupied(self) -> frozenset[int]:
        """Sentences that hold a mention of any event."""
        return frozenset(sentence_index(self.sentences, mention) for mention in self.document.mentions)

    def mentions_of(self, event: Event, label: str | None = None) -> list[Mention]:
        """The mentions of one event in text order, of one label or of all."""
        found = self._mentions.get(event.id, [])
        return [mention for mention in found if label is None or mention.label == label]
