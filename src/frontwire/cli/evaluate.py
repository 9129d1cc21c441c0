"""``frontwire evaluate``: scores predictions, from a file or made here by a model, against gold."""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from frontwire.cli.hub_progress import hide_progress_bars
from frontwire.corpora.inline import read_inline
from frontwire.corpora.jsonl import read_jsonl, write_records
from frontwire.errors import DataError, OutputError, UsageError
from frontwire.evaluation import Evaluation, evaluate_documents, format_table
from frontwire.evaluation.scoring import DEFAULT_SAMPLES
from frontwire.schema import Document

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Exit status: finished, but the model rejected some of the texts.
_SOME_REJECTED: Final = 3
#: Options that only a model that predicts here has a use for; the extractor takes them under the same names.
_MODEL_OPTIONS: Final = ("device", "precision", "min_score", "gazetteer")

_DESCRIPTION: Final = """\
Scores spans, events and record fields against gold. Gold and predictions are files in the JSONL form of `frontwire
extract` or in the inline form; documents belong together by id. Without --predicted a model reads the gold's texts and
publication dates and is scored on what it finds.
"""


def add_parser(subparsers: Any) -> None:
    """Add the command and its options."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "evaluate", help="score predictions against gold", description=_DESCRIPTION
    )
    parser.add_argument(
        "--gold", nargs="+", required=True, type=Path, metavar="GOLD", help="gold files, JSONL or inline form"
    )
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--predicted", type=Path, metavar="FILE", help="predicted documents, JSONL or inline form")
    source.add_argument(
        "--model", metavar="M", help="model folder or Hub id to predict with (default: the bundled model)"
    )
    parser.add_argument("--revision", metavar="R", help="branch, tag or commit hash of a Hub model; with --model only")
    parser.add_argument("--device", help="auto, cpu, cuda or cuda:N (default: auto); with a model only")
    parser.add_argument("--precision", help="auto, fp32 or bf16 (default: auto); with a model only")
    parser.add_argument(
        "--min-score", type=float, metavar="X", help="drop mentions below X before events are built; with a model only"
    )
    parser.add_argument(
        "--gazetteer",
        type=Path,
        metavar="FILE",
        help="built by frontwire data gazetteer (default: the packaged gazetteer); with a model only",
    )
    parser.add_argument(
        "--samples",
        type=int,
        default=DEFAULT_SAMPLES,
        metavar="N",
        help="bootstrap samples, 0 for no intervals (default: %(default)s)",
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="seed of the bootstrap (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="print the result as JSON instead of a table")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE.json", help="write the result to a JSON file too")
    parser.add_argument(
        "--errors-list", type=Path, metavar="FILE.jsonl", help="write every wrong span and record field, one a line"
    )
    parser.add_argument(
        "--show-errors", type=int, default=0, metavar="N", help="print the first N wrong spans and record fields"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Carry out the command; errors of the package pass through."""
    _check_options(args)
    gold = [document for path in args.gold for document in read_documents(path)]
    if not gold:
        raise UsageError(f"no document in {', '.join(map(str, args.gold))}; gold needs at least one")
    predicted = _predict(gold, args) if args.predicted is None else read_documents(args.predicted)
    evaluation = evaluate_documents(gold, predicted, samples=args.samples, seed=args.seed)
    if args.output is not None:
        _write([evaluation.to_dict()], args.output)
    if args.errors_list is not None:
        _write((fault.to_dict() for fault in evaluation.faults), args.errors_list)
    if args.json:
        print(json.dumps(evaluation.to_dict(), ensure_ascii=False))
    else:
        print(format_table(evaluation), end="")
    # Where stdout is JSON, it holds nothing else.
    _show_faults(evaluation, args.show_errors, file=sys.stderr if args.json else sys.stdout)
    return _SOME_REJECTED if args.predicted is None and len(predicted) < len(gold) else 0


def read_documents(path: Path) -> list[Document]:
    """Documents of a file in JSONL or inline form, told by ``.jsonl``, ``.json`` or ``.gz``, or by the contents.

    Raises:
        UsageError: The file does not exist or cannot be read: no permission, not UTF-8, damaged gzip data.
        DataError: It is neither form, with the line.
    """
    try:
        return list(read_jsonl(path)) if _is_jsonl(path) else read_inline(path)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from None
    except DataError as error:
        if _is_text(path):
            raise
        raise UsageError(f"cannot read {path} as a whole: {error}") from None


def _is_text(path: Path) -> bool:
    """Whether a file is UTF-8 to its end, unpacked where its name says that it is compressed."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            for line in stream:
                line.decode("utf-8")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError):
        return False
    return True


def _is_jsonl(path: Path) -> bool:
    if path.suffix.lower() in (".jsonl", ".ndjson", ".json", ".gz"):
        return True
    with path.open("rb") as stream:
        return stream.read(1000).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def _predict(gold: list[Document], args: argparse.Namespace) -> list[Document]:
    from frontwire.predictor import Extractor  # imports torch, which scoring a file does not need

    options = {name: getattr(args, name) for name in ("revision", *_MODEL_OPTIONS) if getattr(args, name) is not None}
    if args.model is not None:
        hide_progress_bars(quiet=False)
    extractor = Extractor.from_pretrained(args.model, **options)
    predicted: list[Document] = []
    for result in extractor.extract((document.article() for document in gold), on_error="return"):
        if isinstance(result, Document):
            predicted.append(result)
        else:
            print(f"document {result.id!r} was rejected: {result.reason}", file=sys.stderr)
    return predicted


def _check_options(args: argparse.Namespace) -> None:
    inputs = {path.resolve(): path for path in [*args.gold, *filter(None, [args.predicted, args.gazetteer])]}
    outputs = [path for path in (args.output, args.errors_list) if path is not None]
    for path in outputs:
        if path.resolve() in inputs:
            raise UsageError(f"{path} is read here and would be overwritten; name another file to write")
    if len({path.resolve() for path in outputs}) < len(outputs):
        raise UsageError(f"--output and --errors-list are one file, {args.output}; name two")
    if args.revision is not None and args.model is None:
        raise UsageError("--revision is of a Hub model; name it with --model org/name")
    if args.predicted is not None:
        given = [f"--{name.replace('_', '-')}" for name in _MODEL_OPTIONS if getattr(args, name) is not None]
        if given:
            raise UsageError(
                f"{', '.join(given)} can only be given where a model predicts; leave it out with --predicted"
            )
    if args.min_score is not None and not 0 <= args.min_score <= 1:
        raise UsageError(f"--min-score is {args.min_score}; expected 0 to 1")
    if args.gazetteer is not None:
        from frontwire.normalize.geonames.gazetteer import GeoNamesGazetteer

        GeoNamesGazetteer.open(args.gazetteer)  # a wrong file is refused before anything is loaded
    for name in ("samples", "seed", "show_errors"):
        if getattr(args, name) < 0:
            raise UsageError(f"--{name.replace('_', '-')} is {getattr(args, name)}; expected 0 or more")


def _show_faults(evaluation: Evaluation, limit: int, *, file: Any) -> None:
    faults = evaluation.faults
    for fault in faults[:limit]:
        print(fault, file=file)
    if 0 < limit < len(faults):
        print(f"… and {len(faults) - limit} more errors; --errors-list writes all", file=file)


def _write(records: Iterable[Mapping[str, Any]], path: Path) -> None:
    try:
        write_records(records, path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from None
