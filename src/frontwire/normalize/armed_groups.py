"""Known armed groups: names, abbreviations and what kind of actor they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from frontwire.normalize.country_words import WordFinder
from frontwire.normalize.place_names import name_key
from frontwire.normalize.tables import read_table

#: Abbreviations up to this length are also words ("is", "let", "im") and count only in the case in which they are listed.
_SHORT: Final = 4

#: Before a group's name they turn it round: "anti-Taliban militia", "former FARC commander".
_REVERSING: Final = frozenset({"anti", "former", "ex", "pro"})


_BRACKETS: Final = str.maketrans(dict.fromkeys("()[]", " "))


@dataclass(frozen=True, slots=True)
class ArmedGroup:
    """``type`` is an actor type of the ontology; ``countries`` alpha-2, the first is home."""

    name: str
    type: str
    countries: tuple[str, ...]


def find_group(words: str, *, country: str | None = None) -> ArmedGroup | None:
    """The known group that a noun phrase names, or ``None``.

    Of groups that share a name or abbreviation the one active in ``country`` (alpha-2) is taken, else the first listed.
    """
    groups, finder = _groups(), _finder()
    # A bracket is part of some names ("Communist Party of India (Maoist)") and must not end the match.
    shouted = (words.upper() if words.islower() else words).translate(_BRACKETS)
    best: tuple[int, Sequence[ArmedGroup]] | None = None
    for hit in finder.find(shouted):
        surface = shouted[hit.start : hit.end]
        if not _case_fits(hit.key, surface) or (words.islower() and len(hit.key) <= _SHORT):
            continue
        before = name_key(words[: hit.start]).split()
        if _REVERSING.intersection(before):
            continue
        candidates = [g for g, local in groups[hit.key] if not local or country in g.countries]
        if not candidates:
            continue
        # Of several, the longest is the most exact: "Khaplang faction of NSCN" over "NSCN".
        if best is None or len(hit.key) > best[0]:
            best = (len(hit.key), candidates)
    if best is None:
        return None
    return next((group for group in best[1] if country in group.countries), best[1][0])


def _case_fits(key: str, surface: str) -> bool:
    if len(key.replace(" ", "")) > _SHORT:
        return True
    letters = surface.strip("'’")
    return any(letters.startswith(spelling) for spelling in _short_spellings().get(key, ()))


@cache
def _rows() -> tuple[tuple[ArmedGroup, tuple[str, ...]], ...]:
    return tuple(
        (ArmedGroup(name, kind, tuple(countries.split(","))), (name, *filter(None, aliases.split("|"))))
        for name, kind, countries, aliases in read_table("armed_groups.tsv")
    )


@cache
def _groups() -> Mapping[str, Sequence[tuple[ArmedGroup, bool]]]:
    """Key → groups of that name, each with whether the name is theirs only where they are active (marked ~)."""
    found: dict[str, list[tuple[ArmedGroup, bool]]] = {}
    for group, names in _rows():
        for key, local in {name_key(name): name.startswith("~") for name in reversed(names)}.items():
            found.setdefault(key, []).append((group, local))
    return found


@cache
def _short_spellings() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for _, names in _rows():
        for name in names:
            key = name_key(name)
            if len(key.replace(" ", "")) <= _SHORT:
                found.setdefault(key, []).extend({name.lstrip("~"), name.upper().lstrip("~")})
    return found


@cache
def _finder() -> WordFinder:
    return WordFinder(_groups())
