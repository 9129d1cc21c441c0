"""Packaged tables of words and names, one tab-separated file each; ``read_table`` is the only reader."""

from __future__ import annotations

from importlib.resources import files


def read_table(name: str) -> list[list[str]]:
    """Rows of ``tables/name`` without comment lines (``#``); columns are separated by tabs and may be empty."""
    text = (files(__name__) / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def common_words() -> frozenset[str]:
    """Words and personal names that are also names of cities: no evidence of a place when met in running text."""
    return frozenset(word for row in read_table("common_words.txt") for word in row[0].split(","))
