"""Fine-tuning an encoder on any label set: a plain loop over length buckets, the best epoch by a dev score."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import get_linear_schedule_with_warmup

from benchmarks.public.examples import Example, ExampleEncoder
from benchmarks.public.scheme import Scheme
from frontwire.config import BaseConfig
from frontwire.model.backends import TorchBackend
from frontwire.model.devices import choose_device, choose_precision
from frontwire.model.encoding import IGNORED
from frontwire.model.tagger import BATCH_TOKENS_CPU, BATCH_TOKENS_GPU
from frontwire.training.bases import load_base
from frontwire.training.distillation import distillation_loss
from frontwire.training.features import LengthBucketSampler
from frontwire.training.trainer import layer_groups

if TYPE_CHECKING:
    from transformers import PreTrainedModel

#: Batches are padded to a multiple of it: few widths let the CPU's kernels, compiled per shape, be used again.
_WIDTH = 32


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to fine-tune; lengths in tokens.

    ``layer_decay`` multiplies the learning rate once per layer from the head down; ``fresh_layers`` are that many upper
    layers that forget what the base had learned (Zhang et al. 2021). ``teachers``: so many models of other seeds, whose mean
    probabilities are learned by ``teacher_weight`` (0..1) beside gold, and alone on ``unlabelled_words`` of other texts.
    """

    learning_rate: float = 3e-4
    epochs: int = 10
    batch_size: int = 16
    warmup_share: float = 0.1
    weight_decay: float = 0.01
    layer_decay: float = 1.0
    label_smoothing: float = 0.0
    max_grad_norm: float = 1.0
    dropout: float = 0.1
    attention_dropout: float = 0.0  # on a CPU the fused dropout of attention weights costs half as much time again
    fresh_layers: int = 0
    teachers: int = 0
    teacher_weight: float = 0.5
    unlabelled_words: int = 0
    max_length: int = 256
    overlap: int = 64
    precision: str = "auto"
    device: str = "auto"


