from __future__ import annotations

import pytest

from frontwire import ontology


def test_the_nine_labels_in_the_order_of_every_model() -> None:
    assert ontology.LABELS == (
        "ATTACKER",
        "TARGET",
        "LOCATION",
        "DATE",
        "WEAPON",
        "KILLED",
        "WOUNDED",
        "CASUALTIES",
        "EVENT",
    )


def test_tags_are_bio_of_the_labels_and_their_index_is_the_id() -> None:
    assert len(ontology.TAGS) == len(set(ontology.TAGS)) == 19
    assert ontology.TAGS[:3] == ("O", "B-ATTACKER", "I-ATTACKER")
    assert ontology.TAGS[-2:] == ("B-EVENT", "I-EVENT")
    assert {tag: ontology.TAGS.index(tag) for tag in ontology.TAGS} == ontology.TAG_TO_ID
    assert {index: tag for tag, index in ontology.TAG_TO_ID.items()} == ontology.ID_TO_TAG


def test_every_label_has_a_role_or_an_outcome_but_not_both() -> None:
    assert set(ontology.ROLE_OF_LABEL) | set(ontology.OUTCOME_OF_LABEL) == set(ontology.LABELS)
    assert not set(ontology.ROLE_OF_LABEL) & set(ontology.OUTCOME_OF_LABEL)
    assert set(ontology.COUNT_LABELS) == set(ontology.OUTCOME_OF_LABEL)
    assert set(ontology.OUTCOME_OF_LABEL.values()) == set(ontology.OUTCOMES)
    assert {label: role for role, label in ontology.ROLES.items()} == ontology.ROLE_OF_LABEL


@pytest.mark.parametrize(
    ("name", "values"),
    [
        pytest.param("KINDS", "incident aggregate", id="kinds"),
        pytest.param(
            "EVENT_TYPES",
            "armed_clash armed_assault bombing suicide_bombing air_strike shelling abduction seizure arson other",
            id="types",
        ),
        pytest.param("OUTCOMES", "killed wounded casualties", id="outcomes"),
        pytest.param("SIDES", "attacker target unknown", id="sides"),
        pytest.param(
            "ACTOR_TYPES",
            "state_forces rebel political_militia communal_militia criminal rioters civilians external_forces unknown",
            id="actor types",
        ),
        pytest.param("DATE_PRECISIONS", "day week month season year decade range", id="date precisions"),
        pytest.param("PLACE_PRECISIONS", "point village city district admin1 country", id="place precisions"),
        pytest.param("BASES", "mention story publication", id="bases"),
    ],
)
def test_vocabularies_of_the_contract(name: str, values: str) -> None:
    assert getattr(ontology, name) == tuple(values.split())


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        pytest.param("O", ("O", None), id="outside"),
        pytest.param("B-KILLED", ("B", "KILLED"), id="begin"),
        pytest.param("I-EVENT", ("I", "EVENT"), id="inside"),
        pytest.param("B-SUB-LABEL", ("B", "SUB-LABEL"), id="only the first dash parts"),
    ],
)
def test_split_tag(tag: str, expected: tuple[str, str | None]) -> None:
    assert ontology.split_tag(tag) == expected


@pytest.mark.parametrize(
    ("previous", "tag", "allowed"),
    [
        pytest.param("O", "O", True, id="outside after outside"),
        pytest.param("O", "B-DATE", True, id="begin after outside"),
        pytest.param("O", "I-DATE", False, id="inside after outside"),
        pytest.param("B-DATE", "I-DATE", True, id="inside after begin"),
        pytest.param("I-DATE", "I-DATE", True, id="inside after inside"),
        pytest.param("B-EVENT", "I-DATE", False, id="inside after another label"),
        pytest.param("I-EVENT", "I-DATE", False, id="inside after the inside of another label"),
        pytest.param("B-DATE", "B-DATE", True, id="adjacent spans of one label"),
        pytest.param("I-DATE", "O", True, id="outside after inside"),
    ],
)
def test_may_follow(previous: str, tag: str, allowed: bool) -> None:
    assert ontology.may_follow(previous, tag) is allowed


def test_exactly_the_strict_iob2_transitions_are_allowed() -> None:
    forbidden = sum(not ontology.may_follow(left, right) for left in ontology.TAGS for right in ontology.TAGS)
    assert forbidden == 9 * (19 - 2)  # an I- tag follows its own B- and I- only
