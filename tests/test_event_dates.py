"""Dates of events from the words around their DATE mentions, counted by hand: P is Tuesday 14 May 2024."""

from __future__ import annotations

import time

import pytest

from frontwire.events.linking import link
from frontwire.events.records import RecordFiller
from frontwire.normalize import date_context
from frontwire.schema import Document
from gold_links import linked_document, stripped
from test_records import AfghanResolver

PUBLISHED = "2024-05-14"


def dates(document: Document) -> list[str | None]:
    """First and last day of every event, one day alone where they are the same, without the year 2024."""
    RecordFiller(AfghanResolver()).fill(document)
    document.check()
    found = []
    for date in (event.date for event in document.events):
        days = [] if date is None else list(dict.fromkeys((date.start, str(date.end))))
        found.append("..".join(day.removeprefix("2024-") for day in days) or None)
    return found


def dates_of(marked: str, *kinds: str, published: str | None = PUBLISHED) -> list[str | None]:
    document = linked_document(marked, date=published)
    for event, kind in zip(document.events, kinds, strict=False):
        event.kind = kind
    return dates(document)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param("A guard was [[EVENT:1|shot]] the [[DATE:1|previous evening]].", "05-13", id="publication"),
        pytest.param(
            "Officials in Tank said Sunday that a mine [[EVENT:1|went off]] the [[DATE:1|previous day]].",
            "05-11",
            id="said-weekday",
        ),
        pytest.param(
            "A guard was [[EVENT:1|shot]] [[DATE:1|two nights earlier]], the army told reporters on Saturday.",
            "05-09",
            id="told-after",
        ),
        pytest.param(
            "On Saturday, the army said that a guard was [[EVENT:1|shot]] [[DATE:1|two days earlier]].",
            "05-09",
            id="named-first",
        ),
        pytest.param(
            "On [[DATE:1|Friday]] officials said a judge had been [[EVENT:1|killed]] the [[DATE:1|night before]].",
            "05-09",
            id="labelled-day-of-the-statement",
        ),
        pytest.param(
            "Police said on Monday that a post was [[EVENT:1|attacked]] [[DATE:1|earlier in the day]].",
            "05-13",
            id="in-the-day",
        ),
        pytest.param(
            "Two men were [[EVENT:1|killed]] the [[DATE:1|day before]] the general was sworn in.", None, id="other-day"
        ),
        pytest.param(
            "The army said on [[DATE:1|Sunday]] that it [[EVENT:1|shelled]] the port on [[DATE:1|Thursday]].",
            "05-09",
            id="labelled-statement-beside-the-day",
        ),
        pytest.param(
            "On [[DATE:1|Friday]] men [[EVENT:1|attacked]] a post, police said.", "05-10", id="day-of-the-act"
        ),
    ],
)
def test_what_counts_back(marked: str, expected: str | None) -> None:
    assert dates_of(marked) == [expected]


def test_words_said_once_for_two_acts_count_from_one_day() -> None:
    marked = (
        "A mine [[EVENT:1|went off]] on [[DATE:1|9 May]]. Men [[EVENT:2|shot]] a judge and [[EVENT:3|burned]] a school "
        "[[DATE:2,3|two days earlier]]."
    )
    assert dates_of(marked) == ["05-09", "05-07", "05-07"]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param(
            "Bandits [[EVENT:1|killed]] 90 people between [[DATE:1|Friday]] and [[DATE:1|Sunday]].",
            "05-10..05-12",
            id="between",
        ),
        pytest.param(
            "[[EVENT:1|Shelling]] from [[DATE:1|5 May]] to [[DATE:1|8 May]] ruined the port.", "05-05..05-08", id="to"
        ),
        pytest.param(
            "The [[EVENT:1|raids]] began on [[DATE:1|Friday]] and lasted into [[DATE:1|Sunday night]].",
            "05-10..05-12",
            id="lasted",
        ),
        pytest.param(
            "The [[EVENT:1|siege]] started on [[DATE:1|1 May]] and ended on [[DATE:1|4 May]]. The [[EVENT:1|siege]] of "
            "[[DATE:1|1 May]] was the longest.",
            "05-01..05-04",
            id="ended-and-told-again",
        ),
        pytest.param(
            "A [[EVENT:1|battle]] broke out on [[DATE:1|Friday]]. Smoke rose. The garrison [[EVENT:1|fought]] on until "
            "[[DATE:1|Sunday]].",
            "05-10..05-12",
            id="until-in-a-later-sentence",
        ),
        pytest.param(
            "[[EVENT:1|Bombs]] fell on [[DATE:1|Friday]] and then, in the rain, on [[DATE:1|Sunday]].",
            "05-10",
            id="list",
        ),
    ],
)
def test_two_mentions_that_end_one_span(marked: str, expected: str) -> None:
    assert dates_of(marked) == [expected]


