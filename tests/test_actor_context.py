"""What the text around mentions says of the sides of an event."""

from __future__ import annotations

import re

import pytest

from frontwire.events.document_index import DocumentIndex
from frontwire.events.event_actors import fill_actors
from frontwire.normalize.actor_context import is_one_national, is_told_as_part, state_of_adjective
from frontwire.normalize.actor_factions import is_breakaway
from frontwire.normalize.actors import join_actors, resolve_actor
from frontwire.normalize.armed_groups import find_group
from frontwire.schema import Actor, Document, Event, Mention, Place

_LABELS = {"A": "ATTACKER", "T": "TARGET", "K": "KILLED", "E": "EVENT"}
_MARK = re.compile(r"\[([ATKE]):([^\]]+)\]")


def _sides(marked: str, *, country: str) -> dict[str, Actor]:
    """The actors of the one event of a text whose mentions stand in marks ("[A:gunmen]")."""
    text, mentions, at = "", [], 0
    for number, mark in enumerate(_MARK.finditer(marked)):
        text += marked[at : mark.start()]
        start, at = len(text), mark.end()
        text += mark.group(2)
        mentions.append(
            Mention(f"m{number}", _LABELS[mark.group(1)], start, len(text), mark.group(2), score=0.9, events=["e1"])
        )
    text += marked[at:]
    event = Event(id="e1", kind="incident", type="armed_assault", place=Place(country=country))
    document = Document(id="d", text=text, mentions=mentions, events=[event])
    fill_actors(DocumentIndex(document))
    return event.actors


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("Men killed [K:30] [T:people], including [K:four] [T:nurses].", "people", id="including"),
        pytest.param("A mine killed [K:nine] [T:people], [K:two] of them [T:soldiers].", "people", id="of them"),
        pytest.param(
            "A mine killed [K:nine] [T:people], [K:eight] of them [T:soldiers].", "soldiers", id="most of them"
        ),
        pytest.param("[K:20] [T:people] died, among them [T:women] and [T:teachers].", "people", id="no numbers"),
        pytest.param("Men raided a [T:clinic]; a [T:soldier] was among the dead.", "clinic", id="among the dead"),
        pytest.param("Men killed [K:15] [T:people] and burnt [T:houses].", "people", id="belongings"),
        pytest.param("Men burnt [T:houses] and killed a [T:man].", "houses", id="things told first"),
        pytest.param("Men shot [K:ten] [T:farmers] and [K:three] [T:nurses].", "farmers", id="two groups"),
        pytest.param(
            "A raid killed [K:ten] [T:civilians] and [K:two] [T:FARC rebels].",
            "Revolutionary Armed Forces of Colombia",
            id="no part of civilians",
        ),
        pytest.param("Shells hit a [T:school], killing an [T:infant].", "school", id="age is no group"),
    ],
)
def test_parts_and_belongings_do_not_name_the_target(text: str, name: str) -> None:
    assert _sides(text, country="ML")["target"].name == name


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        pytest.param(
            "A [T:guard] died at the gate by a [A:Malian cook], who was shot by [A:soldiers].",
            "Malian cook", "unknown", id="killed by",
        ),
        pytest.param("A [A:gunman] hit two [T:men] before [A:troops] shot him dead.", "gunman", "unknown", id="before"),
        pytest.param("[A:Soldiers] shot [T:protesters] and [A:policemen] responded.", "Soldiers", "state_forces", id="own"),
        pytest.param("Al-Shabaab said its [A:fighters] shot a [T:judge].", "Al-Shabaab", "rebel", id="its fighters"),
        pytest.param("A [A:French] air raid hit a [T:farm].", "France", "external_forces", id="adjective of a state"),
        pytest.param("A [A:Moroccan] stabbed a [T:nurse].", "Moroccan", "unknown", id="one man"),
        pytest.param("[A:Villagers] [E:beat] a [T:thief] to death.", "Villagers", "rioters", id="lynching"),
        pytest.param("Men of the Islamic [A:State] shot a [T:judge].", "Islamic State", "rebel", id="cut name"),
    ],
)  # fmt: skip
def test_attackers_in_context(text: str, name: str, kind: str) -> None:
    assert _sides(text, country="SO")["attacker"] == Actor(name=name, type=kind)


