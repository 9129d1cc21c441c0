"""``frontwire extract``: articles in, event records out."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any, Final

from frontwire.cli.hub_progress import hide_progress_bars
from frontwire.corpora.articles import FieldNames, check_date, find_inputs, probe
from frontwire.errors import OutputError, RecordError, UsageError
from frontwire.pipeline import Console, Destination, Job, Summary, extract_to_file, extract_to_stream, find_destination

if TYPE_CHECKING:
    from frontwire.pipeline import Predictor

_DESCRIPTION = """\
Reads news articles and writes what attacks they tell of: who, whom, where, when, with what, at what toll.

INPUT: .txt and .md (an article each), .html (its main text), .jsonl, .csv and .parquet (fields id, text, date, title,
source), .gz of all but Parquet, folders of them, - for standard input (JSON Lines, or with --text one plain text).
Output is JSON Lines, a document a line; csv, parquet and geojson hold a row per event.
"""

_EPILOG = (
    "exit status: 0 all read; 3 finished, some articles rejected; 2 wrong usage or an input missing; 1 anything else"
)

_PRECISIONS: Final = ("auto", "fp32", "bf16")
_ENGINES: Final = ("local",)
#: Values that users may know from elsewhere: named as not here yet instead of as wrong.
_LATER: Final = {"precision": ("int8",), "engine": ("ray",)}

#: Options that the predictor takes under the same names.
_PREDICTOR_OPTIONS: Final = ("device", "precision", "batch_tokens", "threads", "min_score")

EXIT_REJECTED: Final = 3


def add_parser(subparsers: Any) -> None:
    """Add the command and its options."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "extract",
        help="articles in, event records out",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="files, folders, or - for standard input")
    _add_output_options(parser)
    _add_input_options(parser)
    _add_model_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Carry out the command; errors of the package pass through. Returns 0, or 3 where articles were rejected."""
    _check_options(args)
    destination = find_destination(args.output, format=args.format, errors=args.errors, resume=args.resume)
    if destination.path is None and sys.stdout is None:
        raise OutputError("standard output is closed; name a file for the result: -o OUT.jsonl")
    files = find_inputs(args.inputs, text_stdin=args.text, exclude=destination.files())
    names = FieldNames(
        id=args.id_field, text=args.text_field, date=args.date_field, title=args.title_field, source=args.source_field
    )
    probe(files, names=names)
    job = Job(
        files=files,
        names=names,
        default_date=args.date,
        strict_language=args.strict_language,
        options={name: getattr(args, name) for name in _PREDICTOR_OPTIONS},
    )
    console = Console(quiet=args.quiet, result_on_stdout=destination.path is None)
    try:
        summary = _extract(job, destination, console, args)
    except KeyboardInterrupt as interrupt:
        if not interrupt.args:
            raise
        console.say(str(interrupt))
        return 1
    finally:
        console.close()
    _report(summary, destination, console)
    return EXIT_REJECTED if summary.rejected else 0


def _extract(job: Job, destination: Destination, console: Console, args: argparse.Namespace) -> Summary:
    if destination.path is None:
        return extract_to_stream(job, _load(args), sys.stdout.buffer, errors=destination.errors, console=console)
    return extract_to_file(job, lambda: _load(args), destination, resume=args.resume, console=console)


def _add_output_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("output")
    group.add_argument(
        "-o", "--output", metavar="OUT", help="file to write, whole or not at all (default: standard output)"
    )
    group.add_argument("--format", metavar="F", help="jsonl, csv, parquet or geojson (default: by OUT's ending)")
    group.add_argument(
        "--errors", metavar="FILE", help="JSON Lines of what could not be read (default: standard error)"
    )
    group.add_argument(
        "--resume", action="store_true", help="go on with a run of the same inputs, model and options that was stopped"
    )
    group.add_argument("--quiet", action="store_true", help="no notes, warnings and progress bar")


def _add_input_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("input")
    group.add_argument("--text", action="store_true", help="standard input is one plain text, not JSON Lines")
    group.add_argument("--date", metavar="YYYY-MM-DD", help="publication date of articles that have none")
    for name, default in (("id", "id"), ("text", "text"), ("date", "date"), ("title", "title"), ("source", "source")):
        group.add_argument(
            f"--{name}-field",
            default=default,
            metavar="NAME",
            help=f"field or column of the {name} (default: {default})",
        )
    group.add_argument("--strict-language", action="store_true", help="reject articles that are not in English")


def _add_model_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("model")
    group.add_argument("--model", metavar="M", help="model folder or Hub id, org/name (default: the bundled model)")
    group.add_argument("--revision", metavar="R", help="branch, tag or commit hash of a Hub model")
    group.add_argument("--device", default="auto", help="auto, cpu, cuda or cuda:N (default: auto)")
    group.add_argument("--precision", default="auto", metavar="P", help="auto, fp32 or bf16 (default: auto)")
    group.add_argument("--batch-tokens", type=int, metavar="N", help="tokens that are tagged at once")
    group.add_argument("--threads", type=int, metavar="N", help="CPU threads of the model (default: all cores)")
    group.add_argument("--engine", default="local", metavar="E", help="local (default)")
    group.add_argument(
        "--gazetteer", metavar="FILE", help="built by frontwire data gazetteer (default: the packaged gazetteer)"
    )
    group.add_argument(
        "--min-score", type=float, metavar="X", help="drop mentions scored below X (0 to 1; default: the model's own)"
    )


def _check_options(args: argparse.Namespace) -> None:
    for name, allowed in (("precision", _PRECISIONS), ("engine", _ENGINES)):
        value = getattr(args, name)
        if value not in allowed:
            later = "is not available in this version" if value in _LATER[name] else "does not exist"
            raise UsageError(f"--{name} {value} {later}; expected {', '.join(allowed)}")
    if args.revision is not None and args.model is None:
        raise UsageError("--revision is of a Hub model; name it with --model org/name")
    if args.min_score is not None and not 0 <= args.min_score <= 1:
        raise UsageError(f"--min-score is {args.min_score}; expected 0 to 1")
    for name in ("batch_tokens", "threads"):
        value = getattr(args, name)
        if value is not None and value < 1:
            raise UsageError(f"--{name.replace('_', '-')} is {value}; expected 1 or more")
    if args.gazetteer is not None:
        from frontwire.normalize.geonames.gazetteer import GeoNamesGazetteer

        GeoNamesGazetteer.open(args.gazetteer)  # a wrong file is refused before anything is loaded
    if args.date is not None:
        try:
            args.date = check_date(args.date)
        except RecordError as error:
            raise UsageError(f"--date: {error.reason}") from None
    fields = [getattr(args, f"{name}_field") for name in ("id", "text", "date", "title", "source")]
    if len(set(fields)) < len(fields):
        raise UsageError(f"two of the fields have one name ({', '.join(fields)}); each needs its own")


def _load(args: argparse.Namespace) -> Predictor:
    from frontwire.predictor import Extractor  # imports torch: after everything that can fail without it

    if args.model is not None:
        hide_progress_bars(quiet=args.quiet)
    options = {name: getattr(args, name) for name in _PREDICTOR_OPTIONS}
    return Extractor.from_pretrained(args.model, revision=args.revision, gazetteer=args.gazetteer, **options)


def _report(summary: Summary, destination: Destination, console: Console) -> None:
    found = f"{_many(summary.documents, 'document')}, {_many(summary.events, 'event')}"
    if summary.foreign:
        found += f", {summary.foreign} in another language"
    if not summary.rejected:
        console.note(found)
        return
    where = (
        f"see {destination.errors}"
        if destination.errors
        else "named above"
        if not console.quiet
        else "--errors names them"
    )
    console.say(f"{found}; {_many(summary.rejected, 'article')} rejected ({where})")


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"