@pytest.mark.parametrize(
    ("marked", "kind", "expected"),
    [
        pytest.param(
            "[[EVENT:1|Raids]] since [[DATE:1|May 3]] cost 40 lives.", "aggregate", "05-03..05-14", id="since"
        ),
        pytest.param(
            "Forty people were killed since the gangs began [[EVENT:1|fighting]] on [[DATE:1|May 3]].",
            "aggregate",
            "05-03..05-14",
            id="since-began",
        ),
        pytest.param(
            "The [[EVENT:1|war]], which broke out in [[DATE:1|March 2023]], has emptied the south.",
            "aggregate",
            "2023-03-01..05-14",
            id="which-broke-out",
        ),
        pytest.param(
            "Rivals have been [[EVENT:1|fighting]] in Jibia since [[DATE:1|Friday]].",
            "incident",
            "05-10..05-14",
            id="incident-that-lasts",
        ),
        pytest.param(
            "Rebels [[EVENT:1|took]] the fort at [[DATE:1|dawn on Sunday]], ending a [[EVENT:1|battle]] that had raged "
            "since [[DATE:1|Friday]].",
            "incident",
            "05-10..05-12",
            id="incident-over",
        ),
        pytest.param(
            "It was the deadliest [[EVENT:1|attack]] since [[DATE:1|Friday]].", "incident", "05-10", id="compared"
        ),
        pytest.param(
            "The mine has been shut since [[DATE:1|Friday]], when men [[EVENT:1|burned]] it.",
            "incident",
            "05-10",
            id="what-began",
        ),
        pytest.param(
            "Men have [[EVENT:1|held]] the post since [[DATE:1|0530 this morning]].", "incident", "05-14", id="today"
        ),
    ],
)
def test_what_lasts_since_a_day(marked: str, kind: str, expected: str) -> None:
    assert dates_of(marked, kind) == [expected]


_SHOT = "[[ATTACKER:1|Gunmen]] [[EVENT:1|shot]] a [[TARGET:1|farmer]] in [[LOCATION:1|Herat]]"
_BURNED = "[[ATTACKER:2|raiders]] [[EVENT:2|burned]] a [[TARGET:2|school]] in [[LOCATION:2|Khost]]"


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param(f"{_SHOT} on [[DATE:1|Sunday]], a day after {_BURNED}.", ["05-12", "05-11"], id="after"),
        pytest.param(f"{_SHOT} on [[DATE:1|May 2]], a week before {_BURNED}.", ["05-02", "05-09"], id="before"),
        pytest.param(
            f"Three days after {_BURNED}, masked {_SHOT} [[DATE:1|Sunday]].", ["05-09", "05-12"], id="in-front"
        ),
        pytest.param(f"{_SHOT} on [[DATE:1|Sunday]], hours after {_BURNED}.", ["05-12"] * 2, id="hours"),
        pytest.param(f"{_SHOT} on [[DATE:1|Sunday]], days after {_BURNED}.", ["05-12", None], id="no-number"),
    ],
)
def test_a_day_after_another_act(marked: str, expected: list[str | None]) -> None:
    document = stripped(linked_document(marked, date=PUBLISHED))
    link(document)
    assert dates(document) == expected


