"""Articles in, documents with event records out: the Python interface, on one device."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal, overload

from frontwire.errors import FrontwireError, PredictionError
from frontwire.events.linking import link
from frontwire.events.records import RecordFiller
from frontwire.model.folder import ModelFolder, open_model_folder
from frontwire.model.tagger import Tagger
from frontwire.normalize.gazetteer import Gazetteer
from frontwire.normalize.places import PlaceResolver
from frontwire.schema import Article, Document, RejectedArticle
from frontwire.text.language import detect_language

#: Articles that :meth:`Extractor.extract` tags together.
BLOCK_ARTICLES: Final = 64


class Extractor:
    """Tags articles, links the mentions into events and fills their records.

    ::

        extractor = Extractor.from_pretrained()
        document = extractor("Gunmen killed a policeman in Kabul on Tuesday.", date="2020-05-19")
        for event in document.events: ...
    """

    def __init__(self, tagger: Tagger, folder: ModelFolder, *, min_score: float = 0.0) -> None:
        self.tagger = tagger
        self.folder = folder
        self.min_score = min_score

    @classmethod
    def from_pretrained(
        cls,
        model: str | Path | None = None,
        *,
        device: str = "auto",
        precision: str = "auto",
        batch_tokens: int | None = None,
        threads: int | None = None,
        min_score: float = 0.0,
    ) -> Extractor:
        """Load a model folder, or the bundled model for ``None``.

        ``device`` is auto, cpu, cuda, cuda:N or mps; ``precision`` auto, fp32 or bf16; mentions scored below ``min_score``
        (0..1) are dropped before events are built. Raises :class:`~frontwire.errors.ModelError` subclasses.
        """
        folder = open_model_folder(model)
        tagger = Tagger.load(folder, device=device, precision=precision, batch_tokens=batch_tokens, threads=threads)
        return cls(tagger, folder, min_score=min_score)

    @property
    def model_info(self) -> dict[str, str]:
        """Name and version of the model, as documents carry them."""
        return {"name": self.folder.name, "version": self.folder.version}

    @cached_property
    def fingerprint(self) -> str:
        """Identity of everything that decides the output beside the input: model, precision, device kind, thresholds."""
        backend = self.tagger.backend
        kind = backend.device_name.partition(":")[0]
        return f"{self.folder.fingerprint()}/{kind}/{backend.precision}/{self.tagger.batch_tokens}/{self.min_score}"

    @cached_property
    def _filler(self) -> RecordFiller:
        return RecordFiller(PlaceResolver(Gazetteer.open()))

    def __call__(
        self, text: str | Article, *, date: str | None = None, id: str = "article", title: str | None = None
    ) -> Document:
        """The document of one text. ``date`` is the publication date, ``YYYY-MM-DD``."""
        article = text if isinstance(text, Article) else Article(id=id, text=text, date=date, title=title)
        return next(self.extract([article]))

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
        iterator = iter(articles)
        while block := list(itertools.islice(iterator, BLOCK_ARTICLES)):
            for result in self.extract_block(block):
                if isinstance(result, RejectedArticle) and on_error == "raise":
                    raise PredictionError(str(result.id), result.reason)
                yield result

    def extract_block(self, articles: Sequence[Article]) -> list[Document | RejectedArticle]:
        """One result per article, in order. The articles of a block are batched together."""
        faults = [_fault(article) for article in articles]
        readable = [article for article, fault in zip(articles, faults, strict=True) if fault is None]
        tagged = iter(self.tagger.tag([article.text for article in readable]))
        results: list[Document | RejectedArticle] = []
        for article, fault in zip(articles, faults, strict=True):
            if fault is not None:
                results.append(
                    RejectedArticle(
                        source=str(getattr(article, "source", None) or "article"), reason=fault, id=_id(article)
                    )
                )
                continue
            document = Document.from_article(article)
            document.language = detect_language(article.text)
            document.model = self.model_info
            document.mentions = [m for m in next(tagged) if m.score is None or m.score >= self.min_score]
            try:
                link(document)
                self._filler.fill(document)
            except FrontwireError as error:
                results.append(RejectedArticle(source=article.source or "article", reason=str(error), id=article.id))
                continue
            document.assign_roles()
            results.append(document)
        return results


def _id(article: Any) -> str | None:
    value = getattr(article, "id", None)
    return value if isinstance(value, str) else None


def _fault(article: Any) -> str | None:
    """Why an object cannot be tagged, or ``None``."""
    if not isinstance(article, Article):
        return f"found {type(article).__name__}; expected an Article"
    text: Any = article.text  # callers from Python may have put anything there
    if not isinstance(text, str):
        return f"text is {type(text).__name__}; expected str"
    if not text.strip():
        return "the text is empty"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return f"the text holds a lone surrogate at character {error.start}, which no file can hold; decode it again"
    return None
