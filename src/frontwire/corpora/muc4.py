"""Texts of MUC-3/4 (1991, 1992): messages of a Latin-1 file, paragraphs told apart by indentation or a blank line.

Only the texts: the answer keys lie in files of their own. Ids are the messages' own, in lower case (``dev-muc3-0123``).
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from frontwire.errors import RecordError
from frontwire.schema import Article

_MEMBER: Final = re.compile(r"(?:^|/)TASK/CORPORA/[^/]+/(?:dev-muc3-\d{4}-\d{4}|tst\d-muc\d)$")
_MESSAGE: Final = re.compile(r"^((?:DEV|TST\d)-MUC\d-\d{4})\b.*$", re.MULTILINE)
_PARAGRAPH: Final = re.compile(r"\n\s*\n|\n {3}(?=\S)")
_DAY: Final = re.compile(r"\b(\d{1,2} (?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC) \d{2})\b")
_DATELINE_CHARACTERS: Final = 400


def read_muc4(folder: Path) -> Iterator[Article]:
    """Every message of ``muc34.tar.gz``, with the date of its dateline."""
    path = folder / "muc34.tar.gz"
    if not path.exists():
        return
    try:
        with tarfile.open(path) as archive:
            for member in sorted(archive.getmembers(), key=lambda m: m.name):
                stream = archive.extractfile(member) if _MEMBER.search(member.name) else None
                if stream is not None:
                    yield from parse_messages(stream.read().decode("latin-1"))
    except (tarfile.TarError, EOFError) as error:
        raise RecordError(f"not a readable tar archive ({error}); fetch it again", source=str(path)) from None


def parse_messages(file_text: str) -> Iterator[Article]:
    """The messages of one file: a line that begins with an id starts each, the body begins on the next line."""
    heads = list(_MESSAGE.finditer(file_text))
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        body = file_text[head.end() : following.start() if following else len(file_text)]
        yield Article(id=head.group(1).lower(), text=clean_body(body), date=dateline_day(body))


def clean_body(body: str) -> str:
    """Paragraphs joined by two newlines, white space inside each collapsed, doubled brackets made single."""
    paragraphs = (" ".join(paragraph.split()) for paragraph in _PARAGRAPH.split(body))
    # Doubled brackets are a habit of the message format; in the inline form they would read as marks.
    return "\n\n".join(filter(None, paragraphs)).replace("[[", "[").replace("]]", "]")


def dateline_day(body: str) -> str | None:
    """``1989-11-26`` for the first ``26 NOV 89`` near the head of the body; all messages are of 1900–1999."""
    match = _DAY.search(body, 0, _DATELINE_CHARACTERS)
    if match is None:
        return None
    day, month, year = match.group(1).split()
    try:
        return datetime.strptime(f"{day} {month} 19{year}", "%d %b %Y").date().isoformat()
    except ValueError:  # a day that does not exist, such as 31 NOV
        return None
