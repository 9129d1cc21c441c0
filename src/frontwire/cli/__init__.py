"""The command line: one module per command, errors become one line on stderr here."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from frontwire.cli import data, evaluate, extract, push, train
from frontwire.errors import FrontwireError
from frontwire.version import __version__

_COMMANDS = (extract, train, evaluate, data, push)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a call in one line; the parsers of commands are of this class too."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"frontwire: error: {message}; {self.prog} --help shows how\n")


def build_parser() -> argparse.ArgumentParser:
    """The parser of every command; building it imports nothing heavy."""
    parser = _Parser(
        prog="frontwire",
        description="News articles in, conflict event records out.",
        epilog="Exit status: 0 done; 3 done, but some input was rejected; 2 wrong usage, configuration or input; 1 anything else.",
    )
    parser.add_argument("--version", action="version", version=f"frontwire {__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in _COMMANDS:
        command.add_parser(subparsers)
    for subparser in subparsers.choices.values():
        subparser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    if sys.stderr is None:  # closed by the caller; print() would write its messages into the result
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 -- for the rest of the process
    args = build_parser().parse_args(argv)
    return run_command(args)


def run_command(args: argparse.Namespace) -> int:
    """Run parsed arguments; every error is one line on stderr, with ``--debug`` also its traceback."""
    try:
        status: int = args.run(args)
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except FrontwireError as error:
        return _report(error, error.exit_code, args.debug)
    except BrokenPipeError:
        # The reader has gone (as with `| head`); Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not getattr(args, "quiet", False):
            _say("standard output was closed by its reader; stopped")
        return 1
    except KeyboardInterrupt:
        _say("interrupted")
        return 1
    except Exception as error:
        return _report(error, 1, args.debug)


def run_script(command: object, argv: Sequence[str] | None = None) -> int:
    """Run one command as a script of its own (``scripts/``), with the same arguments and errors."""
    # Python puts a script's own folder first on its path, where evaluate.py would hide the package of that name.
    folder = Path(sys.argv[0]).resolve().parent
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != folder]
    name = command.__name__.rpartition(".")[2]  # type: ignore[attr-defined]
    return main([name, *(sys.argv[1:] if argv is None else argv)])


def _report(error: Exception, status: int, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    text = " ".join(str(error).split()) or type(error).__name__
    prefix = "" if isinstance(error, FrontwireError) else f"{type(error).__name__}: "
    _say(f"error: {prefix}{text}")
    return status


def _say(message: str) -> None:
    with suppress(OSError):  # where standard error cannot take it, the exit status still tells
        print(f"frontwire: {message}", file=sys.stderr)
