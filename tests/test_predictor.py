"""The extractor with the bundled model: the API of the contract, and texts that break others."""

from __future__ import annotations

import datetime
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import frontwire
from frontwire import Article, Document, Extractor, RejectedArticle, predictor
from frontwire.errors import ModelLoadError, PredictionError, UsageError
from frontwire.evaluation.scoring import evaluate_documents
from frontwire.events.linking import link
from frontwire.schema import CountRange
from own_dump import own_gazetteer

CIRCLE: list[Any] = []
CIRCLE.append(CIRCLE)
SENTENCE = "Gunmen killed a policeman and wounded two guards in Kabul on Tuesday."


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.from_pretrained(device="cpu", precision="fp32")


def test_one_sentence_becomes_one_record(extractor: Extractor) -> None:
    document = extractor(SENTENCE, date="2020-05-20")
    [event] = document.events
    words = {m.id: m.text for m in document.mentions}
    assert [words[i] for i in event.attackers] == ["Gunmen"]
    assert "policeman" in [words[i] for i in event.targets]
    assert event.date is not None
    assert (event.date.start, event.date.end, event.date.basis) == ("2020-05-19", "2020-05-19", "mention")
    assert event.place is not None
    assert (event.place.name, event.place.country) == ("Kabul", "AF")
    assert event.killed == CountRange(1, 1)
    assert event.wounded == CountRange(2, 2)
    assert event.score is not None
    assert document.language == "en"
    assert document.model == extractor.model_info


def test_the_output_is_of_the_documented_form(extractor: Extractor) -> None:
    record = extractor(SENTENCE, date="2020-05-20").to_dict()
    assert json.loads(json.dumps(Document.from_dict(record).to_dict())) == json.loads(json.dumps(record))


def test_the_same_article_twice_gives_the_same_record(extractor: Extractor) -> None:
    assert extractor(SENTENCE, date="2020-05-20").to_dict() == extractor(SENTENCE, date="2020-05-20").to_dict()


def test_a_threshold_drops_mentions_before_events_are_built(extractor: Extractor) -> None:
    strict = Extractor(extractor.tagger, extractor.folder, min_score=1.0)
    assert strict(SENTENCE).events == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x", id="one character"),
        pytest.param("😀 Gunmen killed a policeman 😀 in Kabul 🚓.", id="emoji"),
        pytest.param("Gunmen killed Jose\u0301 Pe\u0301rez in Bogota\u0301.", id="combining marks"),
        pytest.param("Gunmen killed a guard of محمد الأحمد in Aleppo.", id="right to left"),
        pytest.param("Gunmen attacked\r\na checkpost.\r\n\r\nTwo guards died.\r\n", id="CRLF"),
        pytest.param("Gunmen\tkilled\ta\tpoliceman\tin\tKabul.", id="tabs"),
        pytest.param("Gun\u200bmen killed a\u200b policeman\ufeff in Kabul.", id="zero width"),
        pytest.param("GunmenkilledapolicemaninKabulonTuesday" * 40, id="no spaces"),
        pytest.param("\u202eGunmen killed a policeman\u202c in Kabul.", id="direction marks"),
    ],
)
def test_offsets_are_exact_in_any_text(extractor: Extractor, text: str) -> None:
    document = extractor(text)
    document.check()
    assert document.text == text


