"""Names out of texts of one case as a reader expects them: "AFGHAN SOLDIERS" → "Afghan soldiers"."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from frontwire.normalize.armed_groups import find_group
from frontwire.normalize.country_words import country_names, nationality_words
from frontwire.normalize.place_names import name_key
from frontwire.normalize.tables import read_table

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SMALL_WORDS: Final = frozenset(
    "a an and at by for from in near of on or the to with de del la las los el y e da do dos der van von bin ul ur".split()  # noqa: SIM905
)
#: Words of description in the names of actors that no table of actors lists.
_COMMON: Final = frozenset(
    "unidentified suspected suspect alleged unknown armed masked heavily unnamed young other local some several security "  # noqa: SIM905
    "former retired top senior male female old innocent special joint foreign national public private city town village "
    "provincial district state home house car bus vehicle station post office building school church mosque hospital".split()
)
#: Before a name they are part of it: "Colonel Ruiz".
_TITLES: Final = frozenset(
    "president minister mayor governor senator deputy judge bishop father general colonel major captain lieutenant "  # noqa: SIM905
    "sergeant commander constable inspector mullah maulana sheikh imam dr mr mrs ms comrade".split()
)
_CAPITALS: Final = frozenset({"us", "uk", "un", "eu", "usa", "uae", "dea", "ngo", "ngos", "ingo", "gop"})
#: Longer names of armed groups are words, not abbreviations.
_LONGEST_ABBREVIATION: Final = 5
_VOWELS: Final = frozenset("aeiouyàáâãäåèéêëìíîïòóôõöùúûü")
_POSSESSIVE: Final = re.compile(r"['’][sS]$")
_IRISH: Final = re.compile(r"(?<=^[Oo]['’])[^\W\d_]")


def display_name(name: str) -> str:
    """A name from a text of one case: class words small, abbreviations in capitals, all else with an initial capital.

    What already holds letters of both cases, and names of known armed groups, stay as they are. A word is an abbreviation
    where it is a known one or has no vowel; other words that no table knows count as names.
    """
    if not (name.isupper() or name.islower()):
        return name
    words = list(_WORD.finditer(name))
    shown, at = [], 0
    for number, word in enumerate(words):
        before, behind = name[max(0, word.start() - 1) : word.start()], name[word.end() : word.end() + 1]
        if before.isdigit():  # "18TH"
            shown_word = word.group().lower()
        elif before == "(" and behind == ")" and len(word.group()) <= _LONGEST_ABBREVIATION:
            shown_word = word.group().upper()
        else:
            shown_word = _display_word(word.group(), first=number == 0, last=word is words[-1])
        shown += [name[at : word.start()], shown_word]
        at = word.end()
    return "".join([*shown, name[at:]])


def _display_word(word: str, *, first: bool, last: bool) -> str:
    key = name_key(_POSSESSIVE.sub("", word))
    group = find_group(word.upper()) if len(key) > 1 else None
    if group is not None and name_key(group.name) == key:
        return group.name
    if key in _CAPITALS or _is_abbreviation(key, group_named=group is not None):
        return word.upper()
    small = (key in _SMALL_WORDS and not first) or not {key, key.removesuffix("s")}.isdisjoint(_COMMON | _class_words())
    if small and not (key in _TITLES and not last) and key not in nationality_words() and key not in country_names():
        return word.lower()
    return _IRISH.sub(lambda letter: letter.group().upper(), word.capitalize())


def _is_abbreviation(key: str, *, group_named: bool) -> bool:
    if len(key) < 2:
        return False
    return (group_named and len(key) <= _LONGEST_ABBREVIATION) or not (_VOWELS & set(key) or key in _TITLES)


@cache
def _class_words() -> frozenset[str]:
    """Every word of the tables of people and things."""
    rows = [*read_table("actor_words.tsv"), *read_table("things.tsv")]
    return frozenset(word for row in rows for phrase in row[1].split(",") for word in name_key(phrase).split())
