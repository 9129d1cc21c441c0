"""What fitted heads say about one document, as the linker sees them: named scores, whoever computes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from frontwire.events.features import Features

Vector = NDArray[np.float32]
Vectors = Mapping[str, Vector]

#: Type and kind of the event that a unit tells of, read from the unit alone.
UNIT_TYPE: Final = "unit_type"
UNIT_KIND: Final = "unit_kind"
#: Whether a unit is the first to tell of its event (discourse-new), and whether its event is the one that the text tells first.
UNIT_STATUS: Final = "unit_status"
UNIT_LEAD: Final = "unit_lead"
#: Whether two units tell of one event.
SAME_EVENT: Final = "same_event"
#: Type and kind of an event, read from all that is told of it.
TYPE: Final = "type"
KIND: Final = "kind"

#: Classes of the kind heads, in order.
KINDS: Final = ("incident", "aggregate")
#: Classes of the heads for status and lead, in order; the second is the one that is asked for.
STATUSES: Final = ("old", "new")
LEADS: Final = ("other", "lead")


class Scorer(Protocol):
    """What the linker needs of :class:`frontwire.model.heads.EventHeads`."""

    def classes(self, head: str) -> tuple[str, ...]:
        """The classes of a head, none where it is not there."""
        ...

    def scores(self, head: str, features: Sequence[Features], vectors: Sequence[Vectors]) -> NDArray[np.float32]:
        """Scores *(n, classes)*, unbounded, of n items with their named features and vectors."""
        ...


@dataclass(frozen=True, slots=True)
class DocumentHeads:
    """The heads and the vectors of a document's mentions, by mention id."""

    scorer: Scorer
    vectors: Vectors

    def __contains__(self, head: str) -> bool:
        return bool(self.scorer.classes(head))

    def shares(self, head: str, features: Sequence[Features], vectors: Sequence[Vectors]) -> NDArray[np.float32]:
        """Probabilities *(n, classes)*."""
        scores = self.scorer.scores(head, features, vectors)
        shifted = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf)) if scores.size else scores
        result: NDArray[Any] = shifted / shifted.sum(axis=1, keepdims=True) if scores.size else shifted
        return result.astype(np.float32)

    def best(self, head: str, features: Features, vectors: Vectors) -> str:
        """The class with the highest score of one item."""
        return self.scorer.classes(head)[int(self.scorer.scores(head, [features], [vectors])[0].argmax())]
