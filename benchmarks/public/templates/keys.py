"""Keys of MUC-4 templates, read whole: what each field may be, and what may be left out.

The notation (template documentation of the archive, parts 1 and 2, and the keys themselves) is read like this:

- A line of a slot is one fill. ``/`` parts its alternatives, round brackets hold an alternative together, ``?`` before
  them makes the fill optional: giving nothing is right too. ``/``, ``:`` and brackets inside double quotes are text;
  ``\\"`` is a quotation mark in it.
- ``value: "string"`` ties a value to the string of another slot. The value is the fill; the string is not compared.
- ``-`` says that a slot has no fill, ``*`` that it does not apply to this type of incident. Both read as no fill.
- A template whose number is followed by ``(OPTIONAL)`` may be left out as a whole.
- Dates: ``25 OCT 89`` is a day, ``15 JAN 89 - 21 JAN 89`` a range, ``- 25 OCT 89`` that day or before it. Years are of
  1900 to 1999; a date that is none of these (a day without a year) is kept as its words.
- Places: ``COUNTRY: NAME (KIND): NAME (KIND)`` goes from large to small; the last one is the most specific. A place
  between two (``NAME (KIND) - NAME (KIND)``) is either of them. Kinds are not compared. A country alone has no place.
- Numbers stand as written, without spaces: ``6``, ``5-`` (at least), ``-26`` (at most), ``~100`` (about), ``PLURAL``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from frontwire.corpora.native.muc4_keys import Template
from frontwire.evaluation.role_entities import MUC4_ROLES, normalise_name

#: The types of incident, the commonest first.
TYPES: Final = ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY", "FORCED WORK STOPPAGE")
#: Role → the slot whose strings fill it. Victims are people by name, as in the published figures.
ROLE_SLOTS: Final = dict(
    zip(
        MUC4_ROLES,
        ("PERP: INDIVIDUAL ID", "PERP: ORGANIZATION ID", "PHYS TGT: ID", "HUM TGT: NAME", "INCIDENT: INSTRUMENT ID"),
        strict=True,
    )
)
#: The layers that are tagged in texts: the roles, and what fields of the full record are read from.
LAYERS: Final = (*MUC4_ROLES, "Description", "Place")
#: The fields of a full record in the order of reports, and the slot of each. Country and place share theirs.
FIELD_SLOTS: Final = {
    "type": "INCIDENT: TYPE",
    "stage": "INCIDENT: STAGE OF EXECUTION",
    "date": "INCIDENT: DATE",
    "country": "INCIDENT: LOCATION",
    "place": "INCIDENT: LOCATION",
    "organisation": "PERP: ORGANIZATION ID",
    "instrument": "INCIDENT: INSTRUMENT TYPE",
    "names": "HUM TGT: NAME",
    "numbers": "HUM TGT: NUMBER",
    "effects": "HUM TGT: EFFECT OF INCIDENT",
}
#: Fields whose fills are names, compared as entities are.
NAME_FIELDS: Final = frozenset({"organisation", "names"})

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[/:()]|[^"/:()]+|"')
_DAY: Final = re.compile(r"(\d{1,2}) ([A-Z]{3})[A-Z]* (\d{2})")
_KIND: Final = re.compile(r"\([^)]*\)?")
_MOST: Final = r"(?<=\))\s*-\s*"


@dataclass(frozen=True, slots=True)
class Fill:
    """One fill: any of ``alternatives`` is right, and where it is ``optional`` nothing is right too."""

    alternatives: frozenset[str]
    optional: bool = False


@dataclass(slots=True)
class Key:
    """A template of the keys: its fills by role and by field. ``optional``: it may be left out as a whole.

    ``descriptions``: fills of human targets by description, which no measure compares.
    """

    message: str
    number: int
    optional: bool = False
    roles: dict[str, list[Fill]] = field(default_factory=dict)
    fields: dict[str, list[Fill]] = field(default_factory=dict)
    descriptions: list[Fill] = field(default_factory=list)

    def strings(self, layer: str) -> list[Fill]:
        """The fills of one of :data:`LAYERS`."""
        if layer == "Place":
            return self.fields["place"]
        return self.descriptions if layer == "Description" else self.roles[layer]


def read_key(template: Template) -> Key | None:
    """The key of a template as parsed by lines; ``None`` for the one that says that a message tells of no incident."""
    if template.number is None:
        return None
    key = Key(template.message, template.number, template.optional)
    for role, slot in ROLE_SLOTS.items():
        key.roles[role] = list(_fills(template.slots.get(slot, ()), _names))
    key.descriptions = list(_fills(template.slots.get("HUM TGT: DESCRIPTION", ()), _names))
    for name, slot in FIELD_SLOTS.items():
        lines = template.slots.get(slot, ())
        if name in NAME_FIELDS:
            key.fields[name] = list(_fills(lines, _names))
        elif name == "date":
            key.fields[name] = list(_fills(lines, lambda words: [parse_date(words)]))
        elif slot == "INCIDENT: LOCATION":
            key.fields[name] = list(_fills(lines, _countries if name == "country" else _places, whole=True))
        else:
            key.fields[name] = list(_fills(lines, _value))
    return key


def alternatives(line: str, *, whole: bool = False) -> tuple[list[str], bool]:
    """The alternatives of a line and whether the fill is optional.

    What follows the first ``:`` outside of quotes and brackets belongs to another slot and is left out, unless the
    ``whole`` line is asked for.
    """
    words = line.strip()
    optional = words.startswith("?")
    return list(_split(words[1:] if optional else words, whole=whole)), optional


def parse_date(words: str) -> str:
    """``1989-10-25``, ``1989-01-15..1989-01-21`` or ``..1989-10-25``; words that are no date as they stand."""
    days = [_iso(match) for match in _DAY.finditer(words.upper())]
    if not days or None in days:
        return " ".join(words.split())
    if words.lstrip().startswith("-"):
        return f"..{days[0]}"
    return str(days[0]) if len(days) == 1 else f"{days[0]}..{days[1]}"


def plain_place(words: str) -> str:
    """A place as places are compared: without its kind, as names are."""
    return normalise_name(_KIND.sub(" ", words))


def _split(words: str, *, whole: bool) -> Iterator[str]:
    parts, depth = [""], 0
    for token in _TOKEN.findall(words):
        depth += {"(": 1, ")": -1}.get(token, 0)
        if token == "/" and depth <= 0:
            parts.append("")
        elif token == ":" and depth <= 0 and not whole:
            break
        else:
            parts[-1] += token
    for part in map(str.strip, parts):
        if _is_wrapped(part):
            yield from _split(part[1:-1], whole=whole)
        elif part:
            yield part


def _is_wrapped(words: str) -> bool:
    """Whether one pair of brackets holds the whole."""
    depth, tokens = 0, _TOKEN.findall(words)
    for token in tokens[:-1]:
        depth += {"(": 1, ")": -1}.get(token, 0)
        if depth <= 0:
            return False
    return len(tokens) > 1 and tokens[-1] == ")"


def _fills(lines: Iterable[str], values: Callable[[str], list[str]], *, whole: bool = False) -> Iterator[Fill]:
    """Fills of a slot's lines; where one alternative says nothing and another something, the fill is optional."""
    for line in lines:
        parts, optional = alternatives(line, whole=whole)
        found = [value for part in parts for value in values(part)]
        if any(found):
            yield Fill(frozenset(filter(None, found)), optional or not all(found))


def _names(words: str) -> list[str]:
    return [normalise_name(words.replace('\\"', '"'))]


def _value(words: str) -> list[str]:
    value = " ".join(words.upper().split())
    if value in ("-", "*"):  # as in -: "NAME", where nothing is said of that one
        return [""]
    return [value.replace(" ", "") if re.search(r"\d", value) else value]


def _countries(words: str) -> list[str]:
    """Of a place between two countries, both."""
    return [normalise_name(part) for part in re.split(r"\s+-\s+", _KIND.sub(" ", words.partition(":")[0]))]


def _places(words: str) -> list[str]:
    levels = words.split(":")
    return [plain_place(part) for part in re.split(_MOST, levels[-1])] if len(levels) > 1 else [""]


def _iso(match: re.Match[str]) -> str | None:
    try:
        return datetime.strptime(f"{match[1]} {match[2]} 19{match[3]}", "%d %b %Y").date().isoformat()
    except ValueError:  # a day or month that does not exist
        return None
