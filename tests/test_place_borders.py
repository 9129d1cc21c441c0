"""What a border is shared with: no place of the event, no word on where other names lie."""

from __future__ import annotations

import pytest

from frontwire.normalize.country_borders import is_across_border, only_shares_border, shares_border
from frontwire.normalize.places import PlaceResolver
from small_gazetteer import small_gazetteer


@pytest.mark.parametrize(
    ("text", "shared", "across"),
    [
        pytest.param("died on its border with [Tajikistan]", True, True, id="with"),
        pytest.param("across the border from [Tajikistan]", True, False, id="from"),
        pytest.param("in a province bordering [Tajikistan]", True, True, id="bordering"),
        pytest.param("near the border with China and [Tajikistan]", True, False, id="second of two"),
        pytest.param("in neighbouring [Tajikistan]", False, True, id="a neighbour"),
        pytest.param("near the [Tajikistan] border", False, True, id="border behind"),
        pytest.param("on the border of [Tajikistan]", False, True, id="of"),
        pytest.param("on [Tajikistan]'s border with China", False, False, id="this side"),
        pytest.param("on [Tajikistan]'s border", False, True, id="a possessive"),
        pytest.param("clashed with [Tajikistan]", False, False, id="none"),
    ],
)
def test_the_other_side_of_a_border(text: str, shared: bool, across: bool) -> None:
    start, end = text.index("["), text.index("]") - 1
    text = text.replace("[", "").replace("]", "")
    assert (shares_border(text, start), is_across_border(text, start, end)) == (shared, across)


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("on its border with Iran, the border with Iran", True),
        ("on its border with Iran. In Iran men died", False),
        ("no such name", False),
    ],
)
def test_each_place_of_a_name_counts(text: str, only: bool) -> None:
    assert only_shares_border("Iran", text, text.find("Iran")) is only


def test_the_other_side_does_not_vote() -> None:
    text = "Soldiers clashed near Zzyzxabad, on Afghanistan's border with Iran."
    places = PlaceResolver(small_gazetteer()).resolve(["Zzyzxabad", "Iran"], text)
    assert [place.country for place in places] == ["AF", "IR"]
