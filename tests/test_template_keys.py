"""Keys of templates in invented notation: alternatives, optional fills, dates, places, values."""

from __future__ import annotations

import pytest

from benchmarks.public.templates.keys import FIELD_SLOTS, Fill, Key, alternatives, parse_date, plain_place, read_key
from frontwire.corpora.native.muc4_keys import Template, parse_templates


def key_of(**slots: str) -> Key:
    names = {name.lower().replace(": ", "_").replace(" ", "_"): name for name in FIELD_SLOTS.values()}
    lines = {names[slot]: [line for line in text.splitlines() if line] for slot, text in slots.items()}
    key = read_key(Template("tst9-muc9-0001", 1, slots=lines))
    assert key is not None
    return key


@pytest.mark.parametrize(
    ("line", "expected", "optional"),
    [
        pytest.param("BOMBING", ["BOMBING"], False, id="one value"),
        pytest.param("BOMBING / ATTACK", ["BOMBING", "ATTACK"], False, id="alternatives"),
        pytest.param("? GUN", ["GUN"], True, id="optional"),
        pytest.param("?RIFLE/GUN", ["RIFLE", "GUN"], True, id="optional without spaces"),
        pytest.param('"RIVER FRONT" / "RF"', ['"RIVER FRONT"', '"RF"'], False, id="strings"),
        pytest.param('"A/B TOWER: NORTH"', ['"A/B TOWER: NORTH"'], False, id="marks inside a string"),
        pytest.param(r'"\"RED\" BRIDGE / SPAN"', [r'"\"RED\" BRIDGE / SPAN"'], False, id="escaped quotes"),
        pytest.param('DEATH: "MAYOR" / "OLD MAYOR"', ["DEATH"], False, id="string of another slot left out"),
        pytest.param('? (INJURY / DEATH): "CLERK"', ["INJURY", "DEATH"], True, id="alternatives in brackets"),
        pytest.param("(- 02 MAY 88) / (02 MAY 88)", ["- 02 MAY 88", "02 MAY 88"], False, id="bracketed alternatives"),
        pytest.param("", [], False, id="empty"),
    ],
)
def test_alternatives(line: str, expected: list[str], optional: bool) -> None:
    assert alternatives(line) == (expected, optional)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("02 MAY 88", "1988-05-02"),
        ("- 2 MAY 88", "..1988-05-02"),
        ("-02 MAY 88", "..1988-05-02"),
        ("28 APR 88 - 02 MAY 88", "1988-04-28..1988-05-02"),
        ("07 MARCH 88", "1988-03-07"),
        ("31 APR 88", "31 APR 88"),
        ("11 NOV", "11 NOV"),
    ],
)
def test_parse_date(words: str, expected: str) -> None:
    assert parse_date(words) == expected


@pytest.mark.parametrize(
    ("line", "countries", "places", "optional"),
    [
        pytest.param("SYLDAVIA", {"syldavia"}, set(), False, id="country alone"),
        pytest.param("SYLDAVIA: KLOW (CITY)", {"syldavia"}, {"klow"}, False, id="city"),
        pytest.param("SYLDAVIA: KLOW (CITY): OLD HILL (AREA)", {"syldavia"}, {"old hill"}, False, id="most specific"),
        pytest.param("SYLDAVIA: N (CITY) - M (RIVER)", {"syldavia"}, {"n", "m"}, False, id="between two"),
        pytest.param("SYLDAVIA: KLOW (CITY / TOWN)", {"syldavia"}, {"klow"}, False, id="two kinds"),
        pytest.param("(SYLDAVIA: C (CITY)) / (BORDURIA: D (CITY))", {"syldavia", "borduria"}, {"c", "d"}, False, id="either"),
        pytest.param("(SYLDAVIA) / (SYLDAVIA: E (TOWN))", {"syldavia"}, {"e"}, True, id="place or none"),
        pytest.param("SYLDAVIA - BORDURIA", {"syldavia", "borduria"}, set(), False, id="between two countries"),
    ],
)  # fmt: skip
def test_locations(line: str, countries: set[str], places: set[str], optional: bool) -> None:
    key = key_of(incident_location=line)
    assert key.fields["country"] == [Fill(frozenset(countries))]
    assert key.fields["place"] == ([Fill(frozenset(places), optional)] if places else [])


def test_values_keep_alternatives_and_lose_spaces_inside_numbers() -> None:
    key = key_of(hum_tgt_number='PLURAL / - 15: "CLERKS"\n1: "MAYOR"\n-: "GUARD"')
    assert key.fields["numbers"] == [Fill(frozenset({"PLURAL", "-15"})), Fill(frozenset({"1"}))]


def test_names_are_compared_as_entities_are() -> None:
    key = key_of(perp_organization_id=r'"\"THE RIVER\" FRONT" / "R.F."')
    assert key.roles["PerpOrg"] == key.fields["organisation"] == [Fill(frozenset({"river front", "rf"}))]


def test_a_key_file_from_end_to_end() -> None:
    text = "\n".join(
        [
            "0.  MESSAGE: ID                     TST9-MUC9-0001",
            "1.  MESSAGE: TEMPLATE               2 (OPTIONAL)",
            "2.  INCIDENT: DATE                  - 02 MAY 88",
            "4.  INCIDENT: TYPE                  ARSON",
            "6.  INCIDENT: INSTRUMENT ID         *",
            '12. PHYS TGT: ID                    "GRAIN STORE" / "STORE"',
            '                                    ? "SHED"',
            "18. HUM TGT: NAME                   -",
            "",
            "0.  MESSAGE: ID                     TST9-MUC9-0002",
            "1.  MESSAGE: TEMPLATE               *",
            "",
        ]
    )
    templates = [item for item in parse_templates(text) if isinstance(item, Template)]
    first, second = (read_key(template) for template in templates)
    assert second is None
    assert first is not None
    assert (first.number, first.optional) == (2, True)
    assert first.roles["Target"] == [Fill(frozenset({"grain store", "store"})), Fill(frozenset({"shed"}), True)]
    assert first.roles["Weapon"] == first.roles["Victim"] == []
    assert first.fields["date"] == [Fill(frozenset({"..1988-05-02"}))]


def test_plain_place() -> None:
    assert plain_place(" LA ROJA (FARM)") == "la roja"
