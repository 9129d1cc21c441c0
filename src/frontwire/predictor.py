"""Articles in, documents with event records out: the Python interface, on one device."""

from __future__ import annotations

import datetime
import itertools
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal, overload

from frontwire.corpora.articles.fields import check_date, check_extra, check_id, check_text, check_writable
from frontwire.errors import FrontwireError, OutputError, PredictionError, RecordError, UsageError
from frontwire.events.heads import DocumentHeads
from frontwire.events.linking import link
from frontwire.events.records import RecordFiller
from frontwire.hub.download import open_model
from frontwire.model.folder import ModelFolder
from frontwire.model.heads import EventHeads, load_heads
from frontwire.model.tagger import Reading, Tagger
from frontwire.normalize.gazetteer import Gazetteer
from frontwire.normalize.geonames.gazetteer import GeoNamesGazetteer
from frontwire.normalize.place_index import PlaceIndex
from frontwire.normalize.places import PlaceResolver
from frontwire.schema import Article, Document, RejectedArticle
from frontwire.text.language import detect_language

_LOGGER: Final = logging.getLogger(__name__)

#: Articles that :meth:`Extractor.extract` tags together.
BLOCK_ARTICLES: Final = 64


class Extractor:
    """Tags articles, links the mentions into events and fills their records.

    ::

        extractor = Extractor.from_pretrained()
        document = extractor("Gunmen killed a policeman in Kabul on Tuesday.", date="2020-05-19")
        for event in document.events: ...
    """

    def __init__(
        self,
        tagger: Tagger,
        folder: ModelFolder,
        *,
        heads: EventHeads | None = None,
        min_score: float | None = None,
        gazetteer: PlaceIndex | None = None,
    ) -> None:
        self.tagger = tagger
        self.folder = folder
        self.heads = heads
        self.min_score = tagger.min_score if min_score is None else min_score
        self.gazetteer = gazetteer

    @classmethod
    def from_pretrained(
        cls,
        model: str | Path | None = None,
        *,
        revision: str | None = None,
        local_files_only: bool = False,
        device: str = "auto",
        precision: str = "auto",
        batch_tokens: int | None = None,
        threads: int | None = None,
        min_score: float | None = None,
        gazetteer: str | Path | PlaceIndex | None = None,
    ) -> Extractor:
        """Load a model folder, a model of the Hugging Face Hub (``"org/name"``), or the bundled model for ``None``.

        ``revision`` is a branch, tag or commit hash of a Hub model; with ``local_files_only``, as with ``HF_HUB_OFFLINE``, it
        is taken from the Hub's cache or not at all (:func:`~frontwire.hub.download.open_model` says when the Hub is asked).
        ``device`` is auto, cpu, cuda, cuda:N or mps; ``precision`` auto, fp32 or bf16. Mentions scored below ``min_score``
        (0..1; ``None`` for the model's own threshold, 0 where it has none) are dropped before events are built.
        ``gazetteer`` is a file that ``frontwire data gazetteer`` has built, or anything else that gives places by name, the
        packaged one for ``None``. Raises :class:`~frontwire.errors.UsageError` for an option out of its range or a wrong
        gazetteer, :class:`~frontwire.errors.ModelError` subclasses, and :class:`~frontwire.errors.HubError` where the Hub does
        not give the model.
        """
        if min_score is not None and not 0 <= min_score <= 1:
            raise UsageError(f"min_score is {min_score}; expected 0 to 1")
        for name, value in (("batch_tokens", batch_tokens), ("threads", threads)):
            if value is not None and value < 1:
                raise UsageError(f"{name} is {value}; expected 1 or more")
        places = GeoNamesGazetteer.open(gazetteer) if isinstance(gazetteer, str | Path) else gazetteer
        folder = open_model(model, revision=revision, local_files_only=local_files_only)
        tagger = Tagger.load(folder, device=device, precision=precision, batch_tokens=batch_tokens, threads=threads)
        return cls(tagger, folder, heads=load_heads(folder), min_score=min_score, gazetteer=places)

    @property
    def model_info(self) -> dict[str, str]:
        """Name and version of the model, as documents carry them; of one from the Hub also repository and commit hash."""
        info = {"name": self.folder.name, "version": self.folder.version}
        if self.folder.repository is not None and self.folder.revision is not None:
            info |= {"repository": self.folder.repository, "revision": self.folder.revision}
        return info

    @cached_property
    def fingerprint(self) -> str:
        """Identity of everything that decides the output beside the input: model, precision, device kind, thresholds, and a
        gazetteer that is not the packaged one."""
        backend = self.tagger.backend
        kind = backend.device_name.partition(":")[0]
        options = f"{backend.precision}/{self.tagger.batch_tokens}/{self.min_score}"
        places = f"/{self.gazetteer.identity}" if self.gazetteer is not None else ""
        return f"{self.folder.fingerprint()}/{kind}/{options}{places}"

    @cached_property
    def _filler(self) -> RecordFiller:
        return RecordFiller(PlaceResolver(Gazetteer.open() if self.gazetteer is None else self.gazetteer))

    def __call__(
        self,
        text: str | Article,
        *,
        date: str | datetime.date | None = None,
        id: str | None = None,
        title: str | None = None,
    ) -> Document:
        """The document of one text. ``date`` is the publication date, ``YYYY-MM-DD``; the id is "article" for ``None``.

        Of an :class:`Article` they fill what it leaves open; :class:`UsageError` where it says something else.
        """
        published = date.isoformat() if isinstance(date, datetime.date) else date
        if isinstance(text, Article):
            return next(self.extract([_filled(text, id=id, date=published, title=title)]))
        return next(self.extract([Article(id="article" if id is None else id, text=text, date=published, title=title)]))

    @overload
    def extract(self, articles: Iterable[Article], *, on_error: Literal["raise"] = ...) -> Iterator[Document]: ...

    @overload
    def extract(
        self, articles: Iterable[Article], *, on_error: Literal["return"]
    ) -> Iterator[Document | RejectedArticle]: ...

    def extract(self, articles: Iterable[Article], *, on_error: Literal["raise", "return"] = "raise") -> Iterator[Any]:
        """Documents of any number of articles, streamed in order.

        An article that cannot be read raises :class:`PredictionError`, or with ``on_error="return"`` yields a
        :class:`RejectedArticle` in its place.
        """
        if on_error not in ("raise", "return"):
            raise ValueError(f"on_error={on_error!r}; expected 'raise' or 'return'")
        return self._stream(iter(articles), strict=on_error == "raise")

    def _stream(self, articles: Iterator[Article], *, strict: bool) -> Iterator[Document | RejectedArticle]:
        while block := list(itertools.islice(articles, BLOCK_ARTICLES)):
            for result in self.extract_block(block):
                if isinstance(result, RejectedArticle) and strict:
                    raise PredictionError(result.id or "without id", result.reason)
                yield result

    def extract_block(self, articles: Sequence[Article]) -> list[Document | RejectedArticle]:
        """One result per article, in order. The articles of a block are batched together."""
        checked = [_checked(article) for article in articles]
        texts = [article.text for article in checked if isinstance(article, Article)]
        tagged = iter(self.tagger.read(texts, layers=() if self.heads is None else self.heads.layers))
        return [
            self._document(article, next(tagged)) if isinstance(article, Article) else article for article in checked
        ]

    def _document(self, article: Article, reading: Reading) -> Document | RejectedArticle:
        document = Document.from_article(article)
        document.language = detect_language(article.text)
        document.model = self.model_info
        document.mentions = [m for m in reading.mentions if m.score is None or m.score >= self.min_score]
        try:
            link(document, None if self.heads is None else DocumentHeads(self.heads, reading.vectors))
            self._filler.fill(document)
        except OutputError:  # not the article's: the gazetteer cannot be written
            raise
        except Exception as error:
            # A fault in the rules met by one text in thousands: it costs that article, not the run.
            _LOGGER.debug("the records of %r cannot be built", article.id, exc_info=True)
            reason = str(error) if isinstance(error, FrontwireError) else f"{type(error).__name__}: {error}"
            return _rejected(article, f"the records cannot be built ({reason}); please report this text")
        document.assign_roles()
        return document


