"""Labels of foreign files: which of them are ours, which become one of ours, which are left out on purpose."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from frontwire import ontology
from frontwire.errors import OntologyError, UsageError

#: Places of one note that are written out.
_PLACES: Final = 10


class LabelMap:
    """Foreign label → one of ours, or ``None`` where its spans are left out; our own labels stand for themselves.

    ``notes`` counts what readers have left out or changed, in words that end a sentence "3 × …"; ``places`` says of some
    where: a document, a task and region, a file.
    """

    def __init__(self, pairs: Mapping[str, str | None] | None = None) -> None:
        self.pairs = dict(pairs or {})
        self.notes: Counter[str] = Counter()
        self.places: defaultdict[str, list[str]] = defaultdict(list)
        for foreign, ours in self.pairs.items():
            if ours is not None and ours not in ontology.LABELS:
                raise UsageError(f"label map {foreign}={ours}: expected one of {', '.join(ontology.LABELS)}")

    @classmethod
    def parse(cls, items: Iterable[str]) -> LabelMap:
        """A map of ``FOREIGN=OURS`` and ``FOREIGN=`` items. Raises :class:`UsageError` for anything else."""
        pairs: dict[str, str | None] = {}
        for item in items:
            foreign, separator, ours = item.rpartition("=")
            if not separator or not foreign:
                raise UsageError(f"label map {item!r}; expected FOREIGN=OURS, or FOREIGN= to leave a label out")
            if foreign in pairs:
                raise UsageError(f"label map: {foreign} stands twice")
            pairs[foreign] = ours or None
        return cls(pairs)

    def check(self, found: Iterable[str]) -> None:
        """Raise :class:`OntologyError` that lists the found labels when one of them has no place among ours."""
        counts = Counter(found)
        unknown = [label for label in counts if label not in self.pairs and label not in ontology.LABELS]
        if unknown:
            listed = ", ".join(f"{label} ({count})" for label, count in sorted(counts.items()))
            options = " ".join(f"--label-map {label}=OURS" for label in sorted(unknown)[:3])
            raise OntologyError(
                f"{len(unknown)} labels are none of ours; found {listed}; expected {', '.join(ontology.LABELS)}. "
                f"Say what they become: {options}{' …' if len(unknown) > 3 else ''} (nothing after = leaves a label out)"
            )

    def ours(self, label: str) -> str | None:
        """Our label, or ``None`` for a label that is left out, which is counted in ``notes``."""
        ours = self.pairs.get(label, label)
        if ours is None:
            self.note(f"mentions labelled {label}, left out by the label map")
        return ours

    def leaves_out(self, label: str) -> bool:
        """Whether spans of a label are left out, without counting one."""
        return self.pairs.get(label, label) is None

    def note(self, what: str, where: str | None = None, *, count: int = 1) -> None:
        """Count something that was left out or changed."""
        self.notes[what] += count
        if where is not None and where not in self.places[what]:
            self.places[what].append(where)

    def lines(self) -> list[str]:
        """A line for every note, with the first ten of its places."""
        lines = []
        for what, count in sorted(self.notes.items()):
            places = self.places.get(what, [])
            listed = f": {', '.join(places[:_PLACES])}" if places else ""
            more = f" and {len(places) - _PLACES} more" if len(places) > _PLACES else ""
            lines.append(f"{count} {what}{listed}{more}")
        return lines
