"""Events for people at a terminal: a table of all, and each one's words as evidence."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from frontwire.export.rows import Row, event_rows
from frontwire.schema import Document

_HEADER: Final = ("document", "date", "place", "country", "type", "attacker", "target", "killed", "wounded", "sentence")
#: Widest each column may be, in terminal cells; the last gets what is left of the line, but no less than this.
_WIDTHS: Final = (18, 22, 18, 7, 21, 22, 22, 8, 8, 24)
_UNKNOWN: Final = "-"
_GAP: Final = "  "


def format_table(documents: Iterable[Document], *, width: int = 180) -> str:
    """A line per event, in columns; longer values are cut with an ellipsis.

    ``width``, in terminal cells, is what a line should fill. Ends in a line break.
    """
    lines = [_cells(row) for document in documents for row in event_rows(document)]
    if not lines:
        return "no events\n"
    cut = [[_cut(value, most) for value, most in zip(line, _WIDTHS, strict=True)] for line in [_HEADER, *lines]]
    widths = [max(_width(line[index]) for line in cut) for index in range(len(_HEADER))]
    rest = max(_WIDTHS[-1], width - sum(widths[:-1]) - len(_GAP) * (len(widths) - 1))
    for line, whole in zip(cut, [_HEADER, *lines], strict=True):
        line[-1] = _cut(whole[-1], rest)
    widths[-1] = max(_width(line[-1]) for line in cut)
    rule = [["─" * width for width in widths]]
    return "".join(_line(line, widths) for line in [cut[0], *rule, *cut[1:]])


def format_evidence(document: Document) -> str:
    """Under the document's id each event with the words of the text that it rests on, label by label."""
    lines = [f"{document.id}" + (f"  ({document.date})" if document.date else "")]
    for event, row in zip(document.events, event_rows(document), strict=True):
        lines.append(f"  {event.id} {event.kind} {event.type}: {_date(row)}, {row['place'] or 'place unknown'}")
        words: dict[str, list[str]] = {}
        for mention in document.mentions_of(event):
            words.setdefault(mention.label, []).append(" ".join(mention.text.split()))
        lines += [f"    {label:<10} {' · '.join(dict.fromkeys(found))}" for label, found in words.items()]
        if row["sentence"]:
            lines.append(f"    “{' '.join(row['sentence'].split())}”")
    if not document.events:
        lines.append("  no event")
    return "\n".join(lines) + "\n"


def _cells(row: Row) -> tuple[str, ...]:
    type_ = row["type"] if row["kind"] == "incident" else f"{row['type']} (sum)"
    values = (
        row["document_id"],
        _date(row),
        row["place"],
        row["country"],
        type_,
        row["attacker"],
        row["target"],
        _counts(row, "killed"),
        _counts(row, "wounded"),
        row["sentence"],
    )
    return tuple(" ".join(str(value).split()) if value else _UNKNOWN for value in values)


def _date(row: Row) -> str:
    start, end = row["date_start"], row["date_end"]
    if start is None:
        return _UNKNOWN
    return str(start) if start == end else f"{start}..{end or ''}"


def _counts(row: Row, name: str) -> str | None:
    """``8``, ``3–9``, or ``7+`` where the top is open."""
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    if low is None:
        return None
    return f"{low}+" if high is None else str(low) if low == high else f"{low}–{high}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True))
    return _GAP.join(padded).rstrip() + "\n"


def _cut(value: str, width: int) -> str:
    if _width(value) <= width:
        return value
    kept = ""
    for character in value:
        if _width(kept + character) >= width:
            break
        kept += character
    return kept.rstrip() + "…"


def _width(value: str) -> int:
    """Terminal cells: wide East Asian characters and emoji take two, combining and format characters none."""
    return sum(_cell_width(character) for character in value)


def _cell_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
