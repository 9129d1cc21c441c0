"""re3d NER, ConfliBERT's split: a base fine-tuned on the training file's ten labels, measured on the test file.

python -m benchmarks.re3d --corpora DIR [--base PATH] [--seeds 13 14 15] [--learning-rates 1e-4 3e-4 6e-4] [-o FILE]
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.public.running import SMOKE_LIMIT, corpora, make_parser, run
from benchmarks.public.sentences import SentenceTask, read_sentences
from benchmarks.public.tagging import Recipe
from benchmarks.public.task import Examples
from frontwire.corpora.native.sources import required_file

PROTOCOL: Final = """
    train.txt, dev.txt and test.txt of the ConfliBERT split as they are; a unit is a sentence. Training, epoch, learning
    rate and all other choices by train and dev alone. Every token of the test file is predicted (a sentence longer than
    the window by overlapping windows) by the tag of its first word piece. Micro-averaged F1 of spans equal in label and
    both ends over the whole test file, as seqeval's default reads tags. 95% intervals: bootstrap over sentences.
"""


def main(argv: Sequence[str] | None = None) -> int:
    parser = make_parser(__doc__, Recipe(epochs=15))
    arguments = parser.parse_args(argv)
    limit = SMOKE_LIMIT if arguments.smoke else None
    run(SentenceTask("re3d", PROTOCOL, read(corpora(arguments) / "re3d_conll", limit=limit)), arguments)
    return 0


def read(folder: Path, *, limit: int | None = None) -> Examples:
    """The three files; ``limit`` takes the first sentences of each."""
    files = [required_file(folder, f"{part}.txt") for part in ("train", "dev", "test")]
    train, dev, test = (read_sentences(path)[:limit] for path in files)
    return Examples(train, dev, test, files)


if __name__ == "__main__":
    raise SystemExit(main())