def test_a_day_after_a_statement_about_a_longer_time() -> None:
    told = (
        "In [[DATE:1|January]] [[KILLED:1|ten]] people died in [[EVENT:1|attacks]], the UN said on Monday, a day after "
    )
    assert dates_of(told + _BURNED + ".", "aggregate") == ["01-01..01-31", "05-12"]


def test_a_day_after_in_a_sentence_without_a_day_counts_from_the_main_event() -> None:
    marked = f"{_SHOT} on [[DATE:1|Sunday]]. The [[EVENT:1|attack]] came four days after {_BURNED}."
    assert dates_of(marked) == ["05-12", "05-08"]


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        pytest.param("on [[DATE:1|Monday]]", "05-13", id="fresh"),
        pytest.param("on [[DATE:1|2 April]]", None, id="old"),
        pytest.param("in [[DATE:1|April]]", None, id="long"),
    ],
)
def test_what_is_told_beside_a_statistic_takes_its_day(opening: str, expected: str | None) -> None:
    marked = f"[[EVENT:1|Strikes]] killed 90 people {opening}. Rebels also [[EVENT:2|fired]] rockets into Khost."
    assert dates_of(marked, "aggregate")[1] == expected


_BOMB = "A car bomb in [[LOCATION:1|Herat]] [[EVENT:1|killed]] seven on [[DATE:1|Sunday]]. "


@pytest.mark.parametrize(
    "told",
    [
        "A bomb in [[LOCATION:2|Khost]] [[EVENT:2|killed]] three people.",
        "In [[LOCATION:2|Khost]], gunmen [[EVENT:2|killed]] two policemen.",
        "In the neighbouring town of [[LOCATION:2|Khost]], men [[EVENT:2|burned]] a school.",
        "Hours later, gunmen [[EVENT:2|shot]] a judge.",
        "Afterwards, youths [[EVENT:2|attacked]] a school.",
        "The army responded with [[EVENT:2|air strikes]] on the hills.",
        "In addition, a post was [[EVENT:2|shelled]].",
        "Smoke rose over the town. Gunmen then [[EVENT:2|shot]] a judge.",
    ],
)
def test_told_after_a_dated_act_it_is_of_its_day(told: str) -> None:
    assert dates_of(_BOMB + told) == ["05-12", "05-12"]


@pytest.mark.parametrize(
    "told",
    [
        "Gunmen had [[EVENT:2|killed]] two guards in [[LOCATION:2|Khost]].",
        "Rebels [[EVENT:2|burned]] a school in [[LOCATION:2|Khost]] last year.",
        "In recent months rebels [[EVENT:2|killed]] a judge in [[LOCATION:2|Khost]].",
        "Earlier attacks in [[LOCATION:2|Khost]] [[EVENT:2|killed]] nine.",
        "A man was sentenced for the later [[EVENT:2|murder]] of a judge.",
        "The town is calm. Rain fell. Shops are open. Gunmen [[EVENT:2|shot]] a judge in [[LOCATION:2|Khost]].",
        "Gunmen [[EVENT:2|shot]] a judge.",
    ],
)
def test_background_has_no_day(told: str) -> None:
    assert dates_of(_BOMB + told) == ["05-12", None]


@pytest.mark.parametrize("day", ["in [[DATE:1|March]]", "on [[DATE:1|2 April]]"])
def test_an_old_or_long_time_is_not_lent(day: str) -> None:
    marked = f"A bomb [[EVENT:1|killed]] seven {day}. Hours later, gunmen [[EVENT:2|shot]] a judge."
    assert dates_of(marked)[1] is None


def test_a_sequel_follows_the_last_dated_act() -> None:
    marked = _BOMB + "On [[DATE:2|Monday]] men [[EVENT:2|burned]] a bus. Soldiers then [[EVENT:3|fired]] into a crowd."
    assert dates_of(marked) == ["05-12", "05-13", "05-13"]


