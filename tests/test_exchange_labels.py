"""Label maps and units of offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire.corpora.exchange.labels import LabelMap
from frontwire.corpora.exchange.offsets import Utf16Offsets, guess_unit, units_differ
from frontwire.errors import OntologyError, UsageError


def test_a_map_from_the_command_line() -> None:
    labels = LabelMap.parse(["PER=TARGET", "a=b=DATE", "X="])
    assert [labels.ours(name) for name in ("PER", "a=b", "X", "X", "EVENT")] == ["TARGET", "DATE", None, None, "EVENT"]
    assert labels.notes == {"mentions labelled X, left out by the label map": 2}


@pytest.mark.parametrize(
    ("items", "message"),
    [
        (["PER"], "label map 'PER'; expected FOREIGN=OURS"),
        (["=DATE"], "label map '=DATE'"),
        (["A=DATE", "A="], "A stands twice"),
        (["A=PERSON"], "A=PERSON: expected one of ATTACKER"),
    ],
    ids=["no-sign", "no-name", "twice", "no-label"],
)
def test_maps_that_are_none(items: list[str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        LabelMap.parse(items)


def test_unknown_labels_are_listed_with_what_to_do() -> None:
    with pytest.raises(
        OntologyError,
        match=r"2 labels are none of ours; found DATE \(1\), LOC \(1\), PER \(2\); .*--label-map LOC=OURS",
    ):
        LabelMap({"X": None}).check(["PER", "DATE", "PER", "LOC"])
    LabelMap({"PER": "TARGET"}).check(["PER", "DATE"])


def test_our_own_labels_may_be_left_out() -> None:
    assert LabelMap({"DATE": None}).ours("DATE") is None


@given(st.text())
def test_utf_16_offsets_are_those_of_the_encoding(text: str) -> None:
    offsets = Utf16Offsets(text)
    for point in range(len(text) + 1):
        unit = len(text[:point].encode("utf-16-le", "surrogatepass")) // 2
        assert offsets.to_units(point) == unit
        assert offsets.to_points(unit) == point
    assert units_differ(text) == (offsets.to_units(len(text)) != len(text))
    assert offsets.to_points(offsets.to_units(len(text)) + 1) is None


def test_combining_marks_count_one_in_both() -> None:
    assert not units_differ("Cafe\u0301 ש\u05c1")
    assert Utf16Offsets("💥a").to_points(1) is None


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(2, 5)], "code-points"),
        ([(3, 6)], "utf-16"),
        ([], "utf-16"),
        ([(2, 5), (3, 6)], "utf-16"),
        ([(0, 99)], "utf-16"),
    ],
    ids=["points", "units", "none", "tie", "outside"],
)
def test_guess(spans: list[tuple[int, int]], expected: str) -> None:
    assert guess_unit("💥 hot day", spans, otherwise="utf-16") == expected


def test_guess_where_units_agree() -> None:
    assert guess_unit("hot", [], otherwise="utf-16") == "code-points"
