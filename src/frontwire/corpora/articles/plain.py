"""Plain text and Markdown: a file is one article."""

from __future__ import annotations

import codecs
from typing import IO

from frontwire.corpora.articles.fields import Entry, check_text
from frontwire.errors import RecordError
from frontwire.schema import Article


def read_plain(stream: IO[bytes], *, id: str, source: str) -> Entry:
    """The article of a UTF-8 file, with every character as it stands: line ends are not changed, nothing is trimmed.

    A byte order mark at the start marks the encoding and is no part of the text. Raises :class:`RecordError` with the
    reason where the bytes are no text.
    """
    return Entry(Article(id=id, text=check_text(decode(stream.read()))), source)


def decode(data: bytes) -> str:
    """UTF-8 without a leading byte order mark; raises :class:`RecordError` that says where it is something else."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise RecordError("not UTF-8: it begins like UTF-16; save it as UTF-8")
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RecordError(
            f"not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start} (line {line}); save it as UTF-8"
        ) from None
