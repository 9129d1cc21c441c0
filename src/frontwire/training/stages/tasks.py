"""Auxiliary tagging tasks: documents in their native labels → spans in layers, and words that say nothing either way.

A layer is a tagging of its own over the same words, so spans of different layers may nest. Where a corpus marks not all
spans of its labels, words without a span are left out of the loss as far as they may be unmarked ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from frontwire.evaluation.role_entities import MUC4_ROLES
from frontwire.schema import Document
from frontwire.text.sentences import sentence_spans

#: ``(label, start, end)`` and ``(start, end)``, characters.
LabelledSpan = tuple[str, int, int]
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Layer:
    """Spans of a text, and ranges in which words without a span are not learned from."""

    spans: tuple[LabelledSpan, ...]
    unlearned: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskText:
    """A text with its layers, the same number for all texts of a task."""

    id: str
    text: str
    layers: tuple[Layer, ...]


@dataclass(frozen=True, slots=True)
class TaggingTask:
    """A task with the labels of every layer, as far as they occur. Tag id 0 is ``O``, 2i+1 ``B-`` and 2i+2 ``I-`` of label i."""

    name: str
    labels: tuple[tuple[str, ...], ...]
    texts: list[TaskText]

    @property
    def columns(self) -> list[slice]:
        """Columns of each layer in the logits of the task's head."""
        widths = [2 * len(labels) + 1 for labels in self.labels]
        ends = [sum(widths[: i + 1]) for i in range(len(widths))]
        return [slice(end - width, end) for end, width in zip(ends, widths, strict=True)]


#: The project's own nine labels, from its annotated documents, as one of the tasks.
NINE: Final = "nine"


def make_task(name: str, documents: Iterable[Document]) -> TaggingTask:
    """The task of a source's documents; layers of which no document has a span are kept, with no label."""
    texts = [_READERS[name](document) for document in _united(documents)]
    layers = len(texts[0].layers) if texts else 0
    labels = tuple(tuple(sorted({s[0] for text in texts for s in text.layers[i].spans})) for i in range(layers))
    return TaggingTask(name, labels, texts)


def _united(documents: Iterable[Document]) -> Iterator[Document]:
    """Documents of equal text as one with the spans of all: M2E2 has sentences twice, with different events."""
    by_text: dict[str, list[Document]] = {}
    for document in documents:
        by_text.setdefault(document.text, []).append(document)
    for text, found in by_text.items():
        first, *others = found
        if not others:
            yield first
            continue
        mentions = {(m.label, m.start, m.end): m for document in reversed(found) for m in document.mentions}
        yield Document(first.id, text, mentions=list(mentions.values()), extra=dict(first.extra))


def _all_marked(document: Document) -> TaskText:
    """Every mention, in one layer."""
    return TaskText(document.id, document.text, (Layer(_spans(document)),))


def _roles(document: Document) -> TaskText:
    """MUC-4: a layer for every role, with all occurrences of the names of its entities, as its benchmark teaches them."""
    layers = []
    for role in MUC4_ROLES:
        names = dict.fromkeys(m.text for m in document.mentions if m.label == role)
        layers.append(Layer(tuple((role, *span) for name in names for span in occurrences(name, document.text))))
    return TaskText(document.id, document.text, tuple(layers))


def _events(document: Document) -> TaskText:
    """Triggers by type and arguments by role, each a layer; the automatic or missing entity types are left out."""
    spans = _spans(document)
    triggers = tuple(span for span in spans if "/" not in span[0] and re.search("[.:]", span[0]))
    arguments = tuple((label.rpartition("/")[2], start, end) for label, start, end in spans if "/" in label)
    return TaskText(document.id, document.text, (Layer(triggers), Layer(tuple(dict.fromkeys(arguments)))))


def _single_event(document: Document) -> TaskText:
    """RAMS marks one event a text: other triggers are unknown, and arguments are outside the sentence of the trigger."""
    triggers, arguments = _events(document).layers
    sentences = [
        (start, end)
        for start, end in sentence_spans(document.text)
        if any(start < b and a < end for _, a, b in triggers.spans)
    ]
    whole = (0, len(document.text))
    outside = _outside(sentences, len(document.text))
    return TaskText(document.id, document.text, (Layer(triggers.spans, (whole,)), Layer(arguments.spans, outside)))


def _first_mentions(document: Document) -> TaskText:
    """GVDB marks the first mention of each slot: repeats of its words, and of single words of names, say nothing."""
    spans = _spans(document)
    repeated: dict[str, None] = {}
    for label, start, end in spans:
        words = document.text[start:end]
        repeated[words] = None
        if label.endswith("NAME"):
            repeated |= dict.fromkeys(re.findall(r"\w{2,}", words))
    ranges = (found for words in repeated for found in occurrences(words, document.text))
    return TaskText(document.id, document.text, (Layer(spans, tuple(sorted(set(ranges)))),))


def occurrences(words: str, text: str) -> list[Range]:
    """Where words stand in a text, not inside other words; in the case that is given."""
    return [match.span() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)] if words.strip() else []


def _spans(document: Document) -> tuple[LabelledSpan, ...]:
    return tuple(dict.fromkeys((m.label, m.start, m.end) for m in document.mentions))


def _outside(ranges: Sequence[Range], length: int) -> tuple[Range, ...]:
    edges = [0, *(edge for found in sorted(ranges) for edge in found), length]
    return tuple((start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end)


_READERS: Final[Mapping[str, Callable[[Document], TaskText]]] = {
    "re3d_conll": _all_marked,
    "cameo": _all_marked,
    "muc4_ree": _roles,
    "wikievents": _events,
    "wikievents_dev": _events,
    "rams": _single_event,
    "m2e2": _events,
    "gvdb": _first_mentions,
    NINE: _all_marked,
}
#: Sources that are tagging tasks.
TASKS: Final = tuple(_READERS)
