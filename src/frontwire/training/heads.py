"""Event heads for a tagger that is there: read its training documents, fit, measure on dev.

The tagger's weights stay as they are, so it cannot get worse.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from frontwire.corpora.whole_files import write_whole
from frontwire.errors import UsageError
from frontwire.evaluation.scoring import evaluate_documents
from frontwire.events.head_inputs import STORY_SLOTS, TYPE_SLOTS
from frontwire.events.heads import (
    KIND,
    KINDS,
    LEADS,
    SAME_EVENT,
    STATUSES,
    TYPE,
    UNIT_KIND,
    UNIT_LEAD,
    UNIT_STATUS,
    UNIT_TYPE,
    DocumentHeads,
    Vectors,
)
from frontwire.events.linking import link
from frontwire.model.folder import HEADS_CONFIG, HEADS_WEIGHTS, ModelFolder
from frontwire.model.heads import EventHeads
from frontwire.model.tagger import Reading, Tagger
from frontwire.ontology import EVENT_TYPES
from frontwire.schema import Document, Mention
from frontwire.training.card_parts import CARD, event_heads, read_with_part
from frontwire.training.head_examples import ReadDocument, event_examples, pair_examples, told_examples, unit_examples
from frontwire.training.head_fitting import fit_network, fit_softmax

#: Hidden states, as shares of the tagger's depth: the upper layers know labels and have forgotten words.
_DEPTHS: Final = (1 / 3, 2 / 3)
_BLOCK: Final = 64

#: A document's mentions and their vectors.
Linkable = tuple[Sequence[Mention], Vectors]


@dataclass(slots=True)
class HeadTraining:
    """The fitted heads and how they do on dev: a row of scores (0..1) by what was linked how."""

    heads: EventHeads
    rows: dict[str, dict[str, float]] = field(default_factory=dict)


def train_heads(
    folder: ModelFolder,
    train: Sequence[Document],
    dev: Sequence[Document],
    *,
    seed: int = 13,
    progress: Callable[[str], None] = lambda message: None,
) -> HeadTraining:
    """Fit heads on ``train`` and measure them against the rules on ``dev``; nothing is written.

    One CPU thread, so that equal inputs and seeds give equal heads. Raises what loading the folder raises, and
    :class:`UsageError` for too few documents in ``train``.
    """
    tagger = Tagger.load(folder, device="cpu", precision="auto", threads=1)
    depth = int(folder.config["num_hidden_layers"])
    layers = tuple(sorted({max(1, round(share * depth)) for share in _DEPTHS}))
    progress("reading dev")
    dev_readings = _read(tagger, dev, layers)
    dev_gold = _vectors(tagger, dev, layers)
    progress("reading train")
    vectors = _vectors(tagger, train, layers)
    documents = [ReadDocument.of(d, d.mentions, found) for d, found in zip(train, vectors, strict=True)]
    size = next((len(vector) for read in documents for vector in read.vectors.values()), 0)
    progress("fitting")
    heads = fit_heads(documents, layers=layers, vector_size=size, seed=seed)
    done = HeadTraining(heads)
    inputs: dict[str, list[Linkable]] = {
        "gold mentions": [(d.mentions, v) for d, v in zip(dev, dev_gold, strict=True)],
        "predicted mentions": [
            ([m for m in r.mentions if m.score is None or m.score >= tagger.min_score], r.vectors) for r in dev_readings
        ],
    }
    for name, found in inputs.items():
        done.rows[f"{name}, rules"] = _scores(dev, found, None)
        done.rows[f"{name}, heads"] = _scores(dev, found, heads)
    heads.training = {
        "seed": seed,
        "train": {"documents": len(train), "sha256": _hash(train)},
        "dev": {"documents": len(dev), "sha256": _hash(dev), "scores": done.rows},
    }
    return done


def fit_heads(documents: Sequence[ReadDocument], *, layers: tuple[int, ...], vector_size: int, seed: int) -> EventHeads:
    """All heads. What the unit heads say to the pair head in training comes from heads fitted on the other half.

    Raises :class:`UsageError` where a half has no document that tells of its events in two units or more.
    """

    def fit_units(part: Sequence[ReadDocument]) -> EventHeads:
        types, kinds = unit_examples(part)
        statuses, leads = told_examples(part)
        found = {
            UNIT_TYPE: fit_softmax(types, classes=EVENT_TYPES, slots=TYPE_SLOTS, vector_size=vector_size),
            UNIT_KIND: fit_softmax(kinds, classes=KINDS, slots=STORY_SLOTS, vector_size=vector_size),
            UNIT_STATUS: fit_softmax(statuses, classes=STATUSES, slots=STORY_SLOTS, vector_size=vector_size),
            UNIT_LEAD: fit_softmax(leads, classes=LEADS, slots=STORY_SLOTS, vector_size=vector_size),
        }
        return EventHeads(layers=layers, vector_size=vector_size, heads=found)

    halves = [[read for read in documents if _half(read.gold.id) == half] for half in (0, 1)]
    if any(all(len(read.units) < 2 for read in half) for half in halves):
        raise UsageError(
            f"{len(documents)} training documents do not teach event heads; expected dozens that name two acts or more"
        )
    pairs = [example for mine, other in (halves, reversed(halves)) for example in pair_examples(mine, fit_units(other))]
    heads = fit_units(documents)
    types, kinds = event_examples(documents)
    heads.heads[TYPE] = fit_softmax(types, classes=EVENT_TYPES, slots=TYPE_SLOTS, vector_size=vector_size)
    heads.heads[KIND] = fit_softmax(kinds, classes=KINDS, slots=STORY_SLOTS, vector_size=vector_size)
    heads.heads[SAME_EVENT] = fit_network(pairs, positive="same", seed=seed)
    return heads


def write_heads(folder: Path, heads: EventHeads) -> list[str]:
    """Write fitted heads into the folder of their tagger, and the card's part on them where it has a card; names of the files."""
    card = read_with_part(folder / CARD, event_heads(heads.training))
    heads.save(folder)
    if card is None:
        return [HEADS_CONFIG, HEADS_WEIGHTS]
    write_whole(folder / CARD, card)
    (folder / CARD).chmod(0o644)
    return [HEADS_CONFIG, HEADS_WEIGHTS, CARD]


