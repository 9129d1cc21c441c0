"""Which types of incident a message tells of: by what readers say, and by the extractor's events."""

from __future__ import annotations

from typing import Final

import numpy as np

from benchmarks.public.templates.messages import Message
from benchmarks.public.templates.networks import Network, Rows, Shape, fit_network
from benchmarks.public.templates.reading import Reading
from frontwire.ontology import EVENT_TYPES

#: With and without the mean states of the message; each is right where the other is not.
_MESSAGES: Final = (
    Shape(hidden=32, dropout=0.3, epochs=30, batch=64, weight_decay=0.05),
    Shape(hidden=16, dropout=0.2, epochs=30, batch=64, weight_decay=0.05),
)


def message_row(message: Message, reading: Reading) -> Rows:
    """Features of a message: its reading, its highest probability of each layer, its events, and its mean states last."""
    sentences = reading.sentences
    ordered = -np.sort(-np.concatenate([sentences, np.zeros((3, sentences.shape[1]), dtype=np.float32)]), axis=0)
    pooled = [ordered[0], ordered[:3].mean(axis=0), 1 - np.prod(1 - sentences, axis=0), sentences[:3].max(axis=0)]
    logits = np.log(np.maximum(reading.types, 1e-5) / np.maximum(1 - reading.types, 1e-5))
    tagged = (1 - np.exp(reading.tags[:, :, 0])).max(axis=0)
    events = message.document.events
    counts = [sum(event.type == name and event.kind == "incident" for event in events) for name in EVENT_TYPES]
    firsts = [float(bool(events) and events[0].type == name) for name in EVENT_TYPES]
    states = message.words.hidden.astype(np.float32)
    sizes = [np.log(len(states)), len(sentences)]
    return np.concatenate(
        [reading.types, logits, *pooled, tagged, np.log1p(counts), firsts, sizes, states.mean(axis=0)]
    ).astype(np.float32)


class MessageTypes:
    """Probabilities of types for messages from rows of :func:`message_row`."""

    def __init__(self, whole: Network, plain: Network, states: int) -> None:
        self.whole = whole
        self.plain = plain
        self.states = states

    @classmethod
    def fit(cls, rows: Rows, labels: Rows, *, states: int, seed: int) -> MessageTypes:
        """``states``: how many of the last columns are mean states."""
        whole = fit_network(rows, labels, seed=seed, shape=_MESSAGES[0])
        return cls(whole, fit_network(rows[:, :-states], labels, seed=seed, shape=_MESSAGES[1]), states)

    def probabilities(self, rows: Rows) -> Rows:
        """*(n, types)*."""
        both = self.whole.probabilities(rows) + self.plain.probabilities(rows[:, : -self.states])
        return (both / 2).astype(np.float32)
