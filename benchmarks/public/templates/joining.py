"""Candidates that name one filler are joined, and of each such entity one name stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.public.templates.candidates import Candidate, compact
from benchmarks.public.templates.keys import LAYERS
from benchmarks.public.templates.messages import Message


@dataclass(slots=True)
class Entity:
    """The candidates of one filler, the best first; its score is the best one's."""

    candidates: list[Candidate] = field(default_factory=list)

    @property
    def best(self) -> Candidate:
        return self.candidates[0]

    @property
    def score(self) -> float:
        return self.best.score


class Aliases:
    """Names that stand as alternatives of one fill in the keys of some messages."""

    def __init__(self, messages: Iterable[Message]) -> None:
        self._pairs: dict[tuple[str, str], set[str]] = {}
        for message in messages:
            for key in message.keys:
                for fill in (fill for layer in LAYERS for fill in key.strings(layer)):
                    names = sorted(map(compact, fill.alternatives))
                    for i, first in enumerate(names):
                        for second in names[i + 1 :]:
                            self._pairs.setdefault((first, second), set()).add(message.id)

    def known(self, first: str, second: str, *, besides: str) -> bool:
        """Whether a message other than ``besides`` holds both as alternatives."""
        left, right = sorted((compact(first), compact(second)))
        return bool(self._pairs.get((left, right), set()) - {besides})


def join(candidates: Sequence[Candidate], aliases: Aliases, *, message: str, heads: bool) -> list[Entity]:
    """Entities, the best first. ``heads``: names with one last word are one entity."""
    entities: list[Entity] = []
    for candidate in sorted(candidates, key=lambda c: (-c.score, -len(c.name), c.places[0])):
        for entity in entities:
            if any(_same(candidate, known, aliases, message, heads) for known in entity.candidates):
                entity.candidates.append(candidate)
                break
        else:
            entities.append(Entity([candidate]))
    return entities


def _same(first: Candidate, second: Candidate, aliases: Aliases, message: str, heads: bool) -> bool:
    left, right = first.name.split(), second.name.split()
    if set(left) <= set(right) or set(right) <= set(left):
        return True
    if heads and left[-1] == right[-1]:
        return True
    short, long = sorted((left, right), key=len)
    if len(short) == 1 and len(long) > 2 and _spells(short[0], long):
        return True
    return aliases.known(first.name, second.name, besides=message)


def _spells(letters: str, words: Sequence[str]) -> bool:
    """Whether letters are initials of words in this order, the first and most of them ("fmln", "eln" by its Spanish no)."""
    initials = [word[0] for word in words if len(word) > 2]
    position = 0
    for letter in letters:
        while position < len(initials) and initials[position] != letter:
            position += 1
        if position == len(initials):
            return False
        position += 1
    return len(letters) >= 2 and letters[0] == words[0][0]
