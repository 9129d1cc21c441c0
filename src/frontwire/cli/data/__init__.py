"""``frontwire data``: one module per command."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from frontwire.cli.data import build, check, convert, download, export, gazetteer, native, split, stats

_COMMANDS = (check, convert, stats, split, build, download, native, export, gazetteer)

_DESCRIPTION = """\
Annotated documents come in three forms of our own: inline (.txt, marks in the text), JSON Lines (.jsonl, the form of
`frontwire extract`) and stand-off (.jsonl without texts, for corpora that cannot be passed on); and in four of other
tools: CoNLL columns (.conll), brat (a folder), Label Studio (.json) and doccano (.jsonl). Stand-off annotations are
joined with the texts in the folder given by --corpora or the environment variable FRONTWIRE_CORPORA.
"""


def add_parser(subparsers: Any) -> None:
    """Add the command and its own commands."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "data", help="check, convert, count, split, download and export annotated documents", description=_DESCRIPTION
    )
    parser.set_defaults(run=run)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in _COMMANDS:
        command.add(commands)


def run(args: argparse.Namespace) -> int:
    """Run the command that the arguments name; returns the exit status."""
    action: Callable[[argparse.Namespace], int] = args.action
    return action(args)
