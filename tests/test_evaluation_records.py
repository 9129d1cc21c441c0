from __future__ import annotations

from typing import Any

import pytest

from frontwire.evaluation.records import incidents, same_value
from frontwire.schema import Document
from inline_documents import inline_document

MARKED = "[[ATTACKER:1|Gunmen]] [[EVENT:1|shot]] [[TARGET:1|guards]] and [[TARGET:1|cooks]] in [[LOCATION:1,2|Herat]]."


@pytest.mark.parametrize(
    ("field", "gold", "predicted", "same"),
    [
        pytest.param("type", "bombing", "bombing", True, id="type"),
        pytest.param("type", "bombing", "suicide_bombing", False, id="another type"),
        pytest.param("country", "AF", "PK", False, id="country"),
        pytest.param("date", ("2020-05-19", "2020-05-19"), ("2020-05-19", "2020-05-19"), True, id="date"),
        pytest.param("date", ("2020-05-18", "2020-05-19"), ("2020-05-19", "2020-05-19"), False, id="first day"),
        pytest.param("date", ("2020-05-19", "2020-05-20"), ("2020-05-19", "2020-05-19"), False, id="last day"),
        pytest.param(
            "date", ("2020-05-19", None), ("2020-05-19", "2020-05-19"), False, id="open end is not the same day"
        ),
        pytest.param("date", ("2020-05-19", None), ("2020-05-19", None), True, id="two open ends"),
        pytest.param("killed", (8, 8), (8, 8), True, id="count"),
        pytest.param("killed", (7, None), (7, 7), False, id="open count is not an exact one"),
        pytest.param("wounded", (0, 0), (0, 0), True, id="none hurt"),
        pytest.param("wounded", (0, 9), (9, 9), False, id="low"),
        pytest.param("place", "Herat", "Herat city", True, id="generic word left out"),
        pytest.param("place", "Imam Sahib district", "IMAM SAHIB", True, id="case"),
        pytest.param("place", "Herat", "western Herat", True, id="inside the other"),
        pytest.param("place", "north Herat", "Herat west", False, id="each has a word of its own"),
        pytest.param("place", "Herat", "Her", False, id="words, not letters"),
        pytest.param("place", "the city", "the city", False, id="generic words alone match nothing"),
        pytest.param("place", "the city", "Herat", False, id="generic words are not inside everything"),
        pytest.param("place", "", "", False, id="empty"),
        pytest.param("place", "Ust-Kut", "Ust Kut", True, id="hyphen"),
        pytest.param("attacker", [(0, 6)], [(4, 9)], True, id="mentions overlap"),
        pytest.param("attacker", [(0, 6)], [(6, 9)], False, id="adjacent mentions"),
        pytest.param("target", [(0, 6), (20, 24)], [(30, 33), (22, 25)], True, id="one mention suffices"),
    ],
)
def test_same_value(field: str, gold: Any, predicted: Any, same: bool) -> None:
    assert same_value(field, gold, predicted) is same
    assert same_value(field, predicted, gold) is same


def test_fields_of_an_incident() -> None:
    document = inline_document(
        MARKED, "1|incident|armed_assault|2020-05-18..|Herat|AF|killed=2..|wounded=null", "2|incident|other"
    )
    first, second = incidents(document)
    assert first.fields == {
        "type": "armed_assault",
        "date": ("2020-05-18", None),
        "place": "Herat",
        "country": "AF",
        "attacker": [(0, 6)],
        "target": [(12, 18), (23, 28)],
        "killed": (2, None),
    }
    assert first.argument_count == 5
    assert second.fields == {"type": "other"}
    assert second.arguments == {"LOCATION": [(32, 37)]}


def test_aggregates_are_not_scored() -> None:
    document = inline_document(MARKED, "1|aggregate|other", "2|incident|other")
    assert [incident.id for incident in incidents(document)] == ["e2"]


def test_country_without_a_place_name_is_no_place() -> None:
    document = inline_document(MARKED, "1|incident|other|null|null|AF", "2|incident|other")
    assert "place" not in incidents(document)[0].fields
    assert incidents(document)[0].fields["country"] == "AF"


def test_document_without_events() -> None:
    assert incidents(Document(id="d1", text="Talks went on.")) == []
