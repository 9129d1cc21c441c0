"""Web pages: the main text without navigation and advertising, title and publication date from the page's metadata.

The extraction is trafilatura's (Barbaresi 2021). Offsets of mentions count in the extracted text, which stands in the
output. The same page and the same version of trafilatura give the same text: nothing here depends on the day of the
run.
"""

from __future__ import annotations

import codecs
import logging
import re
from typing import IO, Any, Final

from frontwire.corpora.articles.fields import Entry, check_text
from frontwire.corpora.articles.plain import decode
from frontwire.errors import RecordError
from frontwire.schema import Article

#: Where browsers look for a declared encoding.
_HEAD_BYTES: Final = 4096
_DECLARED: Final = re.compile(
    rb"""<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_TABLE_ROW: Final = re.compile(r"\A\| ?(.*?) ?\|? *\Z")
_TABLE_RULER: Final = re.compile(r"[-| ]*---[-| ]*")
_XML_DECLARATION: Final = re.compile(r"\A\s*<\?xml\b[^>]*\?>")
#: Browsers read these declarations as Windows-1252 (WHATWG Encoding Standard).
_WINDOWS_1252: Final = frozenset({"ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin-1", "latin1", "windows-1252"})
#: Only metadata date a page (extensive_search reads dates out of its text); fixed limits keep today's date out of it.
_DATE_PARAMETERS: Final = {
    "extensive_search": False,
    "original_date": True,
    "min_date": "1800-01-01",
    "max_date": "2999-12-31",
}


def read_html(stream: IO[bytes], *, id: str, source: str) -> Entry:
    """The article of a page; raises :class:`RecordError` where there is none in it."""
    page = _decode(stream.read())
    if not page.strip():
        raise RecordError("the page is empty")
    found = _extract(_XML_DECLARATION.sub("", page))
    text = _unframed(found.text) if found is not None and found.text else None
    if not text or not text.strip():
        raise RecordError("no article text was found in the page")
    article = Article(
        id=id,
        text=check_text(text),
        date=found.date or None,
        title=found.title or None,
        source=found.url or found.sitename or None,
    )
    return Entry(article, source)


def _extract(page: str) -> Any:
    from trafilatura import bare_extraction  # loads lxml and a dozen modules: only where pages are read

    # What it logs, it logs to people who tune extraction; here the result or the rejection says it.
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        return bare_extraction(
            page, with_metadata=True, include_comments=False, date_extraction_params=dict(_DATE_PARAMETERS)
        )
    except Exception as error:
        # A parser over pages from anywhere, with errors of several libraries: one bad page must not end the run.
        raise RecordError(f"the page cannot be parsed: {type(error).__name__}: {error}") from None


def _unframed(text: str) -> str:
    """Rows of a table without the outer bars of their cells, and without rulers.

    trafilatura writes tables in Markdown; old pages are laid out as one table, where the bars would stand in the
    sentences.
    """
    lines = [_TABLE_ROW.sub(lambda row: row.group(1).replace("\\|", "|"), line) for line in text.split("\n")]
    return "\n".join(line for line in lines if not _TABLE_RULER.fullmatch(line))


def _decode(data: bytes) -> str:
    """By byte order mark, else by what the page declares, else UTF-8; never guessed."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return _decode_as(data.removeprefix(mark), encoding)
    declared = _DECLARED.search(data[:_HEAD_BYTES])
    if declared is None or data.startswith(codecs.BOM_UTF8):
        return decode(data)
    encoding = declared.group(1).decode("ascii", errors="replace").lower()
    if encoding in ("utf-8", "utf8") or encoding.startswith("utf-16"):  # what is read as bytes up to here is no UTF-16
        return decode(data)
    return _decode_as(data, "windows-1252" if encoding in _WINDOWS_1252 else encoding)


def _decode_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        raise RecordError(f"the page declares the encoding {encoding!r}, which is not known") from None
    except UnicodeDecodeError as error:
        raise RecordError(
            f"not {encoding}, which the page declares: byte 0x{data[error.start]:02x} at offset {error.start}"
        ) from None