class WordTagger:
    """A fine-tuned encoder that gives logits for words."""

    def __init__(
        self, model: PreTrainedModel, encoder: ExampleEncoder, *, device: torch.device, pad_id: int, bf16: bool
    ) -> None:
        self.model = model
        self.encoder = encoder
        self.device = device
        self.pad_id = pad_id
        self.bf16 = bf16

    def logits(self, examples: Sequence[Example]) -> list[NDArray[np.float32]]:
        """Logits *(words, columns of the scheme)* of each example, read whole."""
        self.model.eval()
        windows = [self.encoder.windows(example) for example in examples]
        backend = TorchBackend(self.model, device=self.device, precision="fp32", pad_id=self.pad_id, autocast=self.bf16)
        batch_tokens = BATCH_TOKENS_CPU if self.device.type == "cpu" else BATCH_TOKENS_GPU
        rows = iter(backend.logits([w.input_ids for found in windows for w in found], batch_tokens=batch_tokens))
        return [
            self.encoder.merge(example, found, [next(rows) for _ in found])
            for example, found in zip(examples, windows, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A tagger with the weights of its best epoch, the dev score (0..1) after every epoch, and the base's origin."""

    tagger: WordTagger
    history: list[float]
    origin: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Lesson:
    """An example and what teachers say of it: probabilities *(words, columns of the scheme)*. ``gold``: its tags count too."""

    example: Example
    probabilities: NDArray[np.float32]
    gold: bool


def fit(
    base: str,
    scheme: Scheme,
    train: Sequence[Example],
    *,
    recipe: Recipe,
    seed: int,
    dev_score: Callable[[WordTagger], float],
    lessons: Sequence[Lesson] = (),
) -> Fitted:
    """Fine-tune ``base`` (a folder, Hub id, ``bundled`` or ``random``) with a fresh head and keep the best epoch's weights.

    Where there are ``lessons`` they are learned, and ``train`` only makes the vocabulary of a random base. Of epochs with
    equal scores the first counts. Raises :class:`~frontwire.errors.ModelLoadError` when the base cannot
    be had and ``ValueError`` without examples.
    """
    if not train or recipe.epochs < 1:
        raise ValueError(f"{len(train)} training examples, {recipe.epochs} epochs; expected at least one of each")
    device = choose_device(recipe.device)
    tagger, origin = _new_tagger(base, scheme, train, recipe=recipe, seed=seed, device=device)
    model, encoder = tagger.model, tagger.encoder
    rows = _taught_rows(encoder, lessons) if lessons else _rows(encoder, train)
    optimizer = torch.optim.AdamW(layer_groups(model, recipe.learning_rate, recipe.layer_decay, recipe.weight_decay))
    steps = recipe.epochs * -(-len(rows) // recipe.batch_size)
    schedule = get_linear_schedule_with_warmup(optimizer, round(steps * recipe.warmup_share), steps)
    sampler = LengthBucketSampler([len(ids) for ids, *_ in rows], batch_size=recipe.batch_size, seed=seed)
    history: list[float] = []
    best: dict[str, torch.Tensor] = {}
    for epoch in range(recipe.epochs):
        sampler.set_epoch(epoch)
        model.train()
        for batch in _batches(sampler, recipe.batch_size):
            ids, mask, labels, *targets = (t.to(device) for t in _padded([rows[i] for i in batch], tagger.pad_id))
            with torch.autocast(device.type, torch.bfloat16, enabled=tagger.bf16):
                logits = model(input_ids=ids, attention_mask=mask).logits.float()
            if targets:
                loss = _taught_loss(logits, labels, targets[0], scheme, recipe.teacher_weight)
            else:
                loss = _loss(logits, labels, scheme, recipe.label_smoothing)
            torch.autograd.backward(loss)
            torch.nn.utils.clip_grad_norm_(model.parameters(), recipe.max_grad_norm)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
        history.append(dev_score(tagger))
        if history[-1] > max(history[:-1], default=-1.0):
            best = {name: value.detach().clone() for name, value in model.state_dict().items()}
    model.load_state_dict(best)
    return Fitted(tagger, history, origin)


def _new_tagger(
    base: str, scheme: Scheme, train: Sequence[Example], *, recipe: Recipe, seed: int, device: torch.device
) -> tuple[WordTagger, dict[str, Any]]:
    config = BaseConfig(model=base, dropout=recipe.dropout, attention_dropout=recipe.attention_dropout)
    loaded = load_base(config, seed=seed, texts=(" ".join((*example.prompt, *example.words)) for example in train))
    model: Any = loaded.model
    # Every base gets a head of its own for the corpus's labels, the project's own models too.
    model.classifier = torch.nn.Linear(model.config.hidden_size, scheme.size)
    torch.nn.init.normal_(model.classifier.weight, std=0.02)
    torch.nn.init.zeros_(model.classifier.bias)
    if recipe.fresh_layers:
        _forget(model, recipe.fresh_layers)
    if device.type == "cpu":
        model.set_attn_implementation("eager")  # forwards and backwards the plain attention is the faster one here
    model.to(device)
    positions = int(getattr(model.config, "max_position_embeddings", recipe.max_length))
    encoder = ExampleEncoder(
        loaded.tokenizer, scheme, max_length=min(recipe.max_length, positions), overlap=recipe.overlap
    )
    bf16 = choose_precision(recipe.precision, device) == "bf16"
    pad_id = int(loaded.tokenizer.pad_token_id or 0)
    return WordTagger(model, encoder, device=device, pad_id=pad_id, bf16=bf16), loaded.origin


def _forget(model: Any, layers: int) -> None:
    """Weights of the upper layers as a new encoder has them. (The library's own way passes over what it has loaded.)"""
    blocks = model.base_model.encoder.layer
    if layers > len(blocks):
        raise ValueError(f"{layers} fresh layers; the encoder has {len(blocks)}")
    for block in blocks[len(blocks) - layers :]:
        for module in block.modules():
            if isinstance(module, torch.nn.Linear):
                torch.nn.init.normal_(module.weight, std=model.config.initializer_range)
                torch.nn.init.zeros_(module.bias)
            elif isinstance(module, torch.nn.LayerNorm):
                module.reset_parameters()


#: Input ids, labels *(length, layers)* and, from teachers, probabilities *(length, columns)*.
_Row = tuple[NDArray[Any], ...]


def _rows(encoder: ExampleEncoder, examples: Sequence[Example]) -> list[_Row]:
    rows = [
        (window.input_ids, encoder.labels(example, window))
        for example in examples
        for window in encoder.windows(example)
    ]
    return [row for row in rows if (row[1] != IGNORED).any()]  # the mean loss over no word is no number


def _taught_rows(encoder: ExampleEncoder, lessons: Sequence[Lesson]) -> list[_Row]:
    rows: list[_Row] = []
    for lesson in lessons:
        for window in encoder.windows(lesson.example):
            labels = encoder.labels(lesson.example, window)
            known = (labels != IGNORED).any(axis=1)
            targets = np.zeros((len(window.input_ids), encoder.scheme.size), dtype=np.float32)
            positions, words = window.firsts.T
            targets[positions] = lesson.probabilities[words]
            targets[~known] = 0  # marks are no words
            if known.any():
                rows.append((window.input_ids, labels if lesson.gold else np.full_like(labels, IGNORED), targets))
    return rows


def _batches(order: Iterator[int] | LengthBucketSampler, size: int) -> Iterator[list[int]]:
    flat = list(order)
    for start in range(0, len(flat), size):
        yield flat[start : start + size]


def _padded(rows: Sequence[_Row], pad_id: int) -> list[torch.Tensor]:
    """Ids, mask *(batch, width)*, labels *(batch, width, layers)* and, where rows have them, targets *(batch, width, columns)*."""
    width = -(-max(len(row[0]) for row in rows) // _WIDTH) * _WIDTH
    ids = np.full((len(rows), width), pad_id, dtype=np.int64)
    mask = np.zeros((len(rows), width), dtype=np.int64)
    labels = np.full((len(rows), width, rows[0][1].shape[1]), IGNORED, dtype=np.int64)
    targets = [np.zeros((len(rows), width, found.shape[1]), dtype=np.float32) for found in rows[0][2:]]
    for i, (row, row_labels, *row_targets) in enumerate(rows):
        ids[i, : len(row)], mask[i, : len(row)], labels[i, : len(row)] = row, 1, row_labels
        for padded, found in zip(targets, row_targets, strict=True):
            padded[i, : len(row)] = found
    return [torch.from_numpy(array) for array in (ids, mask, labels, *targets)]


def _loss(logits: torch.Tensor, labels: torch.Tensor, scheme: Scheme, smoothing: float) -> torch.Tensor:
    """Cross-entropy over words, summed over layers."""
    losses = [
        torch.nn.functional.cross_entropy(
            logits[..., columns].reshape(-1, columns.stop - columns.start),
            labels[..., layer].reshape(-1),
            ignore_index=IGNORED,
            label_smoothing=smoothing,
        )
        for layer, columns in enumerate(scheme.slices)
    ]
    return torch.stack(losses).sum()


def _taught_loss(
    logits: torch.Tensor, labels: torch.Tensor, targets: torch.Tensor, scheme: Scheme, weight: float
) -> torch.Tensor:
    """As :func:`_loss` against gold by ``1 - weight`` and teachers by ``weight``; teachers alone on words without gold."""
    losses = [
        distillation_loss(logits[..., columns], labels[..., layer], targets[..., columns], weight=weight)
        for layer, columns in enumerate(scheme.slices)
    ]
    return torch.stack(losses).sum()
