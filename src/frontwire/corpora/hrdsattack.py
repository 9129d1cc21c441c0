"""Texts of HRDsAttack (Ran et al., 2023): news on attacks on human rights defenders, as html paragraphs in JSON.

Ids are ``hrds-SPLIT-NNNN`` by entry, counted from 0.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from frontwire.errors import RecordError
from frontwire.schema import Article

_PARAGRAPH_BREAK: Final = re.compile(r"</p>\s*<p>")
_TAG: Final = re.compile(r"<[^>]+>")


def read_hrdsattack(folder: Path) -> Iterator[Article]:
    """Every article of every ``SPLIT.json`` in the folder, with the day on which it was published."""
    for path in sorted(folder.glob("*.json")):
        try:
            entries = json.loads(path.read_bytes())
            samples = [entry["sample"] for entry in entries]
        except (ValueError, KeyError, TypeError) as error:
            raise RecordError(
                f"expected a JSON list of entries with a 'sample' ({error!r})", source=str(path)
            ) from None
        for number, sample in enumerate(samples):
            yield Article(
                id=f"hrds-{path.stem}-{number:04}",
                text=clean_html(sample["Input.article_interface"]),
                date=(sample.get("Input.publish_date") or "")[:10] or None,
            )


def clean_html(markup: str) -> str:
    """Paragraphs parted by two newlines, other tags taken out, entities unescaped, stripped."""
    return html.unescape(_TAG.sub("", _PARAGRAPH_BREAK.sub("\n\n", markup))).strip()
