"""From scored candidates and types to templates: one for each type that a message tells of, and its full record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from benchmarks.public.templates.candidates import Candidate
from benchmarks.public.templates.dating import datings
from benchmarks.public.templates.details import Details, number_of
from benchmarks.public.templates.joining import Aliases, Entity, join
from benchmarks.public.templates.keys import LAYERS, TYPES
from benchmarks.public.templates.messages import Message
from benchmarks.public.templates.networks import Network, Rows
from benchmarks.public.templates.scores import Filled
from frontwire.evaluation.role_entities import MUC4_ROLES, normalise_name
from frontwire.normalize.country_words import display_names

_WITHOUT_INSTRUMENT: Final = frozenset({"ARSON", "KIDNAPPING"})


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a probability must reach; chosen on the development part.

    ``type`` for the most probable template, ``second`` for further ones, ``bare`` for those without an entity; ``roles`` for
    an entity of a layer, ``values`` for a value of a field; ``share``: an entity belongs to the templates whose type stands
    in its sentences with at least this share of the highest. ``heads``: layers where names with one last word are one
    entity.
    """

    type: float = 0.4
    second: float = 0.4
    bare: float = 0.4
    roles: dict[str, float] = field(default_factory=lambda: dict.fromkeys(LAYERS, 0.4))
    share: float = 0.5
    values: dict[str, float] = field(default_factory=lambda: {"instrument": 0.4, "effects": 0.4})
    heads: frozenset[str] = frozenset({"Target", "Weapon"})

    def changed(self, name: str, value: float) -> Thresholds:
        """With another value for one role or field."""
        if name in self.roles:
            return replace(self, roles=self.roles | {name: value})
        if name in self.values:
            return replace(self, values=self.values | {name: value})
        return replace(self, **{name: value})  # type: ignore[arg-type]


@dataclass(slots=True)
class Analysis:
    """A message as scored: ``types`` *(types,)*, ``sentences`` *(sentences, types)*, scored candidates by layer.

    ``details`` gives the values of fields for a type, ``dates`` scores rows of dates.
    """

    message: Message
    types: Rows
    sentences: Rows
    candidates: dict[str, list[Candidate]]
    details: Details
    dates: Network
    _told: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict, repr=False)

    def told(self, type_: str) -> dict[str, dict[str, float]]:
        """Field → value → probability for a template of a type."""
        if type_ not in self._told:
            self._told[type_] = self.details.probabilities(self.message, type_)
        return self._told[type_]


def fill(analysis: Analysis, thresholds: Thresholds, aliases: Aliases) -> list[Filled]:
    """The templates of a message, the most probable type first."""
    order = [int(i) for i in np.argsort(-analysis.types, kind="stable")]
    chosen = [i for i in order[:1] if analysis.types[i] >= thresholds.type]
    chosen += [i for i in order[1:] if chosen and analysis.types[i] >= thresholds.second]
    if not chosen:
        return []
    templates = [Filled(TYPES[i]) for i in chosen]
    entities: list[dict[str, list[Entity]]] = [{layer: [] for layer in LAYERS} for _ in chosen]
    for layer in LAYERS:
        for entity in entities_of(analysis, layer, thresholds, aliases):
            for i, belongs in enumerate(_belongs(entity, analysis, chosen, thresholds.share)):
                if belongs and _applies(layer, templates[i].type):
                    entities[i][layer].append(entity)
    standing = []
    for i, template, found in zip(chosen, templates, entities, strict=True):
        if analysis.types[i] < thresholds.bare and not any(found[role] for role in MUC4_ROLES):
            continue
        template.roles = {role: [[entity.best.text] for entity in found[role]] for role in MUC4_ROLES}
        template.fields = _record(analysis, template.type, found, thresholds)
        standing.append(template)
    return standing


def _record(
    analysis: Analysis, type_: str, found: dict[str, list[Entity]], thresholds: Thresholds
) -> dict[str, list[str]]:
    message = analysis.message
    told = analysis.told(type_)
    places = [normalise_name(entity.best.text) for entity in found["Place"]]
    targets = [*("1" for _ in found["Victim"]), *(number_of(e.best, message) for e in found["Description"])]
    weapons = [analysis.details.instruments.type_of(entity.best.name) for entity in found["Weapon"]]
    named = [weapon for weapon in weapons if weapon is not None]
    likely = {
        name: [value for value, share in told[name].items() if share >= least]
        for name, least in thresholds.values.items()
    }
    return {
        "stage": [max(told["stage"], key=lambda value: told["stage"][value])],
        "date": date_of(analysis, type_, found),
        "country": _country(message),
        "place": places[:1],
        "organisation": [entity.best.text for entity in found["PerpOrg"]],
        "instrument": list(dict.fromkeys([*named, *likely["instrument"]])) if type_ not in _WITHOUT_INSTRUMENT else [],
        "names": [entity.best.text for entity in found["Victim"]],
        "numbers": list(dict.fromkeys(targets)),
        "effects": likely["effects"] if targets else [],
    }


def date_of(analysis: Analysis, type_: str, found: dict[str, list[Entity]]) -> list[str]:
    """The most probable date of a template with these entities; none where the message says no day at all."""
    listed = datings(analysis.message, analysis.sentences, type_, sentences_of(analysis.message, found))
    if not listed:
        return []
    scores = analysis.dates.probabilities(np.stack([dating.features for dating in listed]))[:, 0]
    return [listed[int(scores.argmax())].value]


def sentences_of(message: Message, found: dict[str, list[Entity]]) -> list[int]:
    """The sentences where entities of a template stand, each as often as one does."""
    places = [p for entities in found.values() for e in entities for c in e.candidates for p in c.places]
    return [int(message.sentence_of[first]) for first, _ in places]


def _country(message: Message) -> list[str]:
    """The country of most of the extractor's incidents."""
    told = [(event.kind, event.place.country) for event in message.document.events if event.place is not None]
    known = [(kind, code) for kind, code in told if code is not None]
    codes = [code for kind, code in known if kind == "incident"] or [code for _, code in known]
    if not codes:
        return []
    return [normalise_name(display_names()[max(dict.fromkeys(codes), key=codes.count)])]


def entities_of(analysis: Analysis, layer: str, thresholds: Thresholds, aliases: Aliases) -> list[Entity]:
    """Entities of a layer that reach its threshold, the best first."""
    least = thresholds.roles[layer]
    standing = [candidate for candidate in analysis.candidates[layer] if candidate.score >= least / 2]
    joined = join(standing, aliases, message=analysis.message.id, heads=layer in thresholds.heads)
    return [entity for entity in joined if entity.score >= least]


def _belongs(entity: Entity, analysis: Analysis, chosen: Sequence[int], share: float) -> list[bool]:
    if len(chosen) == 1:
        return [True]
    places = [place for candidate in entity.candidates for place in candidate.places]
    sentences = sorted({int(analysis.message.sentence_of[first]) for first, _ in places})
    evidence = analysis.sentences[sentences][:, list(chosen)].max(axis=0) if chosen else np.zeros(0)
    return [bool(value >= share * evidence.max()) for value in evidence]


def _applies(layer: str, type_: str) -> bool:
    """Slots that do not apply to a type are left empty."""
    return not (layer == "Weapon" and type_ in _WITHOUT_INSTRUMENT) and (layer, type_) != ("Target", "KIDNAPPING")
