"""What a name may mean by its words and those beside it: nationalities, abbreviations, "Paris, Texas", named areas."""

from __future__ import annotations

import time

import pytest

from frontwire.normalize.place_candidates import make_slot
from frontwire.normalize.place_names import spelled_out
from frontwire.normalize.places import PlaceResolver
from frontwire.schema import Place
from small_gazetteer import small_gazetteer


@pytest.fixture(scope="module")
def resolver() -> PlaceResolver:
    return PlaceResolver(small_gazetteer())


def only(resolver: PlaceResolver, name: str, text: str) -> Place:
    return resolver.resolve([name], text)[0]


@pytest.mark.parametrize(
    ("key", "whole"),
    [
        ("st louis", "saint louis"),
        ("mt elgon", "mount elgon"),
        ("ft worth", "fort worth"),
        ("n kivu", "north kivu"),
        ("boone co", "boone county"),
        ("st", "st"),
        ("mount st", "mount st"),
    ],
)
def test_abbreviations_are_spelled_out(key: str, whole: str) -> None:
    assert spelled_out(key) == whole


@pytest.mark.parametrize(
    ("name", "country"),
    [("Kenyan", "KE"), ("Afghans", "AF"), ("British", "GB"), ("Canadian", "CA"), ("Palestinian", "PS")],
)
def test_a_nationality_is_its_country(resolver: PlaceResolver, name: str, country: str) -> None:
    place = only(resolver, name, f"Shots were fired at the {name} border post.")
    assert (place.country, place.precision) == (country, "country")
    assert place.lat is not None


@pytest.mark.parametrize(
    ("name", "precision", "lat"),
    [("Scotland", "admin1", 57), ("England", "admin1", 52), ("United Kingdom", "country", 54), ("Gaza", "admin1", 31)],
)
def test_a_part_of_a_country_is_not_the_whole(resolver: PlaceResolver, name: str, precision: str, lat: int) -> None:
    place = only(resolver, name, f"The blast was felt all over {name}.")
    assert place.precision == precision
    assert place.lat == pytest.approx(lat, abs=1.2)


@pytest.mark.parametrize("name", ["Hong Kong", "Réunion", "Puerto Rico", "Macao"])
def test_small_countries_have_points(resolver: PlaceResolver, name: str) -> None:
    assert only(resolver, name, f"A bomb went off in {name}.").lat is not None


@pytest.mark.parametrize(
    ("name", "text", "admin1"),
    [
        ("Portland", "A man was shot in Portland, Maine, on Friday.", "Maine"),
        ("Portland", "A man was shot in Portland (Oregon) on Friday.", "Oregon"),
        ("Springfield", "A man was shot in Springfield, Ill., on Friday.", "Illinois"),
        ("Springfield", "The Springfield mayor spoke. The shots fell in Springfield, Missouri.", "Missouri"),
        ("Columbus", "A man was shot in Columbus, Georgia.", "Georgia"),
    ],
)
def test_the_region_named_behind_a_name_holds_it(resolver: PlaceResolver, name: str, text: str, admin1: str) -> None:
    assert only(resolver, name, text).admin1 == admin1


def test_a_country_named_behind_overrules_the_story(resolver: PlaceResolver) -> None:
    text = (
        "Greek police said that Greek and Cypriot men met in Birmingham, Alabama, before the Athens bombing in Greece."
    )
    assert only(resolver, "Birmingham", text).country == "US"


