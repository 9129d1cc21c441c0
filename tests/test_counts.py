"""Number expressions of tolls against the guidelines' values."""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire.normalize.counts import add_counts, parse_count, span_counts
from frontwire.schema import CountRange

VALUES: dict[str, tuple[int, int | None] | None] = {
    # bounds
    "at least seven": (7, None),
    "No fewer than 5": (5, None),
    "10 or more": (10, None),
    "50+": (50, None),
    "more than 20": (21, None),
    "MORE THAN 1 , 800": (1801, None),
    "over 300 hundred": (301, None),
    "over 15,000": (15001, None),
    "more than a dozen": (13, None),
    "more than two dozen": (25, None),
    "more than 1 million": (1000001, None),
    "at least two dozen": (24, None),
    "up to 10": (0, 10),
    "as many as 30": (0, 30),
    "as high as 9 million": (0, 9000000),
    "no more than 5": (0, 5),
    "fewer than 10": (0, 9),
    "less than 1": (0, 0),
    "fewer than 0": None,
    # the number itself
    **dict.fromkeys(("about 50", "some 50", "nearly 50", "almost 50", "roughly 50", "an estimated 50"), (50, 50)),
    "a total of 12": (12, 12),
    "another 12": (12, 12),
    "perhaps five": (5, 5),
    "20-odd": (20, 20),
    "a dozen or so": (12, 12),
    "twelve people": (12, 12),
    "12-member": (12, 12),
    "a 13-year-old boy": (1, 1),
    # two ends
    "between 10 and 15": (10, 15),
    "10 to 15": (10, 15),
    "10–15": (10, 15),
    "three or four": (3, 4),
    "two-three people": (2, 3),
    "An estimated 60,000 to 70,000": (60000, 70000),
    "hundreds or even thousands": (200, 9999),
    # a unit that both numbers have, said once
    "two to three dozen": (24, 36),
    "at least two or three dozen": (24, None),
    "between two and three hundred": (200, 300),
    "25 to 30 thousand": (25000, 30000),
    "two to several dozen": (24, 108),
    "20-30,000": (20000, 30000),
    "20-30.000": (20000, 30000),
    "3-5k": (3000, 5000),
    "500 to 1,000": (500, 1000),
    "100 to 2,000": (100, 2000),
    "900 to one thousand": (900, 1000),
    "a dozen to two dozen": (12, 24),
    # words
    **dict.fromkeys(("a", "An", "one", "another", "a single", "lone"), (1, 1)),
    **dict.fromkeys(("a couple", "both", "a pair"), (2, 2)),
    **dict.fromkeys(("several", "SOME", "a few"), (3, 9)),
    **dict.fromkeys(("many", "numerous", "a large number"), (3, None)),
    "triple": (3, 3),
    "half a dozen": (6, 6),
    "a dozen": (12, 12),
    "two dozen": (24, 24),
    "dozens": (24, 99),
    "dozens of": (24, 99),
    "Scores": (40, 199),
    "hundreds": (200, 999),
    "thousands": (2000, 9999),
    "tens of thousands": (20000, 99999),
    "hundreds of thousands": (200000, 999999),
    "hundred of thousands": (200000, 999999),
    "several dozen": (36, 108),
    "a few hundred thousand": (300000, 900000),
    "a couple of hundred": (200, 200),
    **dict.fromkeys(("none", "no", "zero", "0", "not a single", "no one"), (0, 0)),
    # numerals
    "twenty-one": (21, 21),
    "Ninety six": (96, 96),
    "one hundred and five": (105, 105),
    "a hundred": (100, 100),
    "2.5 million": (2500000, 2500000),
    "one and a half million": (1500000, 1500000),
    "1,601": (1601, 1601),
    "5.975": (5975, 5975),
    "1.234 million": (1234000, 1234000),
    "2 000": (2000, 2000),
    "1,50,000": (150000, 150000),
    "2 lakh": (200000, 200000),
    **dict.fromkeys(("3k", "3K", "3,000", "3'000", "3’000"), (3000, 3000)),
    "1.5k": (1500, 1500),
    "12'000": (12000, 12000),
    "1’200’000": (1200000, 1200000),
    "12people": (12, 12),
    # beside a count
    "40, half of whom were women": (40, 40),
    "two in 24 hours": (2, 2),
    "two in 2019": (2, 2),
    "three of the five": (3, 3),
    "one third-grader": (1, 1),
    # no count
    **dict.fromkeys(("half of the 40", "half the 40", "two thirds", "one-third", "three quarters", "two-thirds of 30")),
    **dict.fromkeys(("1 in 10", "one in ten", "two in every five", "one in three people")),
    **dict.fromkeys(("1e5", "1.2m", "1.2m people", "3km", "5bn")),
    **dict.fromkeys(
        ("1/2", "half", "2.5", "30%", "30 percent", "$5", "a group of men", "others", "first", "", "9" * 40)
    ),
}


