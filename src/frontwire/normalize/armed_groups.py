"""Known armed groups: names, abbreviations and what kind of actor they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from frontwire.normalize.country_words import WordFinder, nationality_words
from frontwire.normalize.place_names import name_key, skeleton
from frontwire.normalize.tables import read_table

#: Abbreviations up to this length are also words ("is", "let", "im") and count only in the case in which they are listed.
_SHORT: Final = 4

#: Of these the ones that a phrase in small letters may mean as words; so may all of two letters.
_WORDS_TOO: Final = frozenset(
    {"cam", "fact", "far", "gal", "hos", "hum", "ice", "let", "mas", "mend", "mit", "pac", "sars"}
)

#: Before a group's name they turn it round: "anti-Taliban militia", "former FARC commander".
_REVERSING: Final = frozenset({"anti", "former", "ex", "pro"})
#: Letters of a levelled spelling that a variant must share; shorter ones are those of common words too.
_LEAST_SKELETON: Final = 5
#: Characters on either side of a mention that the rest of a name takes at most.
_NAME_REACH: Final = 60
_WORD: Final = re.compile(r"[^\W_]+(?:['’`ʼ-][^\W_]+)*")

#: Behind a group's name they say that another one is meant: "al-Qaeda-linked militants".
_BESIDE: Final = re.compile(
    r"\s?[-–]\s?(?:linked|affiliated|inspired|allied|aligned|backed|led|trained)\b", re.IGNORECASE
)
#: Names are looked for from a capital letter on, and "al-Nour" begins with a small one.
_ARTICLE: Final = re.compile(r"\b(?:al|el|ad|an|ar|as|ash|at|az)(?=[- ][A-Z])")

#: Capitalised, also behind an article in small letters.
_NAMED: Final = re.compile(r"(?:(?:al|el|ad|an|ar|as|ash|at|az)-)?[A-Z0-9]")
#: Forces of states go abroad.
_OF_STATES: Final = frozenset({"state_forces", "external_forces"})
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
    Names that are not listed as they are spelt match by their levelled spelling ("Lashkar-i-Jangvi").
    """
    return _listed(words, country) or _variant(words, country)


def group_around(text: str, start: int, end: int, *, country: str | None = None) -> ArmedGroup | None:
    """The known group whose name in running text holds ``text[start:end]`` and more: a mention that was cut inside it."""
    left, right = max(0, start - _NAME_REACH), min(len(text), end + _NAME_REACH)
    for hit in _finder().find(text[left:right]):
        held = hit.start + left <= start and end <= hit.end + left and hit.end - hit.start > end - start
        if held and _case_fits(hit.key, text[left + hit.start : left + hit.end]):
            candidates = [group for group, local in _groups()[hit.key] if not local or country in group.countries]
            return next((group for group in candidates if country in group.countries), next(iter(candidates), None))
    return None


@cache
def home_countries() -> Mapping[str, str]:
    """Key → alpha-2 for the names of groups that fight in one country only and are none of a state's.

    Keys that are words of other meaning too are left out.
    """
    found: dict[str, set[str]] = {}
    for key, groups in _groups().items():
        if len(key.replace(" ", "")) < _SHORT - 1 or key in _WORDS_TOO or any(local for _, local in groups):
            continue
        found[key] = {c for group, _ in groups for c in group.countries}
        if any(group.type in _OF_STATES for group, _ in groups):
            found[key] = set()
    return {key: countries.pop() for key, countries in found.items() if len(countries) == 1}


def _listed(words: str, country: str | None) -> ArmedGroup | None:
    groups, finder = _groups(), _finder()
    # A bracket is part of some names ("Communist Party of India (Maoist)") and must not end the match.
    shouted = (words.upper() if words.islower() else words).translate(_BRACKETS)
    shouted = _ARTICLE.sub(lambda match: match.group().capitalize(), shouted)
    best: tuple[int, Sequence[ArmedGroup]] | None = None
    for hit in finder.find(shouted):
        surface = shouted[hit.start : hit.end]
        if not _case_fits(hit.key, surface) or (words.islower() and _is_word(hit.key)):
            continue
        before = name_key(words[: hit.start]).split()
        if _BESIDE.match(words, hit.end):
            continue
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


def _variant(words: str, country: str | None) -> ArmedGroup | None:
    """The group whose name differs from all capitalised words of the phrase in transliteration only.

    A nationality may stand before them. In a phrase all in capitals nothing tells a name from other words.
    """
    if words.isupper():
        return None
    bare = words.translate(_BRACKETS)
    named = [match for match in _WORD.finditer(bare) if _NAMED.match(match.group())]
    while named and name_key(named[0].group()) in nationality_words():
        named = named[1:]
    if not named or _BESIDE.match(bare, named[-1].end()):
        return None
    start, end = named[0].start(), named[-1].end()
    if _REVERSING.intersection(name_key(bare[:start]).split()):
        return None
    form = skeleton(name_key(bare[start:end]))
    groups = _skeletons().get(form, ()) if form is not None and len(form) >= _LEAST_SKELETON else ()
    candidates = [group for group, local in groups if not local or country in group.countries]
    return next((group for group in candidates if country in group.countries), candidates[0] if candidates else None)


def _is_word(key: str) -> bool:
    return len(key) <= 2 or key in _WORDS_TOO


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
def _skeletons() -> Mapping[str, Sequence[tuple[ArmedGroup, bool]]]:
    """Levelled spelling → groups, each with whether the name is theirs only where they are active."""
    found: dict[str, list[tuple[ArmedGroup, bool]]] = {}
    for key, groups in _groups().items():
        form = skeleton(key)
        if form is not None and len(form) >= _LEAST_SKELETON and len(key.replace(" ", "")) > _SHORT:
            found.setdefault(form, []).extend(groups)
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
