"""What written articles cover, and sentence frames that come back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from frontwire.corpora.collection import read_own
from frontwire.corpora.coverage import FORMS, TOPICS, coverage, traits
from frontwire.corpora.frames import frames, repeated_frames
from frontwire.errors import RecordError
from frontwire.schema import Document
from inline_documents import inline_document

TELLING: dict[str, Any] = {"form": "analysis", "country": "ML", "year": 2012}


def article(text: str, *lines: str, date: str | None = "2012-06-10", **extra: Any) -> Document:
    document = inline_document(text, *lines, document_id="own-x-001")
    document.date = date
    document.extra = TELLING | extra
    return document


FIRE = "The [[EVENT:1|shelling]] killed [[KILLED:1|two]] [[TARGET:1|herders]]."


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        pytest.param(article("The harvest is in."), ["no_event"], id="nothing happens"),
        pytest.param(article(FIRE, "1|incident|shelling"), [], id="one event"),
        pytest.param(article(FIRE, "1|incident|shelling", topic="trial"), ["mixed"], id="told beside a trial"),
        pytest.param(
            article(FIRE, "1|incident|shelling|2011-06-10..2011-06-10"), ["old_background"], id="a year ago to the day"
        ),
        pytest.param(article(FIRE, "1|incident|shelling|2011-06-11..2011-06-11"), [], id="a day less than a year ago"),
        pytest.param(article(FIRE, "1|incident|shelling|XXXX-06-11..XXXX-06-11"), [], id="of an unknown year"),
        pytest.param(
            article(FIRE, "1|incident|shelling|2011-01-01..2011-12-31", date=None, year=2012),
            ["old_background"],
            id="no publication date, the year of the telling counts",
        ),
        pytest.param(
            article(
                FIRE,
                "1|incident|shelling|null|null|null|killed=2..5",
                "toll|1|killed|2..2|target|herders|the army",
                "toll|1|killed|5..5|target|herders|a village elder",
            ),
            ["disputed_toll"],
            id="two voices, two figures",
        ),
        pytest.param(
            article(
                FIRE,
                "1|incident|shelling|null|null|null|killed=7..7",
                "toll|1|killed|2..2|target|herders|the army",
                "toll|1|killed|5..5|target|children|a village elder",
            ),
            [],
            id="two voices for two groups",
        ),
        pytest.param(
            article(FIRE, "1|incident|shelling", "toll|1|killed|2..2|attacker|gunners|"), ["attackers_die"], id="side"
        ),
        pytest.param(
            article(FIRE + " [[EVENT:2|Raids]] go on.", "1|incident|shelling", "2|aggregate|other"),
            ["aggregate_beside"],
            id="statistic beside an incident",
        ),
    ],
)
def test_traits(document: Document, expected: list[str]) -> None:
    assert traits(document) == expected


def test_coverage_counts_documents_and_events() -> None:
    found = coverage(
        [
            article(FIRE, "1|incident|shelling|null|null|null|killed=2..2|wounded=null|attacker=X|attacker_type=rebel"),
            article("Rain fell.", date=None, dated="absent", topic="disaster", country="PE", year=1987),
        ]
    )
    assert found.countries == {"ML": 1, "PE": 1}
    assert found.cells == {("Africa", "2010s"): 1, ("South America", "1980s"): 1}
    assert found.dated == {"given": 1, "absent": 1}
    assert (found.types, found.attackers, found.topics) == ({"shelling": 1}, {"rebel": 1}, {"disaster": 1})
    lines = list(found.lines())
    assert lines[0].split() == ["region", "1980s", "2010s", "all"]
    assert "countries (2): ML 1, PE 1" in lines


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        pytest.param({"form": "poem"}, "form 'poem'; expected one of agency_report", id="form"),
        pytest.param({"country": "XX"}, "country 'XX'", id="country"),
        pytest.param({"year": "2012"}, "year '2012'", id="year"),
        pytest.param({"topic": "love"}, "topic 'love'", id="topic"),
    ],
)
def test_an_article_that_does_not_say_enough_is_refused(extra: dict[str, Any], message: str) -> None:
    with pytest.raises(RecordError, match=f"'own-x-001': extra has .*{message}"):
        coverage([article("Rain fell.", **extra)])


def test_way_of_dating_is_asked_for_where_there_is_no_date() -> None:
    with pytest.raises(RecordError, match="dated None; expected one of text, absent"):
        coverage([article("Rain fell.", date=None)])


def test_names_and_figures_leave_a_frame_as_it_is() -> None:
    told = [
        "At least [[KILLED:1|six]] [[TARGET:1|traders]] were [[EVENT:1|killed]] near [[LOCATION:1|Gao]], Colonel Ba said on 4 May.",
        "At least [[KILLED:1|31]] [[TARGET:1|monks]] were [[EVENT:1|killed]] near [[LOCATION:1|Wau]], Father Deng Mabior said on 12 June.",
    ]
    documents = [article(text, "1|incident|other") for text in told]
    (first, _), (second, _) = [frames(document)[0] for document in documents]
    assert first == second == "at least <KILLED> <TARGET> were <EVENT> near <LOCATION> X said on 0 X"
    assert repeated_frames(documents, most=2) == {}
    assert [name for name, _ in repeated_frames(documents, most=1)[first]] == ["own-x-001", "own-x-001"]


def test_short_sentences_have_no_frame() -> None:
    assert frames(article("Read more here. He gave no details of the fire in the northern quarter.")) == [
        (
            "he gave no details of the fire in the northern quarter",
            "He gave no details of the fire in the northern quarter.",
        )
    ]


def test_the_committed_articles_are_no_templates(repository: Path) -> None:
    assert repeated_frames(read_own(repository / "data"), most=3) == {}


def test_the_committed_articles_cover_what_the_data_statement_says(repository: Path) -> None:
    own = read_own(repository / "data")
    found = coverage(own)
    assert len(own) >= 320
    assert sum(len(document.text.split()) for document in own) >= 75_000
    assert len(found.countries) >= 40
    assert min(found.years) <= 1981
    assert max(found.years) >= 2025
    assert set(found.forms) == set(FORMS)
    assert set(found.topics) == set(TOPICS)
    assert found.traits["five_events"] >= 60
    assert found.traits["old_background"] >= 60
    for trait in ("disputed_toll", "aggregate_beside", "attackers_die"):
        assert found.traits[trait] >= 40, trait
    assert found.traits["no_event"] + found.traits["mixed"] >= len(own) / 4
    assert len(found.types) == 10
