"""WikiEvents arguments with gold triggers: trained on train_recast.jsonl alone, measured on dev.jsonl.

    python -m benchmarks.wikievents --corpora DIR [--base PATH] [--seeds 13 14 15] [--learning-rates 1e-4 3e-4] [-o FILE]

The base must never have seen dev.jsonl; a folder that this project trained may have, so it is taken only with --unseen.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.public.arguments import CONTEXT_WORDS, DEV_SHARE, ArgumentTask, read_arguments
from benchmarks.public.running import SMOKE_LIMIT, corpora, make_parser, run
from benchmarks.public.tagging import Recipe
from frontwire.corpora.held_back import SPLIT_SEED
from frontwire.errors import UsageError
from frontwire.training.stages.saving import RECORD
from frontwire.training.stages.tasks import NINE

PROTOCOL: Final = f"""
    Trained on train_recast.jsonl only, from a base that never saw dev.jsonl; {DEV_SHARE:.0%} of its documents by a fixed seed
    ({SPLIT_SEED}) choose epoch, learning rate and bias and teach nothing; measured on dev.jsonl, so not comparable with
    published test figures. Triggers and event types are given. Scored as TextEE does: Arg-C is micro-F1 over sets of
    (document, event type, exact span, role). Texts are read {CONTEXT_WORDS} words on either side of the trigger;
    arguments beyond, and those that the reader cannot place, count as missed. 95% intervals: bootstrap over documents.
"""


def main(argv: Sequence[str] | None = None) -> int:
    parser = make_parser(__doc__, Recipe(epochs=8))
    parser.add_argument("--unseen", action="store_true", help="the base, trained by this project, never saw dev.jsonl")
    arguments = parser.parse_args(argv)
    if not arguments.unseen and may_have_seen(arguments.base):
        raise UsageError(
            f"base {arguments.base!r} was trained by this project, whose documents come from dev.jsonl among others; "
            "give another base, or --unseen where its training left them out"
        )
    examples, data = read_arguments(corpora(arguments), limit=SMOKE_LIMIT if arguments.smoke else None)
    run(ArgumentTask(PROTOCOL, examples, data), arguments)
    return 0


def may_have_seen(base: str) -> bool:
    """Whether a base is the bundled model, a model this project trained, or a stage's base folder that says it has seen it."""
    if base == "bundled" or (Path(base) / "training.json").is_file():
        return True
    record = Path(base) / RECORD
    seen = json.loads(record.read_text(encoding="utf-8")).get("seen", []) if record.is_file() else []
    return not {"wikievents_dev", NINE}.isdisjoint(seen)


if __name__ == "__main__":
    raise SystemExit(main())
