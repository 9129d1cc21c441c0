"""MUC-4 role-filler entities by tagging: gold names in the text as spans, tagged spans joined to entities with one name.

Every role is a layer of its own, because names nest and a group may be named inside the description of its members.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.public.examples import Example, word_offsets
from benchmarks.public.scheme import Scheme, best_tag_ids, log_softmax, spans_to_tags, tags_to_spans
from benchmarks.public.task import Examples, Logits, Part
from frontwire.corpora.native.muc4_ree import MUC4_REE
from frontwire.corpora.native.registry import read_native
from frontwire.evaluation.counts import Counts
from frontwire.evaluation.role_entities import MUC4_ROLES, RoleEntities, count_entities, normalise_name
from frontwire.schema import Document

#: Taken off the logit of O, so that spans down to a probability of about 0.1 are candidates; thresholds choose among them.
_OUTSIDE_BIAS: Final = 2.0
#: Ways to join names: equal ones, those with one head (last word), those whose words are all among another's.
MERGES: Final = ("name", "head", "words")
#: Which names of an entity are taught.
NAMES: Final = ("all", "first")
#: Score of an entity from those of its spans: the highest, or that at least one is right (taken as independent).
POOLS: Final = ("highest", "any")
THRESHOLDS: Final = tuple(round(0.05 * step, 2) for step in range(2, 20))


@dataclass(frozen=True, slots=True)
class RoleDocument:
    """A message: id, text and gold entities by role."""

    id: str
    text: str
    gold: dict[str, list[list[str]]]

    @classmethod
    def from_document(cls, document: Document) -> RoleDocument:
        entities: dict[str, dict[int, list[str]]] = {role: {} for role in MUC4_ROLES}
        facts = document.extra["native"].get("mentions", {})
        for mention in document.mentions:
            entities[mention.label].setdefault(facts[mention.id]["entity"], []).append(mention.text)
        return cls(document.id, document.text, {role: list(found.values()) for role, found in entities.items()})

    def example(self, *, names: str = "all") -> tuple[Example, int]:
        """Words with a layer of tags for every role, and how many gold names no words of the text express.

        All occurrences of a name are tagged; ``names``: of ``all`` names of an entity, or of its ``first`` alone.
        """
        words = word_offsets(self.text)
        starts = {start: i for i, (start, _) in enumerate(words)}
        ends = {end: i + 1 for i, (_, end) in enumerate(words)}
        layers, lost = [], 0
        for role in MUC4_ROLES:
            spans = []
            count = 1 if names == "first" else None
            for name in {name: None for entity in self.gold[role] for name in entity[:count]}:
                found = [match.span() for match in re.finditer(re.escape(name), self.text)]
                placed = [(role, starts[a], ends[b]) for a, b in found if a in starts and b in ends]
                lost += not placed
                spans += placed
            layers.append(spans_to_tags(spans, len(words)))
        return Example(self.id, tuple(self.text[a:b] for a, b in words), tuple(layers)), lost


@dataclass(frozen=True, slots=True)
class Candidate:
    """A tagged span: its words and the mean probability (0..1) over them that they belong to the role."""

    name: str
    score: float


def read_roles(
    folder: Path, *, names: str = "all", limit: int | None = None
) -> tuple[Examples, dict[Part, list[RoleDocument]]]:
    """The three files under ``folder``, the corpora folder; ``limit`` takes the first messages of each.

    ``names`` of an entity that are taught: ``all`` or the ``first``.
    """
    parts: dict[str, list[RoleDocument]] = {"train": [], "dev": [], "test": []}
    reading = read_native("muc4_ree", folder)
    for document in reading.documents:
        parts[document.extra["part"]].append(RoleDocument.from_document(document))
    parts = {name: documents[:limit] for name, documents in parts.items()}
    made = {name: [document.example(names=names) for document in documents] for name, documents in parts.items()}
    notes: dict[str, int | str] = {"names taught": names}
    notes |= {f"{name} names without a span": sum(lost for _, lost in found) for name, found in made.items()}
    notes["not aligned by the reader"] = len(reading.unaligned)
    train, dev, test = ([example for example, _ in made[name]] for name in ("train", "dev", "test"))
    files = [folder / MUC4_REE.folder / f"ree_{part}.json" for part in MUC4_REE.parts]
    return Examples(train, dev, test, files, notes), {"dev": parts["dev"], "test": parts["test"]}


class RoleTask:
    """Entities of five roles from tagged spans; how spans are joined and which entities stand is chosen on dev."""

    name = "muc4"

    def __init__(self, protocol: str, examples: Examples, documents: Mapping[Part, Sequence[RoleDocument]]) -> None:
        self.protocol = protocol
        self.examples = examples
        self.documents = documents
        self.scheme = Scheme(tuple((role,) for role in MUC4_ROLES))

    def tune(self, logits: Logits) -> dict[str, Any]:
        """Joining, pooling and a threshold for every role, best by micro-F1 on dev: first one threshold, then role by role."""
        candidates = self._candidates("dev", logits)
        best: tuple[float, dict[str, Any]] = (-1.0, {})
        for merge, pool in itertools.product(MERGES, POOLS):
            scored = [
                {role: scored_entities(spans, merge=merge, pool=pool) for role, spans in found.items()}
                for found in candidates
            ]
            table = {threshold: self._totals(scored, threshold) for threshold in THRESHOLDS}
            chosen = _everywhere(max(THRESHOLDS, key=lambda t: _f1(table, _everywhere(t))))
            for role in MUC4_ROLES:
                chosen[role] = max(THRESHOLDS, key=lambda t: (_f1(table, chosen | {role: t}), t == chosen[role]))
            score = _f1(table, chosen)
            if score > best[0]:
                best = score, {"merge": merge, "pool": pool, "thresholds": chosen}
        return best[1]

    def predict(self, part: Part, logits: Logits, settings: dict[str, Any]) -> list[dict[str, list[list[str]]]]:
        """Role → entities, one name each, of every message."""
        return [
            {
                role: standing(
                    scored_entities(spans, merge=settings["merge"], pool=settings["pool"]), settings["thresholds"][role]
                )
                for role, spans in found.items()
            }
            for found in self._candidates(part, logits)
        ]

    def count(self, part: Part, predicted: Sequence[Any]) -> dict[str, list[Counts]]:
        """CEAF-REE of every message: ``micro`` over the roles, then each role."""
        measures: dict[str, list[Counts]] = {name: [] for name in ("micro", *MUC4_ROLES)}
        for document, entities in zip(self.documents[part], predicted, strict=True):
            by_role = count_entities(document.gold, entities, roles=MUC4_ROLES)
            measures["micro"].append(sum(by_role.values(), Counts()))
            for role, counts in by_role.items():
                measures[role].append(counts)
        return measures

    def _candidates(self, part: Part, logits: Logits) -> list[dict[str, list[Candidate]]]:
        return [
            {
                role: _spans(document, log_softmax(rows[:, columns]))
                for role, columns in zip(MUC4_ROLES, self.scheme.slices, strict=True)
            }
            for document, rows in zip(self.documents[part], logits, strict=True)
        ]

    def _totals(self, scored: Sequence[dict[str, list[Candidate]]], threshold: float) -> dict[str, Counts]:
        predicted: list[RoleEntities] = [
            {role: standing(entities, threshold) for role, entities in found.items()} for found in scored
        ]
        totals = dict.fromkeys(MUC4_ROLES, Counts())
        for document, entities in zip(self.documents["dev"], predicted, strict=True):
            for role, counts in count_entities(document.gold, entities, roles=MUC4_ROLES).items():
                totals[role] += counts
        return totals


def scored_entities(spans: Iterable[Candidate], *, merge: str, pool: str) -> list[Candidate]:
    """Entities as their best name, with the score pooled over all their spans; in the order of first mention.

    The best name is the one whose own spans pool highest, of equal ones the longest.
    """
    names: dict[str, list[Candidate]] = {}
    for span in spans:
        if key := normalise_name(span.name):
            names.setdefault(key, []).append(span)
    clusters: list[list[str]] = []
    for key in sorted(names, key=lambda key: -len(key)):  # the longest first: shorter ones join it
        home = next((cluster for cluster in clusters if _same(key, cluster[0], merge)), None)
        if home is None:
            clusters.append([key])
        else:
            home.append(key)
    order = {key: number for number, key in enumerate(names)}
    entities = []
    for cluster in sorted(clusters, key=lambda cluster: min(order[key] for key in cluster)):
        best = max(cluster, key=lambda key: (_pooled(names[key], pool), len(key)))
        entities.append(Candidate(names[best][0].name, _pooled([s for key in cluster for s in names[key]], pool)))
    return entities


def standing(entities: Iterable[Candidate], threshold: float) -> list[list[str]]:
    """Entities of at least ``threshold``, one name each."""
    return [[entity.name] for entity in entities if entity.score >= threshold]


def _same(name: str, longer: str, merge: str) -> bool:
    if merge == "head":
        return name.split()[-1] == longer.split()[-1]
    if merge == "words":
        return set(name.split()) <= set(longer.split())
    return name == longer


def _pooled(spans: Sequence[Candidate], pool: str) -> float:
    scores = [span.score for span in spans]
    return max(scores) if pool == "highest" else float(1 - np.prod([1 - score for score in scores]))


def _spans(document: RoleDocument, log_probabilities: Any) -> list[Candidate]:
    biased = log_probabilities.copy()
    biased[:, 0] -= _OUTSIDE_BIAS
    words = word_offsets(document.text)
    inside = 1 - np.exp(log_probabilities[:, 0])
    tags = [("O", "B-", "I-")[i] for i in best_tag_ids(biased).tolist()]
    return [
        Candidate(document.text[words[first][0] : words[end - 1][1]], float(inside[first:end].mean()))
        for _, first, end in tags_to_spans(tags)
    ]


def _f1(table: Mapping[float, Mapping[str, Counts]], thresholds: Mapping[str, float]) -> float:
    return sum((table[threshold][role] for role, threshold in thresholds.items()), Counts()).f1


def _everywhere(threshold: float) -> dict[str, float]:
    return dict.fromkeys(MUC4_ROLES, threshold)
