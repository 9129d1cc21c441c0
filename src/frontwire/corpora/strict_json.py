"""JSON whose every value can be written again."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn


def parse_json(text: str) -> Any:
    """The value of a JSON text.

    Raises :class:`ValueError` (for faults of syntax its subclass :class:`json.JSONDecodeError`), also for what Python
    reads and JSON or UTF-8 cannot hold: NaN, infinity, numbers that only infinity could stand for, lone surrogates,
    nesting too deep for the reader.
    """
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_finite)
        if "\\ud" in text.lower():
            # JSON can spell half of a surrogate pair; no UTF-8 file could be written from it later.
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except UnicodeEncodeError:
        raise ValueError("a lone surrogate (\\ud800 … \\udfff) is no character") from None
    return value


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


def _finite(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise ValueError(f"the number {digits:.20} is too large; expected at most 1.8e308")
    return value
