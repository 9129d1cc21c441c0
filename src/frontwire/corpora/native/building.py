"""Documents of a native corpus, span by span: what does not align goes to the log and not into the document."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from typing import Any, TypeVar

from frontwire.corpora.native.corpus import UnalignedLog
from frontwire.schema import Document, Mention

_Record = TypeVar("_Record")

#: What a record of another form than expected raises while it is taken apart.
MALFORMED = (KeyError, IndexError, TypeError, ValueError, AttributeError)


class DocumentBuilder:
    """Collects mentions and facts for one document.

    ``labels``: a mention whose label is not among them goes to the log (argument labels ``TYPE/ROLE`` are free);
    ``None`` checks nothing.
    """

    def __init__(
        self,
        document_id: str,
        text: str,
        *,
        part: str,
        log: UnalignedLog,
        labels: Container[str] | None = None,
        date: str | None = None,
        title: str | None = None,
        source: str | None = None,
        story: str | None = None,
    ) -> None:
        extra: dict[str, Any] = {"corpus": log.corpus, "part": part} | ({} if story is None else {"story": story})
        self.document = Document(document_id, text, date=date, title=title, source=source, extra=extra)
        self.facts: dict[str, Any] = {}
        self._mention_facts: dict[str, dict[str, Any]] = {}
        self._labels = labels
        self._log = log

    @property
    def text(self) -> str:
        return self.document.text

    def fail(self, what: str, why: str) -> None:
        """Log something of this document that cannot be aligned."""
        self._log.add(self.document.id, what, why)

    def mention(
        self,
        label: str,
        span: tuple[int, int] | None,
        *,
        words: str | None = None,
        facts: dict[str, Any] | None = None,
        what: str = "span",
    ) -> str | None:
        """Add a mention and return its id, or log why it does not align and return ``None``.

        ``span``: character offsets, end exclusive. ``words``: what the source says stands there; white space apart it
        must be the text's own.
        """
        if span is None or not 0 <= span[0] < span[1] <= len(self.text):
            where = "not in the text" if span is None else f"at {span} in a text of {len(self.text)} characters"
            self.fail(what, f"{label} {words or ''!r} {where}")
            return None
        found = self.text[slice(*span)]
        if words is not None and "".join(words.split()) != "".join(found.split()):
            self.fail(what, f"{label} at {span}: the text has {found!r}, the record {words!r}")
            return None
        if self._labels is not None and "/" not in label and label not in self._labels:
            self.fail(what, f"{label!r} is no label of this corpus")
            return None
        mention = Mention(f"m{len(self.document.mentions) + 1}", label, span[0], span[1], found)
        self.document.mentions.append(mention)
        if facts:
            self._mention_facts[mention.id] = facts
        return mention.id

    def build(self) -> Document:
        """The document, with its facts in ``extra["native"]``."""
        native = dict(self.facts)
        if self._mention_facts:
            native["mentions"] = self._mention_facts
        self.document.extra["native"] = native
        return self.document


def convert_all(
    records: Iterable[tuple[str, _Record]], convert: Callable[[str, _Record], Document], log: UnalignedLog
) -> Iterator[Document]:
    """The document of every record (with the place where it stands); a record of another form goes to the log."""
    for where, record in records:
        try:
            document = convert(where, record)
        except MALFORMED as error:
            log.add(where, "record", f"not of the expected form: {type(error).__name__}: {error}")
            continue
        yield document
