"""``frontwire data download``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontwire.cli.data.parsing import add_command
from frontwire.errors import DownloadError, UsageError

if TYPE_CHECKING:
    from frontwire.corpora.download.fetch import RemoteFile
    from frontwire.corpora.download.sources import Source


def add(commands: Any) -> None:
    """Add the command."""
    parser = add_command(
        commands, "download", download, "bring public corpora from their public homes, checked", corpora=False
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="corpora to bring; --list names them")
    parser.add_argument("--list", action="store_true", help="print what there is, with licence and use, and stop")
    parser.add_argument(
        "--to",
        type=Path,
        metavar="DIR",
        help="corpora folder to write into (default: the one that FRONTWIRE_CORPORA names, else corpora)",
    )
    parser.add_argument("--force", action="store_true", help="replace files that are there with another content")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")


def download(args: argparse.Namespace) -> int:
    """Bring every file of the corpora named; one that fails does not keep the others from coming."""
    from frontwire.corpora.download.sources import SOURCES, find_source
    from frontwire.corpora.texts import CORPORA_VARIABLE

    if args.list:
        for source in SOURCES:
            print(_describe(source))
        return 0
    if not args.names:
        raise UsageError("no corpus named; frontwire data download --list shows which there are")
    folder = args.to or Path(os.environ.get(CORPORA_VARIABLE) or "corpora")
    sources = [find_source(name) for name in dict.fromkeys(args.names)]
    if nothing := [source.name for source in sources if not source.files]:
        raise UsageError(
            f"{', '.join(nothing)}: not downloadable as used here; --list says where the originals are to be found"
        )
    failures = []
    for source in sources:
        print(f"{source.name}: {source.about}; licence as stated: {source.licence}", file=sys.stderr)
        for file in source.files:
            try:
                _bring(file, folder, args)
            except DownloadError as error:
                failures.append(error)
                print(f"{file.path}: {error}", file=sys.stderr)
        for part in source.elsewhere:
            print(f"{source.name}: not downloadable as used here: {part}", file=sys.stderr)
    if failures:
        total = sum(len(source.files) for source in sources)
        raise DownloadError(f"{len(failures)} of {total} files did not come; the first: {failures[0]}")
    return 0


def _bring(file: RemoteFile, folder: Path, args: argparse.Namespace) -> None:
    from tqdm import tqdm

    from frontwire.corpora.download.fetch import fetch

    # disable=None: no bar where standard error is no terminal
    with tqdm(
        total=file.size_bytes, unit="B", unit_scale=True, desc=file.path, leave=False, disable=args.quiet or None
    ) as bar:
        fetched = fetch(file, folder / file.path, force=args.force, progress=lambda have, _: bar.update(have - bar.n))
    print(f"{folder / file.path}: {'fetched' if fetched else 'there already'}", file=sys.stderr)


def _describe(source: Source) -> str:
    size = sum(file.size_bytes or 0 for file in source.files) / 1e6
    amount = f"{len(source.files)} files, {size:.1f} MB" if source.files else "not downloadable"
    lines = [
        f"{source.name}  ({amount})",
        f"  {source.about}",
        f"  home: github.com/{source.home}; licence as stated: {source.licence}; use: {source.use}",
    ]
    lines += [f"  not downloadable as used here: {part}" for part in source.elsewhere]
    return "\n".join(lines)
