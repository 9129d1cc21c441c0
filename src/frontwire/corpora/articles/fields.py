"""From the named fields of a record (JSON object, table row) to an :class:`~frontwire.schema.Article`, or to the reason
why not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Final

from frontwire.errors import RecordError
from frontwire.schema import Article, RejectedArticle

_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?=\Z|[T ])")
#: Levels of lists and objects in further fields: far above what people write, far below what writers of JSON bear.
_MAX_DEPTH: Final = 100


@dataclass(frozen=True, slots=True)
class FieldNames:
    """What the fields of an article are called in the input."""

    id: str = "id"
    text: str = "text"
    date: str = "date"
    title: str = "title"
    source: str = "source"

    def known(self) -> tuple[str, ...]:
        return (self.id, self.text, self.date, self.title, self.source)

    def needed(self) -> Iterator[tuple[str, str]]:
        """Field and name of what a table has to have: the text, and what does not go by its usual name."""
        for field in fields(self):
            name = getattr(self, field.name)
            if field.name == "text" or name != field.default:
                yield field.name, name


@dataclass(frozen=True, slots=True)
class Entry:
    """An article, or what stands in for one that cannot be read, and where it stood. ``line`` counts from 1."""

    item: Article | RejectedArticle
    source: str
    line: int | None = None


def reject(reason: str, *, source: str, line: int | None = None, id: str | None = None) -> Entry:
    """The entry of a record that cannot be read."""
    return Entry(RejectedArticle(source=source, line=line, id=id, reason=reason), source, line)


def entry_from_record(
    record: Mapping[str, Any], names: FieldNames, *, source: str, line: int, generated_id: str
) -> Entry:
    """Build an article from a record; a record that is none becomes a rejection.

    The text is taken as it stands. A missing, null or empty id gives ``generated_id``; a whole number is an id too.
    Missing, null or empty date, title and source are unknown. All other fields go to ``extra``; a field ``extra`` that
    is itself an object (the form that frontwire writes) is laid into it, unless a name stands in both.
    """
    known_id = record.get(names.id)
    try:
        return Entry(_article(record, names, generated_id), source, line)
    except RecordError as error:
        return reject(error.reason, source=source, line=line, id=known_id if isinstance(known_id, str) else None)


def check_date(value: str) -> str:
    """``YYYY-MM-DD`` of a publication date; of a full ISO 8601 time the date part as written, whatever its time zone.

    Raises:
        RecordError: The value is no such date, or a day that no calendar has.
    """
    match = _ISO_DATE.match(value)
    if match:
        try:
            datetime.fromisoformat(value)
        except ValueError as error:
            raise RecordError(f"{value[:40]!r} is no date ({error}); expected YYYY-MM-DD") from None
        return match.group()
    raise RecordError(f"{value[:40]!r} is no date; expected YYYY-MM-DD")


def check_text(text: str) -> str:
    """The text itself; raises :class:`RecordError` where there is nothing to read or no file could hold it."""
    if not text.strip():
        raise RecordError("the text is empty" if not text else "the text is white space only")
    return check_writable(text, "text")


def check_id(value: str, name: str = "id") -> str:
    """The id itself; raises :class:`RecordError` where it is blank or no file could hold it."""
    if not value.strip():
        raise RecordError(f"field {name!r} is white space only; expected an id")
    return check_writable(value, name)


def check_writable(value: str, name: str) -> str:
    """The value of a field itself; raises :class:`RecordError` where no UTF-8 file could hold it."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise RecordError(
            f"field {name!r} holds a lone surrogate at character {error.start}; half a pair is no character"
        ) from None
    return value


def check_extra(extra: dict[str, Any]) -> dict[str, Any]:
    """The further fields themselves; raises :class:`RecordError` where JSON cannot hold them."""
    if _is_deeper(extra, _MAX_DEPTH):
        raise RecordError(
            f"a further field is nested deeper than {_MAX_DEPTH} levels, which not every program can read"
        )
    try:
        json.dumps(extra, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except UnicodeEncodeError:
        raise RecordError("a further field holds a lone surrogate, which is no character") from None
    except (ValueError, TypeError, RecursionError) as error:
        raise RecordError(f"a further field cannot be kept: {error}") from None
    return extra


def _article(record: Mapping[str, Any], names: FieldNames, generated_id: str) -> Article:
    text = record.get(names.text)
    if text is None:
        raise RecordError(f"no text: the field {names.text!r} is {'null' if names.text in record else 'missing'}")
    if not isinstance(text, str):
        raise RecordError(f"field {names.text!r} is {type_name(text)}; expected a string")
    published = record.get(names.date)
    if isinstance(published, date):  # Parquet has a type for it; a datetime is a date too
        published = published.isoformat()
    published = _optional_string({names.date: published}, names.date)
    return Article(
        id=_id(record.get(names.id), names.id) or generated_id,
        text=check_text(text),
        date=None if published is None else _checked_date(published, names.date),
        title=_optional_string(record, names.title),
        source=_optional_string(record, names.source),
        extra=_extra(record, names),
    )


def _id(value: Any, name: str) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise RecordError(f"field {name!r} is {type_name(value)}; expected a string or a whole number")
    return check_id(value, name)


def _optional_string(record: Mapping[str, Any], name: str) -> str | None:
    value = record.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise RecordError(f"field {name!r} is {type_name(value)}; expected a string")
    return check_writable(value, name) if value.strip() else None


def _checked_date(value: str, name: str) -> str:
    try:
        return check_date(value)
    except RecordError as error:
        raise RecordError(f"field {name!r}: {error.reason}") from None


def _extra(record: Mapping[str, Any], names: FieldNames) -> dict[str, Any]:
    known = names.known()
    extra = {name: value for name, value in record.items() if name not in known}
    inner = extra.get("extra")
    if isinstance(inner, Mapping) and extra.keys().isdisjoint(inner):
        del extra["extra"]
        extra.update(inner)
    return check_extra(extra) if extra else extra


def _is_deeper(value: Any, depth: int) -> bool:
    """Level by level, not by recursion: the value may be as deep as the parser bears."""
    level = [value]
    for _ in range(depth):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, Mapping) else outer)
            if isinstance(inner, (Mapping, list, tuple))
        ]
        if not level:
            return False
    return True


def type_name(value: Any) -> str:
    """What a value is called in a message."""
    names = {
        str: "a string",
        bool: "a truth value",
        int: "a number",
        float: "a number with a fraction",
        list: "a list",
        dict: "an object",
        bytes: "bytes",
    }
    return names.get(type(value), type(value).__name__)
