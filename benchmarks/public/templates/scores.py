"""MUC-4 templates against their keys: fillers of type and five roles, and the fields of the full record.

Within a message, templates and keys are aligned one to one so that most items match (an assignment problem, Kuhn 1955);
a pair without a match is no pair. Items are counted over all messages before dividing (micro-averaged).

**Fillers** (:func:`count_fillers`): the type and the entities of the five roles. A type is right if it is one of the key's.
Entities are matched one to one within a role; one is right if it has a name and all its names are among the strings of
the one key fill, compared as :func:`~frontwire.evaluation.role_entities.normalise_name` says.

**Fields** (:func:`count_fields`): each field is one item, right or wrong as a whole. One value (type, stage, date,
country, place) is right if it is one of the key's alternatives. Names (organisation, names of human targets) are right if
they and the key's fills match one to one. Values of a set (instrument types, numbers and effects of human targets) are
right if each is a value of some fill and each fill has one of them; which person a value belongs to is not compared, so
equal ones are one. A field without a value is not given; given where the key has none it is wrong.

**Optional**: what a key may leave out (a template, a fill) never counts as missed. It is counted as gold only where it is
matched, and giving it is then right.

The published scorer (Du et al. 2021, GTT; :func:`count_as_gtt`) differs: a template is aligned only with a key of its
type, all keys and fills must be found, several entities may match one fill, and keys of a message that are equal in type
and roles (they differ in day or place) are one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from benchmarks.public.templates.keys import FIELD_SLOTS, NAME_FIELDS, Fill, Key
from frontwire.evaluation.counts import Counts
from frontwire.evaluation.role_entities import MUC4_ROLES, normalise_name

#: Measures of fillers in the order of reports.
FILLERS: Final = ("type", *MUC4_ROLES)
#: Measures of fields in the order of reports.
FIELDS: Final = tuple(FIELD_SLOTS)
_SETS: Final = frozenset({"instrument", "numbers", "effects"})


@dataclass(slots=True)
class Filled:
    """A template as predicted: role → entities as their names, field → values, both in the notation of the keys."""

    type: str
    roles: dict[str, list[list[str]]] = field(default_factory=dict)
    fields: dict[str, list[str]] = field(default_factory=dict)


#: Measure → counts of one message.
MessageCounts = dict[str, Counts]


def count_fillers(keys: Sequence[Key], filled: Sequence[Filled]) -> MessageCounts:
    """Counts of one message for ``type`` and each role."""
    return _count(keys, filled, _pair_fillers, FILLERS)


def count_fields(keys: Sequence[Key], filled: Sequence[Filled]) -> MessageCounts:
    """Counts of one message for each field."""
    return _count(keys, filled, _pair_fields, FIELDS)


def count_as_gtt(keys: Sequence[Key], filled: Sequence[Filled]) -> tuple[MessageCounts, MessageCounts]:
    """Counts for precision and counts for recall of one message, by the rules of the published scorer.

    Its best alignment is the one of highest F1; since what is predicted and what is gold stays the same, that is the one
    with the most right items on both sides together.
    """
    kept = distinct(keys)
    pairs = {
        (i, j): _pair_as_gtt(key, template)
        for i, key in enumerate(kept)
        for j, template in enumerate(filled)
        if template.type in _values(key, "type")
    }
    weights = {place: sum(p.matched + r.matched for p, r in pair.values()) for place, pair in pairs.items()}
    precision, recall = dict.fromkeys(FILLERS, Counts()), dict.fromkeys(FILLERS, Counts())
    for name in FILLERS:
        precision[name] += Counts(predicted=sum(len(_entities(template, name)) for template in filled))
        recall[name] += Counts(gold=sum(1 if name == "type" else len(key.roles[name]) for key in kept))
    for place in _align(weights, len(kept), len(filled)):
        for name, (right, found) in pairs[place].items():
            precision[name] += Counts(matched=right.matched)
            recall[name] += Counts(matched=found.matched)
    return precision, recall


def distinct(keys: Iterable[Key]) -> list[Key]:
    """Keys without those that equal an earlier one in type and roles."""
    kept: dict[tuple[object, ...], Key] = {}
    for key in keys:
        kept.setdefault((tuple(_values(key, "type")), *(tuple(key.roles[role]) for role in MUC4_ROLES)), key)
    return list(kept.values())


def _count(
    keys: Sequence[Key],
    filled: Sequence[Filled],
    pair: Callable[[Key | None, Filled | None], MessageCounts],
    names: Sequence[str],
) -> MessageCounts:
    pairs = {(i, j): pair(key, template) for i, key in enumerate(keys) for j, template in enumerate(filled)}
    weights = {place: sum(counts.matched for counts in found.values()) for place, found in pairs.items()}
    aligned = _align(weights, len(keys), len(filled))
    parts = [pairs[place] for place in aligned]
    parts += [pair(key, None) for i, key in enumerate(keys) if i not in {i for i, _ in aligned}]
    parts += [pair(None, template) for j, template in enumerate(filled) if j not in {j for _, j in aligned}]
    return {name: sum((part[name] for part in parts), Counts()) for name in names}


def _align(weights: Mapping[tuple[int, int], int], keys: int, filled: int) -> list[tuple[int, int]]:
    matrix = np.zeros((keys, filled))
    for place, weight in weights.items():
        matrix[place] = weight
    rows, columns = linear_sum_assignment(matrix, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if matrix[i, j] > 0]


def _pair_fillers(key: Key | None, template: Filled | None) -> MessageCounts:
    counts = {}
    for name in FILLERS:
        fills = [] if key is None else key.fields["type"] if name == "type" else key.roles[name]
        entities = [] if template is None else _entities(template, name)
        cleaned = [set(entity) if name == "type" else _cleaned(entity) for entity in entities]
        right = np.array([[any(e) and e <= fill.alternatives for e in cleaned] for fill in fills], dtype=float)
        matched = set()
        if right.size:
            rows, columns = linear_sum_assignment(right, maximize=True)
            matched = {int(i) for i, j in zip(rows, columns, strict=True) if right[i, j]}
        free = key is not None and key.optional
        gold = sum(1 for i, fill in enumerate(fills) if i in matched or not (free or fill.optional))
        counts[name] = Counts(matched=len(matched), predicted=len(entities), gold=gold)
    return counts


def _pair_fields(key: Key | None, template: Filled | None) -> MessageCounts:
    counts = {}
    for name in FIELDS:
        fills = key.fields[name] if key is not None else []
        given: list[str] = []
        if template is not None:
            given = [template.type] if name == "type" else template.fields.get(name, [])
        right = bool(given and fills) and is_exact(name, fills, given)
        must = bool(key is not None and not key.optional and any(not fill.optional for fill in fills))
        counts[name] = Counts(matched=int(right), predicted=int(bool(given)), gold=int(right or must))
    return counts


def is_exact(name: str, fills: Sequence[Fill], given: Sequence[str]) -> bool:
    """Whether the ``given`` values of a field are the key's, as the module says for the kind of field."""
    if name in NAME_FIELDS:
        given = [normalise_name(value) for value in given]
    fits = [[value in fill.alternatives for value in given] for fill in fills]
    needed = [row for row, fill in zip(fits, fills, strict=True) if not fill.optional]
    if not all(any(column) for column in zip(*fits, strict=True)):
        return False
    if name not in NAME_FIELDS:
        return all(map(any, needed)) and (name in _SETS or len(given) == 1)
    rows, columns = linear_sum_assignment(np.array(fits, dtype=float), maximize=True)
    hit = {int(i) for i, j in zip(rows, columns, strict=True) if fits[i][j]}
    return len(hit) == len(given) and all(fill.optional or i in hit for i, fill in enumerate(fills))


def _pair_as_gtt(key: Key, template: Filled) -> dict[str, tuple[Counts, Counts]]:
    result = {"type": (Counts(matched=1), Counts(matched=1))}
    for role in MUC4_ROLES:
        entities = [_cleaned(entity) for entity in template.roles.get(role, [])]
        fits = [[any(e) and e <= fill.alternatives for e in entities] for fill in key.roles[role]]
        right = sum(any(column) for column in zip(*fits, strict=True))
        result[role] = Counts(matched=right), Counts(matched=sum(map(any, fits)))
    return result


def _cleaned(entity: Iterable[str]) -> set[str]:
    return {normalise_name(name) for name in entity}


def _values(key: Key, name: str) -> list[str]:
    return sorted({value for fill in key.fields[name] for value in fill.alternatives})


def _entities(template: Filled, name: str) -> list[list[str]]:
    return [[template.type]] if name == "type" else template.roles.get(name, [])