@pytest.mark.parametrize(
    ("article", "reason"),
    [
        pytest.param(Article(id="a", text=""), "empty", id="empty"),
        pytest.param(Article(id="a", text=" \n"), "white space", id="white space"),
        pytest.param(Article(id="a", text="Gun\ud800men"), "surrogate", id="surrogate"),
        pytest.param(Article(id="a", text=3), "text is int", id="number"),  # type: ignore[arg-type]
        pytest.param({"id": "a", "text": "x"}, "found dict; expected frontwire.Article", id="no article"),
        pytest.param("Gunmen killed two.", "found str; expected frontwire.Article", id="a text alone"),
        pytest.param(Article(id="a", text="x", date="yesterday"), "'yesterday' is no date", id="date in words"),
        pytest.param(Article(id="a", text="x", date="2020-02-30"), "'2020-02-30' is no date", id="date of no calendar"),
        pytest.param(Article(id="a", text="x", date=20200519), "date is int", id="date a number"),  # type: ignore[arg-type]
        pytest.param(Article(id=7, text="x"), "id is int", id="id a number"),  # type: ignore[arg-type]
        pytest.param(Article(id="", text="x"), "the id is empty", id="no id"),
        pytest.param(Article(id=" ", text="x"), "'id' is white space only", id="blank id"),
        pytest.param(Article(id="a\ud800", text="x"), "'id' holds a lone surrogate", id="surrogate in the id"),
        pytest.param(Article(id="a", text="x", title="\udfff"), "'title' holds a lone", id="surrogate in the title"),
        pytest.param(Article(id="a", text="x", source="\udfff"), "'source' holds a lone", id="surrogate in the source"),
        pytest.param(Article(id="a", text="x", extra=None), "extra is NoneType; expected dict", id="no extra"),  # type: ignore[arg-type]
        pytest.param(Article(id="a", text="x", extra=[1]), "extra is list; expected dict", id="extra a list"),  # type: ignore[arg-type]
        pytest.param(Article(id="a", text="x", extra={"k": {1}}), "field cannot be kept", id="extra no JSON"),
        pytest.param(Article(id="a", text="x", extra={"k": float("nan")}), "field cannot be kept", id="extra NaN"),
        pytest.param(Article(id="a", text="x", extra={"k": "\ud800"}), "a lone surrogate", id="surrogate in extra"),
        pytest.param(Article(id="a", text="x", extra={"k": CIRCLE}), "nested deeper", id="extra in a circle"),
        pytest.param(Article(id="a", text="x", title=["T"]), "title is list", id="title a list"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_tagged_is_rejected_with_a_reason(extractor: Extractor, article: Article, reason: str) -> None:
    [rejected] = extractor.extract([article], on_error="return")
    assert isinstance(rejected, RejectedArticle)
    assert reason in rejected.reason
    with pytest.raises(PredictionError, match=reason):
        list(extractor.extract([article]))


def test_a_time_counts_as_its_day(extractor: Extractor) -> None:
    documents = extractor.extract(
        [Article("a", SENTENCE, "2020-05-20T23:10:00+02:00"), Article("b", SENTENCE, datetime.date(2020, 5, 20))]  # type: ignore[arg-type]
    )
    assert [document.date for document in documents] == ["2020-05-20", "2020-05-20"]
    assert extractor(SENTENCE, date=datetime.date(2020, 5, 20)).date == "2020-05-20"


def test_what_an_article_leaves_open_can_be_given_beside_it(extractor: Extractor) -> None:
    document = extractor(Article("a", SENTENCE), date=datetime.date(2020, 5, 20), title="Raid")
    assert (document.id, document.date, document.title) == ("a", "2020-05-20", "Raid")
    assert document.events[0].date is not None
    assert document.events[0].date.start == "2020-05-19"
    same = Article("a", SENTENCE, "2020-05-20T23:10:00", "Raid")
    assert extractor(same, id="a", date="2020-05-20", title="Raid").date == "2020-05-20"
    assert extractor(SENTENCE).id == "article"


@pytest.mark.parametrize(
    "given", [{"id": "b"}, {"date": "2020-05-21"}, {"title": "Other"}], ids=lambda given: next(iter(given))
)
def test_what_is_given_beside_an_article_does_not_contradict_it(extractor: Extractor, given: dict[str, str]) -> None:
    [name] = given
    with pytest.raises(UsageError, match=rf"{name}='.*' was given, but the article has {name}='"):
        extractor(Article("a", SENTENCE, "2020-05-20", "Raid"), **given)


def test_a_fault_in_one_record_costs_one_article(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(document: Document, heads: object = None) -> None:
        if document.id == "b":
            raise OverflowError("date value out of range")
        link(document)

    monkeypatch.setattr(predictor, "link", stumble)
    results = list(extractor.extract([Article(name, SENTENCE) for name in "abc"], on_error="return"))
    assert [type(result) for result in results] == [Document, RejectedArticle, Document]
    assert "OverflowError: date value out of range" in results[1].reason  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"min_score": 7.0}, "min_score is 7.0; expected 0 to 1"),
        ({"min_score": float("nan")}, "min_score is nan"),
        ({"batch_tokens": 0}, "batch_tokens is 0; expected 1 or more"),
        ({"threads": -1}, "threads is -1; expected 1 or more"),
    ],
)
def test_options_that_cannot_be_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        Extractor.from_pretrained(**options)


