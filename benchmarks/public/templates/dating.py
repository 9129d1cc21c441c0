"""The day of a template: of the date expressions of a message the one that is most probably its, in the keys' notation.

The keys give a day only where one is named or can be counted ("yesterday"); a weekday, and no date at all, is "on or
before the day of the message".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

import numpy as np

from benchmarks.public.templates.keys import TYPES
from benchmarks.public.templates.messages import Message
from benchmarks.public.templates.networks import Rows
from frontwire.normalize.dates import parse_date
from frontwire.schema import Mention

_WEEKDAY: Final = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_KINDS: Final = (
    ("weekday", _WEEKDAY),
    ("today", re.compile(r"\b(?:today|this (?:morning|afternoon|evening|noon)|tonight)\b", re.IGNORECASE)),
    ("yesterday", re.compile(r"\b(?:yesterday|last (?:night|evening))\b", re.IGNORECASE)),
    ("counted", re.compile(r"\b(?:days?|weeks?|months?|years?) ago\b", re.IGNORECASE)),
    ("absolute", re.compile(r"\b\d{1,2} [a-z]{3,9}\b|\b[a-z]{3,9} \d{1,2}\b", re.IGNORECASE)),
)


@dataclass(slots=True)
class Dating:
    """One date that a template of a type may have: the value in the keys' notation, and features."""

    value: str
    features: Rows


def datings(message: Message, sentences: Rows, type_: str, filled: Sequence[int]) -> list[Dating]:
    """Candidates for the date of a template: that of the message as a bound, then each DATE mention's.

    ``sentences`` *(sentences, types)* probabilities; ``filled``: sentences where the template's entities stand.
    """
    document, column = message.document, TYPES.index(type_)
    published = document.date
    bound = f"..{published}" if published is not None else ""
    mentions = [mention for mention in document.mentions if mention.label == "DATE"]
    highest = float(sentences[:, column].max()) + 1e-6
    made = [Dating(bound, _features(len(mentions)))] if bound else []
    for mention in mentions:
        value = key_date(mention, published)
        if value is None:
            continue
        sentence = int(
            message.sentence_of[min(message.words_at(mention.start, mention.end)[0], len(message.plain) - 1)]
        )
        near = min((abs(sentence - other) for other in filled), default=9)
        listed = document.events
        own = [event for event in listed if event.id in mention.events]
        row = _features(len(mentions))
        extra = [
            1.0,
            *(float(bool(pattern.search(mention.text))) for _, pattern in _KINDS),
            float(value == bound),
            float(".." in value),
            _days_before(value, published),
            float(sentences[sentence, column]) / highest,
            float(np.log1p(sentence)),
            float(sentence < 2),
            float(near == 0),
            float(near <= 1),
            float(sum(other == sentence for other in filled)),
            float(bool(own)),
            float(bool(own) and own[0] is listed[0]),
            mention.score or 0.0,
        ]
        row[1 : 1 + len(extra)] = extra
        made.append(Dating(value, row))
    values = [dating.value for dating in made]
    for dating in made:
        dating.features[-1] = np.log(values.count(dating.value))
    return made


def key_date(mention: Mention, published: str | None) -> str | None:
    """A DATE mention's value in the keys' notation; ``None`` where it names no day."""
    return _key_date(mention.text, published)


@cache  # asked for anew with all thresholds that are tried
def _key_date(words: str, published: str | None) -> str | None:
    if _WEEKDAY.search(words) and not re.search(r"\d", words):
        return f"..{published}" if published is not None else None
    found = parse_date(words, published=published)
    if found is None or found.start.startswith("X"):
        return None
    if found.end is None or found.end == found.start:
        return found.start
    return f"{found.start}..{found.end}"


def _features(mentions: int) -> Rows:
    row = np.zeros(24, dtype=np.float32)
    row[0] = np.log1p(mentions)
    return row


def _days_before(value: str, published: str | None) -> float:
    start = value.lstrip(".").partition("..")[0]
    if published is None:
        return 0.0
    try:
        days = (date.fromisoformat(published) - date.fromisoformat(start)).days
    except ValueError:
        return 0.0
    return float(np.sign(days) * np.log1p(abs(days)))
