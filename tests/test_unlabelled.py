from __future__ import annotations

from collections import Counter

import pytest

from frontwire.config import parse_config
from frontwire.errors import UsageError
from frontwire.schema import Document
from frontwire.training.stages.texts import StageText
from frontwire.training.unlabelled import choose_by_share, shares, unlabelled_texts


def text(source: str, number: int, words: int = 10) -> StageText:
    return StageText(f"{source}-{number}", source, " ".join([source] * words))


TEXTS = [text("satp", n) for n in range(100)] + [text("muc4", n, 40) for n in range(50)]


def words(texts: list[StageText]) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in texts:
        found[one.source] += len(one.text.split())
    return found


def test_sources_have_the_shares_of_the_annotated_documents() -> None:
    found = words(choose_by_share(TEXTS, {"satp": 0.25, "muc4": 0.75}, 800))
    assert found["satp"] == pytest.approx(200, abs=40)
    assert found["muc4"] == pytest.approx(600, abs=40)
    assert 800 <= found.total() < 840


def test_a_source_that_runs_out_is_made_up_for() -> None:
    found = words(choose_by_share(TEXTS, {"satp": 0.9, "muc4": 0.1}, 2000))
    assert found["satp"] == 1000
    assert found["muc4"] >= 1000


def test_sources_without_a_share_are_left_out_and_all_can_be_taken() -> None:
    assert set(words(choose_by_share(TEXTS, {"satp": 1.0}, 10_000))) == {"satp"}
    assert choose_by_share(TEXTS, {}, 100) == []
    assert choose_by_share([], {"satp": 1.0}, 100) == []


def test_the_choice_does_not_depend_on_the_order_of_reading_and_a_smaller_one_is_part_of_a_larger() -> None:
    part = {"satp": 0.5, "muc4": 0.5}
    smaller, larger = choose_by_share(TEXTS, part, 300), choose_by_share(TEXTS[::-1], part, 900)
    assert larger[: len(smaller)] == smaller


def test_shares_count_words_of_corpora_and_no_own_articles() -> None:
    documents = [
        Document("satp-train-0001", "one two three"),
        Document("rams-dev-0001", "one"),
        Document("own-a01-01", "one two three four five"),
    ]
    assert shares(documents) == {"satp": 0.75, "rams": 0.25}
    assert shares([]) == {}


def test_texts_need_a_corpora_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FRONTWIRE_CORPORA", raising=False)
    config = parse_config({"distillation": {"teachers": ["a"], "unlabelled_words": 10}})
    with pytest.raises(UsageError, match="--corpora"):
        unlabelled_texts(config, [])
    assert unlabelled_texts(parse_config({}), []) == []
