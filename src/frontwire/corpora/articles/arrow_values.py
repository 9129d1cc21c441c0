"""Values of Arrow columns as Python has them, cell by cell where a column cannot be taken at once.

Arrow holds what Python's own types do not: years after 9999, nanoseconds, time zones that no database knows, strings
that are no UTF-8. One such cell costs itself, not its column or the run, and nothing here depends on pandas, which
pyarrow uses for nanoseconds where it is installed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

_FRACTION: Final = re.compile(r"(:[0-9]{2}:[0-9]{2})(\.[0-9]{6})?")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What stands in for a cell that Python has no value for. ``damaged`` says that its bytes are at fault, not its
    range."""

    reason: str
    damaged: bool = False


def python_values(column: Any) -> Sequence[Any]:
    """The values of a :class:`pyarrow.Array`, :class:`Unreadable` where there is none. Times and durations that are
    not whole microseconds are strings with all nine digits."""
    if not _holds_nanoseconds(column.type):
        with suppress(Exception):  # which cell it was is found below
            values: list[Any] = column.to_pylist()
            return values
    return [_value(scalar) for scalar in column]


def _value(scalar: Any) -> Any:
    try:
        return _converted(scalar)
    except UnicodeDecodeError:
        return Unreadable("bytes that are not UTF-8", damaged=True)
    except Exception as error:
        # OverflowError, ValueError, and for time zones what pytz or zoneinfo raise, whichever pyarrow found.
        return Unreadable(f"a {scalar.type} that cannot be read ({error})")


def _converted(scalar: Any) -> Any:
    import pyarrow as pa

    kind = scalar.type
    if not scalar.is_valid:
        return None
    if not _holds_nanoseconds(kind):
        return scalar.as_py()
    if pa.types.is_timestamp(kind):
        return _without_pandas(scalar, pa.timestamp("us", kind.tz))
    if pa.types.is_duration(kind):
        return _without_pandas(scalar, pa.duration("us"))
    if pa.types.is_time(kind):
        return _without_pandas(scalar, pa.time64("us"))
    if pa.types.is_struct(kind):
        return {name: _converted(inner) for name, inner in scalar.items()}
    if pa.types.is_map(kind):
        return [[_converted(pair[0]), _converted(pair[1])] for pair in scalar.values]
    if hasattr(scalar, "values"):
        return [_converted(inner) for inner in scalar.values]
    return _converted(scalar.value)  # a dictionary's or an extension's


def _without_pandas(scalar: Any, kind: Any) -> Any:
    """Nanoseconds through the type of the same kind in microseconds, and the digits that it lacks in words."""
    import pyarrow as pa

    microseconds, rest = divmod(scalar.cast(pa.int64()).as_py(), 1000)
    value: datetime | time | timedelta = pa.scalar(microseconds, pa.int64()).cast(kind).as_py()
    if not rest:
        return value
    words = str(value) if isinstance(value, timedelta) else value.isoformat()
    return _FRACTION.sub(lambda found: f"{found[1]}{found[2] or '.000000'}{rest:03d}", words, count=1)


def _holds_nanoseconds(kind: Any) -> bool:
    """Whether times or durations finer than Python's stand in a type, however deep."""
    import pyarrow as pa

    if pa.types.is_timestamp(kind) or pa.types.is_duration(kind) or pa.types.is_time(kind):
        return bool(kind.unit == "ns")
    if pa.types.is_dictionary(kind):
        return _holds_nanoseconds(kind.value_type)
    if isinstance(kind, pa.BaseExtensionType):
        return _holds_nanoseconds(kind.storage_type)
    return any(_holds_nanoseconds(kind.field(index).type) for index in range(kind.num_fields))
