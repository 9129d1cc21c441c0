"""A network that reads a whole message over the bundled tagger's hidden states: words, sentences and types of incident.

The tagger stays as it is. Its states of the words are narrowed and put through dilated convolutions (Yu and Koltun 2016;
for tagging Strubell et al. 2017), so that a word sees about thirty around it, and what is strongest in the message as a
whole is added to each. Gold for words are all places where a string of the keys stands, for a sentence the types of the
keys whose strings stand in it, for the message the types of its keys.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.public.templates.gold import gold_tags, gold_types, sentence_types
from benchmarks.public.templates.keys import LAYERS, TYPES
from benchmarks.public.templates.messages import Message
from frontwire.ontology import LABELS

_TAGS: Final = 3
_LEAST_MESSAGES: Final = 2


@dataclass(frozen=True, slots=True)
class Settings:
    """Of the network and its training. ``sentences`` and ``messages`` weigh these losses against that of the words."""

    width: int = 96
    embedding: int = 32
    dilations: tuple[int, ...] = (1, 2, 4, 8)
    dropout: float = 0.3
    epochs: int = 8
    batch: int = 8
    learning_rate: float = 2e-3
    weight_decay: float = 1e-2
    sentences: float = 0.3
    messages: float = 0.1


@dataclass(slots=True)
class Reading:
    """``tags`` *(words, layers, 3)* log-probabilities of O, B, I; ``sentences`` *(sentences, types)*, ``types`` *(types,)*."""

    tags: NDArray[np.float32]
    sentences: NDArray[np.float32]
    types: NDArray[np.float32]


def mean_reading(readings: Sequence[Reading]) -> Reading:
    """The mean of the probabilities of several networks."""
    tags = np.mean([np.exp(reading.tags) for reading in readings], axis=0)
    return Reading(
        np.log(np.maximum(tags, 1e-9)),
        np.mean([reading.sentences for reading in readings], axis=0),
        np.mean([reading.types for reading in readings], axis=0),
    )


class _Network(torch.nn.Module):
    def __init__(self, *, vocabulary: int, states: int, settings: Settings) -> None:
        super().__init__()
        width = settings.width
        self.embedding = torch.nn.Embedding(vocabulary, settings.embedding, padding_idx=0)
        self.drop = torch.nn.Dropout(settings.dropout)
        self.narrow = torch.nn.Linear(states + settings.embedding + len(LABELS), width)
        self.norms = torch.nn.ModuleList(torch.nn.LayerNorm(width) for _ in settings.dilations)
        self.convolutions = torch.nn.ModuleList(
            torch.nn.Conv1d(width, width, 3, padding=step, dilation=step) for step in settings.dilations
        )
        self.whole = torch.nn.Linear(2 * width, width)
        self.last = torch.nn.LayerNorm(width)
        self.words = torch.nn.Linear(width, len(LAYERS) * _TAGS)
        self.sentences = torch.nn.Linear(width, len(TYPES))
        self.messages = torch.nn.Linear(2 * width, len(TYPES))

    def forward(self, batch: _Batch) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Logits of the words *(batch, words, layers · 3)*, of the sentences *(all, types)*, of the messages."""
        mask = batch.mask[:, :, None]
        inputs = torch.cat([self.drop(batch.states), self.embedding(batch.ids), batch.labels], dim=2)
        hidden = self.narrow(inputs) * mask
        for norm, convolution in zip(self.norms, self.convolutions, strict=True):
            moved = convolution((torch.nn.functional.gelu(norm(hidden)) * mask).transpose(1, 2)).transpose(1, 2)
            hidden = hidden + self.drop(moved) * mask
        strongest = hidden.masked_fill(mask == 0, -1e4).amax(dim=1)
        whole = torch.nn.functional.gelu(self.whole(torch.cat([strongest, hidden.sum(1) / mask.sum(1)], dim=1)))
        hidden = self.drop(self.last(hidden + whole[:, None]))
        sentences = torch.stack([hidden[row, first:end].amax(dim=0) for row, first, end in batch.sentences])
        top = torch.cat([hidden.masked_fill(mask == 0, -1e4).amax(dim=1), whole], dim=1)
        return self.words(hidden), self.sentences(sentences), self.messages(top)


@dataclass(slots=True)
class _Batch:
    states: torch.Tensor
    ids: torch.Tensor
    labels: torch.Tensor
    mask: torch.Tensor
    sentences: list[tuple[int, int, int]]


