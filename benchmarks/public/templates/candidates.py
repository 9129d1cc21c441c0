"""Names in a message that may fill a slot: tagged ones, those of the extractor's mentions, those that other keys hold.

A candidate is a name with all its places in the text. Its features say how it was tagged there, what the extractor takes
it for, how often the keys of other messages hold it, and where and how often it stands.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.public.scheme import best_tag_ids, tags_to_spans
from benchmarks.public.templates.gold import gold_names
from benchmarks.public.templates.keys import LAYERS
from benchmarks.public.templates.messages import Message
from benchmarks.public.templates.reading import Reading
from frontwire.ontology import EVENT_TYPES
from frontwire.schema import Mention

#: Taken off the logarithm of O where candidates are tagged: spans down to a probability of about 0.03.
_BIAS: Final = 3.5
#: The label of our mentions that may fill a layer.
_LABELS: Final = {
    "PerpInd": "ATTACKER",
    "PerpOrg": "ATTACKER",
    "Target": "TARGET",
    "Victim": "TARGET",
    "Weapon": "WEAPON",
    "Description": "TARGET",
    "Place": "LOCATION",
}
_SHOWN_LABELS: Final = ("ATTACKER", "TARGET", "WEAPON", "LOCATION")
_LONGEST: Final = 12

Span = tuple[int, int]


@dataclass(slots=True)
class Candidate:
    """A name (compared form and words of the text) in one layer. ``score`` 0..1 is given later."""

    layer: str
    name: str
    text: str
    places: list[Span]
    features: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    score: float = 0.0


class Lexicon:
    """In how many messages the keys hold a name or a last word in a layer, and in how many texts it stands."""

    def __init__(self, messages: Sequence[Message]) -> None:
        self.names: dict[str, Counter[str]] = {layer: Counter() for layer in LAYERS}  # without spaces
        self.heads: dict[str, Counter[str]] = {layer: Counter() for layer in LAYERS}
        self._own: dict[str, dict[str, set[str]]] = {}
        self.texts: Counter[str] = Counter()
        for message in messages:
            self._own[message.id] = {layer: gold_names(message, layer) for layer in LAYERS}
            for layer, names in self._own[message.id].items():
                self.names[layer].update({compact(name) for name in names})
                self.heads[layer].update({name.split()[-1] for name in names})
        known = {name for counts in (*self.names.values(), *self.heads.values()) for name in counts}
        for message in messages:
            self.texts.update(_known_phrases(message, known))

    def without(self, message: Message, layer: str) -> tuple[Counter[str], Counter[str], int]:
        """Names and heads of a layer with what the message's own keys say taken off, and 1 if its text was counted."""
        own = self._own.get(message.id)
        if own is None:
            return self.names[layer], self.heads[layer], 0
        names, heads = self.names[layer].copy(), self.heads[layer].copy()
        names.subtract({compact(name) for name in own[layer]})
        heads.subtract({name.split()[-1] for name in own[layer]})
        return names, heads, 1


def compact(name: str) -> str:
    """A name without spaces: "U.S. EMBASSY" is one word or two, as it was cut."""
    return name.replace(" ", "")


def find_candidates(message: Message, reading: Reading, lexicon: Lexicon) -> dict[str, list[Candidate]]:
    """Layer → candidates of a message by their first place."""
    rows = reading.tags
    phrases = _phrases(message)
    inside = 1 - np.exp(rows[:, :, 0])
    found = {}
    for column, layer in enumerate(LAYERS):
        names, heads, counted = lexicon.without(message, layer)
        spans = _tagged_spans(rows[:, column])
        mentions = [m for m in message.document.mentions if m.label == _LABELS[layer]]
        spans += [message.words_at(mention.start, mention.end) for mention in mentions]
        spans += [span for name, places in phrases.items() if names.get(name, 0) > 0 for span in places]
        candidates = _grouped(message, layer, spans)
        for candidate in candidates:
            candidate.features = np.array(
                [
                    *_tagged(candidate, rows, inside, column),
                    *_extracted(candidate, message),
                    *_listed(candidate, names, heads, lexicon.texts, counted),
                    *_placed(candidate, message),
                    *_told(candidate, message, reading),
                ],
                dtype=np.float32,
            )
        _compare(candidates, inside)
        found[layer] = candidates
    return found


def _tagged_spans(rows: NDArray[np.float32]) -> list[Span]:
    """Word ranges of the best tags of one layer *(words, 3)*, less probable ones too."""
    biased = rows.astype(np.float64)
    biased[:, 0] -= _BIAS
    tags = [("O", "B-", "I-")[i] for i in best_tag_ids(biased).tolist()]
    return [(first, end) for _, first, end in tags_to_spans(tags)]


def _grouped(message: Message, layer: str, spans: Iterable[Span]) -> list[Candidate]:
    names: dict[str, Span] = {}
    for first, end in sorted(set(spans)):
        while first < end and not message.plain[first]:  # articles and quotes are no part of a name
            first += 1
        while end > first and not message.plain[end - 1]:
            end -= 1
        name = " ".join(filter(None, message.plain[first:end]))
        if name and end - first <= _LONGEST:
            names.setdefault(name, (first, end))
    candidates = []
    for name, (first, end) in names.items():
        places = message.find(name) or [(first, end)]
        candidates.append(Candidate(layer, name, message.text_of(*places[0]), places))
    return candidates


