"""Configurations of stages: ``stage: masked`` or ``stage: auxiliary``, read as strictly as those of training."""

from __future__ import annotations

import dataclasses
import re
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from frontwire.config import BaseConfig, build_section, read_values
from frontwire.errors import ConfigError
from frontwire.training.stages.sources import OWN, SOURCES
from frontwire.training.stages.tasks import TASKS


@dataclass(frozen=True, slots=True)
class TextsConfig:
    """What to read: sources of texts, or of auxiliary tasks. ``never`` and ``held_out`` are paths in the corpora folder, or absolute ones.

    ``never`` lists ids that no training may see; ``held_out`` are files of documents that only measure. ``limit`` takes only
    the first texts of each source (tests).
    """

    sources: list[str] = field(default_factory=list)
    data: str = "data"
    corpora: str | None = None
    never: str | None = "never-train.txt"
    held_out: list[str] = field(default_factory=lambda: ["../gold/gold.jsonl"])
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class MaskingConfig:
    """Whole-word masking: ``share`` of the tokens is to be told; of the words chosen ``mask`` become the mask token, ``random``
    other tokens, and the rest stay. Wettig et al. (2023) found more than the usual 15% better."""

    share: float = 0.2
    mask: float = 0.8
    random: float = 0.1


@dataclass(frozen=True, slots=True)
class StageOptimizerConfig:
    """AdamW with warm-up and linear decay. ``head_learning_rate`` is that of heads, which begin from nothing.

    ``batch_size`` in windows of ``length`` tokens, special ones included. In the first ``head_steps`` steps heads learn alone,
    so that what they say before they know anything does not reach the encoder (Kumar et al., 2022).
    """

    learning_rate: float = 2e-4
    head_learning_rate: float = 1e-3
    head_steps: int = 0
    weight_decay: float = 0.01
    epochs: float = 2
    batch_size: int = 32
    warmup_share: float = 0.06
    max_grad_norm: float = 1.0


@dataclass(frozen=True, slots=True)
class StageConfig:
    """What both stages share. ``checkpoint_steps``: optimiser steps between checkpoints and measurements; ``held_share``: part
    of the texts that is not learned from and measures the loss."""

    name: str = "frontwire-stage"
    seed: int = 13
    output: str = "runs/stage"
    precision: str = "auto"
    device: str = "auto"
    length: int = 128
    held_share: float = 0.02
    checkpoint_steps: int = 100
    base: BaseConfig = field(default_factory=BaseConfig)
    texts: TextsConfig = field(default_factory=TextsConfig)
    optimizer: StageOptimizerConfig = field(default_factory=StageOptimizerConfig)

    def to_dict(self) -> dict[str, Any]:
        return dataclasses.asdict(self)


@dataclass(frozen=True, slots=True)
class MaskedConfig(StageConfig):
    """Further masked-language training."""

    stage: str = "masked"
    masking: MaskingConfig = field(default_factory=MaskingConfig)


@dataclass(frozen=True, slots=True)
class AuxiliaryConfig(StageConfig):
    """Auxiliary tagging tasks, named by ``texts.sources``. Batches are drawn in proportion to a task's windows to the power
    ``exponent``; windows of ``length`` tokens share about ``overlap``."""

    stage: str = "auxiliary"
    overlap: int = 32
    exponent: float = 0.6


_RULES: Final[list[tuple[Callable[[Any], bool], str]]] = [
    (lambda c: c.precision in ("auto", "fp32", "bf16"), "precision: expected auto, fp32 or bf16"),
    (lambda c: bool(c.output.strip()), "output: is empty; expected a folder"),
    (lambda c: 0 <= c.seed < 2**32, "seed: expected 0 up to 4294967295"),
    (lambda c: bool(re.fullmatch(r"auto|cpu|cuda(:\d+)?", c.device)), "device: expected auto, cpu, cuda or cuda:N"),
    (lambda c: c.length >= 16, "length: expected at least 16 tokens"),
    (lambda c: 0 < c.held_share < 0.5, "held_share: expected above 0, below 0.5"),
    (lambda c: c.checkpoint_steps > 0, "checkpoint_steps: expected above 0"),
    (
        lambda c: len(set(c.texts.sources)) == len(c.texts.sources),
        "texts.sources: a name stands twice",
    ),
    (lambda c: c.texts.limit is None or c.texts.limit > 0, "texts.limit: expected a positive number or null"),
    (lambda c: 0 < c.optimizer.learning_rate < 1, "optimizer.learning_rate: expected above 0, below 1"),
    (lambda c: 0 < c.optimizer.head_learning_rate < 1, "optimizer.head_learning_rate: expected above 0, below 1"),
    (lambda c: c.optimizer.head_steps >= 0, "optimizer.head_steps: expected 0 or more"),
    (lambda c: c.optimizer.epochs > 0, "optimizer.epochs: expected above 0"),
    (lambda c: c.optimizer.batch_size > 0, "optimizer.batch_size: expected above 0"),
    (lambda c: 0 <= c.optimizer.warmup_share < 1, "optimizer.warmup_share: expected 0 up to below 1"),
]
_MASKED_RULES: Final[list[tuple[Callable[[Any], bool], str]]] = [
    (
        lambda c: c.texts.sources and set(c.texts.sources) <= {OWN, *SOURCES},
        f"texts.sources: expected some of {', '.join((OWN, *SOURCES))}",
    ),
    (lambda c: 0 < c.masking.share < 1, "masking.share: expected above 0, below 1"),
    (
        lambda c: min(c.masking.mask, c.masking.random) >= 0 and c.masking.mask + c.masking.random <= 1,
        "masking.mask, masking.random: expected shares of 0..1 that add up to at most 1",
    ),
]
_AUXILIARY_RULES: Final[list[tuple[Callable[[Any], bool], str]]] = [
    (
        lambda c: c.texts.sources and set(c.texts.sources) <= set(TASKS),
        f"texts.sources: expected some of the tasks {', '.join(TASKS)}",
    ),
    (lambda c: 0 <= c.overlap < c.length - 8, "overlap: expected 0 up to length - 8"),
    (lambda c: 0 <= c.exponent <= 1, "exponent: expected 0..1"),
]
_STAGES: Final[Mapping[str, tuple[type[StageConfig], list[tuple[Callable[[Any], bool], str]]]]] = {
    "masked": (MaskedConfig, [*_RULES, *_MASKED_RULES]),
    "auxiliary": (AuxiliaryConfig, [*_RULES, *_AUXILIARY_RULES]),
}


def read_stage_config(path: str | Path, overrides: Mapping[str, str] | None = None) -> StageConfig:
    """Read a YAML file; ``overrides`` maps dotted keys to YAML values that replace the file's.

    Raises one :class:`ConfigError` with every problem.
    """
    return parse_stage_config(read_values(path, overrides), source=str(path))


def parse_stage_config(content: dict[str, Any], *, source: str = "<config>") -> StageConfig:
    """A configuration from plain values."""
    if content.get("stage") not in _STAGES:
        raise ConfigError(source, [f"stage: found {content.get('stage')!r}, expected {' or '.join(_STAGES)}"])
    cls, rules = _STAGES[content["stage"]]
    problems: list[str] = []
    config = build_section(cls, content, "", problems)
    if not problems:
        problems += [message for holds, message in rules if not holds(config)]
    if problems:
        raise ConfigError(source, problems)
    return typing.cast(StageConfig, config)
