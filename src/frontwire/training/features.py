"""Documents → a ``datasets.Dataset`` of windows with label ids, and an account of the gold that tokens cannot express."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from frontwire.errors import DataError
from frontwire.model.encoding import IGNORED, TextEncoder, align_mentions
from frontwire.schema import Document, Mention

if TYPE_CHECKING:
    import torch
    from datasets import Dataset


@dataclass(frozen=True, slots=True)
class Features:
    """Training windows. ``lost`` pairs a document's id with a mention whose edges fall inside a word."""

    dataset: Dataset
    lost: list[tuple[str, Mention]]
    mentions: int
    tokens: int

    @property
    def lost_share(self) -> float:
        """Lost mentions as a share of all, 0..1."""
        return len(self.lost) / self.mentions if self.mentions else 0.0


def make_features(documents: Sequence[Document], encoder: TextEncoder) -> Features:
    """Cut documents into windows (columns ``input_ids``, ``labels``, ``length``), in document order."""
    from datasets import Dataset

    rows: dict[str, list[Any]] = {"input_ids": [], "labels": [], "length": []}
    lost: list[tuple[str, Mention]] = []
    tokens = 0
    for document in documents:
        encoded = encoder.encode(document.text)
        alignment = align_mentions(encoded, document.mentions)
        lost += [(document.id, mention) for mention in alignment.lost]
        tokens += len(encoded.token_ids)
        for window in encoded.windows:
            input_ids = encoder.window_ids(encoded, window)
            rows["input_ids"].append(input_ids.tolist())
            rows["labels"].append(encoder.window_labels(alignment.tag_ids, window).tolist())
            rows["length"].append(len(input_ids))
    return Features(Dataset.from_dict(rows), lost, sum(len(d.mentions) for d in documents), tokens)


def check_lost(features: Features, max_share: float) -> None:
    """Raise :class:`DataError` when more gold is lost than allowed, with examples."""
    if features.lost_share > max_share:
        examples = ", ".join(f"{mention.text!r} in {document}" for document, mention in features.lost[:5])
        raise DataError(
            f"{len(features.lost)} of {features.mentions} mentions begin or end inside a word ({features.lost_share:.1%}); "
            f"at most {max_share:.1%} is allowed (data.max_lost_share). Examples: {examples}"
        )


class PaddingCollator:
    """Pads a batch of windows to its longest, rounded up to ``multiple``: ids with the pad id, labels with the ignored id.

    Few different widths let the CPU's matrix kernels, which are compiled per shape, be used again.
    """

    def __init__(self, pad_id: int, *, multiple: int = 1) -> None:
        self.pad_id = pad_id
        self.multiple = multiple

    def __call__(self, rows: Sequence[dict[str, Any]]) -> dict[str, torch.Tensor]:
        import torch

        width = -(-max(len(row["input_ids"]) for row in rows) // self.multiple) * self.multiple
        ids = np.full((len(rows), width), self.pad_id, dtype=np.int64)
        mask = np.zeros((len(rows), width), dtype=np.int64)
        labels = np.full((len(rows), width), IGNORED, dtype=np.int64)
        for i, row in enumerate(rows):
            length = len(row["input_ids"])
            ids[i, :length] = row["input_ids"]
            mask[i, :length] = 1
            labels[i, :length] = row["labels"]
        return {
            "input_ids": torch.from_numpy(ids),
            "attention_mask": torch.from_numpy(mask),
            "labels": torch.from_numpy(labels),
        }


class LengthBucketSampler:
    """Random order in which neighbours have similar lengths, so that batches waste little padding.

    The windows are shuffled, cut into pools of ``pool_batches`` batches, each pool sorted by length and its batches shuffled.
    The order follows from seed and epoch alone, so a resumed run sees what an undisturbed one would have.
    """

    def __init__(self, lengths: Sequence[int], *, batch_size: int, seed: int, pool_batches: int = 16) -> None:
        self.lengths = list(lengths)
        self.batch_size = batch_size
        self.seed = seed
        self.pool = batch_size * pool_batches
        self.epoch = 0

    def set_epoch(self, epoch: int) -> None:
        """Choose the epoch whose order comes next."""
        self.epoch = epoch

    def __len__(self) -> int:
        return len(self.lengths)

    def __iter__(self) -> Iterator[int]:
        random = np.random.default_rng([self.seed, self.epoch])
        order = random.permutation(len(self.lengths)).tolist()
        batches: list[list[int]] = []
        for start in range(0, len(order), self.pool):
            pool = sorted(order[start : start + self.pool], key=lambda i: self.lengths[i])
            batches += [pool[i : i + self.batch_size] for i in range(0, len(pool), self.batch_size)]
        # A short batch must stay last: the loader cuts the flat order into batches again.
        full = [batch for batch in batches if len(batch) == self.batch_size]
        short = [batch for batch in batches if len(batch) < self.batch_size]
        for index in random.permutation(len(full)).tolist():
            yield from full[index]
        for batch in short:
            yield from batch
