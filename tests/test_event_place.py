"""Signs of an event's place, and the choice between its names."""

from __future__ import annotations

import pytest

from frontwire.events.event_place import distinct_names, place_features, place_of_event
from frontwire.events.place_weights import PLACE
from frontwire.schema import Place
from gold_links import linked_document

LEVELS = {
    "Khost city": "city",
    "Bak District": "district",
    "Highway 5": None,
    "Afghanistan": "country",
    "Herat": "city",
    "Khost": "city",
    "Zir village": "village",
}


def rows(marked: str) -> dict[str, dict[str, float]]:
    """Features by name."""
    document = linked_document(marked)
    mentions = [m for m in document.mentions if m.label == "LOCATION" and "e1" in m.events]
    places = {m.id: Place(name=m.text, precision=LEVELS.get(m.text)) for m in mentions}
    found = place_features(document.text, mentions, places)
    return dict(zip([name.text for name in distinct_names(mentions)], found, strict=True))


@pytest.mark.parametrize(
    ("marked", "opening", "following"),
    [
        pytest.param("in [[LOCATION:1|Khost]] and [[LOCATION:1|Herat]].", {"Khost"}, {"Herat"}, id="two"),
        pytest.param(
            "in [[LOCATION:1|Bara]], [[LOCATION:1|Khost]], and [[LOCATION:1|Herat]].",
            {"Bara"},
            {"Khost", "Herat"},
            id="a comma before the and",
        ),
        pytest.param("in [[LOCATION:1|Herat]], [[LOCATION:1|Afghanistan]].", set(), set(), id="no list without and"),
        pytest.param("in [[LOCATION:1|Herat]]. Later in [[LOCATION:1|Khost]].", set(), set(), id="two sentences"),
    ],
)
def test_lists_are_seen(marked: str, opening: set[str], following: set[str]) -> None:
    found = rows(f"[[EVENT:1|Clashes]] {marked}")
    assert {name for name, row in found.items() if "first of a list" in row} == opening
    assert {name for name, row in found.items() if "later in a list" in row} == following


def test_what_lies_in_what() -> None:
    found = rows(
        "[[EVENT:1|Clashes]] in [[LOCATION:1|Zir village]] of [[LOCATION:1|Herat]], [[LOCATION:1|Afghanistan]]."
    )
    assert [set(row) & {"inside another", "around another"} for row in found.values()] == [
        {"inside another"},
        {"inside another", "around another"},
        {"around another"},
    ]
    assert [name for name, row in found.items() if "no other is narrower" in row] == ["Zir village"]


def test_a_name_is_counted_once_however_often_it_is_told() -> None:
    found = rows("[[EVENT:1|Clashes]] in [[LOCATION:1|Herat]]. Men [[EVENT:1|shot]] in [[LOCATION:1|HERAT]].")
    assert list(found) == ["Herat"]
    assert found["Herat"]["told"] == pytest.approx(1.0986, abs=1e-4)


def test_names_stand_in_the_order_in_which_they_are_first_told() -> None:
    found = rows(
        "[[EVENT:1|Clashes]] in [[LOCATION:1|Gao]]. Men [[EVENT:1|shot]] in [[LOCATION:1|Mopti]]; [[LOCATION:1|Gao]] fell."
    )
    assert list(found) == ["Gao", "Mopti"]


def test_a_place_of_several_events_is_less_exact() -> None:
    found = rows(
        "In [[LOCATION:1,2|Herat]] men [[EVENT:1|shot]] a judge; a mine [[EVENT:2|went off]] near [[LOCATION:1|Zir]]."
    )
    assert "of several events" in found["Herat"]
    assert "of several events" not in found["Zir"]


def test_every_weight_is_of_a_feature_that_exists() -> None:
    names = {name.split(":")[0] for name in PLACE}
    known = rows(
        "[[EVENT:1|Clashes]] in [[LOCATION:1|Zir village]] and [[LOCATION:1|Khost]], on [[LOCATION:1|Highway 5]] in "
        "[[LOCATION:1,2|Herat]], [[LOCATION:1|LOC]] of [[LOCATION:1|Khost city]]; men [[EVENT:2|shot]]."
    )
    assert names == {name.split(":")[0] for row in known.values() for name in row}


