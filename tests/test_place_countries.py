"""The country of a place: namesakes of known places, Gaza and the West Bank, attackers from abroad, spellings."""

from __future__ import annotations

import pytest

from frontwire.normalize.country_roles import attacks, judges
from frontwire.normalize.place_spellings import misspelled
from frontwire.normalize.places import PlaceResolver
from small_gazetteer import small_gazetteer


@pytest.fixture(scope="module")
def resolver() -> PlaceResolver:
    return PlaceResolver(small_gazetteer())


@pytest.mark.parametrize(
    ("names", "text", "countries"),
    [
        pytest.param(
            ["Zzyzx", "Tres Rios"],
            "Mexican marines were shot at in Zzyzx, near Tres Rios, Mexico's navy said.",
            ["MX", "MX"],
            id="no such place at home",
        ),
        pytest.param(["Bago"], "Philippine police shot two farmers in Bago.", ["PH"], id="another at home"),
        pytest.param(["Bago"], "Police shot two farmers in Bago.", ["MM"], id="no word on the country"),
        pytest.param(
            ["Herat", "Quetta"],
            "Pakistani police killed two men in Quetta. They had been trained in Herat.",
            ["AF", "PK"],
            id="a great city abroad",
        ),
    ],
)
def test_a_known_name_does_not_outvote_the_text(
    resolver: PlaceResolver, names: list[str], text: str, countries: list[str]
) -> None:
    assert [place.country for place in resolver.resolve(names, text)] == countries


@pytest.mark.parametrize(
    ("name", "text", "country"),
    [
        pytest.param("Rafah", "Israel's army shelled Rafah, Israel said.", "PS", id="Israel only"),
        pytest.param("Rafah", "Israel's army shelled Rafah. Egypt denounced it.", "PS", id="Egypt as a judge"),
        pytest.param("Rafah", "Egyptian troops were ambushed in Rafah, Egypt said.", "EG", id="Egypt"),
        pytest.param("Jericho", "A rocket fired at Israel killed a man near Jericho.", "PS", id="West Bank"),
        pytest.param("Beit Lahiya", "A shell from Israel hit Beit Lahiya, Israel said.", "PS", id="another spelling"),
        pytest.param("Ashkelon", "A rocket from Gaza hit Ashkelon, Israel said.", "IL", id="a town in Israel"),
    ],
)
def test_places_that_stories_of_israel_name(resolver: PlaceResolver, name: str, text: str, country: str) -> None:
    assert resolver.resolve([name], text)[0].country == country


@pytest.mark.parametrize(
    ("text", "country"),
    [
        pytest.param(
            "France and Britain launched strikes on Qwertyville, Syrian doctors said.", "SY", id="two attackers"
        ),
        pytest.param("The United States has bombed Qwertyville.", None, id="nothing else"),
        pytest.param("Turkey carried out a raid on Qwertyville. Iraqi villagers fled.", "IQ", id="neighbour"),
        pytest.param("Ethiopia fired at Qwertyville.", "ET", id="at home"),
        pytest.param("A bomb in Britain hit Qwertyville.", "GB", id="no subject"),
    ],
)
def test_an_attacker_is_not_where_it_strikes(resolver: PlaceResolver, text: str, country: str | None) -> None:
    assert resolver.resolve(["Qwertyville"], text)[0].country == country


@pytest.mark.parametrize(
    ("text", "country"),
    [
        pytest.param("at Puerto Jordán", None, id="a town"),
        pytest.param("at Puerto Cuba", None, id="another town"),
        pytest.param("in the Jordan Valley", None, id="a valley"),
        pytest.param("on Jordan Street in Liverpool", "GB", id="a street"),
        pytest.param("in Jamaica Plain", None, id="a town of the gazetteer"),
        pytest.param("in the Niger Delta", "NG", id="a delta"),
        pytest.param("in Mexico City", "MX", id="a town that lies there"),
        pytest.param("near Jordan's Valley", "JO", id="a possessive"),
        pytest.param("in Northern Mali", "ML", id="a direction"),
        pytest.param("by the Mali Army", "ML", id="an army"),
        pytest.param("according to Iraq Body Count", "IQ", id="an organisation"),
        pytest.param("by the Pakistan Peoples Party", "PK", id="a party"),
    ],
)
def test_a_country_in_another_name_says_nothing(resolver: PlaceResolver, text: str, country: str | None) -> None:
    assert resolver.story_country(f"Men were shot {text}, they said.") == country


@pytest.mark.parametrize(
    ("text", "name", "attacker", "judge"),
    [
        ("Chad launched a raid", "Chad", True, False),
        ("Chad, Togo and the Central African Republic later shelled it", "Chad", True, False),
        ("Chad struck by a blast", "Chad", False, False),
        ("In Chad, Boko Haram attacked", "Chad", False, False),
        ("a mine in northern Chad hit a car", "Chad", False, False),
        ("Chad condemned it", "Chad", False, True),
        ("men from Chad condemned it", "Chad", False, False),
    ],
)
def test_roles_of_a_country(text: str, name: str, attacker: bool, judge: bool) -> None:
    start = text.index(name)
    end = start + len(name)
    assert (attacks(text, start, end), judges(text, start, end)) == (attacker, judge)


@pytest.mark.parametrize(
    ("key", "country", "place"),
    [
        pytest.param("galgaduud", "SO", "Galguduud", id="a for u"),
        pytest.param("hodaida", "YE", "Al Hudaydah", id="an ending"),
        pytest.param("kamdahar", "AF", "Kandahār", id="m for n"),
        pytest.param("dera ghasi khan", "PK", "Dera Ghazi Khan", id="several words"),
        pytest.param("zzyzxabad", "SO", None, id="none"),
        pytest.param("gao", "ML", None, id="too short"),
    ],
)
def test_other_spellings(key: str, country: str, place: str | None) -> None:
    gazetteer = small_gazetteer()
    found = gazetteer.lookup_similar(key, country) or misspelled(key, country, gazetteer)
    assert (found[0].name if found else None) == place


@pytest.mark.parametrize(
    ("name", "text", "country"),
    [
        ("Hodeidah", "Five fighters died in Hodeidah.", "YE"),
        ("Miramshah", "A tailor was shot dead in Miramshah.", "PK"),
        ("Hroza", "A missile struck a shop in Hroza.", "UA"),
        ("Zamzam camp", "Shells fell on Zamzam camp.", "SD"),
    ],
)
def test_places_of_the_own_table(resolver: PlaceResolver, name: str, text: str, country: str) -> None:
    place = resolver.resolve([name], text)[0]
    assert place.country == country
    assert place.lat is not None


@pytest.mark.parametrize(
    ("names", "text", "levels"),
    [
        (["Johannesburg", "Soweto"], "A man was stabbed in the Johannesburg suburb of Soweto.", ["city", "village"]),
        (["Soweto", "Johannesburg"], "A man was stabbed in the Soweto area of Johannesburg.", ["village", "city"]),
        (["Johannesburg", "Soweto"], "A man was stabbed in Johannesburg, not in Soweto.", ["city", "city"]),
    ],
    ids=["town first", "quarter first", "no such words"],
)
def test_a_quarter_is_narrower_than_its_town(
    resolver: PlaceResolver, names: list[str], text: str, levels: list[str]
) -> None:
    assert [place.precision for place in resolver.resolve(names, text)] == levels
