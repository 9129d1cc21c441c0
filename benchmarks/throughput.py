"""Documents and word pieces a second of the tagger against ``transformers.pipeline`` on the same weights, in one run.

    python benchmarks/throughput.py [--model DIR] [--texts FILE.jsonl] [--repeats 3] [-o RESULT.json]

The texts are the project's own articles, cut at sentence ends to pieces that fit the pipeline's 512 tokens, since a plain
pipeline does not read further. Every contender reads the same pieces, in turns, chunk by chunk, and of each chunk the best of the
repeats counts: other load on the machine can only slow a run down. The ratio is to the faster of the pipeline's two ways (one
by one, batched).
"""

from __future__ import annotations

import argparse
import json
import platform
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
import transformers

from frontwire.corpora.inline import read_inline
from frontwire.model.folder import ModelFolder, open_model_folder
from frontwire.model.tagger import Tagger
from frontwire.text.sentences import sentence_spans

PIECE_TOKENS = 240
CHUNK_TEXTS = 64  # as many as `frontwire extract` reads in one block


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", help="model folder (default: the bundled one)")
    parser.add_argument(
        "--texts", nargs="*", default=sorted(map(str, Path("data/own").glob("*.txt"))), help="inline files"
    )
    parser.add_argument("--documents", type=int, default=128, help="pieces to read at most")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--batch-size", type=int, default=8, help="of the batched pipeline")
    parser.add_argument("-o", "--output", metavar="FILE", help="also write the result as JSON")
    args = parser.parse_args()

    transformers.logging.set_verbosity_error()
    folder = open_model_folder(args.model)
    ours = {name: Tagger.load(folder, device="cpu", precision=name) for name in ("fp32", "auto")}
    encoder = ours["fp32"].encoder
    texts = [piece for path in args.texts for d in read_inline(path) for piece in cut(d.text, encoder.tokenizer)]
    texts = texts[: args.documents]
    pieces = sum(len(encoder.tokenizer.encode(text, add_special_tokens=False).ids) for text in texts)
    pipe = transformers.pipeline("token-classification", model=str(folder.path), device="cpu", dtype=torch.float32)

    contenders: dict[str, Callable[[list[str]], Any]] = {
        "pipeline": pipe,
        f"pipeline, batch_size={args.batch_size}": lambda chunk: pipe(chunk, batch_size=args.batch_size),
        "frontwire fp32": ours["fp32"].tag,
        f"frontwire {ours['auto'].backend.precision} (auto)": ours["auto"].tag,
    }
    seconds = race(contenders, texts, args.repeats)
    peer = min(value for name, value in seconds.items() if name.startswith("pipeline"))
    result: dict[str, Any] = {
        "documents": len(texts),
        "word_pieces": pieces,
        "machine": f"{platform.processor() or platform.machine()}, {torch.get_num_threads()} threads",
        "versions": {"torch": torch.__version__, "transformers": transformers.__version__},
        "contenders": {
            name: {
                "documents_per_s": round(len(texts) / value, 1),
                "word_pieces_per_s": round(pieces / value),
                "ratio_to_faster_pipeline": round(peer / value, 2),
            }
            for name, value in seconds.items()
        },
    }
    print(f"{len(texts)} documents, {pieces} word pieces; {result['machine']}; torch {torch.__version__}")
    for name, row in result["contenders"].items():
        print(
            f"{name:28s} {row['documents_per_s']:8.1f} documents/s {row['word_pieces_per_s']:8d} word pieces/s "
            f"{row['ratio_to_faster_pipeline']:5.2f}x"
        )
    result["agreement"] = agreement(folder, texts, ours)
    for name, row in result["agreement"].items():
        print(f"{name}: {row['different']} of {row['mentions']} mentions differ")
    if args.output:
        Path(args.output).write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


def agreement(folder: ModelFolder, texts: list[str], ours: dict[str, Tagger]) -> dict[str, dict[str, int]]:
    """How many mentions change with the number format and with the edges of batches."""
    reference = spans(ours["fp32"], texts)
    others = {
        f"{ours['auto'].backend.precision} against fp32": ours["auto"],
        "fp32, batches of 2048 tokens against 768": Tagger.load(
            folder, device="cpu", precision="fp32", batch_tokens=2048
        ),
    }
    return {
        name: {"different": len(reference ^ spans(tagger, texts)), "mentions": len(reference)}
        for name, tagger in others.items()
    }


def spans(tagger: Tagger, texts: list[str]) -> set[tuple[int, str, int, int]]:
    """Every mention as text number, label, start and end."""
    return {(i, m.label, m.start, m.end) for i, mentions in enumerate(tagger.tag(texts)) for m in mentions}


def cut(text: str, tokenizer: Any) -> list[str]:
    """Runs of whole sentences of at most :data:`PIECE_TOKENS` tokens."""
    pieces: list[str] = []
    start, length = None, 0
    end = 0
    for sentence_start, sentence_end in sentence_spans(text):
        tokens = len(tokenizer.encode(text[sentence_start:sentence_end], add_special_tokens=False).ids)
        if start is not None and length + tokens > PIECE_TOKENS:
            pieces.append(text[start:end])
            start, length = None, 0
        start = sentence_start if start is None else start
        end, length = sentence_end, length + tokens
    if start is not None:
        pieces.append(text[start:end])
    return pieces


def race(contenders: dict[str, Callable[[list[str]], Any]], texts: list[str], repeats: int) -> dict[str, float]:
    """Seconds of each contender for all texts; per chunk the best of the repeats, contenders taking turns."""
    seconds = dict.fromkeys(contenders, 0.0)
    for run in contenders.values():
        run(texts[:CHUNK_TEXTS])
    for start in range(0, len(texts), CHUNK_TEXTS):
        chunk = texts[start : start + CHUNK_TEXTS]
        best = dict.fromkeys(contenders, float("inf"))
        for _ in range(repeats):
            for name, run in contenders.items():
                started = time.perf_counter()
                run(chunk)
                best[name] = min(best[name], time.perf_counter() - started)
        for name, value in best.items():
            seconds[name] += value
    return seconds


if __name__ == "__main__":
    raise SystemExit(main())
