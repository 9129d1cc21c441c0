"""What stages may learn from: nothing that measures, nothing close to it, copies once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire.corpora.duplicates import NEAR_DUPLICATE, near_duplicates
from frontwire.corpora.held_back import BENCHMARK_DEV, SPLIT_SEED, held_back
from frontwire.corpora.native.registry import NATIVE, native_corpus
from frontwire.errors import UsageError
from frontwire.schema import Document
from frontwire.training.stages.closeness import ShingleIndex
from frontwire.training.stages.measuring import Guard, Measuring, benchmark_dev, never_list
from frontwire.training.stages.sources import SOURCES, check_sources, joined_sentences
from frontwire.training.stages.texts import SourceCounts, StageText, StageTexts, allowed_sentences, without_copies

FIRST = "Masked riders burned two granaries outside the walled village before dawn and drove the herds away north"
OTHER = "Dockers at the eastern port went back to work on Monday after talks with the ministry about their wages"
THIRD = "The mayor of the river town opened a new bridge yesterday and thanked the engineers for their patience"


def native(document_id: str, text: str, *, part: str = "train", story: str | None = None) -> Document:
    extra = {"corpus": "c", "part": part} | ({} if story is None else {"story": story})
    return Document(document_id, text, extra=extra)


@given(
    st.dictionaries(
        st.sampled_from("abcdef"), st.lists(st.sampled_from(["one", "two", "three", "four"]), max_size=14), max_size=6
    )
)
def test_the_index_finds_what_comparing_all_pairs_finds(words: dict[str, list[str]]) -> None:
    texts = {name: " ".join(found) for name, found in words.items()}
    index = ShingleIndex(texts)
    found = {
        tuple(sorted((name, close.id))): pytest.approx(close.containment)
        for name, text in texts.items()
        for close in index.close(text)
        if close.id != name
    }
    assert found == {(pair.left, pair.right): pair.containment for pair in near_duplicates(texts)}


def test_an_empty_index_and_an_empty_text() -> None:
    assert ShingleIndex({}).close(FIRST) == []
    assert ShingleIndex({"a": FIRST, "b": ""}).close("...") == []


def test_every_part_is_a_source_or_measures() -> None:
    for name, source in SOURCES.items():
        assert set(source.parts) <= set(native_corpus(source.corpus).parts), name
    training = Counter((source.corpus, part) for source in SOURCES.values() for part in source.parts)
    assert max(training.values()) == 1
    never = {"case2021", "ceha", "dronestream", "ecbplus", "lgl", "geovirus", "geowebnews", "te3_platinum"}
    assert {corpus.name for corpus in NATIVE} - {corpus for corpus, _ in training} == never
    for part in (("satp", "dev"), ("muc4", "tst1"), ("muc4_ree", "dev"), ("re3d_conll", "test"), ("gva", "dev")):
        assert part not in training


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        pytest.param(native("gold", "anything"), "measures", id="its id"),
        pytest.param(native("listed", OTHER), "measures", id="an id without a text"),
        pytest.param(native("n", THIRD, story="s1"), "story", id="its story"),
        pytest.param(native("n", THIRD, story="s2"), None, id="another story"),
        pytest.param(native("n", f"{THIRD}. {FIRST}. {OTHER}."), "close", id="an excerpt in it"),
        pytest.param(native("n", FIRST[:60].upper()), "close", id="an excerpt of it"),
        pytest.param(native("n", OTHER), None, id="nothing"),
    ],
)
def test_what_measures_is_refused(document: Document, reason: str | None) -> None:
    measuring = Measuring(ids={"listed"})
    measuring.add([native("gold", FIRST, story="s1")])
    assert Guard(measuring).reason(document) == reason


def test_sentences_that_measure_are_cut_out() -> None:
    measuring = Measuring()
    measuring.add([native("test-1", OTHER), native("never", THIRD)])
    guard, counts = Guard(measuring), SourceCounts()
    document = native("doc", f"{FIRST}. {OTHER}.\n{FIRST} again.")
    kept = allowed_sentences(document, guard, counts)
    assert kept is not None
    assert kept.text == f"{FIRST}.\n{FIRST} again."
    assert allowed_sentences(native("never", FIRST), guard, counts) is None
    assert counts.left_out == {"sentences": 1, "measures": 1}


def test_sentences_of_a_story_are_joined_in_order_and_once() -> None:
    documents = [
        native("set-s1_2", "Two.", story="s1"),
        native("set-s1_10", "Ten.", story="s1"),
        native("set-s1_1", "One.", story="s1"),
        native("more-s1_2", "Two.", story="s1"),
        native("set-s2_0", "Else.", story="s2"),
        native("whole", "A text."),
    ]
    joined = joined_sentences(documents)
    assert [(d.id, d.text) for d in joined] == [("whole", "A text."), ("s1", "One.\nTwo.\nTen."), ("s2", "Else.")]


def test_of_copies_the_longest_stands() -> None:
    texts = [
        StageText("a", "one", FIRST),
        StageText("b", "one", f"{FIRST}. {THIRD}."),
        StageText("c", "two", OTHER),
        StageText("d", "two", OTHER),
    ]
    counts = {"one": SourceCounts(), "two": SourceCounts()}
    assert [text.id for text in without_copies(texts, counts)] == ["b", "c"]
    assert [counts[name].left_out["copy"] for name in ("one", "two")] == [1, 1]


def test_unknown_sources_and_missing_lists_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no source 'ecbplus'; there are own, satp"):
        check_sources(["own", "ecbplus"])
    with pytest.raises(UsageError, match=r"never\.txt does not exist"):
        never_list(tmp_path, "never.txt")
    (tmp_path / "never.txt").write_text("a\nb\n")
    assert never_list(tmp_path, "never.txt") == ["a", "b"]
    assert never_list(tmp_path, None) == []


def test_the_dev_part_that_a_benchmark_holds_back_measures() -> None:
    documents = [native(f"d{i}", "x", part="train" if i % 2 else "dev") for i in range(40)]
    held = benchmark_dev(documents, share=0.15)
    train = [document for document in documents if document.extra["part"] == "train"]
    assert held == [train[i] for i in sorted(held_back(20, share=0.15, seed=SPLIT_SEED))]
    assert len(held) == 3
    assert BENCHMARK_DEV.keys() <= {corpus.name for corpus in NATIVE}


def test_the_hash_knows_source_id_and_text() -> None:
    hashes = {
        StageTexts([StageText(*row)], {}).sha256()
        for row in (("a", "s", "text"), ("b", "s", "text"), ("a", "t", "text"), ("a", "s", "texts"))
    }
    assert len(hashes) == 4


@pytest.mark.shared
def test_nothing_that_measures_is_learned_from(repository: Path, shared: Path, corpora: Path) -> None:
    """Neither texts nor auxiliary sentences stand close to gold, to dev and test of ours, or to what only measures."""
    from frontwire.corpora.collection import load_split
    from frontwire.corpora.jsonl import read_jsonl
    from frontwire.corpora.native.registry import read_native
    from frontwire.corpora.splits import never_trained, read_excluded, read_ids
    from frontwire.training.stages.config import read_stage_config
    from frontwire.training.stages.task_texts import read_tasks
    from frontwire.training.stages.texts import read_texts

    never = read_ids(corpora / "never-train.txt")
    measuring = {d.id: d.text for d in read_jsonl(shared / "gold/gold.jsonl")}
    measuring |= {d.id: d.text for s in ("dev", "test") for d in load_split(repository / "data", s, corpora=corpora)}
    held = (("satp", "dev"), ("muc4", "tst"), ("re3d_conll", "dev"), ("re3d_conll", "test"), ("cameo_ner", "test"))
    held += (("wikievents", "dev"), ("hrdsattack", "dev"), ("gva", "dev"), ("awsd", "dev"), ("case2021", "test"))
    for name in {*(name for name, _ in held), "re3d"}:
        for document in read_native(name, corpora).documents:
            part = document.extra["part"]
            if any(part.startswith(start) for corpus, start in held if corpus == name) or never_trained(
                document.id, never
            ):
                measuring[document.id] = document.text
    index = ShingleIndex(measuring)
    refused = {*measuring, *never, *read_excluded(repository / "data/splits")}
    for stage, read in (("pretrain", read_texts), ("auxiliary", read_tasks)):
        texts = read_stage_config(repository / "configs" / f"{stage}.yaml").texts
        where = {"data": repository / "data", "never": texts.never, "held_out": texts.held_out}
        found = read(corpora, texts.sources, **where)
        learned = found.texts if isinstance(found, StageTexts) else [t for task in found.tasks for t in task.texts]
        assert len(learned) > 3000
        assert {text.id for text in learned}.isdisjoint(refused)
        leaks = [(text.id, index.close(text.text)[0]) for text in learned if index.close(text.text)]
        assert leaks == [], (stage, NEAR_DUPLICATE)
