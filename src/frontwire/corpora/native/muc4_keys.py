"""The answer keys of MUC-3/4: templates of 25 slots, comments after ``;``, fills in double quotes.

Notation (template documentation of the archive, part 2): ``/`` between alternatives, ``?`` before an optional fill,
``:`` between a value and the string that it belongs to, ``*`` for a slot that does not apply, ``-`` for one that is
empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_SLOT: Final = re.compile(r"(\d+)\.\s+([A-Z]+(?: [A-Z]+)*: [A-Z]+(?: [A-Z]+)*)(?:\s{2,}(.*)|\s*)$")
_MESSAGE_ID: Final = re.compile(r"(?:DEV|TST\d)-MUC\d-\d{4}")
_STRING: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
_EMPTY: Final = frozenset({"*", "-", ""})


@dataclass(slots=True)
class Template:
    """One incident of a message. ``slots``: name → lines of the slot, those that say nothing left out."""

    message: str
    number: int | None = None
    optional: bool = False
    slots: dict[str, list[str]] = field(default_factory=dict)


def parse_templates(key_text: str) -> Iterator[Template | str]:
    """The templates of a key file, and each line that is none of a template's, as it stands.

    A message without an incident has one template whose number is ``None``.
    """
    template: Template | None = None
    lines: list[str] = []
    for row in key_text.splitlines():
        match = _SLOT.match(row)
        if match is not None and match[1] == "0":
            if template is not None:
                yield template
            found = _MESSAGE_ID.search(match[3] or "")
            template = Template(found[0].lower()) if found else None
            if template is None:
                yield row
        elif not row.strip() or row.startswith(";"):
            continue
        elif template is None:
            yield row
        elif match is not None:
            lines = template.slots[match[2]] = []
            _append(lines, match[3] or "")
            if match[2] == "MESSAGE: TEMPLATE":
                _number(template, match[3] or "")
        elif row[0].isspace():
            _append(lines, row)
        else:
            yield row
    if template is not None:
        yield template


def _append(lines: list[str], words: str) -> None:
    if words.strip() not in _EMPTY:
        lines.append(words.strip())


def _number(template: Template, words: str) -> None:
    number = re.match(r"\d+", words)
    template.number = int(number[0]) if number else None
    template.optional = "OPTIONAL" in words


def string_fills(line: str) -> list[str]:
    """The strings of a slot's line that fill the slot: those before a ``:``, where what follows is what they belong to.

    ``"MAJOR": "X"`` gives ``MAJOR`` alone; alternatives are all given.
    """
    fills = []
    for match in _STRING.finditer(line):
        if line[: match.start()].rstrip().endswith(":") or _belongs(line, match.start()):
            break
        fills.append(match[1].replace('\\"', '"'))
    return fills


def _belongs(line: str, start: int) -> bool:
    """Whether a ``:`` outside of strings stands before ``start``."""
    return ":" in _STRING.sub("", line[:start])
