"""MUC-4 templates: the extractor's records mapped to templates, scored against the keys of TST3 and TST4.

    python -m benchmarks.muc4_templates --corpora DIR [--model DIR] [--cache DIR] [--part dev] [-o RESULT.json]

The extractor reads the messages; a mapping (:mod:`benchmarks.public.templates`) turns mentions, events and the tagger's
hidden states into templates. It is fitted on the keys of DEV (1,300 messages), its thresholds on TST1 and TST2 (200), which
are never learnt from otherwise; TST3 and TST4 (200) measure. How keys are read says :mod:`~benchmarks.public.templates.keys`,
how they are scored :mod:`~benchmarks.public.templates.scores`. Intervals: bootstrap over messages.

Most of the time goes to reading DEV; ``--cache`` keeps what was read, for one model. The figures of TST1 and TST2 are flattered
by the choice of thresholds; ``--part dev`` stops there and reads no test message.
"""

from __future__ import annotations

import argparse
import dataclasses
import platform
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch

from benchmarks import native_sets
from benchmarks.public.report import machine_name
from benchmarks.public.runs import file_hashes
from benchmarks.public.templates.filling import Analysis, Thresholds, fill
from benchmarks.public.templates.fitting import fit_mapping
from benchmarks.public.templates.joining import Aliases
from benchmarks.public.templates.keys import Key
from benchmarks.public.templates.messages import ARCHIVE, Message, read_messages
from benchmarks.public.templates.scores import Filled, MessageCounts, count_as_gtt, count_fields, count_fillers
from benchmarks.public.templates.tuning import tune
from frontwire.evaluation.bootstrap import bootstrap_intervals
from frontwire.evaluation.counts import Counts
from frontwire.predictor import Extractor

PARTS: Final = {"dev": ("tst1", "tst2"), "test": ("tst3", "tst4")}
_PACKAGES: Final = ("frontwire", "torch", "transformers", "tokenizers", "scipy", "numpy")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    native_sets.add_arguments(parser)
    parser.add_argument("--model", help="model folder (default: the bundled one)")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep what the extractor made of the messages")
    parser.add_argument(
        "--part",
        choices=tuple(PARTS),
        default="test",
        help="dev: TST1 and TST2 alone; test: TST3 and TST4 too (default)",
    )
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--samples", type=int, default=1000, help="of the bootstrap over messages (default: 1000)")
    parser.add_argument("--limit", type=int, help="messages of each part, for a trial; the figures mean nothing")
    arguments = parser.parse_args(argv)
    began = time.perf_counter()
    torch.set_num_threads(1)
    folder = native_sets.corpora_folder(arguments)
    extractor = Extractor.from_pretrained(arguments.model, device="cpu", precision="fp32", threads=1)

    def read(*parts: str) -> list[Message]:
        found = [read_messages(folder, part, extractor=extractor, cache=arguments.cache) for part in parts]
        return [message for messages in found for message in messages[: arguments.limit]]

    mapping = fit_mapping(read("dev"), seed=arguments.seed)
    chosen = [mapping.analyse(message) for message in read(*PARTS["dev"])]
    thresholds = tune(chosen, mapping.aliases)
    result: dict[str, Any] = {
        "benchmark": "muc4_templates",
        "model": extractor.model_info,
        "seed": arguments.seed,
        "thresholds": dataclasses.asdict(thresholds) | {"heads": sorted(thresholds.heads)},
        "sha256": file_hashes([folder / "muc4" / ARCHIVE]),
        "machine": machine_name(),
        "versions": {"python": platform.python_version()} | {name: version(name) for name in _PACKAGES},
        "dev": measure(chosen, thresholds, mapping.aliases, samples=arguments.samples),
    }
    if arguments.part == "test":
        judged = [mapping.analyse(message) for message in read(*PARTS["test"])]
        result["test"] = measure(judged, thresholds, mapping.aliases, samples=arguments.samples)
    result["seconds"] = round(time.perf_counter() - began)
    for part in PARTS:
        if part in result:
            print(f"{part}\n{format_measures(result[part])}")
    native_sets.write_result(result, arguments)
    return 0


def measure(
    analyses: Sequence[Analysis], thresholds: Thresholds, aliases: Aliases, *, samples: int
) -> dict[str, dict[str, Any]]:
    """Measure → scores of fillers, of fields and of fillers as the published scorer counts, each with its rows."""
    filled = [fill(analysis, thresholds, aliases) for analysis in analyses]
    keys = [analysis.message.keys for analysis in analyses]
    gtt = [count_as_gtt(gold, given) for gold, given in zip(keys, filled, strict=True)]
    found = {
        "fillers": summarise(_counts(count_fillers, keys, filled), samples=samples),
        "fields": summarise(_counts(count_fields, keys, filled), samples=samples),
    }
    right = sum((sum(precision.values(), Counts()) for precision, _ in gtt), Counts())
    hit = sum((sum(recall.values(), Counts()) for _, recall in gtt), Counts())
    both = Counts(right.matched, right.predicted, 0).precision, Counts(hit.matched, 0, hit.gold).recall
    f1 = 2 * both[0] * both[1] / sum(both) if sum(both) else 0.0
    found["fillers as GTT counts"] = {
        "all": {"precision": round(both[0], 4), "recall": round(both[1], 4), "f1": round(f1, 4), "gold": hit.gold}
    }
    return found


def _counts(
    count: Callable[[Sequence[Key], Sequence[Filled]], MessageCounts],
    keys: Sequence[Sequence[Key]],
    filled: Sequence[Sequence[Filled]],
) -> list[MessageCounts]:
    return [count(gold, given) for gold, given in zip(keys, filled, strict=True)]


def summarise(counts: Sequence[MessageCounts], *, samples: int) -> dict[str, Any]:
    """Row → scores with the 95% interval of F1, the row ``all`` first."""
    rows = [{"all": sum(one.values(), Counts()), **one} for one in counts]
    names = list(rows[0]) if rows else []
    cells = np.array([[(row[n].matched, row[n].predicted, row[n].gold) for n in names] for row in rows], dtype=np.int64)
    intervals = bootstrap_intervals(cells, samples=samples, seed=0)
    table = {}
    for name, ends in zip(names, intervals[:, 2], strict=True):
        total = sum((row[name] for row in rows), Counts())
        table[name] = {
            "precision": round(total.precision, 4),
            "recall": round(total.recall, 4),
            "f1": round(total.f1, 4),
            "f1_interval": None if np.isnan(ends).any() else [round(float(end), 4) for end in ends],
            "matched": total.matched,
            "predicted": total.predicted,
            "gold": total.gold,
        }
    return table


def format_measures(measures: Mapping[str, Mapping[str, Any]]) -> str:
    """The scores as a table for people, in percent."""
    rows = [["", "P", "R", "F1", "95%", "gold"]]
    for measure_name, table in measures.items():
        for name, row in table.items():
            ends = row.get("f1_interval")
            scores = (f"{100 * row[score]:.1f}" for score in ("precision", "recall", "f1"))
            interval = "" if ends is None else f"{100 * ends[0]:.1f}-{100 * ends[1]:.1f}"
            rows.append([measure_name if name == "all" else f"  {name}", *scores, interval, str(row["gold"])])
    return native_sets.format_rows(rows)


if __name__ == "__main__":
    raise SystemExit(main())
