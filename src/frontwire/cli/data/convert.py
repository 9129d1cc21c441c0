"""``frontwire data convert``."""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontwire.cli.data.parsing import (
    FORMS,
    add_command,
    add_reading_options,
    open_texts,
    print_notes,
    reading_options,
)
from frontwire.errors import DataError, UsageError

if TYPE_CHECKING:
    from frontwire.corpora.exchange.labels import LabelMap
    from frontwire.corpora.forms import Form
    from frontwire.schema import Document


def add(commands: Any) -> None:
    """Add the command."""
    parser = add_command(commands, "convert", convert, "write documents in another form and say what it cannot hold")
    parser.add_argument("input", type=Path, metavar="IN", help="file or folder to read")
    parser.add_argument(
        "output",
        type=Path,
        metavar="OUT",
        help="file to write, or an existing folder: one file per corpus; for brat a new folder",
    )
    parser.add_argument("--from", dest="source", choices=FORMS, help="form of IN (default: recognised)")
    parser.add_argument("--to", dest="target", choices=FORMS, help="form of OUT (default: by its ending)")
    parser.add_argument(
        "--rest", type=Path, metavar="FILE", help="write tasks of Label Studio that are left out as articles (.jsonl)"
    )
    add_reading_options(parser)


def convert(args: argparse.Namespace) -> int:
    """Read everything, then write it; says on standard error how many documents and what is lost."""
    from frontwire.corpora.forms import ENDINGS, OFFSET_FORMS, form_for, losses, write_documents
    from frontwire.corpora.texts import corpus_of

    _check_target(args)
    documents, labels, sources = _read(args)
    if args.rest:
        _write_rest(args)
    if not documents:
        raise DataError("; ".join([f"no documents in {args.input}", *labels.lines()]))
    by_file: defaultdict[Path, list[Document]] = defaultdict(list)
    target: Form
    if args.output.is_dir() and args.target != "brat":
        target = args.target or "jsonl"
        for document in sorted(documents, key=lambda d: d.id):
            by_file[args.output / f"{corpus_of(document.id) or 'own'}{ENDINGS[target]}"].append(document)
    else:
        target = args.target or form_for(args.output)
        by_file[args.output] = documents
    if args.offsets and not OFFSET_FORMS & {*sources, target}:
        raise UsageError(f"--offsets is for the forms {', '.join(sorted(OFFSET_FORMS))}; in all others it is settled")
    for path, part in sorted(by_file.items()):
        count = write_documents(part, path, form=target, offsets=args.offsets)
        print(f"{path}: {count} documents", file=sys.stderr)
        if target == "labelstudio":
            _write_config(path.with_suffix(".xml"))
    for name, count in sorted(losses(documents, target).items()):
        print(f"the {target} form cannot hold: {name} ({count} documents)", file=sys.stderr)
    print_notes(labels)
    return 0


def _check_target(args: argparse.Namespace) -> None:
    """Refuse what cannot be written before anything is read."""
    if str(args.output) == "-":
        raise UsageError(
            "convert writes files, not to standard output; name a file or an existing folder in place of -"
        )
    if args.target == "labelstudio" and not args.output.is_dir() and args.output.suffix != ".json":
        raise UsageError(
            f"{args.output}: tasks of Label Studio are written to a .json file, and the project's configuration to an .xml "
            "file beside it"
        )


def _read(args: argparse.Namespace) -> tuple[list[Document], LabelMap, set[Form]]:
    """Documents, the label map with its notes, and the forms that were read."""
    from frontwire.corpora.forms import FOREIGN_FORMS, PREDICTION_FORMS, annotated_files, form_of, read_documents

    options, labels = reading_options(args)
    whole_folder = args.source == "brat" and args.input.is_dir()
    sources = [args.input] if whole_folder else annotated_files([args.input])
    _check_apart(sources, args)
    forms: dict[Path, Form] = {path: args.source or form_of(path) for path in sources}
    if args.label_map and not FOREIGN_FORMS & set(forms.values()):
        raise UsageError(f"--label-map is for the forms {', '.join(sorted(FOREIGN_FORMS))}; {args.input} is none")
    for option, value in (("--take-predictions", args.take_predictions), ("--rest", args.rest)):
        if value and not PREDICTION_FORMS & set(forms.values()):
            raise UsageError(f"{option} is for files of Label Studio; {args.input} is none")
    if args.rest and args.take_predictions:
        raise UsageError("--rest writes the tasks that --take-predictions reads; give one of the two")
    texts = open_texts(args.corpora)
    documents = [
        document for path, form in forms.items() for document in read_documents(path, form=form, texts=texts, **options)
    ]
    for document_id, count in Counter(document.id for document in documents).items():
        if count > 1:
            raise DataError(f"document {document_id!r} stands {count} times in {args.input}; ids are unique")
    return documents, labels, set(forms.values())


def _write_rest(args: argparse.Namespace) -> None:
    """The tasks that nobody annotated, for ``frontwire extract`` or another round of annotation."""
    from frontwire.corpora.exchange.labelstudio import unannotated_articles
    from frontwire.corpora.forms import annotated_files, form_of
    from frontwire.corpora.jsonl import write_records

    sources = [path for path in annotated_files([args.input]) if (args.source or form_of(path)) == "labelstudio"]
    articles = [article for path in sources for article in unannotated_articles(path)]
    records = ({name: value for name, value in asdict(article).items() if value} for article in articles)
    print(f"{args.rest}: {write_records(records, args.rest)} articles without annotation", file=sys.stderr)


def _check_apart(sources: list[Path], args: argparse.Namespace) -> None:
    """Refuse to write over what is read: what the new form cannot hold would be lost."""
    read, target = {path.resolve() for path in sources}, args.output.resolve()
    if args.rest and args.rest.resolve() in {*read, target}:
        raise UsageError(f"{args.rest} is also read or written here; name another file for --rest")
    if target in read:
        raise UsageError(f"{args.output} is read here and would be overwritten; name another file to write")
    if args.output.is_dir() and any(path.is_relative_to(target) for path in read):
        raise UsageError(f"{args.output} holds {args.input}, which is read; name another folder to write into")


def _write_config(path: Path) -> None:
    """The labelling configuration that a Label Studio project needs, beside the tasks."""
    from frontwire.corpora.exchange.labelstudio import labelling_config
    from frontwire.corpora.whole_files import write_whole

    if path.exists() and (not path.is_file() or path.read_bytes() != labelling_config().encode()):
        print(f"{path} is there already and stays as it is; it is no labelling configuration of ours", file=sys.stderr)
        return
    write_whole(path, labelling_config())
    print(f"{path}: labelling configuration of the project", file=sys.stderr)