@pytest.mark.parametrize(
    ("text", "attacker", "target"),
    [
        pytest.param(
            "[A:Taliban men] shot [T:policemen]; [T:Taliban men] died.",
            "Taliban",
            "policemen",
            id="leads the attackers",
        ),
        pytest.param(
            "[A:Jets] hit [T:Taliban camps]; the [A:Taliban] fired back.", "Jets", "Taliban", id="leads the targets"
        ),
        pytest.param("[A:Troops] in a raid: [T:police] shot [T:rebels].", "Troops", "rebels", id="the state, twice"),
        pytest.param("[A:Soldiers] shot at [T:policemen].", "Soldiers", "policemen", id="the state against itself"),
    ],
)
def test_nobody_stands_on_both_sides(text: str, attacker: str, target: str) -> None:
    actors = _sides(text, country="AF")
    assert (actors["attacker"].name, actors["target"].name) == (attacker, target)


@pytest.mark.parametrize(
    ("words", "name", "kind"),
    [
        pytest.param(["EMC", "dissident faction of FARC"], "Central General Staff", "rebel", id="listed"),
        pytest.param(["splinter group of the FARC", "Bay Column"], "Bay Column", "rebel", id="unlisted"),
        pytest.param(["former FARC members", "ELN"], "National Liberation Army", "rebel", id="former members"),
        pytest.param(["FARC dissidents"], "FARC dissidents", "rebel", id="known by it"),
        pytest.param(["breakaway faction of the ELN"], "breakaway faction of the ELN", "rebel", id="alone"),
        pytest.param(["rival factions of the Gulf Clan"], "Gulf Clan", "criminal", id="factions of one group"),
        pytest.param(["ELN) and"], "National Liberation Army", "rebel", id="loose end"),
    ],
)
def test_groups_that_left_another(words: list[str], name: str, kind: str) -> None:
    assert resolve_actor(words, label="ATTACKER", country="CO") == Actor(name=name, type=kind)


@pytest.mark.parametrize(
    ("words", "label", "country", "kind"),
    [
        ("Danish pilot", "TARGET", "ID", "civilians"),
        ("Danish air force pilot", "TARGET", "ID", "external_forces"),
        ("herders", "TARGET", "NG", "civilians"),
        ("herders", "ATTACKER", "NG", "communal_militia"),
        ("Fulani herders", "TARGET", "NG", "civilians"),
        ("khwarij", "TARGET", "PK", "rebel"),
        ("base", "TARGET", "SO", "state_forces"),
        ("rebel base", "TARGET", "SO", "rebel"),
        ("Russian mercenaries", "ATTACKER", "ML", "external_forces"),
        ("resistance", "ATTACKER", "MM", "rebel"),
    ],
)
def test_types_by_side(words: str, label: str, country: str, kind: str) -> None:
    actor = resolve_actor([words], label=label, country=country)
    assert actor is not None
    assert actor.type == kind


@pytest.mark.parametrize(
    ("words", "country", "name"),
    [
        ("Central General Staff", "CO", "Central General Staff"),
        ("EMC", "CO", "Central General Staff"),
        ("EMC", "US", None),
        ("Gran Grif gang", "HT", "Gran Grif"),
        ("Fitna al-Khawarij", "PK", "Tehrik-i-Taliban Pakistan"),
        ("Support Group for Islam and Muslims", "ML", "Jama'at Nasr al-Islam wal Muslimin"),
        ("Pa-O National Liberation Army", "MM", "Pa-O National Liberation Army"),
        ("Tigray forces", "ET", "Tigray People's Liberation Front"),
    ],
)
def test_groups_of_recent_years(words: str, country: str, name: str | None) -> None:
    group = find_group(words, country=country)
    assert (group.name if group else None) == name


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Israeli", "Israel"), ("UKRAINIAN", "Ukraine"), ("Soviet", "Soviet Union"), ("Israelis", None),
        ("Frenchman", None), ("Palestinian", None), ("Israel", None), ("Israeli troops", None), ("", None),
    ],
)  # fmt: skip
def test_state_of_adjective(words: str, state: str | None) -> None:
    assert state_of_adjective(words) == state


def test_readings_of_words_in_place() -> None:
    text = "A Dane was hurt. An Irish raid hit Cork, including a nurse."
    assert is_one_national(text, 2, 6)
    assert not is_one_national(text, 20, 25)
    assert is_told_as_part(text, text.index("nurse"), len(text) - 1)
    assert not is_told_as_part(text, 2, 6)
    assert is_breakaway("ex-Bay Front men")
    assert not is_breakaway("Bay Front faction")


def test_names_of_one_country_are_joined() -> None:
    actors = [
        Actor("US", "external_forces"),
        Actor("U.S.", "external_forces"),
        Actor("United States", "external_forces"),
    ]
    assert {actor.name for actor in join_actors(actors)} == {"United States"}
