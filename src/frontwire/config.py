"""Training configurations: one YAML file per experiment, read into plain dataclasses.

Unknown keys, wrong types and values out of range are all collected and reported at once in a
:class:`~frontwire.errors.ConfigError`; a key that nothing reads is a fault, not a remark.
"""

from __future__ import annotations

import dataclasses
import math
import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from frontwire.errors import ConfigError, DependencyError, UsageError

KINDS_OF_DATA: Final = ("own", "real")
SPLITS: Final = ("train", "dev", "test")


@dataclass(frozen=True, slots=True)
class BaseConfig:
    """The encoder that training starts from.

    ``model`` is a folder, a Hub id, ``bundled`` (the model that comes with frontwire, to train it on) or ``random`` (a tiny
    BERT of ``hidden_size``, ``layers`` and ``vocabulary``, made from the training texts for tests; only it reads the three).
    ``sha256`` pins the weights file. ``dropout`` replaces the encoder's rates, ``attention_dropout`` that of the attention
    weights alone.
    """

    model: str = "sentence-transformers/all-MiniLM-L6-v2"
    revision: str | None = None
    sha256: str | None = None
    dropout: float | None = None
    attention_dropout: float | None = None
    hidden_size: int = 32
    layers: int = 2
    vocabulary: int = 2000


@dataclass(frozen=True, slots=True)
class DataConfig:
    """What to learn from (train) and what to choose the epoch by (dev).

    ``kinds`` of documents come from the splits of ``folder``, laid out as the project's own; ``train_files`` and ``dev_files``
    (files or folders, in JSONL, inline or stand-off form) are added to them, and with ``kinds: []`` stand alone.
    ``limit`` takes only the first documents of each part (tests, learning curves).
    """

    folder: str = "data"
    corpora: str | None = None
    kinds: list[str] = field(default_factory=lambda: ["own", "real"])
    train_split: str = "train"
    dev_split: str = "dev"
    train_files: list[str] = field(default_factory=list)
    dev_files: list[str] = field(default_factory=list)
    limit: int | None = None
    max_lost_share: float = 0.01


@dataclass(frozen=True, slots=True)
class AugmentationConfig:
    """Copies of training documents under each perturbation of ``frontwire.corpora.perturbation``, as shares of all, 0..1.

    Training time grows by the sum of the shares; 0 adds none.
    """

    capitals: float = 0.0
    lower_case: float = 0.0
    no_punctuation: float = 0.0
    scan: float = 0.0
    bad_scan: float = 0.0
    page_lines: float = 0.0


@dataclass(frozen=True, slots=True)
class WindowConfig:
    """Window size and shared tokens, special tokens included in ``max_length``."""

    max_length: int = 256
    overlap: int = 32


@dataclass(frozen=True, slots=True)
class OptimizerConfig:
    """AdamW with warm-up and decay. ``layer_decay`` multiplies the learning rate once per layer from the head down.

    With ``average_decay`` above 0 an exponential moving average of the weights is scored and saved in their place.
    """

    learning_rate: float = 3e-4
    layer_decay: float = 1.0
    weight_decay: float = 0.01
    epochs: float = 12
    batch_size: int = 8
    accumulation: int = 1
    warmup_share: float = 0.1
    schedule: str = "linear"
    max_grad_norm: float = 1.0
    label_smoothing: float = 0.0
    average_decay: float = 0.0


@dataclass(frozen=True, slots=True)
class DistillationConfig:
    """Learn the mean tag probabilities of ``teachers`` (model folders) beside the gold; none switches it off.

    ``weight`` is the teachers' part of the loss where there is gold; on texts without it they are all. ``unlabelled_words``
    is how many words of such texts are taken from the ``sources`` among the corpora, without the documents that the list
    ``never`` names and what is close to the files ``held_out`` (both relative to the corpora folder).
    """

    teachers: list[str] = field(default_factory=list)
    weight: float = 0.5
    unlabelled_words: int = 0
    sources: list[str] = field(
        default_factory=lambda: ["satp", "muc4", "hrdsattack", "wikievents", "gvdb", "gva", "awsd"]
    )
    never: str | None = "never-train.txt"
    held_out: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class EarlyStoppingConfig:
    """Stop after ``patience`` epochs without a better dev score; 0 never stops. The best epoch's weights are kept."""

    patience: int = 4


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """One training run. Paths are relative to the working directory; ``output`` holds checkpoints and ``model/``."""

    name: str = "frontwire-base"
    version: str = "0.1.0"
    seed: int = 13
    output: str = "runs/default"
    precision: str = "auto"
    device: str = "auto"
    weights: str = "fp16"
    base: BaseConfig = field(default_factory=BaseConfig)
    data: DataConfig = field(default_factory=DataConfig)
    augmentation: AugmentationConfig = field(default_factory=AugmentationConfig)
    windows: WindowConfig = field(default_factory=WindowConfig)
    optimizer: OptimizerConfig = field(default_factory=OptimizerConfig)
    distillation: DistillationConfig = field(default_factory=DistillationConfig)
    early_stopping: EarlyStoppingConfig = field(default_factory=EarlyStoppingConfig)

    def to_dict(self) -> dict[str, Any]:
        return dataclasses.asdict(self)


