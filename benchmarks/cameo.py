"""CAMEO NER (source, target, relation): a base fine-tuned on the training file, measured on the test file.

python -m benchmarks.cameo --corpora DIR [--base PATH] [--seeds 13 14 15] [--learning-rates 1e-4 3e-4 6e-4] [-o FILE]
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.public.running import SMOKE_LIMIT, corpora, make_parser, run
from benchmarks.public.sentences import SentenceTask, read_sentences
from benchmarks.public.tagging import Recipe
from benchmarks.public.task import Examples
from frontwire.corpora.held_back import BENCHMARK_DEV, SPLIT_SEED, held_back
from frontwire.corpora.native.sources import required_file

DEV_SHARE: Final = BENCHMARK_DEV["cameo_ner"]

PROTOCOL: Final = f"""
    train.txt and test.txt of ConfliBERT's set as they are; a unit is a sentence. Dev is {DEV_SHARE:.0%} of the training
    sentences by a fixed seed ({SPLIT_SEED}) and teaches nothing. Epoch, learning rate and all other choices by dev alone.
    Every token of the test file is predicted (a sentence longer than the window by overlapping windows) by the tag of
    its first word piece. Micro-averaged F1 of spans equal in label and both ends over the whole test file, as seqeval's
    default reads tags. 95% intervals: bootstrap over sentences.
"""


def main(argv: Sequence[str] | None = None) -> int:
    parser = make_parser(__doc__, Recipe(epochs=10))
    arguments = parser.parse_args(argv)
    limit = SMOKE_LIMIT if arguments.smoke else None
    run(SentenceTask("cameo", PROTOCOL, read(corpora(arguments) / "cameo_ner", limit=limit)), arguments)
    return 0


def read(folder: Path, *, limit: int | None = None) -> Examples:
    """Both files, dev taken out of train; ``limit`` takes the first sentences of each part."""
    files = [required_file(folder, f"{part}.txt") for part in ("train", "test")]
    sentences, test = (read_sentences(path) for path in files)
    chosen = held_back(len(sentences), share=DEV_SHARE, seed=SPLIT_SEED)
    train = [sentence for number, sentence in enumerate(sentences) if number not in chosen]
    dev = [sentence for number, sentence in enumerate(sentences) if number in chosen]
    return Examples(train[:limit], dev[:limit], test[:limit], files)


if __name__ == "__main__":
    raise SystemExit(main())