def _filled(article: Article, **given: str | None) -> Article:
    """The article with what is ``None`` in it as given; raises :class:`UsageError` for what it has otherwise."""
    gaps: dict[str, Any] = {}
    for name, value in given.items():
        known = getattr(article, name)
        if value is None:
            continue
        if known is None:
            gaps[name] = value
        elif known != value and (name != "date" or _day(known) != _day(value)):
            raise UsageError(f"{name}={value!r} was given, but the article has {name}={known!r}; give it in one place")
    return replace(article, **gaps)


def _day(published: Any) -> Any:
    """A publication date as ``YYYY-MM-DD``; what is none, as it is."""
    words = published.isoformat() if isinstance(published, datetime.date) else published
    try:
        return check_date(words) if isinstance(words, str) else words
    except RecordError:
        return words


def _checked(article: Any) -> Article | RejectedArticle:
    """The article with its date as ``YYYY-MM-DD``, or why it is none: callers from Python may have put anything there."""
    if not isinstance(article, Article):
        return _rejected(
            article, f"found {type(article).__name__}; expected frontwire.Article, as in Article(id='a1', text='...')"
        )
    published: Any = article.date
    extra: Any = article.extra
    if isinstance(published, datetime.date):
        published = published.isoformat()
    values: dict[str, Any] = {"id": article.id, "date": published, "title": article.title, "source": article.source}
    for name, value in {**values, "text": article.text}.items():
        if not isinstance(value, str) and (value is not None or name in ("id", "text")):
            return _rejected(article, f"{name} is {type(value).__name__}; expected str")
    if not article.id:
        return _rejected(article, "the id is empty")
    if not isinstance(extra, Mapping):
        return _rejected(article, f"extra is {type(extra).__name__}; expected dict")
    try:
        check_id(article.id)
        check_text(article.text)
        check_extra(dict(extra))
        for name in ("title", "source"):
            check_writable(values[name] or "", name)
        return replace(article, date=None if published is None else check_date(published))
    except RecordError as error:
        return _rejected(article, error.reason)


def _rejected(article: Any, reason: str) -> RejectedArticle:
    known = isinstance(article, Article)
    return RejectedArticle(
        source=article.source if known and isinstance(article.source, str) else "article",
        reason=reason,
        id=article.id if known and isinstance(article.id, str) else None,
    )
