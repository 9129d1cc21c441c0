from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire.text.casing import is_of_one_case, letter_case, with_initials

NEWS = "Rebels held the bridge at Tarin for two days, the army said. " * 8


@pytest.mark.parametrize(
    ("text", "case"),
    [
        pytest.param(NEWS, "mixed", id="news"),
        pytest.param(NEWS.upper(), "upper", id="capitals"),
        pytest.param(NEWS.lower(), "lower", id="small letters"),
        pytest.param(NEWS.upper() + " 30 km (by our man)", "upper", id="capitals with a unit"),
        pytest.param(NEWS.lower() * 2 + "I", "lower", id="small letters with one capital"),
        pytest.param("the army left Tarin", "mixed", id="one name in a short text"),
        pytest.param("THE ARMY LEFT at 7 am", "mixed", id="half and half"),
        pytest.param("A", "upper", id="one letter"),
        pytest.param("ⅷ 12", "lower", id="a figure with case"),
        pytest.param("12.5 - ", "mixed", id="no letter"),
        pytest.param("מחבלים ירו", "mixed", id="a script without case"),
        pytest.param("", "mixed", id="empty"),
    ],
)
def test_letter_case(text: str, case: str) -> None:
    assert letter_case(text) == case
    assert is_of_one_case(text) == (case != "mixed")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("THE ARMY'S MEN LEFT AL-KAHF.", "The Army's Men Left Al-Kahf."),
        ("he said so. they fired", "He Said So. They Fired"),
        ("u.s. troops, 3rd brigade", "U.S. Troops, 3rd Brigade"),
        ("İ ß ŉ", "İ ß ŉ"),
    ],
    ids=["capitals", "small letters", "abbreviation and figure", "letters that would change in number"],
)
def test_with_initials(text: str, expected: str) -> None:
    assert with_initials(text) == expected


@given(st.text(max_size=60))
def test_with_initials_keeps_every_place(text: str) -> None:
    changed = with_initials(text)
    assert len(changed) == len(text)
    assert changed.casefold() == text.casefold() or not text.isascii()
