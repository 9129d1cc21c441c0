"""Hidden states → one vector per mention: the mean over its tokens, each as its central window sees it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from frontwire.model.encoding import EncodedText
from frontwire.schema import Mention


def merge_states(encoded: EncodedText, window_states: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """Hidden states *(n, size)* of a document: each token's row from the window that owns it.

    ``window_states[i]`` has a row per token of window i, special tokens already removed; at least one window.
    """
    merged = np.zeros((len(encoded.token_ids), window_states[0].shape[1]), dtype=np.float32)
    for index, ((start, end), states) in enumerate(zip(encoded.windows, window_states, strict=True)):
        mine = encoded.window_owner[start:end] == index
        merged[start:end][mine] = states[mine]
    return merged


def pool(
    encoded: EncodedText, states: NDArray[np.float32], mentions: Iterable[Mention]
) -> dict[str, NDArray[np.float32]]:
    """Mention id → mean state *(size,)* of the tokens that the mention touches; zeros where it touches none."""
    starts, ends = encoded.offsets[:, 0], encoded.offsets[:, 1]
    pooled = {}
    for mention in mentions:
        first = int(np.searchsorted(ends, mention.start, side="right"))
        last = int(np.searchsorted(starts, mention.end, side="left"))
        rows = states[first:last]
        pooled[mention.id] = rows.mean(axis=0) if len(rows) else np.zeros(states.shape[1], dtype=np.float32)
    return pooled