class Reader:
    """Reads messages; fitted by :func:`fit_reader`."""

    def __init__(self, network: _Network, vocabulary: dict[str, int]) -> None:
        self.network = network
        self.vocabulary = vocabulary

    def read(self, message: Message) -> Reading:
        with torch.inference_mode():
            words, sentences, types = self.network.eval()(_batch([message], self.vocabulary))
        tags = words[0].view(-1, len(LAYERS), _TAGS).log_softmax(-1)
        return Reading(tags.numpy(), sentences.sigmoid().numpy(), types[0].sigmoid().numpy())


def fit_reader(messages: Sequence[Message], *, seed: int, settings: Settings | None = None) -> Reader:
    """Fit on the keys of ``messages``; equal messages, seed and threads give an equal reader."""
    chosen = settings or Settings()
    vocabulary = _vocabulary(messages)
    torch.manual_seed(seed)
    width = messages[0].words.hidden.shape[1]
    network = _Network(vocabulary=len(vocabulary) + 2, states=width, settings=chosen)
    gold = [(gold_tags(message), sentence_types(message), gold_types(message)) for message in messages]
    steps = chosen.epochs * -(-len(messages) // chosen.batch)
    optimizer = torch.optim.AdamW(network.parameters(), lr=chosen.learning_rate, weight_decay=chosen.weight_decay)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min((step + 1) / 50, 1 - step / steps))
    random = np.random.default_rng(seed)
    network.train()
    for _ in range(chosen.epochs):
        for rows in _batches(messages, chosen.batch, random):
            batch = _batch([messages[row] for row in rows], vocabulary)
            words, sentences, types = network(batch)
            tags = torch.from_numpy(np.concatenate([gold[row][0] for row in rows]))
            kept = words[batch.mask > 0].reshape(-1, _TAGS)
            told = torch.from_numpy(np.concatenate([gold[row][1] for row in rows]))
            whole = torch.from_numpy(np.stack([gold[row][2] for row in rows]))
            binary = torch.nn.functional.binary_cross_entropy_with_logits
            loss = torch.nn.functional.cross_entropy(kept, tags.flatten()) * len(LAYERS)
            loss = loss + chosen.sentences * binary(sentences, told) * len(TYPES)
            loss = loss + chosen.messages * binary(types, whole) * len(TYPES)
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return Reader(network.eval(), vocabulary)


def _batches(messages: Sequence[Message], size: int, random: np.random.Generator) -> Iterator[list[int]]:
    """Batches of messages of similar length, in random order."""
    lengths = np.array([len(message.plain) for message in messages]) + random.uniform(0, 60, len(messages))
    order = np.argsort(lengths, kind="stable").tolist()
    parts = [order[first : first + size] for first in range(0, len(order), size)]
    for part in random.permutation(len(parts)).tolist():
        yield parts[part]


def _batch(messages: Sequence[Message], vocabulary: dict[str, int]) -> _Batch:
    longest = max(len(message.plain) for message in messages)
    width = messages[0].words.hidden.shape[1]
    states = np.zeros((len(messages), longest, width), dtype=np.float32)
    ids = np.zeros((len(messages), longest), dtype=np.int64)
    labels = np.zeros((len(messages), longest, len(LABELS)), dtype=np.float32)
    mask = np.zeros((len(messages), longest), dtype=np.float32)
    sentences = []
    for row, message in enumerate(messages):
        length = len(message.plain)
        states[row, :length] = message.words.hidden
        ids[row, :length] = [vocabulary.get(word, 1) for word in message.plain]
        mask[row, :length] = 1
        for mention in message.document.mentions:
            first, end = message.words_at(mention.start, mention.end)
            labels[row, first:end, LABELS.index(mention.label)] = mention.score or 1.0
        sentences += [(row, first, end) for first, end in message.sentences]
    return _Batch(
        torch.from_numpy(states), torch.from_numpy(ids), torch.from_numpy(labels), torch.from_numpy(mask), sentences
    )


def _vocabulary(messages: Sequence[Message]) -> dict[str, int]:
    """Words of at least two messages; 0 stands behind the end of a text, 1 for an unknown word."""
    counts = Counter(word for message in messages for word in set(message.plain))
    known = sorted(word for word, count in counts.items() if count >= _LEAST_MESSAGES)
    return {word: number for number, word in enumerate(known, start=2)}