@pytest.mark.parametrize("words", VALUES)
def test_parse_count(words: str) -> None:
    found = parse_count(words)
    assert (found and (found.low, found.high)) == VALUES[words]


def counts() -> st.SearchStrategy[CountRange]:
    lows = st.integers(min_value=0, max_value=10**6)
    extra = st.none() | st.integers(min_value=0, max_value=10**6)
    return st.builds(lambda low, more: CountRange(low, None if more is None else low + more), lows, extra)


WORDS = st.lists(
    st.sampled_from(
        [
            "at",
            "least",
            "more",
            "than",
            "up",
            "to",
            "fewer",
            "less",
            "over",
            "about",
            "a",
            "an",
            "some",
            "few",
            "several",
            "many",
            "dozen",
            "dozens",
            "hundred",
            "hundreds",
            "of",
            "and",
            "or",
            "between",
            "-",
            ",",
            "thousand",
            "million",
            "lakh",
            "two",
            "three",
            "twenty",
            "5",
            "10",
            "2.5",
            "1,601",
            "no",
            "none",
            "half",
            "score",
            "scores",
            "another",
            "+",
            "%",
        ]
    ),
    max_size=8,
).map(" ".join)


@given(WORDS | st.text(max_size=60))
def test_every_result_is_a_range(words: str) -> None:
    found = parse_count(words)
    assert found is None or (found.low >= 0 and (found.high is None or found.low <= found.high))


@given(WORDS)
def test_letter_case_and_edges_do_not_matter(words: str) -> None:
    assert parse_count(words.upper()) == parse_count(words) == parse_count(f"  {words}  people")


@given(st.integers(min_value=0, max_value=10**9))
def test_thousands_marks(number: int) -> None:
    expected = CountRange(number, number)
    assert parse_count(str(number)) == expected
    assert parse_count(f"{number:,}") == expected
    assert parse_count(f"{number:,}".replace(",", ".")) == expected
    assert parse_count(f"{number:,}".replace(",", " ")) == expected


@given(st.lists(counts(), min_size=1, max_size=6))
def test_sum_and_hull(every: list[CountRange]) -> None:
    total, hull = add_counts(every), span_counts(every)
    assert total is not None
    assert hull is not None
    is_open = any(count.high is None for count in every)
    assert (total.high is None) == is_open
    assert total.low == sum(count.low for count in every)
    largest = max(count.low for count in every)
    assert (hull.high is None) == any(count.high is None for count in every if count.low == largest)
    assert hull.low == min(count.low for count in every)
    assert hull.high is None or hull.high == max(count.high for count in every if count.high is not None)


@pytest.mark.parametrize(
    ("figures", "span"),
    [
        pytest.param([(8, 8), (20, None)], (8, None), id="at least on the largest leaves it open"),
        pytest.param([(5, None), (7, 7)], (5, 7), id="at least on an earlier, smaller figure does not"),
        pytest.param([(10, 10), (10, None)], (10, None), id="at least on the same figure leaves it open"),
        pytest.param([(24, 99), (45, None), (12, 12)], (12, None), id="dozens, at least 45, 12"),
        pytest.param([(0, 5), (3, 9)], (0, 9), id="up to five, several"),
    ],
)
def test_figures_for_the_same_people(figures: list[tuple[int, int | None]], span: tuple[int, int | None]) -> None:
    assert span_counts(CountRange(*figure) for figure in figures) == CountRange(*span)


def test_nothing_to_add() -> None:
    assert add_counts([]) is None
    assert span_counts([]) is None


@pytest.mark.parametrize("unit", ["one hundred ", "1,", "1 000 ", "dozens of ", "more than ", "9", "a ", "\x00", "-"])
def test_long_input_is_read_fast(unit: str) -> None:
    start = time.perf_counter()
    for length in (100_000, 300):
        parse_count((unit * length)[:length])
    assert time.perf_counter() - start < 1.0


@pytest.mark.shared
def test_agreement_with_the_annotated_documents(shared: Path) -> None:
    """Events with one count span; those that also add named victims or other figures differ for good reason."""
    agreed: Counter[bool] = Counter()
    for line in (shared / "annotated" / "train.jsonl").read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        for event in document["events"]:
            for label, outcome in (("KILLED", "killed"), ("WOUNDED", "wounded")):
                spans = [m["text"] for m in document["mentions"] if m["label"] == label and event["id"] in m["events"]]
                if len(spans) == 1 and event[outcome] is not None:
                    found = parse_count(spans[0])
                    agreed[found is not None and found.to_dict() == event[outcome]] += 1
    assert agreed.total() > 300
    assert agreed[True] / agreed.total() >= 0.94


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("1O", CountRange(10, 10)),
        ("at least 2l", CountRange(21, None)),
        ("l2", CountRange(12, 12)),
        ("1,2O0", CountRange(1200, 1200)),
        ("lO", None),
        ("oil", None),
    ],
)
def test_letters_that_a_scanner_put_for_figures(words: str, expected: CountRange | None) -> None:
    assert parse_count(words) == expected