def _tagged(candidate: Candidate, rows: NDArray[np.float32], inside: NDArray[np.float32], column: int) -> list[float]:
    means = np.array([inside[first:end, column].mean() for first, end in candidate.places])
    begins = [float(np.exp(rows[first, column, 1])) for first, _ in candidate.places]
    least = [float(inside[first:end, column].min()) for first, end in candidate.places]
    before = [float(inside[first - 1, column]) if first else 0.0 for first, _ in candidate.places]
    behind = [float(inside[end, column]) if end < len(inside) else 0.0 for _, end in candidate.places]
    others = np.max([inside[first:end].mean(axis=0) for first, end in candidate.places], axis=0)
    return [
        float(means.max()),
        float(means.mean()),
        float(means[0]),
        float(1 - np.prod(1 - means)),
        _logit(float(means.max())),
        max(begins),
        max(least),
        min(before),
        min(behind),
        *np.delete(others, column).tolist(),
    ]


def _extracted(candidate: Candidate, message: Message) -> list[float]:
    """What the extractor takes the places for: labels, whether its spans are the same, and types of its events."""
    values = dict.fromkeys(_SHOWN_LABELS, 0.0)
    exact, events = 0.0, set()
    for first, end, mention in _mentions(message):
        touching = [place for place in candidate.places if place[0] < end and first < place[1]]
        if touching and mention.label in values:
            values[mention.label] = max(values[mention.label], mention.score or 0.0)
            exact = max(exact, float((first, end) in touching and mention.label == _LABELS[candidate.layer]))
            events |= set(mention.events)
    listed = message.document.events
    types = {event.type for event in listed if event.id in events}
    first_event = float(bool(listed) and listed[0].id in events)
    incident = float(any(event.kind == "incident" for event in listed if event.id in events))
    return [*values.values(), exact, len(events), first_event, incident, *(float(t in types) for t in EVENT_TYPES)]


def _listed(
    candidate: Candidate,
    names: Mapping[str, int],
    heads: Mapping[str, int],
    texts: Mapping[str, int],
    counted: int,
) -> list[float]:
    head = candidate.name.split()[-1]
    values = []
    for word, counts in ((compact(candidate.name), names), (head, heads)):
        filled, seen = max(0, counts.get(word, 0)), max(0, texts.get(word, 0) - counted)
        values += [float(np.log1p(filled)), float(np.log1p(seen)), (filled + 0.05) / (max(seen, filled) + 0.5)]
    return values


def _placed(candidate: Candidate, message: Message) -> list[float]:
    first = candidate.places[0][0]
    sentence = int(message.sentence_of[first])
    length = len(candidate.name.split())
    return [
        float(np.log1p(len(candidate.places))),
        first / len(message.plain),
        float(np.log1p(sentence)),
        float(sentence < 2),
        *(float(length == n) for n in (1, 2, 3)),
        float(np.log(len(message.plain))),
        float(any(character.isdigit() for character in candidate.name)),
    ]


def _told(candidate: Candidate, message: Message, reading: Reading) -> list[float]:
    """Which types the sentences of the places tell of, the first one, and the message as a whole."""
    own = reading.sentences[[int(message.sentence_of[first]) for first, _ in candidate.places]]
    highest = own.max(axis=1)
    vectors = [own.max(axis=0), own[0], reading.sentences.max(axis=0), reading.types]
    return [*np.concatenate(vectors).tolist(), float(highest.max()), float(highest.mean()), float(reading.types.max())]


def _compare(candidates: Sequence[Candidate], inside: NDArray[np.float32]) -> None:
    """Features against the other candidates of the layer, and of the message as a whole, behind the others."""
    pooled = [float(candidate.features[3]) for candidate in candidates]
    order = {index: rank for rank, index in enumerate(sorted(range(len(pooled)), key=lambda i: -pooled[i]))}
    words = [set(candidate.name.split()) for candidate in candidates]
    whole = inside.max(axis=0).tolist() if len(inside) else [0.0] * len(LAYERS)
    for index, candidate in enumerate(candidates):
        longer = [pooled[i] for i, other in enumerate(words) if i != index and words[index] < other]
        shorter = [pooled[i] for i, other in enumerate(words) if i != index and other < words[index]]
        extra = [
            1 / (1 + order[index]),
            pooled[index] / (max(pooled) + 1e-6),
            max(longer, default=0.0),
            max(shorter, default=0.0),
            float(np.log1p(len(candidates))),
            *whole,
        ]
        candidate.features = np.concatenate([candidate.features, np.array(extra, dtype=np.float32)])


def _mentions(message: Message) -> list[tuple[int, int, Mention]]:
    return [(*message.words_at(m.start, m.end), m) for m in message.document.mentions]


def _phrases(message: Message) -> dict[str, list[Span]]:
    """Every run of words that begins and ends with one that names hold, in one, with its places."""
    kept = [index for index, word in enumerate(message.plain) if word]
    found: defaultdict[str, list[Span]] = defaultdict(list)
    for start in range(len(kept)):
        name = ""
        for stop in range(start, min(start + _LONGEST, len(kept))):
            name += compact(message.plain[kept[stop]])
            found[name].append((kept[start], kept[stop] + 1))
    return found


def _known_phrases(message: Message, known: set[str]) -> set[str]:
    return known & _phrases(message).keys()


def _logit(probability: float) -> float:
    clipped = min(max(probability, 1e-4), 1 - 1e-4)
    return float(np.log(clipped / (1 - clipped)))