@pytest.mark.parametrize(
    ("marked", "chosen"),
    [
        pytest.param("in [[LOCATION:1|Herat]], in [[LOCATION:1|Zir village]]", "Zir village", id="a village"),
        pytest.param("in [[LOCATION:1|Khost]] and [[LOCATION:1|Zir]]", "Khost", id="the first item of a list"),
        pytest.param("in [[LOCATION:1|Zir]] and [[LOCATION:1|Zir]]", "Zir", id="one name twice"),
        pytest.param("in the [[LOCATION:1|Herat]] suburb of [[LOCATION:1|Injil]]", "Injil", id="the town first"),
        pytest.param("in the [[LOCATION:1|Injil]] suburb of [[LOCATION:1|Herat]]", "Injil", id="the suburb first"),
        pytest.param("in the [[LOCATION:1|Khost city]] area of [[LOCATION:1|Zir]]", "Zir", id="its type word marked"),
        pytest.param("in the [[LOCATION:1|Herat]] district of [[LOCATION:1|Injil]]", "Injil", id="a city's district"),
        pytest.param("in the [[LOCATION:1|Injil]] district of [[LOCATION:1|Herat]]", "Injil", id="a district's city"),
        pytest.param("in the [[LOCATION:1|Zir]] area of [[LOCATION:1|Bak District]]", "Zir", id="part of a district"),
        pytest.param("in [[LOCATION:1|Herat]]'s [[LOCATION:1|Bak District]]", "Bak District", id="a town's district"),
        pytest.param("in [[LOCATION:1|Herat]]'s busy [[LOCATION:1|Karrada]]", "Karrada", id="a town's quarter"),
        pytest.param("in [[LOCATION:1|Herat]] and [[LOCATION:1|Khost]]'s bazaar", "Herat", id="no name behind"),
        pytest.param(
            "near [[LOCATION:1|Zir]], on its border with [[LOCATION:1|Khost]]; the border with [[LOCATION:1|Khost]]",
            "Zir",
            id="beyond a border",
        ),
        pytest.param("on the border with [[LOCATION:1|Khost]]", "Khost", id="a town beyond a border alone"),
    ],
)
def test_the_choice(marked: str, chosen: str) -> None:
    document = linked_document(f"[[EVENT:1|Clashes]] {marked}.")
    mentions = [m for m in document.mentions if m.label == "LOCATION"]
    places = {m.id: Place(name=m.text, precision=LEVELS.get(m.text)) for m in mentions}
    found = place_of_event(document.text, mentions, places)
    assert found is not None
    assert found.name == chosen


@pytest.mark.parametrize(
    ("marked", "chosen"),
    [
        pytest.param(
            "[[LOCATION:1|KHOST]]: Men [[EVENT:1|fired]] in [[LOCATION:1|Afghanistan]].", "Afghanistan", id="other"
        ),
        pytest.param("[[LOCATION:1|KHOST]]: Men [[EVENT:1|fired]] at a bus.", "KHOST", id="no other"),
        pytest.param(
            "[[LOCATION:1|HERAT]]: Men [[EVENT:1|fired]] in [[LOCATION:1|Herat]], [[LOCATION:1|Afghanistan]].",
            "Herat",
            id="told again",
        ),
    ],
)
def test_a_dateline_counts_only_where_no_other_place_is_told(marked: str, chosen: str) -> None:
    document = linked_document(marked)
    mentions = [m for m in document.mentions if m.label == "LOCATION"]
    places = {m.id: Place(name=m.text, precision=LEVELS.get(m.text, "city")) for m in mentions}
    found = place_of_event(document.text, mentions, places)
    assert found is not None
    assert found.name == chosen


def test_a_country_beyond_a_border_is_no_place() -> None:
    document = linked_document("Men were [[EVENT:1|killed]] on its border with [[LOCATION:1|Tajikistan]].")
    mentions = [m for m in document.mentions if m.label == "LOCATION"]
    assert (
        place_of_event(document.text, mentions, {mentions[0].id: Place("Tajikistan", "TJ", precision="country")})
        is None
    )


@pytest.mark.parametrize(
    ("between", "inside"),
    [
        ("'s ", {"Khost"}),
        ("’s eastern ", {"Khost"}),
        ("'s attack on ", set()),
        (" attacked ", set()),
    ],
)
def test_a_possessive_puts_the_second_name_inside_the_first(between: str, inside: set[str]) -> None:
    found = rows(f"[[EVENT:1|Clashes]] in [[LOCATION:1|Afghanistan]]{between}[[LOCATION:1|Khost]].")
    assert {name for name, row in found.items() if "inside another" in row} == inside


def test_the_first_of_three_is_inside_the_last() -> None:
    found = rows("[[EVENT:1|Clashes]] in [[LOCATION:1|Zir]], in [[LOCATION:1|Afghanistan]]'s [[LOCATION:1|Khost]].")
    assert {name for name, row in found.items() if "around another" in row} == {"Afghanistan", "Khost"}
    assert {name for name, row in found.items() if "inside another" in row} == {"Zir", "Khost"}
