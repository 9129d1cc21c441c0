"""Tokens a second that training reads, against the published example script for token classification, in one run.

    python -m benchmarks.training_throughput [--documents 60] [--rows documents] [--threads N] [--repeats 3] [-o FILE.json]

Both fine-tune the base of the configuration on the CPU with as many threads, and are timed over the same number of steps after
some to warm up, without evaluation and checkpoints: *frontwire* as `frontwire train` does (`configs/default.yaml`: batches of
like length, bf16 arithmetic where the processor has it), *example script* as `token_classification_example` says. They take
turns; the ratio is that of a repeat, then the median. The ratio by CPU time is the steadier one on a busy machine.

What counts is tokens of text: no padding, no special tokens. The script reads the same windows as frontwire, each a row. With
`--rows documents` its rows are whole documents, of which it drops what is behind the 256th token: nearly all rows are full then.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import datasets
import torch
import transformers
from transformers import PrinterCallback, Trainer, TrainerCallback, set_seed
from transformers.trainer_utils import IntervalStrategy

from benchmarks.token_classification_example import example_trainer
from frontwire.config import TrainConfig, read_config
from frontwire.corpora.collection import load_split
from frontwire.corpora.forms import read_documents
from frontwire.model.devices import choose_precision
from frontwire.model.encoding import TextEncoder
from frontwire.schema import Document
from frontwire.training.bases import Base, find_base, load_base
from frontwire.training.features import make_features
from frontwire.training.trainer import TaggerTrainer, training_arguments

OURS: Final = "frontwire"
PEER: Final = "example script"
_CPU: Final = torch.device("cpu")
_PACKAGES: Final = ("frontwire", "torch", "transformers", "accelerate")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the timed steps took and read: ``tokens`` of text, ``padding`` as a share of all that the model was given, 0..1.

    ``cpu_seconds`` are those of all threads together; unlike ``seconds`` they do not grow with the load of other processes.
    """

    seconds: float
    cpu_seconds: float
    tokens: int
    padding: float

    @property
    def speed(self) -> float:
        """Tokens of text a second."""
        return self.tokens / self.seconds

    @property
    def cpu_speed(self) -> float:
        """Tokens of text per second of CPU time."""
        return self.tokens / self.cpu_seconds