def _hash(documents: Sequence[Document]) -> str:
    """Hash of the documents with their mentions and events, in any order."""
    digest = hashlib.sha256()
    for document in sorted(documents, key=lambda d: d.id):
        digest.update(json.dumps(document.to_dict(), sort_keys=True).encode())
    return digest.hexdigest()


def _half(document_id: str) -> int:
    return int(hashlib.sha1(document_id.encode(), usedforsecurity=False).hexdigest(), 16) % 2


def _read(tagger: Tagger, documents: Sequence[Document], layers: Sequence[int]) -> list[Reading]:
    readings: list[Reading] = []
    for start in range(0, len(documents), _BLOCK):
        readings += tagger.read([d.text for d in documents[start : start + _BLOCK]], layers=layers)
    return readings


def _vectors(tagger: Tagger, documents: Sequence[Document], layers: Sequence[int]) -> list[Vectors]:
    found: list[Vectors] = []
    for start in range(0, len(documents), _BLOCK):
        block = documents[start : start + _BLOCK]
        found += tagger.vectors([d.text for d in block], [d.mentions for d in block], layers=layers)
    return found


def _scores(gold: Sequence[Document], found: Sequence[Linkable], heads: EventHeads | None) -> dict[str, float]:
    linked = []
    for document, (mentions, vectors) in zip(gold, found, strict=True):
        copy = Document.from_article(document.article())
        copy.mentions = [Mention(m.id, m.label, m.start, m.end, m.text, score=m.score) for m in mentions]
        link(copy, None if heads is None else DocumentHeads(heads, vectors))
        linked.append(copy)
    result: Any = evaluate_documents(gold, linked, samples=0)
    return {
        "detection": round(result.event_detection.f1, 4),
        "arguments": round(result.event_arguments.f1, 4),
        "type": round(result.fields["type"].f1, 4),
    }
