"""CEAF-REE: role-filler entities of a document against gold (Du, Rush and Cardie 2021, "GRIT").

An entity is the set of its names. For every document and role, predicted and gold entities are aligned one to one so
that most are right (an assignment problem, Kuhn 1955). A predicted entity is right when all its names are among those
of the one gold entity, so one name is enough and a wrong one too many. Names are compared lower-cased, without
articles, punctuation and surplus white space. The score of all roles together is micro-averaged: counts are summed
over documents and roles before dividing.

A predicted entity without a name that holds a letter or digit is wrong. (The published script calls an empty entity
right, since none of its names is missing.) A gold entity without names is none.
"""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from frontwire.errors import DependencyError
from frontwire.evaluation.counts import Counts

#: Names of one entity.
Entity = Collection[str]
#: Role → entities of one document.
RoleEntities = Mapping[str, Sequence[Entity]]

#: The five string roles of MUC-4 that published figures are over.
MUC4_ROLES: Final = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")

_ARTICLES: Final = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION: Final = str.maketrans("", "", string.punctuation)


def normalise_name(name: str) -> str:
    """A name as names are compared: lower-cased, punctuation taken out, articles too, single spaces."""
    return " ".join(_ARTICLES.sub(" ", name.lower().translate(_PUNCTUATION)).split())


def count_entities(gold: RoleEntities, predicted: RoleEntities, *, roles: Iterable[str]) -> dict[str, Counts]:
    """Role → counts of one document; a role that a mapping lacks has no entities there.

    Raises:
        DependencyError: scipy is not installed.
    """
    return {role: _count(gold.get(role, ()), predicted.get(role, ())) for role in roles}


def score_entities(
    gold: Sequence[RoleEntities], predicted: Sequence[RoleEntities], *, roles: Sequence[str] = MUC4_ROLES
) -> dict[str, Counts]:
    """Role → counts summed over documents, and ``micro`` over all roles.

    Raises:
        ValueError: ``gold`` and ``predicted`` are of different lengths.
        DependencyError: scipy is not installed.
    """
    totals = dict.fromkeys(roles, Counts())
    for left, right in zip(gold, predicted, strict=True):
        for role, counts in count_entities(left, right, roles=roles).items():
            totals[role] += counts
    return totals | {"micro": sum(totals.values(), Counts())}


def _count(gold: Sequence[Entity], predicted: Sequence[Entity]) -> Counts:
    gold_names = [{normalise_name(name) for name in entity} for entity in gold if entity]
    predicted_names = [{normalise_name(name) for name in entity} for entity in predicted]
    matched = 0
    if gold_names and predicted_names:
        right = np.array([[_is_right(names, known) for names in predicted_names] for known in gold_names], dtype=float)
        matched = _most_pairs(right)
    return Counts(matched=matched, predicted=len(predicted), gold=len(gold_names))


def _is_right(predicted: set[str], gold: set[str]) -> bool:
    return any(predicted) and predicted <= gold


def _most_pairs(right: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> int:
    """How many right pairs an alignment holds in which nothing stands in two pairs, at best."""
    try:
        from scipy.optimize import linear_sum_assignment
    except ImportError:
        raise DependencyError("scipy", "train", "scoring role-filler entities") from None
    rows, columns = linear_sum_assignment(right, maximize=True)
    return int(right[rows, columns].sum())
