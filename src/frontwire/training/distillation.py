"""Learning from teachers: the mean tag probabilities of other models, on the training texts and on texts without annotations.

Hinton, Vinyals & Dean (2015) for the loss; several seeds distilled into one as in Furlanello et al. (2018), with further texts as
in self-training (Xie et al. 2020). A teacher has learned its training documents by heart, so most of what it can tell
stands in the texts that nobody annotated.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from frontwire.errors import ModelLoadError
from frontwire.model.encoding import IGNORED, TextEncoder
from frontwire.model.folder import WEIGHTS, open_model_folder
from frontwire.model.tagger import Tagger
from frontwire.training.features import Features, PaddingCollator

if TYPE_CHECKING:
    import torch

#: Tokens with padding in one batch of a teacher.
TEACHER_BATCH_TOKENS: Final = 2048


def add_unlabelled(features: Features, texts: Sequence[str], encoder: TextEncoder) -> Features:
    """The windows of ``features`` and behind them those of ``texts``, every label of which is the ignored one."""
    from datasets import Dataset, concatenate_datasets

    rows: dict[str, list[Any]] = {"input_ids": [], "labels": [], "length": []}
    tokens = 0
    for text in texts:
        encoded = encoder.encode(text)
        tokens += len(encoded.token_ids)
        for window in encoded.windows:
            input_ids = encoder.window_ids(encoded, window)
            rows["input_ids"].append(input_ids.tolist())
            rows["labels"].append([IGNORED] * len(input_ids))
            rows["length"].append(len(input_ids))
    if not rows["length"]:
        return features
    dataset = concatenate_datasets([features.dataset, Dataset.from_dict(rows, features=features.dataset.features)])
    return Features(dataset, features.lost, features.mentions, features.tokens + tokens)


def teacher_targets(
    features: Features, teachers: Sequence[str], encoder: TextEncoder, *, device: str, precision: str
) -> list[NDArray[np.float16]]:
    """Mean tag probabilities *(length, tags)* of the teachers for every window, special tokens included.

    Raises :class:`ModelLoadError` when a teacher cannot be loaded or cuts texts into other tokens than the student.
    """
    windows = [np.asarray(ids, dtype=np.int64) for ids in features.dataset["input_ids"]]
    vocabulary = encoder.tokenizer.get_vocab()
    total: list[NDArray[np.float32]] = []
    for teacher in teachers:
        tagger = Tagger.load(open_model_folder(Path(teacher)), device=device, precision=precision)
        if tagger.encoder.tokenizer.get_vocab() != vocabulary:
            raise ModelLoadError(
                f"the teacher {teacher!r} has another vocabulary than the base; its probabilities would stand on other tokens"
            )
        rows = [_probabilities(x) for x in tagger.backend.logits(windows, batch_tokens=TEACHER_BATCH_TOKENS)]
        total = [a + b for a, b in zip(total, rows, strict=True)] if total else rows
    return [(rows / len(teachers)).astype(np.float16) for rows in total]


def weights_sha256(folder: str) -> str:
    """Hash of a model folder's weights; raises :class:`ModelLoadError` when it is none."""
    path = open_model_folder(Path(folder)).path / WEIGHTS
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def texts_sha256(texts: Sequence[str]) -> str:
    """Hash of texts in their order."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(hashlib.sha256(text.encode()).digest())
    return digest.hexdigest()


def _probabilities(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    found: NDArray[np.float32] = shifted / shifted.sum(axis=-1, keepdims=True)
    return found


class DistillationCollator(PaddingCollator):
    """Pads windows as :class:`PaddingCollator` does and adds the teachers' ``targets`` *(batch, width, tags)*, zero on padding.

    The rows' column ``row`` says which of ``targets`` is theirs.
    """

    def __init__(self, pad_id: int, targets: Sequence[NDArray[np.float16]], *, multiple: int = 1) -> None:
        super().__init__(pad_id, multiple=multiple)
        self.targets = targets

    def __call__(self, rows: Sequence[dict[str, Any]]) -> dict[str, torch.Tensor]:
        import torch

        batch = super().__call__(rows)
        size, width = batch["input_ids"].shape
        padded = np.zeros((size, width, self.targets[0].shape[1]), dtype=np.float32)
        for i, row in enumerate(rows):
            padded[i, : len(row["input_ids"])] = self.targets[row["row"]]
        return batch | {"targets": torch.from_numpy(padded)}


def distillation_loss(
    logits: torch.Tensor, labels: torch.Tensor, targets: torch.Tensor, *, weight: float
) -> torch.Tensor:
    """Mean cross entropy over the tokens that have a target: against the teachers by ``weight`` (0..1) and gold by the rest.

    Tokens without gold are learned from the teachers alone. ``logits`` and ``targets`` *(batch, width, tags)*, ``labels``
    *(batch, width)* with the ignored label where there is no gold; targets are zero on padding.
    """
    import torch

    logs = torch.log_softmax(logits.float(), dim=-1)
    soft = -(targets * logs).sum(-1)
    known = labels != IGNORED
    hard = -logs.gather(-1, labels.clamp(min=0).unsqueeze(-1)).squeeze(-1)
    loss = torch.where(known, weight * soft + (1 - weight) * hard, soft)
    return loss.sum() / (targets.sum(-1) > 0).sum().clamp(min=1)
