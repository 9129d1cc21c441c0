"""Set fills of the full record (stage, instruments, effects) by the words of the message; numbers by those of the targets."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from benchmarks.public.templates.candidates import Candidate
from benchmarks.public.templates.keys import TYPES, Fill, Key
from benchmarks.public.templates.messages import Message
from benchmarks.public.templates.networks import Network, Rows, Shape, fit_network
from frontwire.normalize.counts import parse_count

#: Values of each field that are learnt, in the order in which they are given.
VALUES: Final = {
    "stage": ("ACCOMPLISHED", "ATTEMPTED", "THREATENED"),
    "instrument": ("BOMB", "GUN", "DYNAMITE", "EXPLOSIVE", "MACHINE GUN", "VEHICLE BOMB", "GRENADE", "MORTAR", "RIFLE",
                   "AERIAL BOMB", "ROCKET"),
    "effects": ("DEATH", "INJURY", "NO INJURY OR DEATH", "NO INJURY", "REGAINED FREEDOM"),
}  # fmt: skip
_LEAST_MESSAGES: Final = 8
_SHAPE: Final = Shape(hidden=0, dropout=0.5, epochs=25, batch=64, learning_rate=3e-3, weight_decay=0.05, members=1,
                      standardised=False)  # fmt: skip
_PLURAL: Final = re.compile(r"(?:(?<!s)s|people|men|women|children|police|personnel|dead|wounded)$")
#: Where a noun phrase begins anew, and words before a noun that are no number of it.
_BREAK: Final = re.compile(r"[,.;:()\[\]]|\b(?:and|in|on|at(?! (?:least|most)\b)|of|by|to|with)\b", re.IGNORECASE)
_DETERMINER: Final = re.compile(r"an?|another|the|his|her|their", re.IGNORECASE)
_NUMBER_REACH: Final = 3


class Details:
    """Probabilities of the values of :data:`VALUES` for a template of a type."""

    def __init__(self, vocabulary: dict[str, int], networks: dict[str, Network], instruments: InstrumentTypes) -> None:
        self.vocabulary = vocabulary
        self.networks = networks
        self.instruments = instruments

    @classmethod
    def fit(cls, messages: Sequence[Message], *, seed: int) -> Details:
        counts = Counter(word for message in messages for word in _phrases(message))
        known = sorted(word for word, count in counts.items() if count >= _LEAST_MESSAGES)
        vocabulary = {word: number for number, word in enumerate(known)}
        pairs = [(message, key) for message in messages for key in message.keys]
        rows = np.stack([_row(message, vocabulary, _type(key)) for message, key in pairs])
        networks = {}
        for name, values in VALUES.items():
            labels = [[float(_holds(key.fields[name], value)) for value in values] for _, key in pairs]
            networks[name] = fit_network(rows, np.array(labels, dtype=np.float32), seed=seed, shape=_SHAPE)
        return cls(vocabulary, networks, InstrumentTypes(messages))

    def probabilities(self, message: Message, type_: str) -> dict[str, dict[str, float]]:
        """Field → value → 0..1."""
        row = _row(message, self.vocabulary, type_)[None]
        return {
            name: dict(zip(VALUES[name], network.probabilities(row)[0].tolist(), strict=True))
            for name, network in self.networks.items()
        }


class InstrumentTypes:
    """Which type an instrument is of by its name: as templates with one instrument and one type say."""

    def __init__(self, messages: Sequence[Message]) -> None:
        self._counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for key in (key for message in messages for key in message.keys):
            names, types = key.roles["Weapon"], key.fields["instrument"]
            if len(names) == len(types) == 1:
                for name in names[0].alternatives:
                    for words in {name, *name.split()}:
                        self._counts[words].update(types[0].alternatives)

    def type_of(self, name: str) -> str | None:
        """The commonest type of the whole name, else of its last word that is known (``name`` in compared form)."""
        for words in (name, *reversed(name.split())):
            if words in self._counts:
                return self._counts[words].most_common(1)[0][0]
        return None


def number_of(candidate: Candidate, message: Message) -> str:
    """A number in the keys' notation from the words before the first place where one stands, else from the name's form."""
    text = message.document.text
    for first, _ in candidate.places:
        start = message.words.spans[max(0, first - _NUMBER_REACH), 0]
        before = text[start : message.words.spans[first, 0]].strip()
        before = _BREAK.split(before)[-1].strip()
        count = parse_count(before) if before and not _DETERMINER.fullmatch(before) else None
        if count is not None and count.low > 0:
            if count.high is None:
                return f"{count.low}-"
            return str(count.low) if count.high == count.low else "PLURAL"
    return "PLURAL" if _PLURAL.search(candidate.name) else "1"


def _holds(fills: Iterable[Fill], value: str) -> bool:
    return any(value in fill.alternatives for fill in fills)


def _type(key: Key) -> str:
    return min(value for fill in key.fields["type"] for value in fill.alternatives)


def _phrases(message: Message) -> set[str]:
    """Words and pairs of words."""
    words = [word for word in message.plain if word]
    return {*words, *(f"{first} {second}" for first, second in itertools.pairwise(words))}


def _row(message: Message, vocabulary: dict[str, int], type_: str) -> Rows:
    row = np.zeros(len(vocabulary) + len(TYPES) + 2, dtype=np.float32)
    row[[vocabulary[word] for word in _phrases(message) if word in vocabulary]] = 1
    row[len(vocabulary) + TYPES.index(type_)] = 1
    row[-2] = any(event.killed is not None and event.killed.low > 0 for event in message.document.events)
    row[-1] = any(event.wounded is not None and event.wounded.low > 0 for event in message.document.events)
    return row
