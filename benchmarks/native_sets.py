"""The public sets that benchmarks of normalising measure on, and how their results are drawn, shown and kept."""

from __future__ import annotations

import argparse
import json
import os
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from frontwire.corpora.native.registry import read_native
from frontwire.errors import UsageError
from frontwire.schema import Document


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``--corpora`` (where the sets lie) and ``-o`` (the figures as JSON)."""
    parser.add_argument("--corpora", help="folder of the public corpora (default: FRONTWIRE_CORPORA)")
    parser.add_argument("-o", "--output", metavar="FILE", help="also write the figures as JSON")


def corpora_folder(arguments: argparse.Namespace) -> Path:
    folder = arguments.corpora or os.environ.get("FRONTWIRE_CORPORA")
    if not folder:
        raise UsageError("no folder of public corpora; give --corpora or set FRONTWIRE_CORPORA")
    return Path(folder)


def read_set(name: str, arguments: argparse.Namespace) -> list[Document]:
    """The documents of a native corpus."""
    return read_native(name, corpora_folder(arguments)).documents


def facts_of(document: Document, mention_id: str) -> dict[str, Any]:
    """What a native corpus says of one of its mentions."""
    facts: dict[str, Any] = document.extra["native"].get("mentions", {}).get(mention_id, {})
    return facts


def write_result(result: dict[str, Any], arguments: argparse.Namespace) -> None:
    """The result as JSON where ``-o`` asks for it."""
    if arguments.output:
        path = Path(arguments.output)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def ratio_interval(by_document: Sequence[tuple[int, int]], *, samples: int = 1000) -> tuple[float, float] | None:
    """95% bootstrap interval of the share right of (right, all) pairs, documents drawn with a fixed seed."""
    counted = [pair for pair in by_document if pair[1]]
    if not counted:
        return None
    draw = random.Random(13)
    drawn = (draw.choices(counted, k=len(counted)) for _ in range(samples))
    shares = sorted(sum(right for right, _ in rows) / sum(names for _, names in rows) for rows in drawn)
    return round(shares[int(0.025 * samples)], 4), round(shares[int(0.975 * samples) - 1], 4)


def format_interval(interval: tuple[float, float] | None) -> str:
    return "" if interval is None else f"{interval[0]:.3f}-{interval[1]:.3f}"


def format_rows(rows: Sequence[Sequence[str]]) -> str:
    """A table: the first column to the left, the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def share(part: int, whole: int) -> float | None:
    """``part / whole`` to four digits, ``None`` of nothing."""
    return round(part / whole, 4) if whole else None
