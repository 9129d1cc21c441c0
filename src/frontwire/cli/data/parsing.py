"""What the commands of ``frontwire data`` share: options, and the texts of the public corpora."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from frontwire.corpora.exchange.labels import LabelMap
    from frontwire.corpora.forms import ReadingOptions
    from frontwire.corpora.texts import CorpusTexts

#: The forms of documents and units of offsets, spelled out here: building the parser reads no corpus code.
FORMS = ("inline", "jsonl", "standoff", "conll", "brat", "labelstudio", "doccano")
OFFSET_UNITS = ("code-points", "utf-16")


def add_command(
    commands: Any, name: str, action: Callable[[argparse.Namespace], int], text: str, *, corpora: bool = True
) -> argparse.ArgumentParser:
    """A command with ``--debug`` and, where it may need texts of public corpora, ``--corpora``."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    if corpora:
        parser.add_argument("--corpora", type=Path, metavar="DIR", help="folder of the public corpora's texts")
    # Suppressed: without the option here, the value that `frontwire data --debug check` has set must stay.
    parser.add_argument(
        "--debug", action="store_true", default=argparse.SUPPRESS, help="show the traceback of an error"
    )
    parser.set_defaults(action=action)
    return parser


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    """The options for files of other tools."""
    parser.add_argument(
        "--label-map",
        action="append",
        default=[],
        metavar="FOREIGN=OURS",
        help="what a label of another tool's file becomes; nothing after = leaves its spans out; may be repeated",
    )
    parser.add_argument(
        "--offsets",
        choices=OFFSET_UNITS,
        help="what offsets count in files of Label Studio (default: code-points) and doccano (default: utf-16)",
    )
    parser.add_argument(
        "--take-predictions",
        action="store_true",
        help="read tasks of Label Studio that nobody annotated with a model's predictions (default: leave them out)",
    )


def reading_options(args: argparse.Namespace) -> tuple[ReadingOptions, LabelMap]:
    """The options for :func:`~frontwire.corpora.forms.read_documents`, and the map among them, which collects notes."""
    from frontwire.corpora.exchange.labels import LabelMap

    labels = LabelMap.parse(args.label_map)
    return {"labels": labels, "offsets": args.offsets, "take_predictions": args.take_predictions}, labels


def print_notes(labels: LabelMap) -> None:
    """Say on standard error what reading left out or changed."""
    for line in labels.lines():
        print(f"on reading: {line}", file=sys.stderr)


def open_texts(corpora: Path | None) -> CorpusTexts | None:
    """The texts in the folder given or named by the environment; ``None`` where there is no folder."""
    from frontwire.corpora.texts import CorpusTexts, corpora_folder

    folder = corpora_folder(corpora)
    return CorpusTexts(folder) if folder is not None else None