def read_config(path: str | Path, overrides: Mapping[str, str] | None = None) -> TrainConfig:
    """Read a YAML file; ``overrides`` maps dotted keys (``optimizer.epochs``) to YAML values that replace the file's."""
    return parse_config(read_values(path, overrides), source=str(path))


def read_values(path: str | Path, overrides: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The plain values of a YAML file, with ``overrides`` as :func:`read_config` takes them; an empty file holds none.

    Raises :class:`ConfigError` where the file cannot be read, or it or a value set for it is no YAML.
    """
    path = Path(path)
    try:
        import yaml
    except ImportError:
        raise DependencyError("pyyaml", "train", "reading a configuration") from None
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(str(path), [f"cannot be read: {error.strerror}"]) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(str(path), [f"is no YAML: {_first_words(error)}"]) from None
    content = {} if content is None else content
    if not isinstance(content, dict):
        raise ConfigError(str(path), [f"holds {type(content).__name__}; expected a mapping of keys"])
    for key, value in (overrides or {}).items():
        try:
            parsed = yaml.safe_load(value)
        except yaml.YAMLError:
            raise ConfigError(str(path), [f"{key}: the value {value!r} is no YAML"]) from None
        set_dotted(content, key, parsed, str(path))
    return content


def parse_overrides(items: Iterable[str]) -> dict[str, str]:
    """``KEY=VALUE`` of a command line as the overrides of :func:`read_values`; raises :class:`UsageError` for another form."""
    overrides: dict[str, str] = {}
    for item in items:
        key, separator, value = item.partition("=")
        if not separator or not key.strip("."):
            raise UsageError(f"--set {item!r}; expected KEY=VALUE, as in optimizer.epochs=3")
        overrides[key] = value
    return overrides


def _first_words(error: Exception) -> str:
    """What a YAML error says and where, without the excerpt that would take lines of its own."""
    mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
    return (
        f"line {mark.line + 1}, column {mark.column + 1}: {problem}"
        if mark and problem
        else " ".join(str(error).split())
    )


def parse_config(content: dict[str, Any], *, source: str = "<config>") -> TrainConfig:
    """A configuration from plain values; raises one :class:`ConfigError` with every problem."""
    problems: list[str] = []
    config = build_section(TrainConfig, content, "", problems)
    if not problems:
        problems += [message for check, message in _RULES if not check(config)]
    if problems:
        raise ConfigError(source, problems)
    return typing.cast(TrainConfig, config)


_RULES: Final[list[tuple[Callable[[Any], bool], str]]] = [
    (lambda c: c.precision in ("auto", "fp32", "bf16"), "precision: expected auto, fp32 or bf16"),
    (lambda c: c.weights in ("fp16", "fp32"), "weights: expected fp16 or fp32"),
    (lambda c: bool(c.name.strip()), "name: is empty"),
    (lambda c: bool(c.output.strip()), "output: is empty; expected a folder"),
    (lambda c: 0 <= c.seed < 2**32, "seed: expected 0 up to 4294967295"),
    (
        lambda c: bool(re.fullmatch(r"auto|cpu|mps|cuda(:\d+)?", c.device)),
        "device: expected auto, cpu, cuda, cuda:N or mps",
    ),
    (lambda c: set(c.data.kinds) <= set(KINDS_OF_DATA), "data.kinds: expected a list of own and real"),
    (
        lambda c: c.data.kinds or (c.data.train_files and c.data.dev_files),
        "data: nothing to learn from; expected kinds (own, real), or train_files and dev_files",
    ),
    (
        lambda c: {c.data.train_split, c.data.dev_split} <= set(SPLITS) and c.data.train_split != c.data.dev_split,
        "data.train_split, data.dev_split: expected two different ones of train, dev and test",
    ),
    (lambda c: c.data.limit is None or c.data.limit > 0, "data.limit: expected a positive number or null"),
    (lambda c: 0 <= c.data.max_lost_share <= 1, "data.max_lost_share: expected 0..1"),
    (
        lambda c: all(0 <= share <= 1 for share in dataclasses.asdict(c.augmentation).values()),
        "augmentation: expected shares of the training documents, 0..1",
    ),
    (lambda c: c.windows.max_length >= 16, "windows.max_length: expected at least 16 tokens"),
    (lambda c: 0 <= c.windows.overlap < c.windows.max_length - 8, "windows.overlap: expected 0 up to max_length - 8"),
    (lambda c: 0 < c.optimizer.learning_rate < 1, "optimizer.learning_rate: expected above 0, below 1"),
    (lambda c: 0 < c.optimizer.layer_decay <= 1, "optimizer.layer_decay: expected above 0, at most 1"),
    (lambda c: 0 < c.optimizer.epochs < math.inf, "optimizer.epochs: expected a number above 0"),
    (lambda c: c.optimizer.batch_size > 0, "optimizer.batch_size: expected above 0"),
    (lambda c: c.optimizer.accumulation > 0, "optimizer.accumulation: expected above 0"),
    (lambda c: 0 <= c.optimizer.warmup_share < 1, "optimizer.warmup_share: expected 0 up to below 1"),
    (
        lambda c: c.optimizer.schedule in ("linear", "cosine", "constant"),
        "optimizer.schedule: expected linear, cosine or constant",
    ),
    (lambda c: 0 <= c.optimizer.label_smoothing < 1, "optimizer.label_smoothing: expected 0 up to below 1"),
    (lambda c: 0 <= c.optimizer.average_decay < 1, "optimizer.average_decay: expected 0 up to below 1"),
    (lambda c: 0 <= c.distillation.weight <= 1, "distillation.weight: expected 0..1"),
    (lambda c: c.distillation.unlabelled_words >= 0, "distillation.unlabelled_words: expected 0 or more"),
    (
        lambda c: c.distillation.teachers or not c.distillation.unlabelled_words,
        "distillation.unlabelled_words: texts without annotations teach nothing without distillation.teachers",
    ),
    (
        lambda c: not (c.distillation.teachers and c.optimizer.label_smoothing),
        "optimizer.label_smoothing: expected 0 with distillation.teachers, whose probabilities are smooth already",
    ),
    (lambda c: c.early_stopping.patience >= 0, "early_stopping.patience: expected 0 or more epochs"),
    (lambda c: c.base.dropout is None or 0 <= c.base.dropout < 1, "base.dropout: expected 0 up to below 1"),
    (
        lambda c: c.base.attention_dropout is None or 0 <= c.base.attention_dropout < 1,
        "base.attention_dropout: expected 0 up to below 1",
    ),
]


def build_section(cls: Any, content: Any, prefix: str, problems: list[str]) -> Any:
    """A configuration dataclass from plain values, its sections with it; what is amiss is added to ``problems``."""
    if not isinstance(content, dict):
        problems.append(f"{prefix.rstrip('.')}: found {type(content).__name__}, expected a mapping of keys")
        return cls()
    hints = typing.get_type_hints(cls)
    known = {f.name for f in dataclasses.fields(cls)}
    values: dict[str, Any] = {}
    for key, value in content.items():
        if key not in known:
            problems.append(f"{prefix}{key}: unknown key; expected one of {', '.join(sorted(known))}")
        elif dataclasses.is_dataclass(hints[key]):
            values[key] = build_section(hints[key], value, f"{prefix}{key}.", problems)
        else:
            values[key] = _typed(value, hints[key], f"{prefix}{key}", problems)
    return cls(**values)


def _typed(value: Any, hint: Any, name: str, problems: list[str]) -> Any:
    options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    for option in options:
        if option is type(None) and value is None:
            return None
        if option is float and isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        if option is float and isinstance(value, str):  # YAML 1.1 reads 3e-4 as text
            try:
                return float(value)
            except ValueError:
                continue
        if option in (int, str) and isinstance(value, option) and not isinstance(value, bool):
            return value
        if (
            typing.get_origin(option) is list
            and isinstance(value, list)
            and all(isinstance(item, str) for item in value)
        ):
            return list(value)
    expected = " or ".join("null" if o is type(None) else getattr(o, "__name__", str(o)) for o in options)
    problems.append(f"{name}: found {value!r}, expected {expected}")
    return value


def set_dotted(content: dict[str, Any], dotted: str, value: Any, source: str) -> None:
    """Put a value at a dotted key; raises :class:`ConfigError` where a part of the key is no mapping."""
    *parents, last = dotted.split(".")
    for parent in parents:
        content = content.setdefault(parent, {})
        if not isinstance(content, dict):
            raise ConfigError(source, [f"{dotted}: {parent} is no mapping"])
    content[last] = value
