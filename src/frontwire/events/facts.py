"""What a unit, or an event as far as it has been read, says: stems, types, heads and figures, for comparison."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from frontwire.events.typing_rules import trigger_type
from frontwire.events.units import Unit
from frontwire.schema import Mention

_WORD: Final = re.compile(r"[^\W_]+")
_GENERIC_WORDS: Final = frozenset(
    "the a an of and in at on near area city district province village town region state road department "  # noqa: SIM905
    "division agency tehsil people person persons members member cadres cadre suspected unidentified "
    "armed alleged other former two three group".split()
)
_ENDINGS: Final = ("ations", "ation", "ings", "ing", "ers", "ed", "er", "es", "s", "e")
_SHORTEST_STEM: Final = 3
_APPROXIMATORS: Final = frozenset({"at", "least", "about", "some", "more", "than", "over", "nearly", "around"})
_SAME_NUMBER: Final = {
    "a": "one",
    "an": "one",
    "1": "one",
    "2": "two",
    "3": "three",
    "4": "four",
    "5": "five",
    "6": "six",
}

#: Acts in the plural, and words that always speak of many.
PLURAL_ACT: Final = re.compile(
    r"(?:attacks|bombings|killings|strikes|airstrikes|raids|clashes|explosions|blasts|murders|kidnappings|abductions|"
    r"shootings|massacres|assassinations|incidents|operations|assaults|ambushes|actions|deaths|crimes|atrocities|"
    r"battles|bombardments|executions|lynchings|events|skirmishes|encounters|violence|fighting|war|conflict|genocide|"
    r"torture)$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Facts:
    """``words`` by label: stems of the mentions' content words; ``heads``: of the last word before an of-phrase."""

    words: dict[str, set[str]] = field(default_factory=dict)
    heads: dict[str, set[str]] = field(default_factory=dict)
    types: set[str] = field(default_factory=set)
    figures: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, mentions: Iterable[Mention]) -> Facts:
        facts = cls()
        for mention in mentions:
            facts.words.setdefault(mention.label, set()).update(content_words(mention.text))
            facts.heads.setdefault(mention.label, set()).add(head_stem(mention.text))
            if mention.label in ("KILLED", "WOUNDED"):
                facts.figures.setdefault(mention.label, set()).add(_number(mention.text))
            if mention.label == "EVENT" and (kind := trigger_type(mention.text)) is not None:
                facts.types.add(kind)
        return facts

    def update(self, other: Facts) -> None:
        for mine, theirs in ((self.words, other.words), (self.heads, other.heads), (self.figures, other.figures)):
            for label, values in theirs.items():
                mine.setdefault(label, set()).update(values)
        self.types |= other.types


@dataclass(slots=True)
class Cluster:
    """An event as far as it has been read. ``plural``: it was brought in as many acts ("attacks")."""

    units: list[Unit] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    plural: bool = False
    size: int = 0

    def add(self, unit: Unit) -> None:
        if not self.units:
            self.plural = any(PLURAL_ACT.search(m.text) for m in unit.of("EVENT"))
        self.units.append(unit)
        self.facts.update(Facts.of(unit.mentions))
        self.size += len(unit.mentions)


def content_words(words: str) -> frozenset[str]:
    """Lower-cased stems of the words that tell things apart; generic ones ("area", "people") left out."""
    return frozenset(_stem(w) for w in _WORD.findall(words.lower()) if w not in _GENERIC_WORDS and len(w) > 1)


def head_stem(words: str) -> str:
    """Stem of the last word before an of-phrase, empty where there is no word."""
    found = _WORD.findall(re.split(r"\s(?:of|from|belonging)\s", words.lower())[0])
    return _stem(found[-1]) if found else ""


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def _number(words: str) -> str:
    key = " ".join(w for w in _WORD.findall(words.lower()) if w not in _APPROXIMATORS)
    return _SAME_NUMBER.get(key, key)
