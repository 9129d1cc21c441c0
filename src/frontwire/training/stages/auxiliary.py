"""Auxiliary tagging tasks: one shared encoder, a linear head for each task, batches of one task each."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from frontwire.errors import DataError
from frontwire.evaluation.counts import Counts
from frontwire.model.devices import choose_device, choose_precision
from frontwire.model.encoding import IGNORED, TextEncoder
from frontwire.training.bases import Base, load_base
from frontwire.training.features import LengthBucketSampler
from frontwire.training.resuming import begin_run, end_run, find_checkpoint
from frontwire.training.stages.config import AuxiliaryConfig
from frontwire.training.stages.loop import run_stage
from frontwire.training.stages.pretrain import hold_back
from frontwire.training.stages.saving import portable_stage_settings, save_base_folder
from frontwire.training.stages.tags import layer_labels, token_spans
from frontwire.training.stages.task_texts import StageTasks
from frontwire.training.stages.tasks import TaggingTask
from frontwire.training.stages.texts import StageText

#: Batches are padded to a multiple of it, so that the CPU's kernels, compiled per shape, are used again.
_WIDTH: Final = 32
#: Windows held back that are measured at most, of each task.
_MEASURED_WINDOWS: Final = 64


@dataclass(frozen=True, slots=True)
class TaskWindow:
    """Input ids *(n,)* with special tokens, and label ids *(n, layers)*."""

    ids: NDArray[np.int64]
    labels: NDArray[np.int64]


def train_auxiliary(config: AuxiliaryConfig, tasks: StageTasks, *, resume: bool = False) -> dict[str, Any]:
    """Train and write ``<output>/base``; returns its ``base.json``. Resumes and raises as ``pretrain`` does."""
    started = time.monotonic()
    checkpoints = Path(config.output) / "checkpoints"
    identity = {"settings": portable_stage_settings(config), "tasks_sha256": tasks.sha256()}
    checkpoint = find_checkpoint(checkpoints, identity, resume=resume)
    begin_run(checkpoints, identity)
    device = choose_device(config.device)
    precision = choose_precision(config.precision, device)
    base = load_base(config.base, seed=config.seed, texts=(t.text for task in tasks.tasks for t in task.texts))
    if device.type == "cpu":
        base.model.set_attn_implementation("eager")  # forwards and backwards the faster one here
    stage = AuxiliaryStage(config, base, tasks.tasks, device=device)
    history = run_stage(
        stage,
        optimizer_config=config.optimizer,
        seed=config.seed,
        device=device,
        bf16=precision == "bf16",
        checkpoints=checkpoints,
        checkpoint=checkpoint,
        checkpoint_steps=config.checkpoint_steps,
    )
    record = save_base_folder(
        Path(config.output) / "base",
        base=base,
        config=config,
        record={
            "tasks": {
                task.name: tasks.counts[task.name].to_dict()
                | {
                    "labels": [list(labels) for labels in task.labels],
                    "spans": sum(len(layer.spans) for text in task.texts for layer in text.layers),
                    "windows": stage.windows[task.name],
                    "batches": stage.batches[task.name],
                }
                for task in tasks.tasks
            },
            "tasks_sha256": tasks.sha256(),
            "history": history,
            "device": str(device),
            "precision": precision,
            "seconds": round(time.monotonic() - started, 1),
        },
    )
    end_run(checkpoints)
    return record


def sampled_tasks(sizes: Sequence[int], steps: int, *, exponent: float, seed: int) -> NDArray[np.int64]:
    """The task of every step *(steps,)*, drawn in proportion to its size to the power ``exponent`` (1: by size, 0: all alike)."""
    weights = np.array(sizes, dtype=float) ** exponent
    return np.random.default_rng([seed, 3]).choice(len(sizes), size=steps, p=weights / weights.sum())


class AuxiliaryStage:
    """Auxiliary training as the loop sees it."""

    def __init__(
        self, config: AuxiliaryConfig, base: Base, tasks: Sequence[TaggingTask], *, device: torch.device
    ) -> None:
        self.config = config
        self.device = device
        self.tasks = list(tasks)
        self._pad = int(base.tokenizer.pad_token_id or 0)
        encoder = TextEncoder(base.tokenizer.backend_tokenizer, max_length=config.length, overlap=config.overlap)
        self._learned: list[list[TaskWindow]] = []
        self._held: list[list[TaskWindow]] = []
        for task in self.tasks:
            learned, held = _hold_back(task, share=config.held_share, seed=config.seed)
            self._learned.append(task_windows(learned, encoder))
            self._held.append(task_windows(held, encoder)[:_MEASURED_WINDOWS])
            if not self._learned[-1] or not self._held[-1]:
                raise DataError(
                    f"task {task.name}: {len(learned.texts)} texts to learn from and {len(held.texts)} held back; expected "
                    "at least one of each in which something is marked"
                )
        size = config.optimizer.batch_size
        sizes = [len(windows) for windows in self._learned]
        self._samplers = [
            LengthBucketSampler([len(w.ids) for w in windows], batch_size=size, seed=config.seed)
            for windows in self._learned
        ]
        self.steps = math.ceil(sum(sizes) * config.optimizer.epochs / size)
        self._order = sampled_tasks(sizes, self.steps, exponent=config.exponent, seed=config.seed)
        # How many batches of its task a step has before it: what a task's next batch is follows from it alone.
        self._before = np.zeros(self.steps, dtype=np.int64)
        for number in range(len(self.tasks)):
            own = self._order == number
            self._before[own] = np.arange(own.sum())
        self._orders: dict[int, tuple[int, list[int]]] = {}
        names = [task.name for task in self.tasks]
        self.windows = dict(zip(names, sizes, strict=True))
        self.batches = {name: int((self._order == number).sum()) for number, name in enumerate(names)}
        model: Any = base.model
        self.model = TaskModel(model.base_model, self.tasks, dropout=_dropout(model.config)).to(device)

    def head_parameters(self) -> Iterable[nn.Parameter]:
        """The heads of all tasks."""
        return self.model.heads.parameters()

    def loss(self, step: int) -> torch.Tensor:
        """Cross-entropy of a batch of the step's task, summed over its layers."""
        number = int(self._order[step])
        windows, size = self._learned[number], self.config.optimizer.batch_size
        epoch, batch = divmod(int(self._before[step]), -(-len(windows) // size))
        if self._orders.get(number, (-1,))[0] != epoch:
            self._samplers[number].set_epoch(epoch)
            self._orders[number] = epoch, list(self._samplers[number])
        chosen = self._orders[number][1][batch * size : (batch + 1) * size]
        logits, labels = self._logits(number, [windows[i] for i in chosen])
        return _loss(logits, labels, self.tasks[number])

    def measure(self) -> dict[str, float]:
        """Loss (nats, summed over layers) and F1 (0..1) of equal spans, the best tag of every token, on what is held back."""
        measured: dict[str, float] = {}
        size = self.config.optimizer.batch_size
        for number, task in enumerate(self.tasks):
            losses: list[float] = []
            counts = Counts()
            for start in range(0, len(self._held[number]), size):
                logits, labels = self._logits(number, self._held[number][start : start + size])
                losses.append(float(_loss(logits, labels, task)))
                counts += _span_counts(logits, labels, task)
            measured[f"{task.name}_loss"] = sum(losses) / len(losses)
            measured[f"{task.name}_f1"] = counts.f1
        return measured

    def _logits(self, number: int, windows: Sequence[TaskWindow]) -> tuple[torch.Tensor, torch.Tensor]:
        width = -(-max(len(window.ids) for window in windows) // _WIDTH) * _WIDTH
        ids = np.full((len(windows), width), self._pad, dtype=np.int64)
        mask = np.zeros((len(windows), width), dtype=np.int64)
        labels = np.full((len(windows), width, windows[0].labels.shape[1]), IGNORED, dtype=np.int64)
        for i, window in enumerate(windows):
            end = len(window.ids)
            ids[i, :end], mask[i, :end], labels[i, :end] = window.ids, 1, window.labels
        sent = [torch.from_numpy(array).to(self.device) for array in (ids, mask, labels)]
        return self.model(self.tasks[number].name, sent[0], sent[1]).float(), sent[2]


class TaskModel(nn.Module):
    """A shared encoder and a linear head for each task."""

    def __init__(self, encoder: Any, tasks: Sequence[TaggingTask], *, dropout: float) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict()
        for task in tasks:
            head = nn.Linear(int(encoder.config.hidden_size), task.columns[-1].stop)
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)
            self.heads[task.name] = head

    def forward(self, task: str, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Logits *(windows, length, columns of the task)*."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        logits: torch.Tensor = self.heads[task](self.dropout(states))
        return logits


def task_windows(task: TaggingTask, encoder: TextEncoder) -> list[TaskWindow]:
    """Windows of all texts of a task, those left out in which nothing is learned."""
    windows = []
    for text in task.texts:
        encoded = encoder.encode(text.text)
        layers = [layer_labels(encoded, layer, names) for layer, names in zip(text.layers, task.labels, strict=True)]
        for window in encoded.windows:
            labels = np.stack([encoder.window_labels(ids, window) for ids in layers], axis=1)
            if (labels != IGNORED).any():
                windows.append(TaskWindow(encoder.window_ids(encoded, window), labels))
    return windows


def _hold_back(task: TaggingTask, *, share: float, seed: int) -> tuple[TaggingTask, TaggingTask]:
    _, held = hold_back([StageText(text.id, task.name, "") for text in task.texts], share=share, seed=seed)
    ids = {text.id for text in held}
    learned_texts = [text for text in task.texts if text.id not in ids]
    held_texts = [text for text in task.texts if text.id in ids]
    return (
        TaggingTask(task.name, task.labels, learned_texts),
        TaggingTask(task.name, task.labels, held_texts),
    )


def _dropout(config: Any) -> float:
    return float(getattr(config, "hidden_dropout_prob", 0.1))


def _loss(logits: torch.Tensor, labels: torch.Tensor, task: TaggingTask) -> torch.Tensor:
    """Mean over the learned tokens of each layer, summed; a layer in which a batch learns nothing adds nothing."""
    losses = []
    for layer, columns in enumerate(task.columns):
        targets = labels[..., layer].reshape(-1)
        summed = functional.cross_entropy(
            logits[..., columns].reshape(len(targets), -1), targets, ignore_index=IGNORED, reduction="sum"
        )
        losses.append(summed / (targets != IGNORED).sum().clamp(min=1))
    return torch.stack(losses).sum()


def _span_counts(logits: torch.Tensor, labels: torch.Tensor, task: TaggingTask) -> Counts:
    """Spans of the best tags against gold; tokens that are not learned from count as outside on both sides."""
    counts = Counts()
    for layer, columns in enumerate(task.columns):
        gold = labels[..., layer].cpu().numpy()
        best = logits[..., columns].argmax(dim=-1).cpu().numpy()
        best[gold == IGNORED] = 0
        for left, right in zip(gold, best, strict=True):
            known, found = token_spans(left), token_spans(right)
            counts += Counts(len(known & found), len(found), len(known))
    return counts
