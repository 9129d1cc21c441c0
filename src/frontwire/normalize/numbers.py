"""Whole numbers as news prints them: "1,601", "5.975", "12'000", "3k", "twenty-one", "one and a half million"."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from text_to_num import text2num

#: Larger figures are no counts of people or days; the bound also keeps ``int`` of endless digit strings cheap.
LARGEST: Final = 10**12
_MOST_DIGITS: Final = 16

SCALES: Final = {
    "dozen": 12,
    "score": 20,
    "hundred": 100,
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
}
_UNITS: Final = frozenset(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
_TENS: Final = frozenset(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
_TEENS: Final = frozenset(
    [
        "zero",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ]
)
#: Words that text2num reads and that may stand in one number.
NUMBER_WORDS: Final = _UNITS | _TENS | _TEENS | {"hundred", "thousand", "million", "billion"}

_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"’": "'", "‘": "'"})
# Figures with letters stuck to them are no plain number: ordinals, units, powers of ten ("3rd", "1.2m", "1e5").
_TOKEN: Final = re.compile(
    r"[0-9]+(?:[.,][0-9]+)*(?:[^\W\d_]{1,2}(?=[0-9])[0-9a-z.,]*|[^\W\d_]{1,2}(?![^\W_]))?|[^\W\d_]+|[^\s]"
)
_APOSTROPHES: Final = re.compile(r"(?<![0-9.,'])([0-9]{1,3})((?:'[0-9]{3})+)(?![0-9.,'])")
_KILO: Final = re.compile(r"(?<![0-9.,])([0-9]+(?:[.,][0-9]+)*)k\b")
_SPACED_MARK: Final = re.compile(r"(?<=[0-9])(?: ?, ?(?=[0-9]{3}(?![0-9]))| ?(\.) ?(?=[0-9]))")
_SPACED_THOUSANDS: Final = re.compile(r"(?<![0-9.,])([0-9]{1,3})((?: [0-9]{3})+)(?![0-9.,])")

#: Letters that scanners take for figures, beside true figures: "1O", "l2".
_MISREAD: Final = re.compile(r"\b(?=[oli]*[0-9])[0-9oli]*[oli][0-9oli]*\b")
_LIKE_FIGURES: Final = str.maketrans({"o": "0", "l": "1", "i": "1"})

_PLAIN: Final = re.compile(r"[0-9]+")
_THOUSANDS: Final = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}"
)  # 1,601 and Indian 1,50,000
_EUROPEAN: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
_DECIMAL: Final = re.compile(r"[0-9]+[.,][0-9]+")


def number_tokens(words: str) -> list[str]:
    """Lower-case words, digit groups and marks; dashes unified, split thousands joined ("1 , 800", "2 000").

    Letters that a scanner put in place of figures beside true ones are figures again ("1O", "l2"), and "3k" is
    "3 thousand".
    """
    text = " ".join(words.translate(_DASHES).lower().split())
    text = _MISREAD.sub(lambda match: match[0].translate(_LIKE_FIGURES), text)
    text = _SPACED_MARK.sub(lambda match: match[0].strip(), text)
    text = _SPACED_THOUSANDS.sub(lambda match: match[1] + match[2].replace(" ", ""), text)
    text = _APOSTROPHES.sub(lambda match: match[1] + match[2].replace("'", ""), text)
    text = _KILO.sub(r"\1 thousand", text)
    return _TOKEN.findall(text)


def read_number(tokens: list[str], start: int) -> tuple[int, int] | None:
    """The whole number that begins at ``tokens[start]`` and the index after it; ``None`` where none begins.

    A mark with exactly three digits behind it parts thousands ("5.975" is 5975) unless a scale word follows ("1.234
    million"); what is no whole number in the end ("2.5") is none.
    """
    found = _read_digits(tokens, start) or _read_words(tokens, start)
    if found is None:
        return None
    value, end = found
    if tokens[end : end + 3] == ["and", "a", "half"]:
        value, end = value + Decimal("0.5"), end + 3
    while end < len(tokens) and tokens[end] in SCALES and value <= LARGEST:
        value, end = value * SCALES[tokens[end]], end + 1
    if value > LARGEST or value != value.to_integral_value():
        return None
    return int(value), end


def _read_digits(tokens: list[str], start: int) -> tuple[Decimal, int] | None:
    if start >= len(tokens) or len(tokens[start]) > _MOST_DIGITS:
        return None
    token = tokens[start]
    scaled = start + 1 < len(tokens) and tokens[start + 1] in SCALES
    if _PLAIN.fullmatch(token) or _THOUSANDS.fullmatch(token):
        return Decimal(token.replace(",", "")), start + 1
    if _EUROPEAN.fullmatch(token) and not scaled:
        return Decimal(token.replace(".", "")), start + 1
    if _DECIMAL.fullmatch(token):
        return Decimal(token.replace(",", ".")), start + 1
    return None


def _read_words(tokens: list[str], start: int) -> tuple[Decimal, int] | None:
    """A run of number words. text2num judges the run: it knows which orders are numbers ("five twenty" is none)."""
    run: list[str] = []
    end = start
    while end < len(tokens):
        token = tokens[end]
        if token in NUMBER_WORDS:
            run.append(token)
        elif token == "-" and run and run[-1] in _TENS and tokens[end + 1 : end + 2] and tokens[end + 1] in _UNITS:
            pass  # twenty-one; any other dash parts two numbers (two-three people)
        elif (
            token == "and"
            and run
            and run[-1] in SCALES
            and tokens[end + 1 : end + 2]
            and tokens[end + 1] in NUMBER_WORDS
        ):
            run.append(token)
        else:
            break
        end += 1
    if not run:
        return None
    try:
        return Decimal(text2num(" ".join(run), "en")), end
    except ValueError:
        return None
