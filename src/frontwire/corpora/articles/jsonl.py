"""JSON Lines: an object a line is an article."""

from __future__ import annotations

import codecs
import json
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any, Final, NoReturn

from frontwire.corpora.articles.fields import Entry, FieldNames, entry_from_record, reject, type_name
from frontwire.errors import RecordError

_EXPECTED: Final = "expected one object a line"


def read_jsonl(stream: IO[bytes], names: FieldNames, *, name: str, source: str) -> Iterator[Entry]:
    """The articles of a stream of lines; blank lines are skipped, a line without id gets ``NAME:LINE``."""
    for number, raw in enumerate(stream, start=1):
        line = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
        if not line.strip():
            continue
        try:
            record = _parse(line.rstrip(b"\r\n"))  # with it, a string without end reads as one with a control character
        except RecordError as error:
            yield reject(error.reason, source=source, line=number)
        else:
            yield entry_from_record(record, names, source=source, line=number, generated_id=f"{name}:{number}")


def _parse(line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8"), object_pairs_hook=_object, parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise RecordError(
            f"not UTF-8: byte 0x{line[error.start]:02x} at byte {error.start} of the line; save the file as UTF-8"
        ) from None
    except json.JSONDecodeError as error:
        message = error.msg.removesuffix(" at")
        raise RecordError(f"not JSON: {message} at character {error.pos + 1}; {_EXPECTED}") from None
    except ValueError as error:
        raise RecordError(f"not JSON: {error}") from None
    except RecursionError:
        raise RecordError("not readable: JSON nested too deeply") from None
    if not isinstance(record, dict):
        found = "JSON null" if record is None else type_name(record).replace("a ", "a JSON ", 1)
        raise RecordError(f"{found}; {_EXPECTED} with a field for the text")
    return record


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):  # one of the two would be lost without a word
        names = [name for name, _ in pairs]
        twice = next(name for name, times in Counter(names).items() if times > 1)
        raise RecordError(f"field {twice!r} stands twice in one object; names are unique")
    return record


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON value")
