"""Names of actors: groups that no table has, stances, abbreviations, spellings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire.normalize.abbreviations import explained_abbreviations
from frontwire.normalize.actor_words import read_phrase
from frontwire.normalize.actors import join_actors, resolve_actor
from frontwire.normalize.armed_groups import find_group
from frontwire.schema import Actor


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        pytest.param("Northern Coast Liberation Army", "rebel", id="liberation outweighs army"),
        pytest.param("Northern Coast Army", "state_forces", id="army"),
        pytest.param("Coast Resistance Forces", "rebel", id="resistance"),
        pytest.param("Coast Unity Front", "rebel", id="front, weakly"),
        pytest.param("Unity Party", "political_militia", id="party, weakly"),
        pytest.param("Southern Bay Cartel", "criminal", id="cartel"),
        pytest.param("Bay Civil Defence Group", "political_militia", id="self-defence"),
        pytest.param("Katibat al-Bahr", "rebel", id="Arabic"),
        pytest.param("anti-Maoist Task Group", "unknown", id="turned round"),
        pytest.param("anti-government forces", "rebel", id="against the state"),
        pytest.param("armed opposition forces", "rebel", id="opposition"),
        pytest.param("pro-government fighters", "political_militia", id="for the state"),
        pytest.param("state-sponsored gunmen", "political_militia", id="behind them the state"),
        pytest.param("Libyan-backed troops", "rebel", id="behind them another state"),
        pytest.param("international forces", "external_forces", id="international"),
        pytest.param("mutinous soldiers", "rebel", id="mutiny"),
        pytest.param("rebel commanders", "rebel", id="owner of a vague head"),
        pytest.param("gunmen", "unknown", id="gunmen"),
        pytest.param("unidentified assailants", "unknown", id="assailants"),
        pytest.param("kidnappers", "unknown", id="named for the act"),
        pytest.param("armed robbers", "criminal", id="robbers"),
        pytest.param("riot police", "state_forces", id="police"),
        pytest.param("prison guards", "state_forces", id="guards"),
        pytest.param("security guards", "civilians", id="private guards"),
        pytest.param("paramilitary groups", "political_militia", id="paramilitaries"),
        pytest.param("drone", "state_forces", id="a weapon of states, singular"),
        pytest.param("Kuchi herder", "communal_militia", id="singular of a listed plural"),
        pytest.param("skinhead", "political_militia", id="skinhead"),
    ],
)
def test_types_of_attackers(words: str, kind: str) -> None:
    actor = resolve_actor([words], label="ATTACKER")
    assert actor == Actor(name=words, type=kind)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        pytest.param("gunmen", "unknown", id="fighters of nobody knows whom"),
        pytest.param("members", "civilians", id="anybody"),
        pytest.param("protesters", "civilians", id="protesters who are attacked"),
        pytest.param("former commander", "civilians", id="no more"),
        pytest.param("Unity Party", "civilians", id="a party is no armed group"),
        pytest.param("private plane", "civilians", id="a plane"),
        pytest.param("army plane", "state_forces", id="the army's plane"),
    ],
)
def test_types_of_targets(words: str, kind: str) -> None:
    assert resolve_actor([words], label="TARGET") == Actor(name=words, type=kind)


@pytest.mark.parametrize(
    ("words", "country", "name"),
    [
        pytest.param("al Shebaab fighters", "SO", "Al-Shabaab", id="one letter"),
        pytest.param("Al-Shaabab", "SO", "Al-Shabaab", id="other vowels"),
        pytest.param("al-Qaeda group", None, "Al-Qaida", id="small article"),
        pytest.param("Lashkar-i-Jangvi gunmen", "PK", "Lashkar-e-Jhangvi", id="transliteration"),
        pytest.param("Nigerian Boko Harram men", "NG", "Boko Haram", id="behind a nationality"),
        pytest.param("Harram men", "NG", None, id="a part of a name"),
        pytest.param("al-Qaeda-linked militants", "YE", None, id="linked"),
        pytest.param("ANA", None, None, id="an abbreviation of many"),
        pytest.param("ANA", "AF", "Afghan National Army", id="where it is known"),
        pytest.param("SPLA", "SS", "Sudan People's Liberation Army", id="the state's"),
        pytest.param("SPLA", "SD", "Sudan People's Liberation Movement/Army", id="against the state"),
    ],
)
def test_spellings_of_known_groups(words: str, country: str | None, name: str | None) -> None:
    group = find_group(words, country=country)
    assert (group.name if group else None) == name


@pytest.mark.parametrize(
    ("words", "country", "name", "kind"),
    [
        pytest.param(["Israeli soldiers"], "PS", "Israeli soldiers", "state_forces", id="ruled"),
        pytest.param(["Israeli soldiers"], "LB", "Israeli soldiers", "external_forces", id="abroad"),
        pytest.param(["CIA"], "CU", "Central Intelligence Agency", "external_forces", id="a service abroad"),
        pytest.param(["Libyan-backed troops"], "TD", "Libyan-backed troops", "rebel", id="backed from abroad"),
        pytest.param(
            ["Coast Union Front (CUF)", "CUF", "fighters"], None, "Coast Union Front", "rebel", id="bracket left out"
        ),
    ],
)
def test_homes_and_brackets(words: list[str], country: str | None, name: str, kind: str) -> None:
    assert resolve_actor(words, label="ATTACKER", country=country) == Actor(name=name, type=kind)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Men of the Union of Coast Fishers (UCF) came.", {"UCF": "Union of Coast Fishers"}),
        ("The Bay and Coast Men (BCM), and an Army of Bay (AB).", {"BCM": "Bay and Coast Men", "AB": "Army of Bay"}),
        ("Angry Men (FAB-XY) said", {}),
        ("Brave Forces of Bay Unity (UFBU) said", {"UFBU": "Brave Forces of Bay Unity"}),
        ("Jaish-e-Bahr (JeB) said. Later Joint Europe Bank (JeB).", {"JeB": "Jaish-e-Bahr"}),
        ("he said (TV), and (OK)", {}),
        ("", {}),
    ],
    ids=["small words", "two", "no initials", "other language", "first of two", "no name", "empty"],
)  # fmt: skip
def test_explained_abbreviations(text: str, found: dict[str, str]) -> None:
    assert dict(explained_abbreviations(text)) == found


@given(st.text(alphabet="Aa Bb(C)D.-, \n", max_size=60))
def test_explanations_stand_in_the_text(text: str) -> None:
    for short, name in explained_abbreviations(text).items():
        assert f"{name}" in text
        assert short in text


def test_abbreviations_are_spelt_out_as_the_text_explains_them() -> None:
    text = "The Bay Liberation Union (BLU) formed in May. BLU fighters shot two men near the BLU office."
    assert resolve_actor(["BLU fighters"], label="ATTACKER", text=text) == Actor(
        "Bay Liberation Union fighters", "rebel"
    )
    assert resolve_actor(["BLU"], label="ATTACKER", text=text) == Actor("Bay Liberation Union", "rebel")
    assert resolve_actor(["BLU office"], label="TARGET", text=text) == Actor("BLU office", "civilians")
    assert resolve_actor(["BLU"], label="ATTACKER") == Actor("BLU", "unknown")


def test_spellings_of_a_document_are_joined() -> None:
    actors = [
        Actor("Jaish al-Bahar", "rebel"),
        Actor("gunmen", "unknown"),
        Actor("Jaysh al-Bahar", "unknown"),
        Actor("the Jaysh al-Bahar", "rebel"),
        Actor("Jaysh al-Bahar", "criminal"),
        Actor("Gunman", "unknown"),
        Actor(None, "civilians"),
    ]
    assert join_actors(actors) == [
        Actor("Jaysh al-Bahar", "rebel"),
        Actor("gunmen", "unknown"),
        Actor("Jaysh al-Bahar", "rebel"),
        Actor("Jaysh al-Bahar", "rebel"),
        Actor("Jaysh al-Bahar", "criminal"),
        Actor("Gunman", "unknown"),
        Actor(None, "civilians"),
    ]


@given(st.lists(st.builds(Actor, st.none() | st.text(max_size=20), st.sampled_from(["unknown", "rebel"])), max_size=6))
def test_joining_keeps_number_and_order(actors: list[Actor]) -> None:
    joined = join_actors(actors)
    assert [actor.name is None for actor in joined] == [actor.name is None for actor in actors]
    assert join_actors(joined) == joined


def test_a_stance_takes_the_nationality_away() -> None:
    assert read_phrase("Libyan-backed troops", label="ATTACKER").nationality is None
    assert read_phrase("Libyan troops", label="ATTACKER").nationality == "LY"
