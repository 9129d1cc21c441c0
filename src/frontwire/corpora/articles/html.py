"""Web pages: the main text without navigation and advertising, title and publication date from the page's metadata.

The extraction is trafilatura's (Barbaresi 2021). Offsets of mentions count in the extracted text, which stands in the
output. The same page and the same version of trafilatura give the same text: nothing here depends on the day of the
run.
"""

from __future__ import annotations

import codecs
import html
import logging
import re
import sys
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
_TABLE_RULER: Final = re.compile(r"[-| ]*")
_REFERENCE: Final = re.compile(r"&#(?:x([0-9a-f]+)|([0-9]+));?", re.IGNORECASE)
_MOST_DIGITS: Final = 8
#: White space that XML does not know: a reference to it parts words.
_OTHER_SPACE: Final = (0x0B, 0x0C)
_TAG: Final = re.compile(r"<[^<>]*>")
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
    page = _REFERENCE.sub(_character, _XML_DECLARATION.sub("", page))
    found = _extract(_whole(page))
    text = _unframed(found.text) if found is not None and found.text else None
    if not text or not text.strip():
        raise RecordError("no article text was found in the page")
    article = Article(
        id=id,
        text=check_text(text),
        date=found.date if found.date and _says_day(page, found.date) else None,
        title=found.title or None,
        source=found.url or found.sitename or None,
    )
    return Entry(article, source)


def _character(reference: re.Match[str]) -> str:
    """A numeric character reference; nothing for what XML cannot hold, which the extraction stumbles over."""
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    digits = digits.lstrip("0") or "0"
    code = int(digits, base) if len(digits) <= _MOST_DIGITS else sys.maxsize
    if code in _OTHER_SPACE:
        return " "
    is_control = code < 0x20 and chr(code) not in "\t\n\r"
    is_none = 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF) or code > sys.maxunicode
    return "" if is_control or is_none else reference[0]


def _whole(page: str) -> Any:
    """What trafilatura reads the whole page from: the page, or its tree where the usual limits would cut it off.

    Elements nested 256 deep end the parse without an error, and what stood before would pass for the article. Raises
    :class:`RecordError` where the page goes beyond the widest limits too.
    """
    if not _parse(page, huge=False)[1]:
        return page
    tree, reason = _parse(page, huge=True)
    if reason:
        raise RecordError(f"the page cannot be read to its end, the parser gave up: {reason}")
    return tree


def _parse(page: str, *, huge: bool) -> tuple[Any, str | None]:
    """The tree of a page, and why the parser gave up before its end. The other parameters are trafilatura's own."""
    from lxml import etree  # type: ignore[import-untyped]
    from lxml.html import HTMLParser  # type: ignore[import-untyped]

    parser = HTMLParser(
        collect_ids=False,
        default_doctype=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        huge_tree=huge,
    )
    try:
        tree = etree.fromstring(page.encode("utf-8"), parser)
    except etree.LxmlError:  # no page at all, which the extraction says
        return None, None
    fatal = parser.error_log.filter_from_fatals()
    return tree, fatal[0].message.strip().partition(", ")[0] if len(fatal) else None


def _says_day(page: str, day: str) -> bool:
    """Whether a page spells a date somewhere, down to the day.

    htmldate gives one for what names no day or an impossible one: the first of the month for "31/02/2019", today's day
    in that month for "2019-02".
    """
    spelled = _spellings(*map(int, day.split("-")))
    return bool(spelled.search(page) or spelled.search(html.unescape(_TAG.sub(" ", page))))


def _spellings(year: int, month: int, day: int) -> re.Pattern[str]:
    """A date in figures in the usual orders, or with the month as a word of any language."""
    y, m, d = f"{year:04d}", f"0?{month}", f"0?{day}"
    short = f"(?:{y}|{year % 100:02d})"
    gap, word = r"[\W_年月]{1,3}", r"""[\s.,/_-]{0,3}[^\W\d_][^0-9<>"=;{}]{1,18}"""
    orders = (
        f"{short}{gap}{m}{gap}{d}(?![0-9])",
        f"(?:{d}{gap}{m}|{m}{gap}{d}){gap}{short}(?![0-9])",
        f"{y}{month:02d}{day:02d}",
        f"{d}{word}{y}(?![0-9])",
        rf"[^\W\d_]{{3}}[\s.,/_-]{{1,3}}{d}(?:st|nd|rd|th)?(?:,?\s|-){y}(?![0-9])",
        f"{y}{word}{d}(?![0-9])",
    )
    return re.compile("(?<![0-9])(?:" + "|".join(orders) + ")")


def _extract(page: Any) -> Any:
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
    lines = [_cells(line) if line.startswith("|") else line for line in text.split("\n")]
    return "\n".join(line for line in lines if "---" not in line or not _TABLE_RULER.fullmatch(line))


def _cells(row: str) -> str:
    # Step by step, not by one pattern: that would try every end of a row that is mostly spaces.
    inner = row.removeprefix("|").removeprefix(" ")
    ended = inner.rstrip(" ")
    inner = ended.removesuffix("|").removesuffix(" ") if ended.endswith("|") else ended
    return inner.replace("\\|", "|")


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
