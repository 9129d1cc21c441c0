"""Whom the words for a victim name, and what stands beside the name."""

from __future__ import annotations

import pytest

from frontwire.normalize.actor_descriptions import description_of, is_of_a_vessel
from frontwire.normalize.actor_words import describes_people, is_personal_name, read_phrase
from frontwire.normalize.actors import resolve_actor


def kind_of(words: list[str], text: str, country: str | None = "PK") -> str | None:
    actor = resolve_actor(words, label="TARGET", text=text, country=country)
    return actor.type if actor is not None else None


@pytest.mark.parametrize(
    ("words", "text", "kind"),
    [
        (["Omar Noor", "policemen"], "Omar Noor, a baker, was killed. Two policemen were hurt.", "civilians"),
        (["Omar Noor", "soldiers"], "A mine killed Omar Noor. It also killed two soldiers.", "civilians"),
        (["Danish Noor", "soldiers"], "A mine killed poet Danish Noor and two soldiers.", "civilians"),
        (["Omar Noor", "officer"], "Omar Noor was shot. The officer was off duty.", "state_forces"),
        (["Omar Noor", "officer"], "Omar Noor and the officer were shot.", "civilians"),
        (["Omar Noor"], "Omar Noor, 34, a policeman in Gao, was shot.", "state_forces"),
        (["Omar Noor"], "The soldier, Omar Noor, was shot.", "state_forces"),
        (["Omar Noor"], "According to police, Omar Noor was shot.", "civilians"),
        (["Omar Noor", "town police officer Noor"], "Omar Noor fell. Mourners met town police officer Noor's wife.",
         "state_forces"),
        (["policemen", "Omar Noor"], "Gunmen shot two policemen. One was named as Omar Noor.", "state_forces"),
        (["Omar Noor", "police party"], "Omar Noor died when a police party came for him.", "state_forces"),
        (["Omar Noor"], "Somebody hit protester Omar Noor.", "civilians"),
        (["captain"], "Gunmen took the freighter and its captain.", "civilians"),
        (["captain"], "Gunmen shot a captain and two soldiers.", "state_forces"),
    ],
)  # fmt: skip
def test_type_of_a_named_victim(words: list[str], text: str, kind: str) -> None:
    assert kind_of(words, text) == kind


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Government Boys High School", "civilians"),
        ("Army Public School", "civilians"),
        ("Police Hospital", "civilians"),
        ("police training school", "state_forces"),
        ("police station", "state_forces"),
        ("activist Mona Adel", "civilians"),
        ("militia member Mona Adel", "political_militia"),
        ("ship's captain", "civilians"),
        ("ship captain Omar Noor", "civilians"),
        ("Captain Omar Noor", "state_forces"),
        ("FC convoy", "state_forces"),
        ("enemy", "unknown"),
        ("enemy soldiers", "state_forces"),
    ],
)
def test_type_by_words(words: str, kind: str) -> None:
    assert read_phrase(words, label="TARGET").type == kind


@pytest.mark.parametrize(
    ("words", "nationality"),
    [
        ("Danish Noor", None),
        ("Jordan Miller", None),
        ("Omar Jordan", None),
        ("Danish soldiers", "DK"),
        ("Jordan", "JO"),
        ("Danish", "DK"),
        ("US Marines", "US"),
    ],
)
def test_nationality_in_a_personal_name(words: str, nationality: str | None) -> None:
    assert read_phrase(words, label="TARGET").nationality == nationality


@pytest.mark.parametrize(
    ("words", "name", "kind"),
    [
        ("Ambazonia restoration forces", "Ambazonia Restoration Forces", "rebel"),
        ("faction of the ADF", "faction of the ADF", "rebel"),
    ],
)
def test_groups_in_cameroon(words: str, name: str, kind: str) -> None:
    actor = resolve_actor([words], label="ATTACKER", country="CM")
    assert actor is not None
    assert (actor.name, actor.type) == (name, kind)


@pytest.mark.parametrize(
    ("words", "personal"),
    [("Omar Noor", True), ("Omar", False), ("Border Police", False), ("Members of the UP", False), ("", False)],
)
def test_is_personal_name(words: str, personal: bool) -> None:
    assert is_personal_name(words, label="TARGET") is personal


def test_descriptions() -> None:
    assert description_of("Omar Noor", [], "") is None
    assert describes_people("mine killed", label="TARGET") is None
    assert is_of_a_vessel("captain", "the captain of a small ferry")
    assert not is_of_a_vessel("captain", "a captain of the police")
