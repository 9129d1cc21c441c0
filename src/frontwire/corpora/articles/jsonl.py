"""JSON Lines: an object a line is an article."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import IO, Any, NoReturn

from frontwire.corpora.articles.fields import Entry, FieldNames, entry_from_record, reject
from frontwire.errors import RecordError


def read_jsonl(stream: IO[bytes], names: FieldNames, *, name: str, source: str) -> Iterator[Entry]:
    """The articles of a stream of lines; blank lines are skipped, a line without id gets ``NAME:LINE``."""
    for number, raw in enumerate(stream, start=1):
        line = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
        if not line.strip():
            continue
        try:
            record = _parse(line)
        except RecordError as error:
            yield reject(error.reason, source=source, line=number)
        else:
            yield entry_from_record(record, names, source=source, line=number, generated_id=f"{name}:{number}")


def _parse(line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8"), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise RecordError(f"not UTF-8: byte 0x{line[error.start]:02x} at byte {error.start} of the line") from None
    except json.JSONDecodeError as error:
        raise RecordError(f"not JSON: {error.msg} at character {error.pos + 1}") from None
    except ValueError as error:
        raise RecordError(f"not JSON: {error}") from None
    except RecursionError:
        raise RecordError("not readable: JSON nested too deeply") from None
    if not isinstance(record, dict):
        raise RecordError(f"JSON {type(record).__name__}; expected one object a line with a field for the text")
    return record


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON value")
