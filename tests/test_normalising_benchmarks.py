"""What the benchmarks of normalising count: values, points, main events, exact figures, fitting frames."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from benchmarks import gva, incidents, native_sets, tolls_awsd, tolls_dronestream
from benchmarks.dates_te3 import judge, value_range
from benchmarks.places import Score, gold_point, measure
from frontwire.normalize.places import PlaceResolver
from frontwire.schema import CountRange, Document, Event, Mention, Toll
from small_gazetteer import small_gazetteer


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2013-03-21", (date(2013, 3, 21), date(2013, 3, 21), "day")),
        ("2013-W12", (date(2013, 3, 18), date(2013, 3, 24), "week")),
        ("2012-02", (date(2012, 2, 1), date(2012, 2, 29), "month")),
        ("2012", (date(2012, 1, 1), date(2012, 12, 31), "year")),
        ("2012-XX-XX", None),
        ("2013-03-21TNI", None),
        ("2012-SU", None),
        ("P5Y", None),
        ("PRESENT_REF", None),
    ],
)
def test_values_that_are_calendar_periods(value: str, expected: tuple[date, date, str] | None) -> None:
    assert value_range(value) == expected


@pytest.mark.parametrize(
    ("words", "value", "outcome"),
    [
        ("Tuesday", "2015-05-19", "exact"),
        ("this week", "2015-W21", "cut"),
        ("early May", "2015-05", "part"),
        ("June", "2015-06", "future"),
        ("Monday", "2015-05-11", "wrong"),
        ("someday", "2015-05-19", "none"),
    ],
)
def test_judgements(words: str, value: str, outcome: str) -> None:
    gold = value_range(value)
    assert gold is not None
    assert judge(words, gold, "2015-05-20")[0] == outcome


@pytest.mark.parametrize(
    ("facts", "bare", "expected"),
    [
        ({"lat": 1, "lon": 2.5}, False, (1.0, 2.5)),
        ({"note": 7}, False, (3.0, 4.0)),
        ({"note": 8}, False, None),
        ({"note": "3.5, -1"}, True, (3.5, -1.0)),
        ({"note": "3.5, -1"}, False, None),
        ({"note": "N/A"}, True, None),
        ({}, True, None),
    ],
)
def test_gold_points(facts: dict[str, Any], bare: bool, expected: tuple[float, float] | None) -> None:
    assert gold_point(facts, {7: (3.0, 4.0)}, bare=bare) == expected


def place_document() -> Document:
    text = "Kunduz and Qwertyville in Afghanistan"
    points = {"m1": (36.7, 68.9), "m2": (36.0, 68.0), "m3": (0.0, 0.0)}
    names = {"m1": "Kunduz", "m2": "Qwertyville", "m3": "Afghanistan"}
    facts = {name: {"lat": lat, "lon": lon} for name, (lat, lon) in points.items()}
    document = Document(id="d", text=text, extra={"native": {"mentions": facts}})
    document.mentions = [
        Mention(key, "toponym", text.index(words), text.index(words) + len(words), words)
        for key, words in names.items()
    ]
    return document


def test_places_are_counted_by_cause() -> None:
    score: Score = measure([place_document()], PlaceResolver(small_gazetteer()), {})
    assert dict(score.outcomes) == {"right": 1, "not found": 1, "absent": 1}
    assert score.by_document == [(1, 3)]
    assert score.reachable == 1
    assert score.to_dict()["within_161_km"] == pytest.approx(1 / 3, abs=1e-4)


def test_the_main_event_is_the_incident_told_first() -> None:
    document = Document(id="d", text="abcdef")
    assert incidents.main_event(document) is None
    document.events = [Event("e1", kind="aggregate"), Event("e2"), Event("e3")]
    assert incidents.main_event(document) is document.events[1]
    document.events = document.events[:1]
    assert incidents.main_event(document) is document.events[0]


@pytest.mark.parametrize(
    ("counts", "gold", "right"),
    [
        (CountRange(3, 3), 3, True),
        (CountRange(3, None), 3, True),
        (CountRange(0, 3), 3, True),
        (CountRange(0, 4), 3, False),
        (CountRange(2, 3), 3, False),
        (CountRange(3, 5), 3, False),
        (None, 0, True),
        (None, 1, False),
    ],
)
def test_exact_figures(counts: CountRange | None, gold: int, right: bool) -> None:
    assert incidents.is_exactly(counts, gold) is right


@pytest.mark.parametrize(
    ("low", "high", "figure"), [(5, None, (5, 5)), (0, 6, (6, 6)), (3, 5, (3, 5)), (0, 0, (0, 0))], ids=str
)
def test_an_open_end_counts_as_the_figure_given(low: int, high: int | None, figure: tuple[int, int]) -> None:
    toll = tolls_dronestream.closed(Toll("killed", low, high))
    assert (toll.low, toll.high) == figure


def test_victims_are_all_but_the_attackers() -> None:
    tolls = [Toll("killed", 2, 2, "target", "guards"), Toll("killed", 1, 1), Toll("killed", 5, 5, "attacker", "gunmen")]
    event = Event("e1", tolls=tolls)
    assert tolls_awsd.victims(event, "killed") == CountRange(3, 3)
    assert tolls_awsd.victims(event, "wounded") is None
    assert tolls_awsd.victims(None, "killed") is None


def article(frames: list[dict[str, Any]], *, published: str | None = "2016-05-12") -> Document:
    return Document(id="g", text="Shots in Dayton.", date=published, extra={"native": {"incidents": frames}})


@pytest.mark.parametrize(
    ("frames", "fits"),
    [
        ([{"date": "2016-05-12", "city": "Dayton"}], True),
        ([{"date": "2016-05-05", "city": "Dayton (Riverside)"}], True),
        ([{"date": "2016-05-04", "city": "Dayton"}], False),
        ([{"date": "2016-05-13", "city": "Dayton"}], False),
        ([{"date": "2016-05-12", "city": "Day"}], False),
        ([{"id": "1"}], False),
        ([{"date": "2016-05-12", "city": "Dayton"}] * 2, False),
    ],
)
def test_frames_that_fit_their_article(frames: list[dict[str, Any]], fits: bool) -> None:
    assert (gva.frame_of(article(frames)) is not None) is fits
    assert gva.frame_of(article(frames, published=None)) is None


def test_samples_do_not_depend_on_the_order() -> None:
    documents = [Document(id=f"d{i}", text="") for i in range(20)]
    drawn = {d.id for d in incidents.sampled(documents, 5)}
    assert len(drawn) == 5
    assert {d.id for d in incidents.sampled(documents[::-1], 5)} == drawn
    assert incidents.sampled(documents, 0) == documents


def test_intervals_hold_the_share() -> None:
    interval = native_sets.ratio_interval([(1, 2), (2, 2), (0, 1), (3, 4)])
    assert interval is not None
    assert interval[0] <= 6 / 9 <= interval[1]
    assert native_sets.ratio_interval([(0, 0)]) is None
    assert native_sets.format_interval(None) == ""
