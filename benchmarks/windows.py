"""Strict span F1 and work of one model under other windows than its own: size and overlap, on the dev documents.

python -m benchmarks.windows --corpora DIR [--model DIR] [--windows 256:32 384:64 …]
"""

from __future__ import annotations

import argparse

from benchmarks import documents as documents_module
from frontwire.model.encoding import TextEncoder
from frontwire.model.folder import open_model_folder
from frontwire.model.tagger import Tagger
from frontwire.training.scores import score_mentions


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    documents_module.add_arguments(parser)
    parser.add_argument("--model", help="model folder (default: the bundled one)")
    parser.add_argument("--precision", default="auto")
    parser.add_argument("--windows", nargs="*", default=["256:0", "256:32", "256:64", "256:96", "384:64"])
    parser.set_defaults(split="dev")
    args = parser.parse_args()
    documents = documents_module.load(args)
    tagger = Tagger.load(open_model_folder(args.model), device="cpu", precision=args.precision)
    print(f"{len(documents)} documents, {tagger.backend.precision}")
    for setting in args.windows:
        max_length, overlap = map(int, setting.split(":"))
        tagger.encoder = TextEncoder(tagger.encoder.tokenizer, max_length=max_length, overlap=overlap)
        encoded = [tagger.encoder.encode(document.text) for document in documents]
        tokens = sum(len(item.token_ids) for item in encoded)
        computed = sum(end - start for item in encoded for start, end in item.windows)
        scores = score_mentions(documents, tagger.tag([document.text for document in documents]))
        figures = "P {precision:.3f} R {recall:.3f} F1 {f1:.3f}".format(**scores)
        print(
            f"max_length {max_length}, overlap {overlap}: {figures}, {computed / tokens:.2f} tokens computed per token"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
