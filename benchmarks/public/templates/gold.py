"""What the keys say of words, sentences and messages."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.public.templates.keys import LAYERS, TYPES
from benchmarks.public.templates.messages import Message


def gold_names(message: Message, layer: str) -> set[str]:
    """All strings of the keys for a layer."""
    return {name for key in message.keys for fill in key.strings(layer) for name in fill.alternatives}


def gold_tags(message: Message) -> NDArray[np.int64]:
    """*(words, layers)*: 0 outside, 1 at the begin and 2 inside of a string; of strings that overlap in a layer the longest."""
    tags = np.zeros((len(message.plain), len(LAYERS)), dtype=np.int64)
    for column, layer in enumerate(LAYERS):
        spans = [span for name in sorted(gold_names(message, layer)) for span in message.find(name)]
        for first, last in sorted(spans, key=lambda span: (span[0] - span[1], span)):
            if not tags[first:last, column].any():
                tags[first:last, column] = 2
                tags[first, column] = 1
    return tags


def gold_types(message: Message) -> NDArray[np.float32]:
    """*(types,)* 1 for each type that a key of the message may be of."""
    told = {value for key in message.keys for fill in key.fields["type"] for value in fill.alternatives}
    return np.array([float(name in told) for name in TYPES], dtype=np.float32)


def sentence_types(message: Message) -> NDArray[np.float32]:
    """*(sentences, types)* 1 for the types of the keys of which a string stands in a sentence."""
    labels = np.zeros((len(message.sentences), len(TYPES)), dtype=np.float32)
    for key in message.keys:
        columns = [TYPES.index(name) for fill in key.fields["type"] for name in fill.alternatives]
        fills = [fill for fills in (*key.roles.values(), key.descriptions) for fill in fills]
        for name in (name for fill in fills for name in fill.alternatives):
            for first, _ in message.find(name):
                labels[message.sentence_of[first], columns] = 1
    return labels
