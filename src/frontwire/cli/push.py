"""``frontwire push``: publish a model folder on the Hugging Face Hub."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any, Final

from frontwire.cli.hub_progress import hide_progress_bars

if TYPE_CHECKING:
    from frontwire.hub.checks import Publication

_DESCRIPTION: Final = """\
Publishes a model folder with its card on the Hugging Face Hub: one commit with everything, or nothing. The folder is
checked first; one without licence, metrics or card, or with files that could run code, is refused with a list of all
that is amiss. The token is that of `hf auth login` or HF_TOKEN.
"""


def add_parser(subparsers: Any) -> None:
    """Add the command and its options."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "push", help="publish a model on the Hugging Face Hub", description=_DESCRIPTION
    )
    parser.add_argument("folder", metavar="DIR", help="model folder, as frontwire train writes it")
    parser.add_argument("repository", metavar="REPO", help="repository, org/name; it is made if there is none")
    parser.add_argument("--private", action="store_true", help="make a new repository private; refuse a public one")
    parser.add_argument(
        "--revision", metavar="BRANCH", help="branch to commit to, made if there is none (default: main)"
    )
    parser.add_argument("--message", metavar="M", help="commit message (default: name and version of the model)")
    parser.add_argument(
        "--dry-run", action="store_true", help="check, print what would be sent, and ask the network nothing"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Carry out the command; errors of the package pass through."""
    from frontwire.hub.push import check_destination, push_model

    check_destination(args.repository, args.revision)

    from frontwire.hub.checks import check_publication

    publication = check_publication(args.folder)
    if args.dry_run:
        _print_plan(publication, args)
        return 0
    hide_progress_bars(quiet=False)
    pushed = push_model(
        publication, args.repository, private=args.private, revision=args.revision, message=args.message
    )
    if pushed.others:
        print(
            f"frontwire: {args.repository} also holds {', '.join(pushed.others)}; frontwire neither wrote nor reads these",
            file=sys.stderr,
        )
    what = f"{len(publication.files)} files" if pushed.changed else "nothing changed"
    print(f"{args.repository}: {what}, commit {pushed.commit}\n{pushed.url}")
    return 0


def _print_plan(publication: Publication, args: argparse.Namespace) -> None:
    import yaml

    from frontwire.hub.push import DEFAULT_BRANCH, commit_message

    privacy = "private" if args.private else "public unless it exists otherwise"
    print(f"repository  {args.repository} ({privacy}), branch {args.revision or DEFAULT_BRANCH}")
    print(f"message     {args.message or commit_message(publication)}")
    print(f"files       {len(publication.files)}, {sum(publication.files.values()):,} bytes")
    for name, size_bytes in publication.files.items():
        print(f"  {size_bytes:>13,}  {name}")
    print("metadata")
    text = yaml.safe_dump(publication.metadata, sort_keys=False, allow_unicode=True, width=1000)
    print("".join(f"  {line}\n" for line in text.splitlines()), end="")
    print("nothing was sent (--dry-run)")