class Meter(TrainerCallback):
    """Times the steps behind ``warmup`` and counts what the model is given in them."""

    def __init__(self, *, warmup: int, special_tokens: int) -> None:
        self.warmup = warmup
        self.special_tokens = special_tokens
        self.started = self.ended = (0.0, 0.0)
        self.text = self.special = self.padding = 0

    def count(self, module: Any, args: Any, inputs: dict[str, Any]) -> None:
        """A hook before the forward pass: batches are fetched ahead, so that the loader is no place to count."""
        mask = inputs["attention_mask"]
        real, special = int(mask.sum()), len(mask) * self.special_tokens
        self.text += real - special
        self.special += special
        self.padding += mask.numel() - real

    def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Begin anew behind the warm-up; every later step moves the end."""
        self.ended = (time.perf_counter(), time.process_time())
        if state.global_step == self.warmup:
            self.started = self.ended
            self.text = self.special = self.padding = 0

    def reading(self) -> Reading:
        """Of the steps timed so far."""
        share = self.padding / (self.text + self.special + self.padding)
        seconds, cpu_seconds = (end - start for start, end in zip(self.started, self.ended, strict=True))
        return Reading(seconds, cpu_seconds, self.text, share)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", help="annotated files (default: the own articles of the train split)")
    parser.add_argument("--data", default="data", help="data folder (default: data)")
    parser.add_argument("--config", default="configs/default.yaml", help="of frontwire (default: %(default)s)")
    parser.add_argument("--documents", type=int, default=60, help="documents to take, spread over all (default: 60)")
    parser.add_argument("--rows", choices=("windows", "documents"), default="windows", help="rows of the script")
    parser.add_argument("--threads", type=int, help="CPU threads (default: PyTorch's choice)")
    parser.add_argument("--warmup", type=int, default=4, help="steps before the clock starts (default: 4)")
    parser.add_argument("--steps", type=int, help="timed steps (default: one reading of all windows)")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("-o", "--output", metavar="FILE", help="also write the result as JSON")
    args = parser.parse_args(arguments)
    for name in ("documents", "threads", "warmup", "steps", "repeats"):
        value = getattr(args, name)
        if value is not None and value < 1:
            parser.error(f"--{name} is {value}; expected 1 or more")

    quiet_libraries()
    if args.threads:
        torch.set_num_threads(args.threads)
    config = read_config(args.config)
    if config.base.model == "random":
        parser.error(f"the base of {args.config} is random; expected one of files, which both can load")
    documents = [d for path in args.gold for d in read_documents(path)] or load_split(
        args.data, "train", kinds=("own",)
    )
    documents = spread(documents, args.documents)
    base = load_base(config.base, seed=config.seed, texts=[])
    encoder = make_encoder(base, config)
    windows = [window for document in documents for window in in_windows(document, encoder)]
    rows = windows if args.rows == "windows" else documents
    steps = args.steps or -(-len(windows) // config.optimizer.batch_size)
    with tempfile.TemporaryDirectory() as folder:
        config = dataclasses.replace(config, output=folder)
        makers: dict[str, Callable[[], Trainer]] = {
            OURS: lambda: our_trainer(config, documents, max_steps=args.warmup + steps),
            PEER: lambda: example_trainer(
                find_base(config.base)[0],
                rows,
                max_length=config.windows.max_length,
                output=Path(folder),
                max_steps=args.warmup + steps,
                seed=config.seed,
            ),
        }
        arithmetic, readings = race(
            makers, warmup=args.warmup, special_tokens=encoder.max_length - encoder.max_tokens, repeats=args.repeats
        )
    pairs = list(zip(readings[OURS], readings[PEER], strict=True))
    result = {
        "config": args.config,
        "base": base.origin["model"],
        "documents": len(documents),
        "windows": len(windows),
        "rows": args.rows,
        "steps": {"warmup": args.warmup, "timed": steps},
        "repeats": args.repeats,
        "threads": torch.get_num_threads(),
        "machine": platform.processor() or platform.machine(),
        "versions": {"python": platform.python_version()} | {name: version(name) for name in _PACKAGES},
        "contenders": {name: {"arithmetic": arithmetic[name]} | summary(readings[name]) for name in makers},
        "ratio": of_repeats([a.speed / b.speed for a, b in pairs], 2),
        "cpu_time_ratio": of_repeats([a.cpu_speed / b.cpu_speed for a, b in pairs], 2),
    }
    print(table(result))
    if args.output:
        Path(args.output).write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


def quiet_libraries() -> None:
    """No bars, and no table of the head that is missing from the base."""
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    datasets.disable_progress_bars()


def spread(documents: Sequence[Document], count: int) -> list[Document]:
    """Up to ``count`` documents at equal distances: neighbours in the folder are much alike."""
    count = min(count, len(documents))
    return [documents[i * len(documents) // count] for i in range(count)]


def make_encoder(base: Base, config: TrainConfig) -> TextEncoder:
    """The encoder that lays the configuration's windows."""
    windows = config.windows
    return TextEncoder(base.tokenizer.backend_tokenizer, max_length=windows.max_length, overlap=windows.overlap)


def in_windows(document: Document, encoder: TextEncoder) -> list[Document]:
    """The windows of a document as documents of their own, with the mentions that lie in them."""
    encoded = encoder.encode(document.text)
    parts = []
    for first, end in encoded.windows:
        left, right = int(encoded.offsets[first, 0]), int(encoded.offsets[end - 1, 1])
        mentions = [
            dataclasses.replace(mention, start=mention.start - left, end=mention.end - left)
            for mention in document.mentions
            if left <= mention.start and mention.end <= right
        ]
        parts.append(Document(id=f"{document.id}-{first}", text=document.text[left:right], mentions=mentions))
    return parts


