from __future__ import annotations

import numpy as np
import pytest

from frontwire.model.encoding import EncodedText, TextEncoder
from frontwire.model.pooling import merge_states, pool
from frontwire.schema import Mention
from tiny import TEXTS, tiny_tokenizer


def encoded(text: str) -> EncodedText:
    return TextEncoder(tiny_tokenizer(), max_length=24, overlap=6).encode(text)


def mention(text: str, start: int, end: int) -> Mention:
    return Mention(id="m1", label="EVENT", start=start, end=end, text=text[start:end])


def test_each_token_takes_its_row_from_the_window_that_owns_it() -> None:
    item = encoded(" ".join(TEXTS * 3))
    assert len(item.windows) > 1
    # The rows of window i all hold i: what comes back is the owner of each token.
    states = [np.full((end - start, 2), index, dtype=np.float32) for index, (start, end) in enumerate(item.windows)]
    merged = merge_states(item, states)
    np.testing.assert_array_equal(merged, np.stack([item.window_owner] * 2, axis=1))


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("killed", id="one word"),
        pytest.param("Lashkar Gah", id="two words"),
        pytest.param("Gunmen", id="first"),
        pytest.param(".", id="last"),
    ],
)
def test_a_mention_is_the_mean_of_its_tokens(words: str) -> None:
    text = TEXTS[0]
    item = encoded(text)
    states = np.random.default_rng(0).normal(size=(len(item.token_ids), 3)).astype(np.float32)
    start = text.rindex(words)
    inside = [i for i, (s, e) in enumerate(item.offsets.tolist()) if s < start + len(words) and e > start]
    pooled = pool(item, states, [mention(text, start, start + len(words))])
    np.testing.assert_allclose(pooled["m1"], states[inside].mean(axis=0), rtol=1e-6)


def test_a_mention_without_tokens_is_zeros() -> None:
    text = "Gunmen  killed"
    item = encoded(text)
    states = np.ones((len(item.token_ids), 3), dtype=np.float32)
    assert pool(item, states, [mention(text, 6, 7)])["m1"].tolist() == [0, 0, 0]
