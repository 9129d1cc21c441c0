"""Kills a run of ``frontwire extract`` again and again, resumes it, and compares the bytes with an undisturbed run.

    python benchmarks/kill_resume.py [--articles 2000] [--kills 5] [--seed 0]

The articles are the project's own ones, cut into short pieces and repeated under new ids. The kill is SIGKILL at a random moment.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from frontwire.corpora.inline import read_inline
from frontwire.text.sentences import paragraph_spans


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    chance = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles.jsonl"
        write_articles(articles, args.articles)
        started = time.monotonic()
        run(articles, Path(folder) / "whole.jsonl").wait()
        seconds = time.monotonic() - started
        whole = digest(Path(folder) / "whole.jsonl")
        print(f"undisturbed: {args.articles} articles in {seconds:.0f} s, SHA-256 {whole[:16]}")
        target = Path(folder) / "killed.jsonl"
        inside = 0
        for number in range(1, args.kills + 1):
            process = run(articles, target, "--resume")
            # Loading takes a few seconds; the kill should fall somewhere in the work.
            time.sleep(chance.uniform(4, 4 + seconds / args.kills))
            process.kill()
            process.wait()
            done = finished(target)
            inside += 0 < done < args.articles
            print(f"kill {number}: {done} of {args.articles} articles were done")
        status = run(articles, target, "--resume").wait()
        same = digest(target) == whole
        print(f"resumed to the end with status {status}: {'the same bytes' if same else 'OTHER BYTES'}")
    if not inside:
        print("no kill fell into the work itself: try another --seed")
    return 0 if same and status == 0 and inside else 1


def write_articles(path: Path, count: int) -> None:
    texts = [
        document.text[start:end]
        for file in sorted(Path("data/own").glob("*.txt"))
        for document in read_inline(file)
        for start, end in paragraph_spans(document.text)
        if end - start > 120
    ]
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            record = {"id": f"a{number}", "date": "2020-05-20", "text": texts[number % len(texts)]}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def finished(output: Path) -> int:
    """Articles whose block the journal of an unfinished run counts as done."""
    journal = output.with_name(output.name + ".partial.json")
    return int(json.loads(journal.read_text())["done"]["documents"]) if journal.exists() else 0


def run(articles: Path, output: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "frontwire", "extract", str(articles), "-o", str(output), "--quiet", *options]
    return subprocess.Popen(command)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    raise SystemExit(main())