def our_trainer(config: TrainConfig, documents: Sequence[Document], *, max_steps: int) -> Trainer:
    """The trainer as :func:`frontwire.training.trainer.train` makes it, on the CPU and for nothing but training."""
    base = load_base(config.base, seed=config.seed, texts=[])
    base.model.set_attn_implementation("eager")
    encoder = make_encoder(base, config)
    features = make_features(documents, encoder)
    set_seed(config.seed)
    args = training_arguments(config, device=_CPU, precision=choose_precision(config.precision, _CPU))
    args.eval_strategy = args.save_strategy = args.logging_strategy = IntervalStrategy.NO
    args.load_best_model_at_end = False
    args.disable_tqdm = True
    args.max_steps = max_steps
    return TaggerTrainer(
        base=base,
        encoder=encoder,
        features=features,
        dev_documents=[],
        args=args,
        layer_decay=config.optimizer.layer_decay,
        average_decay=config.optimizer.average_decay,
    )


def race(
    makers: dict[str, Callable[[], Trainer]], *, warmup: int, special_tokens: int, repeats: int
) -> tuple[dict[str, str], dict[str, list[Reading]]]:
    """Number format and readings of each contender; they take turns, each time from the base anew."""
    arithmetic: dict[str, str] = {}
    readings: dict[str, list[Reading]] = {name: [] for name in makers}
    for _ in range(repeats):
        for name, make in makers.items():
            trainer = make()
            arithmetic[name] = {"no": "fp32"}.get(
                trainer.accelerator.mixed_precision, trainer.accelerator.mixed_precision
            )
            meter = Meter(warmup=warmup, special_tokens=special_tokens)
            trainer.add_callback(meter)
            trainer.remove_callback(PrinterCallback)
            model: Any = trainer.model  # the library lets it be missing
            hook = model.register_forward_pre_hook(meter.count, with_kwargs=True)
            trainer.train()
            hook.remove()
            readings[name].append(meter.reading())
    return arithmetic, readings


def summary(readings: Sequence[Reading]) -> dict[str, Any]:
    """Speed over the repeats, and what a repeat reads."""
    return {
        "tokens_per_s": of_repeats([reading.speed for reading in readings], 0),
        "tokens_per_cpu_s": of_repeats([reading.cpu_speed for reading in readings], 0),
        "tokens": readings[0].tokens,
        "padding": round(readings[0].padding, 4),
    }


def of_repeats(values: Sequence[float], digits: int) -> dict[str, Any]:
    """Median and range."""
    low, high = min(values), max(values)
    return {"median": round(statistics.median(values), digits), "range": [round(low, digits), round(high, digits)]}


def table(result: dict[str, Any]) -> str:
    """The result in lines."""
    lines = [
        f"{result['documents']} documents in {result['windows']} windows, the script's rows are {result['rows']}; "
        f"{result['steps']['timed']} steps, {result['repeats']} repeats; {result['machine']}, {result['threads']} threads"
    ]
    for name, row in result["contenders"].items():
        low, high = row["tokens_per_s"]["range"]
        lines.append(
            f"{name:14s} {row['arithmetic']:4s} {row['tokens_per_s']['median']:8.0f} tokens/s ({low:.0f}–{high:.0f}), "
            f"{row['padding']:.1%} padding, {row['tokens']} tokens in the steps"
        )
    for name, title in (("ratio", "ratio"), ("cpu_time_ratio", "ratio by CPU time")):
        low, high = result[name]["range"]
        lines.append(f"{title} {result[name]['median']:.2f} ({low:.2f}–{high:.2f})")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
