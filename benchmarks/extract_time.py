"""What share of `extract`'s time goes to tagging, linking and filling records, and what the records cost at start-up.

    python -m benchmarks.extract_time [--model DIR] [--documents 96] [--repeats 3] [--threads 1] [-o RESULT.json]

CPU seconds over the project's own articles, in blocks as `extract` reads them, each stage's best of the repeats. The start-up is
measured in fresh processes: building what fills records (the gazetteer compiled already) and its first document, less the same
document once more.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from frontwire.corpora.inline import read_inline
from frontwire.events.heads import DocumentHeads
from frontwire.events.linking import link
from frontwire.events.records import RecordFiller
from frontwire.model.folder import open_model_folder
from frontwire.model.heads import load_heads
from frontwire.model.tagger import Tagger
from frontwire.normalize.gazetteer import Gazetteer
from frontwire.normalize.places import PlaceResolver
from frontwire.predictor import BLOCK_ARTICLES
from frontwire.schema import Document

STAGES: Final = ("tagging", "linking", "records")
_START: Final = """
import sys, time
from pathlib import Path
from frontwire.corpora.inline import read_inline
from frontwire.events.records import RecordFiller
from frontwire.normalize.gazetteer import Gazetteer
from frontwire.normalize.places import PlaceResolver
document = next(iter(read_inline(Path(sys.argv[1]))))
began = time.perf_counter()
filler = RecordFiller(PlaceResolver(Gazetteer.open()))
filler.fill(document)
first = time.perf_counter()
filler.fill(document)
print(first - began - (time.perf_counter() - first))
"""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", help="model folder (default: the bundled one)")
    parser.add_argument(
        "--texts", nargs="*", type=Path, default=sorted(Path("data/own").glob("*.txt")), help="inline files"
    )
    parser.add_argument("--documents", type=int, default=96, help="articles to read at most")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--precision", default="auto")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="also write the result as JSON")
    args = parser.parse_args(argv)

    documents = [document for path in args.texts for document in read_inline(path)][: args.documents]
    seconds = measure(documents, args)
    total = sum(seconds.values())
    started = min(start_up(args.texts[0]) for _ in range(args.repeats))
    result: dict[str, Any] = {
        "documents": len(documents),
        "words": sum(len(document.text.split()) for document in documents),
        "machine": f"{platform.processor() or platform.machine()}, {args.threads} threads, {args.precision}",
        "cpu_seconds": {stage: round(value, 3) for stage, value in seconds.items()},
        "share": {stage: round(value / total, 4) for stage, value in seconds.items()},
        "start_up_seconds": round(started, 3),
    }
    print(f"{result['documents']} documents, {result['words']} words; {result['machine']}")
    for stage in STAGES:
        print(f"{stage:<10}{seconds[stage]:>8.2f} s {seconds[stage] / total:>7.1%}")
    print(f"start-up of the records {started:.2f} s")
    if args.output:
        args.output.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


def measure(documents: Sequence[Document], args: argparse.Namespace) -> dict[str, float]:
    """CPU seconds of each stage over all documents, the best of the repeats."""
    folder = open_model_folder(args.model)
    heads = load_heads(folder)
    tagger = Tagger.load(folder, device="cpu", precision=args.precision, threads=args.threads)
    filler = RecordFiller(PlaceResolver(Gazetteer.open()))
    runs = [once(documents, tagger, heads, filler) for _ in range(args.repeats)]
    return {stage: min(run[stage] for run in runs) for stage in STAGES}


def once(documents: Sequence[Document], tagger: Tagger, heads: Any, filler: RecordFiller) -> dict[str, float]:
    """One pass, stage by stage within each block."""
    seconds = dict.fromkeys(STAGES, 0.0)
    for start in range(0, len(documents), BLOCK_ARTICLES):
        block = documents[start : start + BLOCK_ARTICLES]
        clock = time.process_time()
        readings = tagger.read([document.text for document in block], layers=() if heads is None else heads.layers)
        seconds["tagging"] += time.process_time() - clock
        for document, reading in zip(block, readings, strict=True):
            found = Document.from_article(document.article())
            found.mentions = [m for m in reading.mentions if m.score is None or m.score >= tagger.min_score]
            clock = time.process_time()
            link(found, None if heads is None else DocumentHeads(heads, reading.vectors))
            seconds["linking"] += time.process_time() - clock
            clock = time.process_time()
            filler.fill(found)
            seconds["records"] += time.process_time() - clock
    return seconds


def start_up(text: Path) -> float:
    """Seconds that the first document costs more than the same document again, in a fresh process."""
    done = subprocess.run([sys.executable, "-c", _START, str(text)], capture_output=True, text=True, check=True)
    return float(done.stdout)


if __name__ == "__main__":
    raise SystemExit(main())
