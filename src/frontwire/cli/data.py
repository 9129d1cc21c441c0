"""``frontwire data``: checks, converts, counts and splits annotated documents."""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontwire.errors import DataError, OutputError, UsageError

if TYPE_CHECKING:
    from frontwire.corpora.check import Fault
    from frontwire.corpora.forms import Form
    from frontwire.corpora.texts import CorpusTexts
    from frontwire.schema import Document

_FORMS = ("inline", "jsonl", "standoff")  # spelled out, so that building the parser reads no corpus code

_DESCRIPTION = """\
Annotated documents come in three forms: inline (.txt, marks in the text), JSON Lines (.jsonl, the form of `frontwire
extract`) and stand-off (.jsonl without texts, for corpora that cannot be passed on). Stand-off annotations are joined
with the texts in the folder given by --corpora or the environment variable FRONTWIRE_CORPORA.
"""


def add_parser(subparsers: Any) -> None:
    """Add the command and its own commands."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "data", help="check, convert, count and split annotated documents", description=_DESCRIPTION
    )
    parser.set_defaults(run=run)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    check = _command(commands, "check", _check, "list every fault; exit status 3 when there are errors")
    check.add_argument("paths", nargs="+", type=Path, metavar="FILE|DIR", help="files of any form, or folders of them")
    check.add_argument("--errors-only", action="store_true", help="leave out warnings")

    convert = _command(commands, "convert", _convert, "write documents in another form and say what it cannot hold")
    convert.add_argument("input", type=Path, metavar="IN", help="file or folder to read")
    convert.add_argument(
        "output", type=Path, metavar="OUT", help="file to write, or an existing folder: one file per corpus"
    )
    convert.add_argument("--from", dest="source", choices=_FORMS, help="form of IN (default: recognised)")
    convert.add_argument("--to", dest="target", choices=_FORMS, help="form of OUT (default: by its ending)")

    stats = _command(commands, "stats", _stats, "count documents, words, mentions and events")
    stats.add_argument("paths", nargs="+", type=Path, metavar="FILE|DIR", help="files of any form, or folders of them")

    split = _command(commands, "split", _split, "assign documents without a split to train, dev and test")
    split.add_argument(
        "data", nargs="?", type=Path, default=Path("data"), metavar="DATA", help="data folder (default: %(default)s)"
    )
    split.add_argument(
        "--gold",
        nargs="+",
        type=Path,
        default=[],
        metavar="FILE",
        help="held-out documents; what is close to one is excluded",
    )
    split.add_argument(
        "--never", type=Path, metavar="FILE", help="ids of documents that no training may see, one a line"
    )
    split.add_argument("--seed", type=int, default=0, metavar="N", help="seed of the choice (default: %(default)s)")


def _command(
    commands: Any, name: str, action: Callable[[argparse.Namespace], int], text: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    parser.add_argument("--corpora", type=Path, metavar="DIR", help="folder of the public corpora's texts")
    # Suppressed: without the option here, the value that `frontwire data --debug check` has set must stay.
    parser.add_argument(
        "--debug", action="store_true", default=argparse.SUPPRESS, help="show the traceback of an error"
    )
    parser.set_defaults(action=action)
    return parser


def run(args: argparse.Namespace) -> int:
    """Run the command that the arguments name; returns the exit status."""
    action: Callable[[argparse.Namespace], int] = args.action
    return action(args)


def _check(args: argparse.Namespace) -> int:
    from frontwire.corpora.forms import annotated_files

    totals: Counter[str] = Counter()
    first_seen: dict[str, Path] = {}
    texts = _texts(args.corpora)
    for path in annotated_files(args.paths):
        try:
            for fault in _faults_of(path, texts, totals, first_seen):
                totals[fault.severity] += 1
                if fault.severity == "error" or not args.errors_only:
                    print(f"{path}: {fault}")
        except DataError as error:  # documents cannot be told apart in it; the other files are checked all the same
            totals["error"] += 1
            print(f"{path}: error: {error}; the rest of the file is not checked")
    print(f"{totals['document']} documents, {totals['error']} errors, {totals['warning']} warnings", file=sys.stderr)
    return 3 if totals["error"] else 0


def _faults_of(
    path: Path, texts: CorpusTexts | None, totals: Counter[str], first_seen: dict[str, Path]
) -> Iterator[Fault]:
    """Faults of a file and of its ids; counts its documents into ``totals`` and adds their ids to ``first_seen``."""
    from frontwire.corpora.check import Fault
    from frontwire.corpora.check_files import check_file

    seen: Counter[str] = Counter()
    for document_id, faults in check_file(path, texts=texts):
        totals["document"] += 1
        seen[document_id] += 1
        yield from faults
    for document_id, count in seen.items():
        if count > 1:
            yield Fault(document_id, "error", "id", f"stands {count} times in the file; ids are unique")
        if (other := first_seen.setdefault(document_id, path)) != path:
            yield Fault(document_id, "warning", "id", f"stands in {other} too; files used together need unique ids")


def _convert(args: argparse.Namespace) -> int:
    from frontwire.corpora.forms import annotated_files, form_for, losses, read_documents, write_documents
    from frontwire.corpora.texts import corpus_of

    texts = _texts(args.corpora)
    sources = annotated_files([args.input])
    _check_apart(sources, args)
    documents = [document for path in sources for document in read_documents(path, form=args.source, texts=texts)]
    for document_id, count in Counter(document.id for document in documents).items():
        if count > 1:
            raise DataError(f"document {document_id!r} stands {count} times in {args.input}; ids are unique")
    by_file: defaultdict[Path, list[Document]] = defaultdict(list)
    target: Form
    if args.output.is_dir():
        target = args.target or "jsonl"
        ending = ".txt" if target == "inline" else ".jsonl"
        for document in sorted(documents, key=lambda d: d.id):
            by_file[args.output / f"{corpus_of(document.id) or 'own'}{ending}"].append(document)
    else:
        target = args.target or form_for(args.output)
        by_file[args.output] = documents
    for path, part in sorted(by_file.items()):
        try:
            count = write_documents(part, path, form=target)
        except OSError as error:
            raise OutputError(f"cannot write {path}: {error.strerror or error}") from None
        print(f"{path}: {count} documents", file=sys.stderr)
    for name, count in sorted(losses(documents, target).items()):
        print(f"the {target} form cannot hold: {name} ({count} documents)", file=sys.stderr)
    return 0


def _check_apart(sources: list[Path], args: argparse.Namespace) -> None:
    """Refuse to write over what is read: what the new form cannot hold would be lost."""
    read, target = {path.resolve() for path in sources}, args.output.resolve()
    if target in read:
        raise UsageError(f"{args.output} is read here and would be overwritten; name another file to write")
    if args.output.is_dir() and any(path.is_relative_to(target) for path in read):
        raise UsageError(f"{args.output} holds {args.input}, which is read; name another folder to write into")


def _stats(args: argparse.Namespace) -> int:
    from frontwire.corpora.forms import annotated_files, form_of, read_documents
    from frontwire.corpora.standoff import read_annotations
    from frontwire.corpora.statistics import Statistics

    texts = _texts(args.corpora)
    statistics = Statistics()
    for path in annotated_files(args.paths):
        form = form_of(path)
        if form == "standoff" and texts is None:
            for annotation in read_annotations(path):
                statistics.add(annotation)
        else:
            for document in read_documents(path, form=form, texts=texts):
                statistics.add(document)
    for line in statistics.lines():
        print(line)
    return 0


def _split(args: argparse.Namespace) -> int:
    from frontwire.corpora.forms import read_documents
    from frontwire.corpora.splits import SPLITS, read_ids
    from frontwire.corpora.splitting import split_collection

    for path in (args.data, *args.gold, *filter(None, [args.never])):
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder")
    if not args.data.is_dir():
        raise UsageError(f"{args.data} is a file; expected a folder with annotations/, own/ and splits/")
    if not any((args.data / name).is_dir() for name in ("own", "annotations")):
        raise UsageError(
            f"{args.data} has neither own/ nor annotations/; expected a folder laid out as the project's data/"
        )
    texts = _texts(args.corpora)
    if texts is None:
        print("no corpora folder: only own articles are assigned, public documents keep their splits", file=sys.stderr)
    plan = split_collection(
        args.data,
        corpora=args.corpora,
        held_out=[document for path in args.gold for document in read_documents(path, texts=texts)],
        never=read_ids(args.never) if args.never else [],
        seed=args.seed,
    )
    counts = Counter(plan.assigned.values())
    print(", ".join(f"{split} {counts[split]}" for split in SPLITS) + f", excluded {len(plan.excluded)}")
    for document_id, reason in sorted(plan.excluded.items()):
        print(f"excluded {document_id}: {reason}")
    return 0


def _texts(corpora: Path | None) -> CorpusTexts | None:
    from frontwire.corpora.texts import CorpusTexts, corpora_folder

    folder = corpora_folder(corpora)
    return CorpusTexts(folder) if folder is not None else None
