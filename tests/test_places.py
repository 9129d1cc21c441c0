"""Place names of a document → places; inside and most specific."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontwire.normalize.gazetteer import Gazetteer
from frontwire.normalize.place_choice import distance_km, level
from frontwire.normalize.places import PlaceResolver
from frontwire.schema import Document, Place
from small_gazetteer import small_gazetteer


@pytest.fixture(scope="module")
def resolver() -> PlaceResolver:
    return PlaceResolver(small_gazetteer())


def country_of(resolver: PlaceResolver, name: str, text: str) -> str | None:
    return resolver.resolve([name], text)[0].country


def test_a_city_has_all_fields(resolver: PlaceResolver) -> None:
    place = resolver.resolve(["Kunduz"], "Gunmen attacked a post in Kunduz, Afghan officials said.")[0]
    assert place == Place(
        name="Kunduz",
        country="AF",
        admin1="Kunduz",
        lat=place.lat,
        lon=place.lon,
        geonames_id=1135689,
        precision="city",
        basis=None,
    )
    assert place.lat == pytest.approx(36.73, abs=0.01)
    assert place.lon == pytest.approx(68.86, abs=0.01)


@pytest.mark.parametrize(
    ("name", "text", "country"),
    [
        ("Hyderabad", "A bomb went off in Hyderabad, Sindh.", "PK"),
        ("Hyderabad", "A bomb went off in Hyderabad, Telangana, Indian police said.", "IN"),
        ("Tripoli", "Shells hit Tripoli, the Libyan capital.", "LY"),
        ("Tripoli", "Fighting broke out in Tripoli, the Lebanese army said.", "LB"),
        ("Santa Ana", "THE SALVADORAN ARMY SAID THE REBELS ATTACKED SANTA ANA.", "SV"),
        ("Punjab", "Pakistani police found the body in Punjab.", "PK"),
        ("Georgia", "A man was shot in Georgia, near Atlanta, in the United States.", "US"),
        ("Georgia", "Russian jets struck Georgia near Tbilisi.", "GE"),
        ("U.S.", "The man was killed in the U.S. on Monday.", "US"),
        ("KP", "The mine went off in KP, Pakistan.", "PK"),
        ("Crimea", "Shots were fired in Crimea.", "UA"),
        ("Gaza", "Rockets were fired from Gaza.", "PS"),
        ("Azad Kashmir", "A shell hit Azad Kashmir.", "PK"),
        ("Kashmir", "A shell hit Kashmir.", "IN"),
        ("Chechnya", "The convoy was ambushed in Chechnya.", "RU"),
        ("Northern Ireland", "A car bomb exploded in Northern Ireland.", "GB"),
        ("Nagorno-Karabakh", "Shelling went on in Nagorno-Karabakh.", "AZ"),
        ("Middle East", "Attacks went on in the Middle East.", None),
        ("Qatar Hospital", "They were taken from Qatar Hospital in Karachi, Pakistan.", "PK"),
    ],
)
def test_country_of_a_name(resolver: PlaceResolver, name: str, text: str, country: str | None) -> None:
    assert country_of(resolver, name, text) == country


@pytest.mark.parametrize(
    ("name", "text", "precision"),
    [
        ("Afghanistan", "Killed in Afghanistan.", "country"),
        ("Helmand", "Killed in Helmand.", "admin1"),
        ("Kunduz", "Killed in the province of Kunduz.", "admin1"),
        ("Kunduz", "Killed in Kunduz.", "city"),
        ("Sukma District", "Killed in Sukma District, Chhattisgarh.", "district"),
        ("Walker County", "Killed in Walker County, Texas.", "district"),
        ("Bagram Airfield", "Killed at Bagram Airfield.", "point"),
    ],
)
def test_precision(resolver: PlaceResolver, name: str, text: str, precision: str) -> None:
    place = resolver.resolve([name], text)[0]
    assert place.precision == precision
    assert place.lat is not None


def test_names_are_resolved_together(resolver: PlaceResolver) -> None:
    text = "Troops fought in Cordoba, near Villa Maria and Rosario."
    assert {p.country for p in resolver.resolve(["Cordoba", "Villa Maria", "Rosario"], text)} == {"AR"}


def test_a_name_does_not_vouch_for_its_own_variant(resolver: PlaceResolver) -> None:
    text = "Shots fell in Safi tehsil, Mohmand Agency, Pakistan. By noon Safi was calm."
    assert [p.country for p in resolver.resolve(["Safi tehsil", "Mohmand Agency", "Safi"], text)] == ["PK", "PK", "PK"]


def test_a_subdivision_is_meant_where_places_inside_it_are_named(resolver: PlaceResolver) -> None:
    text = "A blast hit Soyapango in San Salvador, El Salvador."
    outer = resolver.resolve(["Soyapango", "San Salvador"], text)[1]
    assert outer.precision == "admin1"


def test_an_unknown_name_takes_the_country_beside_it(resolver: PlaceResolver) -> None:
    text = "The first blast hit Zzyzxabad market in Quetta. Another was heard in Paris."
    unknown, known, _ = resolver.resolve(["Zzyzxabad market", "Quetta", "Paris"], text)
    assert unknown == Place(name="Zzyzxabad market", country="PK")
    assert known.country == "PK"


def test_an_unknown_name_takes_the_story_or_nothing(resolver: PlaceResolver) -> None:
    assert resolver.resolve(["Qwertyville"], "Somali troops raided Qwertyville.")[0] == Place("Qwertyville", "SO")
    assert resolver.resolve(["Qwertyville"], "They raided Qwertyville.")[0] == Place("Qwertyville")


@pytest.mark.parametrize(
    "border", ["close to the border with Kenya", "near the Kenyan border", "across from neighbouring Kenya"]
)
def test_a_border_does_not_say_where_a_name_lies(resolver: PlaceResolver, border: str) -> None:
    text = f"Somali troops raided Qwertyville, {border}."
    assert resolver.resolve(["Qwertyville", "Kenya"][: 1 + ("Kenya." in text)], text)[0] == Place("Qwertyville", "SO")


def test_a_namesake_elsewhere_is_refused(resolver: PlaceResolver) -> None:
    place = resolver.resolve(
        ["Graham"], "Belfast police in Northern Ireland found it in Graham, British officials said."
    )[0]
    assert (place.country, place.lat) == ("GB", None)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        # Kenya leads without the majority that the rule for larger places asks for.
        pytest.param(
            "Kenya and Uganda sent men. Kenya, not Chad or Mali, says it happened in Olecko.", "KE", id="never named"
        ),
        pytest.param("Kenya and Uganda sent men. Kenya, not Poland, says it happened in Olecko.", "PL", id="named"),
    ],
)
def test_a_small_place_needs_a_word_for_its_country(resolver: PlaceResolver, text: str, country: str) -> None:
    assert country_of(resolver, "Olecko", text) == country


def test_a_route_has_no_coordinates(resolver: PlaceResolver) -> None:
    place = resolver.resolve(["Kandahar highway"], "The bus was stopped on Kandahar highway in Afghanistan.")[0]
    assert (place.country, place.lat, place.precision) == ("AF", None, None)


def test_one_place_per_name_in_order(resolver: PlaceResolver) -> None:
    names = ["Kabul", "Herat", "Kabul"]
    places = resolver.resolve(names, "From Kabul to Herat and back to Kabul.")
    assert [p.name for p in places] == names
    assert places[0] == places[2]
    assert resolver.resolve([], "Nothing.") == []


@settings(max_examples=60)
@given(st.lists(st.text(max_size=20), max_size=5), st.text(max_size=200))
def test_any_names_and_text_are_taken(names: list[str], text: str) -> None:
    places = PlaceResolver(small_gazetteer()).resolve(names, text)
    assert [p.name for p in places] == names
    assert all(p.basis is None for p in places)


@pytest.mark.parametrize(
    ("text", "title", "country"),
    [
        ("SAN SALVADOR, 16 JUN 89 -- THE SALVADORAN ARMY SAID A BRIDGE WAS BLOWN UP.", None, "SV"),
        ("Nigerian troops freed the hostages.", None, "NG"),
        ("U.S. Marines killed ten fighters in Iraq.", None, "IQ"),
        ("A bomb went off.", "Blast in Karachi", "PK"),
        ("A US drone killed five people, American officials said.", None, None),
        ("A US drone killed five people, Yemeni officials said.", None, "YE"),
        ("Police in the US arrested two men.", None, "US"),
        ("Boko Haram attacked a convoy.", None, None),
        ("The FMLN attacked a convoy.", None, "SV"),
        ("The FMLN attacked a convoy, the Nicaraguan minister said.", None, None),
        ("The CIA paid for it.", None, None),
        ("We let him go.", None, None),
        ("A bomb went off.", None, None),
        ("", None, None),
    ],
)
def test_story_country(resolver: PlaceResolver, text: str, title: str | None, country: str | None) -> None:
    assert resolver.story_country(text, title) == country


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["El Salvador", "San Salvador", "Soyapango"], "Soyapango"),
        (["Kunduz", "Herat"], "Kunduz"),
        (["Sukma District", "Nowhere village", "Chhattisgarh"], "Nowhere village"),
        (["Nowhere village", "Elsewhere Police Station", "Sukma District"], "Nowhere village"),
        (["Elsewhere Police Station", "Sukma District"], "Elsewhere Police Station"),
        (["Sukma District", "National Highway 30"], "Sukma District"),
        (["Kabul", "Kabul airport"], "Kabul airport"),
    ],
)
def test_the_narrowest_of_several(resolver: PlaceResolver, names: list[str], chosen: str) -> None:
    assert max(resolver.resolve(names, ", ".join(names)), key=level).name == chosen


def test_levels_run_from_country_to_point() -> None:
    levels = [level(Place("X", precision=p)) for p in ("country", "admin1", "district", "city", "village", "point")]
    assert levels == sorted(set(levels))


def test_distance_is_great_circle() -> None:
    assert distance_km(0, 0, 0, 90) == pytest.approx(10007.5, abs=1)
    assert distance_km(51.5, -0.1, 48.9, 2.4) == pytest.approx(distance_km(48.9, 2.4, 51.5, -0.1))
    assert distance_km(10, 179.9, 10, -179.9) < 30


def test_a_long_text_takes_time_in_proportion(resolver: PlaceResolver) -> None:
    sentence = "Gunmen attacked a post near Kunduz and Herat in Afghanistan, Pakistani officials in Quetta said. "
    start = time.process_time()
    resolver.resolve(["Kunduz", "Herat", "Quetta"] * 50, sentence * 500)
    assert time.process_time() - start < 5


@pytest.mark.shared
def test_countries_of_annotated_incidents(shared: Path) -> None:
    """Measured: 0.94 with all cities; a tenth of that may be lost with the small set before this fails."""
    resolver = PlaceResolver(Gazetteer(small_gazetteer().path))
    right = total = 0
    for line in (shared / "annotated" / "train.jsonl").read_text(encoding="utf-8").splitlines()[::3]:
        document = Document.from_dict(json.loads(line))
        mentions = sorted((m for m in document.mentions if m.label == "LOCATION"), key=lambda m: m.start)
        resolved = resolver.resolve([m.text for m in mentions], document.text)
        places = dict(zip((m.id for m in mentions), resolved, strict=True))
        for event in document.events:
            if event.kind == "incident" and event.place is not None and event.place.country is not None:
                place = max((places[i] for i in event.locations), key=level, default=None)
                country = place.country if place and place.country else resolver.story_country(document.text)
                total += 1
                right += country == event.place.country
    assert total > 150
    assert right / total > 0.88
