"""Value accuracy of dates on TempEval-3 platinum: given spans and document dates, our ranges against TIMEX3 values.

    python -m benchmarks.dates_te3 --corpora DIR [-o RESULT.json]

Counted are time expressions whose gold value is a calendar day, week, month or year; durations, sets, times of the
clock, vague references and half-known values (``2012-XX-XX``) are not dates. ``exact``: our first and last day are
those of the value. ``right`` also takes what the two schemes write differently by rule: a running week, month or year
that ends on the document's day ("this week"); a third of the period, where the words say early, mid or late, which
TIMEX3 keeps in an attribute beside the value; and, as these texts announce things, the next date without a year where
the latest is not meant. Nothing is trained; the set is a dev set. The interval is a 95% bootstrap over documents.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from benchmarks import native_sets
from frontwire.normalize.dates import parse_date
from frontwire.schema import DateRange, Document, Mention

_VALUE = re.compile(r"(?P<year>[0-9]{4})(?:-W(?P<week>[0-9]{2})|-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
_PART = re.compile(r"\b(?:early|mid|late|beginning|start|end)\b", re.IGNORECASE)


def value_range(value: str) -> tuple[date, date, str] | None:
    """First and last day and kind of a TIMEX3 value; ``None`` where it is no day, week, month or year."""
    match = _VALUE.fullmatch(value)
    if match is None:
        return None
    year = int(match["year"])
    if match["week"]:
        monday = date.fromisocalendar(year, int(match["week"]), 1)
        return monday, monday + timedelta(days=6), "week"
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"]))
        return day, day, "day"
    if match["month"]:
        first = date(year, int(match["month"]), 1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1), "month"
    return date(year, 1, 1), date(year, 12, 31), "year"


def expressions(document: Document) -> Iterator[tuple[Mention, tuple[date, date, str]]]:
    for mention in document.mentions:
        gold = value_range(str(native_sets.facts_of(document, mention.id).get("value", "")))
        if gold is not None:
            yield mention, gold


def judge(words: str, gold: tuple[date, date, str], published: str) -> tuple[str, DateRange | None]:
    """``exact``, ``cut``, ``part``, ``future`` (right), ``wrong`` or ``none``, and our reading."""
    first, last, _ = gold
    found = parse_date(words, published=published)
    if found is None or found.end is None:
        return "none", found
    if _same(found, first, last):
        return "exact", found
    if _same(found, first, min(last, date.fromisoformat(published))):
        return "cut", found
    if _PART.search(words) and first.isoformat() <= found.start <= found.end <= last.isoformat():
        return "part", found
    ahead = parse_date(words, published=published, future=True)
    return ("future" if ahead is not None and _same(ahead, first, last) else "wrong"), found


def _same(found: DateRange, first: date, last: date) -> bool:
    return (found.start, found.end) == (first.isoformat(), last.isoformat())


def measure(documents: Sequence[Document]) -> dict[str, Any]:
    outcomes: dict[str, Counter[str]] = {}
    by_document = []
    misses = []
    for document in documents:
        right = total = 0
        for mention, gold in expressions(document):
            outcome, found = judge(mention.text, gold, document.date or "")
            outcomes.setdefault(gold[2], Counter())[outcome] += 1
            total += 1
            if outcome in ("wrong", "none"):
                misses.append((document.id, mention.text, f"{gold[0]}..{gold[1]}", str(found)))
            else:
                right += 1
        if total:
            by_document.append((right, total))
    every = sum(outcomes.values(), Counter())
    wrong = every["wrong"] + every["none"]
    return {
        "expressions": every.total(),
        "exact": native_sets.share(every["exact"], every.total()),
        "right": native_sets.share(every.total() - wrong, every.total()),
        "interval_95": native_sets.ratio_interval(by_document),
        "outcomes": dict(every.most_common()),
        "by_kind": {kind: dict(counts.most_common()) for kind, counts in outcomes.items()},
        "misses": misses,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    native_sets.add_arguments(parser)
    arguments = parser.parse_args()
    result = measure(native_sets.read_set("te3_platinum", arguments))
    columns = ("exact", "cut", "part", "future", "wrong", "none")
    rows = [("value is a", "all", *columns)]
    for kind, counts in result["by_kind"].items():
        rows.append((kind, str(sum(counts.values())), *(str(counts.get(column, 0)) for column in columns)))
    print(native_sets.format_rows(rows))
    interval = native_sets.format_interval(result["interval_95"])
    print(f"\nexact {result['exact']:.3f}, right {result['right']:.3f} ({interval}) of {result['expressions']}")
    native_sets.write_result(result, arguments)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
