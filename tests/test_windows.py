from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire.model.windows import cut_units, make_windows, owners


def test_windows_end_at_sentence_ends_and_overlap() -> None:
    units = [(0, 10), (10, 20), (20, 30), (30, 40), (40, 50)]
    assert make_windows(units, 30, 10) == [(0, 30), (20, 50)]


def test_the_last_window_repeats_no_more_than_the_overlap() -> None:
    units = [(0, 10), (10, 20), (20, 30), (30, 35)]
    assert make_windows(units, 30, 0) == [(0, 30), (30, 35)]
    assert make_windows(units, 30, 5) == [(0, 30), (20, 35)]


def test_a_long_sentence_is_cut_before_a_word() -> None:
    word_starts = np.array([True, True, False, True, False, False, True])
    assert cut_units([0], word_starts, 4) == [(0, 3), (3, 7)]


def test_a_word_longer_than_a_window_is_cut_inside() -> None:
    word_starts = np.array([True] + [False] * 9)
    assert cut_units([0], word_starts, 4) == [(0, 4), (4, 8), (8, 10)]


def test_the_most_central_window_owns_a_token() -> None:
    owner = owners([(0, 30), (20, 50)], 50)
    assert owner.tolist() == [0] * 25 + [1] * 25


@pytest.mark.parametrize("overlap", [0, 3, 7])
@given(lengths=st.lists(st.integers(1, 40), min_size=1, max_size=30))
def test_windows_cover_every_token_within_the_limit(lengths: list[int], overlap: int) -> None:
    total = sum(lengths)
    starts = np.cumsum([0, *lengths[:-1]]).tolist()
    units = cut_units(starts, np.ones(total, dtype=np.bool_), 16)
    assert units[0][0] == 0
    assert units[-1][1] == total
    assert all(left[1] == right[0] for left, right in itertools.pairwise(units))
    windows = make_windows(units, 16, overlap)
    assert all(0 < end - start <= 16 for start, end in windows)
    assert all(left[0] < right[0] and left[1] < right[1] for left, right in itertools.pairwise(windows))
    owner = owners(windows, total)
    assert (owner >= 0).all()
    for token, index in enumerate(owner.tolist()):
        assert windows[index][0] <= token < windows[index][1]