def test_a_gazetteer_of_ones_own_decides_places_and_the_fingerprint(extractor: Extractor) -> None:
    other = Extractor(extractor.tagger, extractor.folder, gazetteer=own_gazetteer())
    [event] = other("Gunmen killed a policeman in Qala-i-Marzun, Afghanistan, on Tuesday.", date="2020-05-20").events
    assert event.place is not None
    assert (event.place.geonames_id, event.place.lat, event.place.precision) == (2, 34.7, "village")
    assert other.fingerprint == f"{extractor.fingerprint}/{own_gazetteer().identity}"
    with pytest.raises(UsageError, match=r"gazetteer none\.sqlite: no such file"):
        Extractor.from_pretrained(gazetteer="none.sqlite")


def test_a_stream_keeps_order_around_bad_articles(extractor: Extractor) -> None:
    articles = [Article(id=str(i), text=SENTENCE if i % 7 else "") for i in range(150)]
    results = list(extractor.extract(iter(articles), on_error="return"))
    assert [r.id for r in results] == [a.id for a in articles]
    assert [isinstance(r, RejectedArticle) for r in results] == [i % 7 == 0 for i in range(150)]


def test_results_come_before_the_input_is_exhausted(extractor: Extractor) -> None:
    def endless() -> Iterator[Article]:
        number = 0
        while True:
            yield Article(id=str(number), text=SENTENCE)
            number += 1

    assert next(extractor.extract(endless())).id == "0"


def test_batching_does_not_change_the_tags(extractor: Extractor) -> None:
    texts = [SENTENCE, f"{SENTENCE} " * 30, "The harvest was good this year."]
    together = [[(m.label, m.start, m.end) for m in ms] for ms in extractor.tagger.tag(texts)]
    alone = [[(m.label, m.start, m.end) for m in extractor.tagger.tag([text])[0]] for text in texts]
    assert together == alone


def test_a_long_article_is_read_to_its_last_paragraph(extractor: Extractor) -> None:
    filler = "The council met about the price of bread and the state of the roads.\n\n" * 1450
    text = filler + "On Friday militants killed eleven soldiers in Mopti.\n"
    assert len(text.split()) > 20_000
    document = extractor(text, date="2020-05-20")
    last = [m for m in document.mentions if m.start >= len(filler)]
    assert {"KILLED", "LOCATION", "TARGET"} <= {m.label for m in last}


def test_memory_does_not_grow_with_the_number_of_articles(extractor: Extractor) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        for _ in extractor.extract(Article(id=str(i), text=SENTENCE) for i in range(count)):
            pass
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(64)
    assert peak(640) < 1.5 * peak(128)


def test_an_unknown_model_is_named() -> None:
    with pytest.raises(ModelLoadError, match="no/such/model"):
        Extractor.from_pretrained("no/such/model")


def test_a_wrong_error_mode_is_refused(extractor: Extractor) -> None:
    with pytest.raises(ValueError, match="on_error='skip'"):
        extractor.extract([], on_error="skip")  # type: ignore[call-overload]


def test_public_names_exist() -> None:
    assert all(getattr(frontwire, name) is not None for name in frontwire.__all__)
    with pytest.raises(AttributeError, match="Extraktor"):
        _ = frontwire.Extraktor  # type: ignore[attr-defined]


def test_the_demo_articles_are_read_about_as_well_as_the_card_says(extractor: Extractor, repository: Path) -> None:
    """A floor far below the usual scores: it catches a broken model or pipeline, not a bad day."""
    from frontwire.corpora.inline import read_inline

    gold = read_inline(repository / "seeds" / "gold.txt")
    predicted = list(extractor.extract([document.article() for document in gold]))
    scores = evaluate_documents(gold, predicted, samples=10).to_dict()
    assert scores["span_strict"]["f1"] > 0.5
    assert scores["event_detection"]["f1"] > 0.4


@pytest.mark.gpu
def test_a_gpu_gives_the_same_tags(extractor: Extractor, cuda: str) -> None:
    other = Extractor.from_pretrained(device=cuda, precision="fp32")
    expected = [(m.label, m.start, m.end) for m in extractor(SENTENCE).mentions]
    assert [(m.label, m.start, m.end) for m in other(SENTENCE).mentions] == expected