_STABBED = "A man was [[EVENT:1|stabbed]] in [[LOCATION:1|Herat]]."
_SHOOTING = "There are reports of a [[EVENT:2|shooting]] in [[LOCATION:2|Khost]]."


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param(f"Live\n18.40 {_STABBED}\n18.55 {_SHOOTING}", ["05-14"] * 2, id="clock"),
        pytest.param(f"HERAT - {_STABBED}\n\n*KHOST - {_SHOOTING}", ["05-14"] * 2, id="places"),
        pytest.param(f"HERAT - {_STABBED}\n\n{_SHOOTING}", [None] * 2, id="dateline"),
        pytest.param(f"{_STABBED}\n\n{_SHOOTING}", [None] * 2, id="plain"),
        pytest.param(
            "18.40 Rebels [[EVENT:1|burned]] the town two years ago.\n18.55 All quiet.", [None], id="background"
        ),
    ],
)
def test_entries_of_the_day_are_of_the_day_of_publication(marked: str, expected: list[str | None]) -> None:
    assert dates_of(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param("[[DATE:1|Ten years ago]] [[DATE:1|today]] a bomb", "2014-05-14", id="today"),
        pytest.param("[[DATE:1|Ten years ago]] on [[DATE:1|Saturday]] a bomb", "2014-05-11", id="weekday"),
        pytest.param("On [[DATE:1|May 3]] and 4, a bomb", "05-03..05-04", id="cut"),
        pytest.param("On [[DATE:1|May 3]] and 4 soldiers when a bomb", "05-03", id="number-of-people"),
        pytest.param("On [[DATE:1|May 4]] and 3, a bomb", "05-04", id="no-later-day"),
        pytest.param(
            "In the [[DATE:1|past day]], it was said on the [[DATE:1|morning of May 14]], a bomb",
            "05-13..05-14",
            id="statement",
        ),
    ],
)
def test_one_expression_in_pieces(marked: str, expected: str) -> None:
    assert dates_of(f"{marked} [[EVENT:1|went off]].") == [expected]


def test_the_second_day_of_a_list_may_be_of_another_act() -> None:
    marked = "Men [[EVENT:1|shot]] a judge and [[EVENT:2|burned]] a bus on [[DATE:1|May 3]] and [[DATE:2|4]]."
    assert dates_of(marked)[0] == "05-03"


HOSTILE = {
    "said": "On Monday, " + "police " * 20_000,
    "since": "since began " * 10_000,
    "offset": "a day after " * 10_000,
    "until": "lasted continued until " * 5_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_long_sentence_is_read_fast(name: str) -> None:
    text = HOSTILE[name]
    start = time.perf_counter()
    for _ in range(100):
        date_context.statement_day(text, 0, len(text))
        date_context.offset_from_other(text, 0, len(text))
        date_context.begins_what_goes_on(text, len(text))
        date_context.lasts_since(text, 0, len(text), len(text))
        date_context.joined_words(text, (0, 2), (len(text) - 2, len(text)))
        date_context.anniversary_words(text, (0, 2), (len(text) - 2, len(text)))
        date_context.second_day(text, 0, 5)
    assert time.perf_counter() - start < 2.0


def test_a_day_that_nobody_labelled_keeps_the_main_day_away() -> None:
    told = "[[ATTACKER:1|Gunmen]] [[EVENT:1|attacked]] Herat on [[DATE:1|Sunday]]. "
    bomb = "a [[WEAPON:2|bomb]] [[EVENT:2|hit]] a [[TARGET:2|convoy]] in [[LOCATION:2|Khost]]"
    assert dates_of(f"{told}Later {bomb}.") == ["05-12", "05-12"]
    assert dates_of(f"{told}On Monday {bomb}.") == ["05-12", None]
    assert dates_of(f"{told}Later {bomb}, police said on Monday.") == ["05-12", "05-12"]
