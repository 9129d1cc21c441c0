"""Number expressions of tolls as ranges: "at least seven" is 7 and open, "dozens" 24 to 99.

The values are those of the annotation guidelines. What these leave open is decided by analogy:

* a quantity of a unit multiplies both ends of the quantity: "several dozen" 36..108, "a few hundred thousand"
  300000..900000; units of units fill up to the next power: "tens of thousands" 20000..99999;
* "a number of", "a handful", "multiple" are read as "several", "numerous" and "a large number" as "many";
* "as many as", "as high as" and "at most" as "up to"; "under" and "below" as "fewer than"; "exceeding" as "more than";
* a bound on a range moves its near end: "more than 10 to 15" 11.., "up to several dozen" 0..108.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from frontwire.normalize.numbers import LARGEST, SCALES, number_tokens, read_number
from frontwire.schema import CountRange

#: A count span is a few words; whatever is longer is none, and the bound keeps every parse cheap.
MAX_CHARACTERS: Final = 300

_SEVERAL: Final = (3, 9)
_MANY: Final = (3, None)
_QUANTITIES: Final[dict[str, tuple[int, int | None]]] = {
    **dict.fromkeys(("several", "few", "handful", "multiple"), _SEVERAL),
    **dict.fromkeys(("many", "numerous", "countless"), _MANY),
    **dict.fromkeys(("couple", "pair", "duo", "both", "double", "twin"), (2, 2)),
    **dict.fromkeys(("trio", "triple"), (3, 3)),
    **dict.fromkeys(("single", "sole", "lone", "solo"), (1, 1)),
    **dict.fromkeys(("none", "no", "nil", "nobody"), (0, 0)),
}
#: Plural units alone.
_PLURALS: Final = {
    "tens": (20, 99),
    "dozens": (24, 99),
    "scores": (40, 199),
    "hundreds": (200, 999),
    "thousands": (2_000, 9_999),
    "lakhs": (200_000, 9_999_999),
    "millions": (2_000_000, 9_999_999),
    "crores": (20_000_000, 99_999_999),
}
_ARTICLES: Final = frozenset({"a", "an", "another", "one"})
#: "a group of militants" counts nobody.
_COLLECTIVES: Final = frozenset(
    {"group", "crowd", "family", "gang", "band", "series", "string", "team", "third", "quarter"}
)

_LOW, _MORE, _HIGH, _LESS = "≥", ">", "≤", "<"
_BOUNDS: Final = {
    _LOW: "at least|no fewer than|no less than|not fewer than|not less than|as few as|minimum(?: of)?"
    "|or more|and more|or above|plus",
    _MORE: "more than|well over|over|above|upwards? of|in excess of|exceeding|greater than|beyond",
    _HIGH: "up to|as many as|as much as|as high as|at most|no more than|not more than|maximum(?: of)?|or fewer|or less",
    _LESS: "fewer than|less than|under|below",
}
_BOUND_OF_GROUP: Final = dict(enumerate(_BOUNDS, start=1))
# "no more than" must win over "more than": all phrases stand in one alternation, which tries every place from the left.
_BOUND: Final = re.compile(r"\b(?:" + "|".join(f"({phrases})" for phrases in _BOUNDS.values()) + r")\b")
_AGE: Final = re.compile(r"\b[0-9]{1,3} ?- ?years? ?- ?olds?\b")
_NOT_ONE: Final = re.compile(r"\b(?:not (?:a single|one|any)|no (?:one|body))\b")
_MANY_PHRASES: Final = re.compile(r"\ba?n? ?(?:large|great|huge|considerable) numbers?\b|\ba lot\b|\blots\b")
_SEVERAL_PHRASES: Final = re.compile(r"\ba (?:small )?number\b")
#: "300 hundred": the unit says again what the digits say.
_HUNDRED_TWICE: Final = re.compile(r"\b([0-9]{3,}) hundreds?\b")
_FRACTIONS: Final = "(?:thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)"
_UNITS: Final = "(?:one|two|three|four|five|six|seven|eight|nine|[1-9])"
#: "two in 24 hours" are two.
_NO_STRETCH: Final = "(?![.,][0-9]|-| (?:hours?|days?|weeks?|months?|years?|[a-z]*attacks?|incidents?)\\b)"
# A part of a whole is no count; neither is a sum of money. "Half of whom" says something about a count in front of it.
_PARTS: Final = re.compile(
    rf"%|\bper ?cent|[0-9] ?/ ?[0-9]|[½⅓⅔¼¾]|[$€£]|\b{_FRACTIONS} of\b|\b{_UNITS}[ -]{_FRACTIONS}(?![\w-])"
    r"|\bhalf (?:of )?(?:the|their|its|his|those|these|all)\b|\bhalf of (?!them\b|which\b|whom\b)"
    rf"|\b{_UNITS} in every\b|\b(?:one|1) in {_UNITS}\b{_NO_STRETCH}"
    rf"|\b{_UNITS} in (?:[0-9]{{2,3}}|ten|twenty|(?:an? )?(?:hundred|thousand))\b{_NO_STRETCH}"
)
#: "20-30,000": what the first number shares with the second.
_THOUSANDS_MARK: Final = re.compile(r"[0-9]{1,3}[.,][0-9]{3}")


def parse_count(words: str) -> CountRange | None:
    """The range of people that a KILLED, WOUNDED or CASUALTIES span says; ``None`` where it says no number."""
    if len(words) > MAX_CHARACTERS:
        return None
    text = " ".join(words.lower().split())
    text = _AGE.sub(" ", text.replace("–", "-").replace("—", "-"))
    if _PARTS.search(text):
        return None
    text = _HUNDRED_TWICE.sub(r"\1", text)
    text = _NOT_ONE.sub(" none ", text)
    text = _MANY_PHRASES.sub(" many ", text)
    text = _SEVERAL_PHRASES.sub(" several ", text)
    text = _BOUND.sub(lambda match: f" {_BOUND_OF_GROUP[match.lastindex or 1]} ", text)
    tokens = number_tokens(text.replace("+", f" {_LOW} "))
    found = _first_range(tokens)
    if found is None:
        return None
    low, high, start, end = found
    return _bounded(low, high, _bound_near(tokens, start, end))


def add_counts(ranges: Iterable[CountRange]) -> CountRange | None:
    """The sum over different groups of victims; open as soon as one of them is. ``None`` for no range at all."""
    every = list(ranges)
    if not every:
        return None
    highs = [count.high for count in every if count.high is not None]
    return CountRange(sum(count.low for count in every), sum(highs) if len(highs) == len(every) else None)


def span_counts(ranges: Iterable[CountRange]) -> CountRange | None:
    """From the smallest low to the largest high: several figures for the same people. ``None`` for no range at all.

    Open only where the largest figure is: "at least five" and, later, "seven" are 5..7.
    """
    every = list(ranges)
    if not every:
        return None
    largest = max(count.low for count in every)
    is_open = any(count.high is None for count in every if count.low == largest)
    highs = [count.high for count in every if count.high is not None]
    return CountRange(min(count.low for count in every), None if is_open else max(highs))


def _bounded(low: int, high: int | None, bound: str | None) -> CountRange | None:
    if bound == _LOW:
        return CountRange(low, None)
    if bound == _MORE:
        return CountRange(low + 1, None)
    if bound == _HIGH:
        return CountRange(0, high)
    if bound == _LESS:
        ceiling = None if high is None else high - 1
        return CountRange(0, ceiling) if ceiling is None or ceiling >= 0 else None
    return CountRange(low, high)


def _bound_near(tokens: list[str], start: int, end: int) -> str | None:
    """The last bound in front of the number, else one right behind it ("10 or more")."""
    before = [token for token in tokens[:start] if token in _BOUNDS]
    if before:
        return before[-1]
    behind = tokens[end : end + 1]
    return behind[0] if behind and behind[0] in _BOUNDS else None


def _first_range(tokens: list[str]) -> tuple[int, int | None, int, int] | None:
    """Low, high and the token span of the first amount, or of two joined ones ("10 to 15", "three or four")."""
    for start in range(len(tokens)):
        first = _read_amount(tokens, start)
        if first is None:
            continue
        low, high, end = first
        joined = tokens[end : end + 1] in (["-"], ["to"], ["or"]) or (
            tokens[end : end + 1] == ["and"] and "between" in tokens[:start]
        )
        second = _read_amount(tokens, end + 1 + (tokens[end + 1 : end + 2] == ["even"])) if joined else None
        if second is not None and second[0] >= low:
            unit = _shared_unit(tokens, start, end, second)
            return low * unit, second[1], start, second[2]
        return low, high, start, end
    return _article(tokens)


def _shared_unit(tokens: list[str], start: int, end: int, second: tuple[int, int | None, int]) -> int:
    """What the first number shares with the second: 12 in "two to three dozen", 1000 in "20-30,000"; else 1."""
    low = read_number(tokens, start)
    if low is None or low[1] != end or SCALES.keys() & set(tokens[start:end]):
        return 1
    unit, at = 1, second[2] - 1
    while at > end and tokens[at].removesuffix("s") in SCALES:
        unit, at = unit * SCALES[tokens[at].removesuffix("s")], at - 1
    if unit == 1 and end - start == 1 and tokens[start].isdecimal() and _THOUSANDS_MARK.fullmatch(tokens[at]):
        unit = 1000
    # "500 to 1,000" and "900 to one thousand" are whole as they stand.
    return unit if low[0] < unit and low[0] * unit < second[0] else 1


def _article(tokens: list[str]) -> tuple[int, int | None, int, int] | None:
    """Read "a policeman" and "another" as one when no other number stands in the span; "some" alone is several."""
    for start, token in enumerate(tokens):
        if token in _ARTICLES and not _COLLECTIVES.intersection(tokens[start + 1 : start + 3]):
            return 1, 1, start, start + 1
        if token == "some":
            return *_SEVERAL, start, start + 1
    return None


def _read_amount(tokens: list[str], start: int) -> tuple[int, int | None, int] | None:
    """A number, a quantity word or a unit that begins at ``start``: low, high and the index after it."""
    if start >= len(tokens):
        return None
    token = tokens[start]
    if token in _PLURALS or (token in SCALES and _is_plural_of(tokens, start)):
        return _read_plurals(tokens, start)
    number = read_number(tokens, start)
    if number is not None:
        return number[0], number[0], number[1]
    if token == "half":
        return _read_half(tokens, start)
    if token in _QUANTITIES:
        return _times_scales(*_QUANTITIES[token], tokens, start + 1)
    if token in SCALES:
        return _times_scales(1, 1, tokens, start)
    return None


def _is_plural_of(tokens: list[str], start: int) -> bool:
    """Read "hundred of thousands": a plural whose s was lost."""
    return tokens[start + 1 : start + 2] == ["of"] and start + 2 < len(tokens) and tokens[start + 2] in _PLURALS


def _read_plurals(tokens: list[str], start: int) -> tuple[int, int | None, int] | None:
    """Read "dozens", "tens of thousands"."""
    name = tokens[start]
    low, high = _PLURALS[name if name in _PLURALS else f"{name}s"]
    end = start + 1
    while tokens[end : end + 1] == ["of"] and end + 1 < len(tokens) and tokens[end + 1].removesuffix("s") in SCALES:
        scale = SCALES[tokens[end + 1].removesuffix("s")]
        low, high, end = low * scale, (high + 1) * scale - 1, end + 2
        if high > LARGEST:
            return None
    return low, high, end


def _read_half(tokens: list[str], start: int) -> tuple[int, int | None, int] | None:
    """Read "half a dozen", "half a million"; half of anything else is no count."""
    at = start + 1 + (tokens[start + 1 : start + 2] in (["a"], ["-"]))
    if at < len(tokens) and tokens[at] in SCALES:
        value = SCALES[tokens[at]] // 2
        return value, value, at + 1
    return None


def _times_scales(low: int, high: int | None, tokens: list[str], at: int) -> tuple[int, int | None, int] | None:
    """Multiply by the units that follow: "several [dozen]", "a few [hundred thousand]", "a couple of [hundred]"."""
    end = at
    if tokens[end : end + 1] == ["of"] and end + 1 < len(tokens) and tokens[end + 1].removesuffix("s") in SCALES:
        end += 1
    while end < len(tokens) and tokens[end].removesuffix("s") in SCALES:
        scale = SCALES[tokens[end].removesuffix("s")]
        low, high, end = low * scale, None if high is None else high * scale, end + 1
        if low > LARGEST:
            return None
    return low, high, end
