"""Which annotated documents a benchmark reads: files, or one split of the data folder."""

from __future__ import annotations

import argparse

from frontwire.corpora.collection import load_split
from frontwire.corpora.forms import read_documents
from frontwire.errors import UsageError
from frontwire.schema import Document


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Files as positional arguments, or ``--split`` with ``--kinds``, ``--data`` and ``--corpora``."""
    parser.add_argument("gold", nargs="*", help="annotated documents, inline or JSONL")
    parser.add_argument("--split", choices=("train", "dev", "test"), help="a split of the data folder instead of files")
    parser.add_argument("--kinds", default="own,real", help="parts of the split, own, real or both (default: own,real)")
    parser.add_argument("--data", default="data", help="data folder (default: data)")
    parser.add_argument("--corpora", help="folder of the public corpora's texts (default: FRONTWIRE_CORPORA)")


def load(arguments: argparse.Namespace) -> list[Document]:
    """The documents that the arguments name."""
    if bool(arguments.gold) == bool(arguments.split):
        raise UsageError("give files or --split, one of the two")
    if arguments.split:
        kinds = arguments.kinds.split(",")
        return load_split(arguments.data, arguments.split, corpora=arguments.corpora, kinds=kinds)
    return [document for path in arguments.gold for document in read_documents(path)]
