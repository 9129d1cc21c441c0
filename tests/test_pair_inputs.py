"""What the event heads read of units, events and pairs of units."""

from __future__ import annotations

import numpy as np
import pytest

from frontwire.events.clustering import rule_numbers
from frontwire.events.head_inputs import event_features, label_vectors, unit_features
from frontwire.events.heads import Vector
from frontwire.events.linking import cluster_units
from frontwire.events.pair_inputs import PairReader, UnitShares
from frontwire.events.units import units_of
from frontwire.ontology import EVENT_TYPES
from frontwire.schema import Mention
from gold_links import linked_document, stripped

TYPES = np.zeros((2, len(EVENT_TYPES)), dtype=np.float32)


def reader(
    marked: str,
    *,
    published: str | None = "2020-05-19",
    aggregate: tuple[float, float] = (0, 0),
    new: tuple[float, float] | None = None,
    lead: tuple[float, float] | None = None,
) -> PairReader:
    """Of a text with two units whose mentions have the vectors (1, 0) in the first unit and (0, 1) in the second."""
    units = units_of(stripped(linked_document(marked)))
    assert len(units) == 2
    vectors: dict[str, Vector] = {}
    for row, unit in zip(np.eye(2, dtype=np.float32), units, strict=True):
        vectors.update({mention.id: row for mention in unit.mentions})
    means = [label_vectors(unit.mentions, vectors) for unit in units]
    shares = UnitShares(
        TYPES, *(None if told is None else np.array(told, dtype=np.float32) for told in (aggregate, new, lead))
    )
    return PairReader(units, means, shares, ruled=rule_numbers(units, cluster_units(units)), published=published)


def days(first: str, second: str) -> str:
    return (
        f"On [[DATE:1|{first}]] [[ATTACKER:1|gunmen]] [[EVENT:1|shot]] a [[TARGET:1|judge]].\n\nOn [[DATE:2|{second}]] a "
        "[[WEAPON:2|bomb]] [[EVENT:2|exploded]]."
    )


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param("3 May 2019", "3 May 2019", {"days overlap", "days equal"}, id="the same day"),
        pytest.param("3 May 2019", "4 May 2019", {"days apart"}, id="the next day"),
        pytest.param("3 May 2019", "May 2019", {"days overlap"}, id="a day of the month"),
        pytest.param("3 May 2019", "the holiday", set(), id="a day that words do not give"),
    ],
)
def test_days_are_compared(first: str, second: str, expected: set[str]) -> None:
    features = reader(days(first, second)).features(0, 1)
    assert {name for name in features if name.startswith("days ")} == expected


def test_a_week_day_counts_from_the_publication() -> None:
    marked = days("18 May 2020", "Monday")
    assert "days equal" in reader(marked).features(0, 1)
    assert "days equal" not in reader(marked, published=None).features(0, 1)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        pytest.param("Herat", "carried same LOCATION", id="the same place"),
        pytest.param("Khost", "carried other LOCATION", id="another place"),
    ],
)
def test_a_place_is_carried_on(place: str, told: str) -> None:
    start = "[[ATTACKER:1|Gunmen]] [[EVENT:1|shot]] a [[TARGET:1|judge]] in [[LOCATION:1|Herat]].\n\n"
    features = reader(f"{start}A [[WEAPON:2|bomb]] [[EVENT:2|exploded]] in [[LOCATION:2|{place}]].").features(0, 1)
    assert features[told] == 1.0
    silent = reader(f"{start}A [[WEAPON:2|bomb]] [[EVENT:2|exploded]].").features(0, 1)
    assert silent["carried same LOCATION"] == 1.0


def test_what_is_zero_is_left_out_and_vectors_are_compared() -> None:
    features = reader(days("3 May 2019", "4 May 2019"), aggregate=(1, 0.5)).features(0, 1)
    assert 0 not in features.values()
    assert features["both EVENT"] == 1.0
    assert "cosine EVENT" not in features, "the two vectors stand at right angles"
    assert features["kinds differ"] == features["both aggregate"] == 0.5


def test_means_are_by_label_and_of_all() -> None:
    mentions = [Mention("m1", "EVENT", 0, 1, "a"), Mention("m2", "EVENT", 1, 2, "b"), Mention("m3", "DATE", 2, 3, "c")]
    vectors = {"m1": np.array([2.0, 0.0], dtype=np.float32), "m2": np.array([0.0, 4.0], dtype=np.float32)}
    means = label_vectors(mentions, vectors)
    assert {label: mean.tolist() for label, mean in means.items()} == {"EVENT": [1.0, 2.0], "ALL": [1.0, 2.0]}
    assert label_vectors(mentions, {}) == {}


def test_the_rules_verdict_is_among_the_features() -> None:
    units = units_of(stripped(linked_document("A [[WEAPON:1|car bomb]] [[EVENT:1|exploded]].")))
    features = event_features(units, first=True, only=True)
    assert features["rule: bombing"] == features["has WEAPON"] == features["has EVENT"] == 1.0
    assert features["share: bombing"] > 0.5
    assert unit_features(units[0])["rule: bombing"] == 1.0


def test_whether_units_are_new_and_of_the_lead_event() -> None:
    marked = days("3 May 2019", "4 May 2019")
    features = reader(marked, new=(1, 0.25), lead=(0.75, 0.5)).features(0, 1)
    assert (features["earlier is new"], features["later is new"]) == (1.0, 0.25)
    assert features["both lead"] == 0.375
    assert features["leads differ"] == 0.25
    assert "new between" not in features, "nothing stands between the two"
    named = {
        "earlier is new",
        "later is new",
        "new between",
        "both lead",
        "leads differ",
        "earlier is lead",
        "later is lead",
    }
    assert named.isdisjoint(reader(marked).features(0, 1)), "a model without these heads"
