"""Fits everything between the extractor and the templates on DEV, so that what is judged was never learnt from.

DEV is cut into folds by a hash of the message id. Each fold's messages are read by a network fitted on the others; on
these readings the scores of candidates are learnt. Other messages are read by the folds' networks together (mean).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.public.templates.candidates import Candidate, Lexicon, compact, find_candidates
from benchmarks.public.templates.dating import datings
from benchmarks.public.templates.details import Details
from benchmarks.public.templates.filling import Analysis
from benchmarks.public.templates.gold import gold_names, gold_types
from benchmarks.public.templates.joining import Aliases
from benchmarks.public.templates.keys import LAYERS
from benchmarks.public.templates.kinds import MessageTypes, message_row
from benchmarks.public.templates.messages import Message
from benchmarks.public.templates.networks import Network, Shape, fit_network
from benchmarks.public.templates.reading import Reader, Reading, Settings, fit_reader, mean_reading

FOLDS: Final = 3
_DATES: Final = Shape(hidden=16, dropout=0.1, epochs=20, batch=128)
_CANDIDATES: Final = Shape(hidden=64, dropout=0.35, epochs=16, batch=256, weight_decay=0.05, members=2)


@dataclass(slots=True)
class Scorers:
    """What is fitted on the readings of messages."""

    types: MessageTypes
    layers: dict[str, Network]
    dates: Network
    details: Details

    def analysis(self, message: Message, reading: Reading, candidates: dict[str, list[Candidate]]) -> Analysis:
        """The scored candidates and types of a message."""
        for layer, listed in candidates.items():
            if listed:
                rows = np.stack([candidate.features for candidate in listed])
                scores = self.layers[layer].probabilities(rows)[:, 0]
                for candidate, score in zip(listed, scores.tolist(), strict=True):
                    candidate.score = score
        types = self.types.probabilities(message_row(message, reading)[None])[0]
        return Analysis(message, types, reading.sentences, candidates, self.details, self.dates)


@dataclass(slots=True)
class Mapping:
    """The fitted mapping of :func:`fit_mapping`."""

    readers: list[Reader]
    lexicon: Lexicon
    aliases: Aliases
    scorers: Scorers

    def analyse(self, message: Message) -> Analysis:
        """A message that nothing was fitted on."""
        reading = mean_reading([reader.read(message) for reader in self.readers])
        return self.scorers.analysis(message, reading, find_candidates(message, reading, self.lexicon))


def fold_of(message: Message) -> int:
    """0 … :data:`FOLDS` − 1 by a hash of the id."""
    return hashlib.sha1(message.id.encode(), usedforsecurity=False).digest()[0] % FOLDS


def fit_mapping(messages: Sequence[Message], *, seed: int, settings: Settings | None = None) -> Mapping:
    """The mapping fitted on ``messages``, ``settings`` of its readers; every fold must hold some messages."""
    readers: list[Reader] = []
    readings: dict[str, Reading] = {}
    for fold in range(FOLDS):
        others = [message for message in messages if fold_of(message) != fold]
        readers.append(fit_reader(others, seed=seed, settings=settings))
        readings |= {message.id: readers[-1].read(message) for message in messages if fold_of(message) == fold}
    lexicon = Lexicon(messages)
    found = {message.id: find_candidates(message, readings[message.id], lexicon) for message in messages}
    return Mapping(readers, lexicon, Aliases(messages), _fit_scorers(messages, readings, found, seed=seed))


def _fit_scorers(
    messages: Sequence[Message],
    readings: dict[str, Reading],
    found: dict[str, dict[str, list[Candidate]]],
    *,
    seed: int,
) -> Scorers:
    rows = np.stack([message_row(message, readings[message.id]) for message in messages])
    labels = np.stack([gold_types(message) for message in messages])
    types = MessageTypes.fit(rows, labels, states=messages[0].words.hidden.shape[1], seed=seed)
    layers = {layer: _fit_layer(messages, found, layer, seed=seed) for layer in LAYERS}
    return Scorers(types, layers, _fit_dates(messages, readings, seed=seed), Details.fit(messages, seed=seed))


def _fit_dates(messages: Sequence[Message], readings: dict[str, Reading], *, seed: int) -> Network:
    rows, labels = [], []
    for message in messages:
        for key in message.keys:
            names = {name for layer in LAYERS for one in key.strings(layer) for name in one.alternatives}
            filled = [int(message.sentence_of[first]) for name in names for first, _ in message.find(name)]
            right = {value for one in key.fields["date"] for value in one.alternatives}
            type_ = min(value for one in key.fields["type"] for value in one.alternatives)
            for dating in datings(message, readings[message.id].sentences, type_, filled) if right else ():
                rows.append(dating.features)
                labels.append([float(dating.value in right)])
    return fit_network(np.stack(rows), np.array(labels, dtype=np.float32), seed=seed, shape=_DATES)


def _fit_layer(
    messages: Sequence[Message], found: dict[str, dict[str, list[Candidate]]], layer: str, *, seed: int
) -> Network:
    rows, labels = [], []
    for message in messages:
        right = {compact(name) for name in gold_names(message, layer)}
        for candidate in found[message.id][layer]:
            rows.append(candidate.features)
            labels.append([float(compact(candidate.name) in right)])
    return fit_network(np.stack(rows), np.array(labels, dtype=np.float32), seed=seed, shape=_CANDIDATES)
