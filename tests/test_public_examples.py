"""Examples of the public benchmarks are cut into windows without losing a word."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.public.examples import Example, ExampleEncoder, word_offsets
from benchmarks.public.scheme import Scheme
from frontwire.corpora.held_back import held_back
from frontwire.errors import ModelLoadError
from frontwire.model.encoding import IGNORED
from tiny import tiny_base

SCHEME = Scheme((("A", "B"), ("C",)))
BASE = tiny_base()


def encoder(*, max_length: int = 24, overlap: int = 6) -> ExampleEncoder:
    return ExampleEncoder(BASE.tokenizer, SCHEME, max_length=max_length, overlap=overlap)


def example(words: list[str], **fields: Any) -> Example:
    outside = tuple("O" for _ in words)
    return Example("e", tuple(words), (outside, outside), **fields)


_WORDS = st.lists(
    st.sampled_from(["Gunmen", "killed", "policemen", ",", "5.975,74", "\u200b", "\x01", "é" * 40, "旗"]),
    min_size=1,
    max_size=60,
)


@settings(deadline=None)
@given(words=_WORDS, max_length=st.integers(11, 40), overlap=st.integers(0, 12))
def test_every_word_is_owned_once_and_read_where_it_begins(words: list[str], max_length: int, overlap: int) -> None:
    coder, made = encoder(max_length=max_length, overlap=overlap), example(words)
    windows = coder.windows(made)
    owned = [word for window in windows for word in window.firsts[window.owned][:, 1].tolist()]
    assert sorted(owned) == list(range(len(words)))
    assert all(len(window.input_ids) <= max_length for window in windows)
    # Logits that name their word come back at that word, whichever window they stood in.
    logits = []
    for window in windows:
        rows = np.zeros((len(window.input_ids), SCHEME.size), dtype=np.float32)
        rows[window.firsts[:, 0]] = window.firsts[:, 1:]
        logits.append(rows)
    assert coder.merge(made, windows, logits)[:, 0].tolist() == list(range(len(words)))


def test_a_long_sentence_is_read_by_overlapping_windows() -> None:
    windows = encoder().windows(example(["killed"] * 50))
    assert len(windows) > 2
    words = [set(window.firsts[:, 1].tolist()) for window in windows]
    assert all(left & right for left, right in itertools.pairwise(words))


def test_a_word_that_the_tokenizer_cleans_away_is_unknown() -> None:
    (window,) = encoder().windows(example(["killed", "\x01", "three"]))
    assert window.input_ids[window.firsts[1, 0]] == BASE.tokenizer.unk_token_id
    assert window.firsts[:, 1].tolist() == [0, 1, 2]


def test_labels_stand_on_first_pieces_alone() -> None:
    made = Example("e", ("Gunmen", "*", "zzzz"), (("B-A", "O", "I-A"), ("O", "O", "B-C")), unscored=frozenset({1}))
    coder = encoder()
    (window,) = coder.windows(made)
    labels = coder.labels(made, window)
    first, mark, second = window.firsts[:, 0].tolist()
    assert labels[first].tolist() == [1, 0]
    assert labels[mark].tolist() == [IGNORED, IGNORED]
    assert labels[second].tolist() == [2, 1]
    assert (labels != IGNORED).any(axis=1).sum() == 2


def test_the_prompt_stands_before_every_window() -> None:
    prompt = ("the", "minister")
    plain, made = example(["killed"] * 90), example(["killed"] * 90, prompt=prompt)
    windows = encoder().windows(made)
    head = windows[0].input_ids[: windows[0].firsts[0, 0]].tolist()
    assert head[0] == BASE.tokenizer.cls_token_id
    assert head[-1] == BASE.tokenizer.sep_token_id
    assert len(windows) > len(encoder().windows(plain))
    assert all(window.input_ids[: len(head)].tolist() == head for window in windows)


def test_no_words_no_windows() -> None:
    assert encoder().windows(example([])) == []


def test_a_prompt_without_room_for_text_is_refused() -> None:
    with pytest.raises(ValueError, match="leaves"):
        encoder(max_length=12).windows(example(["killed"], prompt=("killed",) * 8))


def test_tags_and_words_are_as_many() -> None:
    with pytest.raises(ValueError, match="expected as many"):
        Example("e", ("a", "b"), (("O",),))


def test_a_tokenizer_of_another_family_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    other = tiny_base().tokenizer
    other.cls_token = None
    with pytest.raises(ModelLoadError, match="BERT family"):
        ExampleEncoder(other, SCHEME, max_length=24, overlap=6)


def test_words_of_a_text() -> None:
    text = "u.s.-backed units; 12 dead"
    assert [text[a:b] for a, b in word_offsets(text)] == ["u", ".", "s", ".", "-", "backed", "units", ";", "12", "dead"]


@given(count=st.integers(0, 60), seed=st.integers(0, 5))
def test_held_back_is_a_fixed_share(count: int, seed: int) -> None:
    chosen = held_back(count, share=0.15, seed=seed)
    assert len(chosen) == round(count * 0.15)
    assert chosen <= set(range(count))
    assert chosen == held_back(count, share=0.15, seed=seed)


def test_the_split_is_pinned() -> None:
    assert held_back(20, share=0.15, seed=13) != held_back(20, share=0.15, seed=14)
    assert held_back(20, share=0.15, seed=13) == {6, 9, 11}
