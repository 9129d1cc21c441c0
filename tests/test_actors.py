"""Mentions of one side → one actor."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire import ontology
from frontwire.normalize.actor_words import read_phrase
from frontwire.normalize.actors import resolve_actor
from frontwire.normalize.armed_groups import find_group
from frontwire.normalize.country_words import display_names
from frontwire.normalize.tables import read_table
from frontwire.schema import Actor, Document


@pytest.mark.parametrize(
    ("words", "name", "kind"),
    [
        pytest.param(["Taliban fighters", "insurgents", "militants"], "Taliban", "rebel", id="group before nouns"),
        pytest.param(["gunmen"], "gunmen", "unknown", id="generic"),
        pytest.param(["unidentified militants"], "unidentified militants", "rebel", id="militants"),
        pytest.param(["Afghan security forces"], "Afghan security forces", "state_forces", id="own forces"),
        pytest.param(["soldiers", "Afghan army"], "Afghan army", "state_forces", id="specific before generic"),
        pytest.param(["US"], "US", "external_forces", id="another country"),
        pytest.param(["NATO helicopters"], "NATO", "external_forces", id="alliance"),
        pytest.param(["attackers", "robbers"], "robbers", "criminal", id="criminals"),
        pytest.param(["angry mob"], "angry mob", "rioters", id="mob"),
        pytest.param(["Kuchi tribesmen"], "Kuchi tribesmen", "communal_militia", id="tribe"),
        pytest.param(["village vigilantes"], "village vigilantes", "political_militia", id="vigilantes"),
        pytest.param(["suicide bomber"], "suicide bomber", "rebel", id="two-word head"),
        pytest.param(
            ["suspects", "Jan Kowalski", "bombers"], "Jan Kowalski", "rebel", id="name of one, type of another"
        ),
        pytest.param(["terror group"], "terror group", "rebel", id="modifier classes a vague head"),
        pytest.param(
            ["members of the army"], "members of the army", "state_forces", id="of-phrase classes a vague head"
        ),
        pytest.param(["TALIBAN GUERRILLAS"], "Taliban", "rebel", id="capitals"),
        pytest.param(["GUERRILLAS"], "GUERRILLAS", "rebel", id="capitals, generic"),
        pytest.param(["KUA", "Karenni Union Army"], "Karenni Union Army", "state_forces", id="abbreviation spelt out"),
        pytest.param(["  armed\n men "], "armed men", "unknown", id="white space"),
    ],
)
def test_attackers_in_afghanistan(words: list[str], name: str, kind: str) -> None:
    assert resolve_actor(words, label="ATTACKER", country="AF") == Actor(name=name, type=kind)


@pytest.mark.parametrize(
    ("words", "name", "kind"),
    [
        pytest.param(["worshippers"], "worshippers", "civilians", id="people"),
        pytest.param(["victims", "policemen"], "policemen", "state_forces", id="specific before vague"),
        pytest.param(["house", "teacher"], "teacher", "civilians", id="people before things"),
        pytest.param(["people"], "people", "civilians", id="people, vague"),
        pytest.param(["men"], "men", "civilians", id="men are no unknown attackers here"),
        pytest.param(["journalist", "Ana Pereira"], "Ana Pereira", "civilians", id="named victim"),
        pytest.param(["Colonel Ruiz"], "Colonel Ruiz", "state_forces", id="rank"),
        pytest.param(["former Colonel Ruiz"], "former Colonel Ruiz", "civilians", id="retired"),
        pytest.param(["police station"], "police station", "state_forces", id="owner: police"),
        pytest.param(["army convoy"], "army convoy", "state_forces", id="owner: army"),
        pytest.param(["convoy"], "convoy", "civilians", id="no owner"),
        pytest.param(["checkpoint"], "checkpoint", "state_forces", id="a thing of the state"),
        pytest.param(["mosque"], "mosque", "civilians", id="mosque"),
        pytest.param(["market"], "market", "civilians", id="market"),
        pytest.param(["school bus"], "school bus", "civilians", id="bus"),
        pytest.param(["rebel hideout"], "rebel hideout", "rebel", id="owner: rebels"),
        pytest.param(["Taliban hideout"], "Taliban", "rebel", id="owner: a known group"),
        pytest.param(["former Taliban commander"], "former Taliban commander", "civilians", id="former member"),
        pytest.param(["US soldiers"], "US soldiers", "external_forces", id="foreign soldiers"),
        pytest.param(["Americans"], "Americans", "civilians", id="foreign people"),
    ],
)
def test_targets_in_afghanistan(words: list[str], name: str, kind: str) -> None:
    assert resolve_actor(words, label="TARGET", country="AF") == Actor(name=name, type=kind)


def test_no_words_are_nobody() -> None:
    assert resolve_actor([], label="ATTACKER") is None
    assert resolve_actor(["", "  "], label="TARGET") is None


@pytest.mark.parametrize(
    ("country", "text", "kind"),
    [
        ("RU", "", "state_forces"),
        ("UA", "", "external_forces"),
        (None, "Ukraine said its troops held the town in Ukraine.", "external_forces"),
        (None, "", "state_forces"),
    ],
)
def test_forces_abroad_are_external(country: str | None, text: str, kind: str) -> None:
    actor = resolve_actor(["Russian troops"], label="ATTACKER", text=text, country=country)
    assert actor == Actor(name="Russian troops", type=kind)


@pytest.mark.parametrize(
    ("words", "country", "name"),
    [
        ("CPI Maoist cadres", "IN", "Communist Party of India (Maoist)"),
        ("Communist Party of India (Maoist) cadres", None, "Communist Party of India (Maoist)"),
        ("Maoists", "NP", "Communist Party of Nepal (Maoist)"),
        ("Maoists", "PE", None),
        ("al-Shabab militants", "SO", "Al-Shabaab"),
        ("AL SHABAAB", "SO", "Al-Shabaab"),
        ("TTP", "PK", "Tehrik-i-Taliban Pakistan"),
        ("IS militants", "IQ", "Islamic State"),
        ("this is a man", "IQ", None),
        ("let fighters", "IN", None),
        ("JEM fighters", "SD", "Justice and Equality Movement"),
        ("JeM fighters", "IN", "Jaish-e-Mohammed"),
        ("pirates", "SO", "Somali pirates"),
        ("pirates", "NG", None),
        ("anti-Taliban militia", "AF", None),
        ("Houthi-fired missile crew", "YE", "Houthis"),
        ("gunmen", "SO", None),
        ("", None, None),
    ],
)
def test_known_groups(words: str, country: str | None, name: str | None) -> None:
    group = find_group(words, country=country)
    assert (group.name if group else None) == name


def test_the_group_table_is_sound() -> None:
    rows = read_table("armed_groups.tsv")
    assert {row[1] for row in rows} <= set(ontology.ACTOR_TYPES)
    assert {country for row in rows for country in row[2].split(",")} <= set(display_names())
    names = Counter(row[0] for row in rows)
    assert [name for name, count in names.items() if count > 1] == []
    assert all(alias.strip() == alias for row in rows for alias in row[3].split("|"))


@pytest.mark.parametrize("table", ["actor_words.tsv", "things.tsv"])
def test_word_tables_use_known_types_and_no_word_twice(table: str) -> None:
    for kind, words in read_table(table):
        assert kind in ontology.ACTOR_TYPES
        assert not any(not word or word != word.strip().lower() for word in words.split(",")), kind


@given(st.lists(st.text(max_size=30), max_size=4), st.sampled_from(["ATTACKER", "TARGET"]), st.text(max_size=80))
def test_any_words_give_a_known_type(words: list[str], label: str, text: str) -> None:
    actor = resolve_actor(words, label=label, text=text)
    if actor is None:
        assert not any(word.strip() for word in words)
    else:
        assert actor.type in ontology.ACTOR_TYPES
        assert actor.name


@given(st.permutations(["gunmen", "Taliban fighters", "attackers", "men"]))
def test_the_order_of_mentions_does_not_hide_a_group(words: list[str]) -> None:
    actor = resolve_actor(words, label="ATTACKER", country="AF")
    assert actor == Actor(name="Taliban", type="rebel")


def test_phrases_are_read_by_their_head() -> None:
    phrase = read_phrase("two-storey house of a police chief", label="TARGET")
    assert phrase.thing
    assert read_phrase("Nigerian soldiers", label="ATTACKER").nationality == "NG"
    assert read_phrase("people", label="TARGET").vague


@pytest.mark.shared
def test_few_annotated_attackers_stay_unknown_without_reason(shared: Path) -> None:
    types: Counter[str] = Counter()
    for line in (shared / "annotated" / "train.jsonl").read_text(encoding="utf-8").splitlines()[::4]:
        document = Document.from_dict(json.loads(line))
        for event in document.events:
            words = [m.text for m in document.mentions_of(event, "ATTACKER")]
            actor = resolve_actor(words, label="ATTACKER", text=document.text)
            if actor is not None:
                types[actor.type] += 1
    assert types["rebel"] > types["unknown"] > 0
    assert types["civilians"] < 0.05 * types.total()
