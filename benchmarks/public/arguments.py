"""WikiEvents arguments with gold triggers, by tagging: one example an event, its type and trigger in front of the text.

The prompt is the event type in words, a colon and the trigger; in the text the trigger stands between marks. Only roles
that the type has in training are given. Texts are cut to a number of words around the trigger; an argument beyond them
is a miss.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.public.examples import Example, word_offsets
from benchmarks.public.scheme import Scheme, WordSpan, best_tag_ids, log_softmax, spans_to_tags, tags_to_spans
from benchmarks.public.task import Examples, Logits, Part, total
from frontwire.corpora.held_back import BENCHMARK_DEV, SPLIT_SEED, held_back
from frontwire.corpora.native.registry import read_native
from frontwire.corpora.native.wikievents import WIKIEVENTS
from frontwire.evaluation.counts import Counts
from frontwire.schema import Document

DEV_SHARE: Final = BENCHMARK_DEV["wikievents"]
#: Words on either side of the trigger.
CONTEXT_WORDS: Final = 40
#: Put around the trigger; a word that every vocabulary has.
MARK: Final = "*"
#: Taken off the logit of O: more arguments, or fewer; dev chooses.
BIASES: Final = tuple(0.5 * step for step in range(-2, 5))
_TYPE_WORD: Final = re.compile(r"[A-Z][a-z]*|[a-z]+")

#: ``(role, start, end)``, characters of the document.
Argument = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class EventArguments:
    """One event of a document: full type, trigger as characters of the text, and its arguments."""

    document: str
    text: str
    event_type: str
    trigger: tuple[int, int]
    arguments: frozenset[Argument]

    @property
    def kind(self) -> str:
        """The two levels of the type that both files share."""
        return ".".join(self.event_type.split(".")[:2])

    def words(self) -> tuple[list[tuple[int, int]], int, int]:
        """Words around the trigger as characters, and which of them the trigger touches (end exclusive)."""
        words = word_offsets(self.text)
        touched = [i for i, (start, end) in enumerate(words) if start < self.trigger[1] and end > self.trigger[0]]
        begin = max(touched[0] - CONTEXT_WORDS, 0)
        return words[begin : touched[-1] + 1 + CONTEXT_WORDS], touched[0] - begin, touched[-1] + 1 - begin

    def example(self, number: int) -> tuple[Example, int]:
        """The tagged words with prompt and marks, and how many arguments the tags do not express."""
        words, first, end = self.words()
        starts = {start: i for i, (start, _) in enumerate(words)}
        ends = {end: i + 1 for i, (_, end) in enumerate(words)}
        spans: list[WordSpan] = [
            (role, starts[a], ends[b]) for role, a, b in sorted(self.arguments) if a in starts and b in ends
        ]
        tags = list(spans_to_tags(spans, len(words)))
        lost = len(self.arguments) - len(tags_to_spans(tags))
        shown = [self.text[a:b] for a, b in words]
        prompt = (*type_words(self.event_type), ":", *shown[first:end])
        for position in (end, first):  # from behind, so that the first insertion moves nothing
            shown.insert(position, MARK)
            tags.insert(position, "O")
        return Example(
            f"{self.document}#{number}", tuple(shown), (tuple(tags),), prompt, frozenset({first, end + 1})
        ), lost


def type_words(event_type: str) -> list[str]:
    """ "Conflict.Attack.DetonateExplode" → its words in lower case, "unspecified" left out."""
    return [word.lower() for word in _TYPE_WORD.findall(event_type) if word != "Unspecified"]


@dataclass(frozen=True, slots=True)
class ArgumentData:
    """Events of the parts that are measured, and by document the gold arguments that the reader could not place."""

    events: Mapping[Part, Sequence[EventArguments]]
    unplaced: Mapping[str, int]
    roles: Mapping[str, frozenset[str]]


def read_arguments(folder: Path, *, limit: int | None = None) -> tuple[Examples, ArgumentData]:
    """``train_recast.jsonl`` split into train and dev by document, ``dev.jsonl`` as test; ``limit`` takes the first events."""
    reading = read_native("wikievents", folder)
    by_part: dict[str, list[Document]] = {"train": [], "dev": []}
    for document in reading.documents:
        by_part[document.extra["part"]].append(document)
    chosen = held_back(len(by_part["train"]), share=DEV_SHARE, seed=SPLIT_SEED)
    documents = {
        "train": [document for i, document in enumerate(by_part["train"]) if i not in chosen],
        "dev": [document for i, document in enumerate(by_part["train"]) if i in chosen],
        "test": by_part["dev"],
    }
    unplaced: Counter[str] = Counter(entry.record for entry in reading.unaligned if entry.what == "argument")
    events: dict[str, list[EventArguments]] = {}
    for part, found in documents.items():
        events[part] = []
        for document in found:
            placed, without_trigger = events_of(document)
            events[part] += placed
            unplaced[document.id] += without_trigger
    events = {part: found[:limit] for part, found in events.items()}
    made = {part: [event.example(i) for i, event in enumerate(found)] for part, found in events.items()}
    notes: dict[str, int | str] = {
        f"{part} arguments that tags do not express": sum(lost for _, lost in found) for part, found in made.items()
    }
    notes["test arguments not placed by the reader"] = sum(unplaced[document.id] for document in documents["test"])
    roles: defaultdict[str, set[str]] = defaultdict(set)
    for event in events["train"]:
        roles[event.kind] |= {role for role, _, _ in event.arguments}
    train, dev, test = ([example for example, _ in made[part]] for part in ("train", "dev", "test"))
    files = [folder / WIKIEVENTS.folder / name for name in ("train_recast.jsonl", "dev.jsonl")]
    return (
        Examples(train, dev, test, files, notes),
        ArgumentData(
            {"dev": events["dev"], "test": events["test"]}, unplaced, {kind: frozenset(r) for kind, r in roles.items()}
        ),
    )


def events_of(document: Document) -> tuple[list[EventArguments], int]:
    """Events in the order of their triggers in the file, and the number of arguments of events without a trigger."""
    facts = document.extra["native"].get("mentions", {})
    triggers: dict[str, tuple[str, tuple[int, int]]] = {}
    arguments: defaultdict[str, set[Argument]] = defaultdict(set)
    for mention in document.mentions:
        fact = facts.get(mention.id, {})
        if "event_type" in fact:
            triggers[fact["event"]] = fact["event_type"], (mention.start, mention.end)
        elif "event" in fact:
            arguments[fact["event"]].add((mention.label.rpartition("/")[2], mention.start, mention.end))
    events = [
        EventArguments(document.id, document.text, event_type, trigger, frozenset(arguments.pop(name, ())))
        for name, (event_type, trigger) in triggers.items()
    ]
    return events, sum(map(len, arguments.values()))


class ArgumentTask:
    """Arguments of given events as tagged spans."""

    name = "wikievents"

    def __init__(self, protocol: str, examples: Examples, data: ArgumentData) -> None:
        self.protocol = protocol
        self.examples = examples
        self.data = data
        self.scheme = Scheme((tuple(sorted({role for roles in data.roles.values() for role in roles})),))
        self._tags = self.scheme.tags(0)

    def tune(self, logits: Logits) -> dict[str, Any]:
        """What is taken off the logit of O, best on dev."""
        scores = {
            bias: total(self.count("dev", self.predict("dev", logits, {"outside_bias": bias}))["argument_cls"]).f1
            for bias in BIASES
        }
        return {"outside_bias": max(BIASES, key=lambda bias: (scores[bias], -abs(bias)))}

    def predict(self, part: Part, logits: Logits, settings: dict[str, Any]) -> list[list[Argument]]:
        """Arguments of every event."""
        predicted = []
        for event, example, rows in zip(self.data.events[part], getattr(self.examples, part), logits, strict=True):
            words, _, _ = event.words()
            own = [i for i in range(len(rows)) if i not in example.unscored]
            log_probabilities = log_softmax(rows[own])
            log_probabilities[:, 0] -= settings["outside_bias"]
            columns = self._allowed(event.kind)  # whole labels, so what is left is a layer of its own
            tags = [self._tags[columns[i]] for i in best_tag_ids(log_probabilities[:, columns]).tolist()]
            predicted.append([(role, words[a][0], words[b - 1][1]) for role, a, b in tags_to_spans(tags)])
        return predicted

    def count(self, part: Part, predicted: Sequence[Any]) -> dict[str, list[Counts]]:
        """As TextEE counts, a unit being a document: equal spans, sets over the events of one type.

        ``argument_cls`` (Arg-C) compares event type, span and role, ``argument_id`` (Arg-I) leaves the role out,
        ``argument_attached_cls`` (Arg-C+) adds the trigger.
        """
        gold: defaultdict[str, set[tuple[Any, ...]]] = defaultdict(set)
        found: defaultdict[str, set[tuple[Any, ...]]] = defaultdict(set)
        for event, arguments in zip(self.data.events[part], predicted, strict=True):
            head = (event.event_type, event.trigger)
            gold[event.document] |= {(*head, *argument) for argument in event.arguments}
            found[event.document] |= {(*head, *argument) for argument in arguments}
        columns = {"argument_cls": (0, 2, 3, 4), "argument_id": (0, 3, 4), "argument_attached_cls": (0, 1, 2, 3, 4)}
        measures: dict[str, list[Counts]] = {name: [] for name in columns}
        for document in gold:
            for name, kept in columns.items():
                left, right = (
                    {tuple(item[column] for column in kept) for item in items}
                    for items in (gold[document], found[document])
                )
                missed = self.data.unplaced.get(document, 0)
                measures[name].append(Counts(len(left & right), len(right), len(left) + missed))
        return measures

    def _allowed(self, kind: str) -> list[int]:
        """Ids of tags for events of a type: O and the roles it has in training; all where training lacks the type."""
        roles = self.data.roles.get(kind)
        return [i for i, tag in enumerate(self._tags) if tag == "O" or roles is None or tag[2:] in roles]