@pytest.mark.parametrize(
    ("name", "text", "country"),
    [
        pytest.param("Puebla", "shot in Puebla, in the northern state of Guerrero, on Monday", "MX", id="state of"),
        pytest.param("Cali", "shot in Cali in the department of Nariño", "CO", id="department of"),
        pytest.param("Odesa", "hit over Odesa in Ukraine's Donetsk region", "UA", id="a country's region"),
        pytest.param("Odesa", "hit over Odesa in Luhansk region, Ukraine", "UA", id="region"),
        pytest.param("Odesa", "hit over Odesa in Luhansk Region, Ukraine", "UA", id="a capital"),
        pytest.param("Aden", "a house in Aden district of Yemen's Saada province", "YE", id="district of"),
        pytest.param("Puebla", "shot in Puebla, a small town in Guerrero", "MX", id="a town in"),
        pytest.param("Ankara", "Turkish jets bombed Ankara in northern Iraq", "IQ", id="a country"),
        pytest.param("Ankara", "Turkish jets bombed Ankara in the Kurdistan region of Iraq", "IQ", id="of a country"),
    ],
)
def test_what_lies_outside_the_province_named_behind_is_not_meant(
    resolver: PlaceResolver, name: str, text: str, country: str
) -> None:
    place = only(resolver, name, f"Men were {text}.")
    assert (place.name, place.country, place.lat) == (name, country, None)


@pytest.mark.parametrize(
    ("name", "text", "admin1"),
    [
        pytest.param("Kharkiv", "Kharkiv in Russia's largest attack", "Kharkivs’ka Oblast’", id="no name behind"),
        pytest.param("Kabul", "Kabul in the Capital region of Afghanistan", "Kabul", id="an unknown region"),
        pytest.param("Kabul", "Kabul in Jordan Street", "Kabul", id="a longer name"),
        pytest.param("Nablus", "Nablus in Israel", "West Bank", id="a territory"),
        pytest.param("Cúcuta", "Cúcuta in Norte de Santander", "Norte de Santander", id="a name with particles"),
        pytest.param("Springfield", "Springfield in the state of Illinois", "Illinois", id="in it"),
    ],
)
def test_what_lies_inside_stays(resolver: PlaceResolver, name: str, text: str, admin1: str) -> None:
    place = only(resolver, name, f"A bomb hit {text}.")
    assert place.lat is not None
    assert place.admin1 == admin1


def test_a_comma_before_a_city_says_nothing() -> None:
    text = "Shots were heard in Springfield, Chicago and Boston."
    assert make_slot("Springfield", text, text.find("Springfield"), small_gazetteer()).inside == frozenset()


def test_names_of_one_subdivision_draw_their_neighbours_into_it(resolver: PlaceResolver) -> None:
    """Alone each of these is a larger city elsewhere."""
    names = ["Columbus", "Augusta", "Macon", "Savannah", "Albany"]
    text = "Patrols went through Columbus, Augusta, Macon, Savannah and Albany."
    assert {p.admin1 for p in resolver.resolve(names, text)} == {"Georgia"}
    assert only(resolver, "Columbus", "Patrols went through Columbus.").admin1 == "Ohio"


def test_an_acronym_is_no_town(resolver: PlaceResolver) -> None:
    assert only(resolver, "EU", "Ministers of the EU met in France.").precision == "country"
    assert only(resolver, "UFA", "Members of the UFA were shot in Russia.").lat is None
    assert only(resolver, "Ufa", "A man was shot in Ufa.").country == "RU"
    assert only(resolver, "UFA", "A MAN WAS SHOT IN UFA, RUSSIA.").lat is not None
    assert only(resolver, "DC", "A man was shot in DC, United States.").country == "US"


def test_quarters_of_a_megacity_do_not_make_it_a_state(resolver: PlaceResolver) -> None:
    text = "Shots fell in Manhattan and elsewhere in New York, United States."
    assert resolver.resolve(["Manhattan", "New York"], text)[1].precision == "city"


@pytest.mark.parametrize("name", ["Europe", "European", "Latin America", "Indian Ocean", "Bay of Bengal", "Borneo"])
def test_wide_regions_have_points_and_no_country(resolver: PlaceResolver, name: str) -> None:
    place = only(resolver, name, f"Ships were attacked off {name}.")
    assert place.country is None
    assert place.lat is not None


def test_many_occurrences_of_a_name_take_time_in_proportion(resolver: PlaceResolver) -> None:
    text = "Shots fell in Springfield, " * 4000
    start = time.process_time()
    resolver.resolve(["Springfield"] * 50, text)
    assert time.process_time() - start < 3
