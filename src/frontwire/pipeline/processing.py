"""One block through the predictor: a result for every entry, in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from frontwire.corpora.articles import Entry
from frontwire.errors import DataError
from frontwire.schema import Article, Document, RejectedArticle
from frontwire.text.language import detect_language, is_foreign


class Predictor(Protocol):
    """What the pipeline needs of :class:`frontwire.predictor.Extractor`."""

    @property
    def fingerprint(self) -> str:
        """Identity of everything in the predictor that decides the output: model, precision, thresholds."""

    def extract_block(self, articles: Sequence[Article]) -> Sequence[Document | RejectedArticle]:
        """One result per article, in order."""


def process_block(
    block: Sequence[Entry], predictor: Predictor, *, strict_language: bool = False
) -> list[Document | RejectedArticle]:
    """One result per entry: rejections pass, articles become documents or rejections that name their place.

    With ``strict_language`` an article that is surely in another language than English is rejected before the model
    sees it.
    """
    results: list[Document | RejectedArticle | None] = []
    readable: list[tuple[int, Entry, Article]] = []
    for index, entry in enumerate(block):
        results.append(entry.item if isinstance(entry.item, RejectedArticle) else None)
        if isinstance(entry.item, Article):
            rejected = _foreign(entry, entry.item) if strict_language else None
            if rejected is None:
                readable.append((index, entry, entry.item))
            results[index] = rejected or results[index]
    predicted = predictor.extract_block([article for _, _, article in readable]) if readable else []
    for (index, entry, article), result in zip(readable, predicted, strict=True):
        if isinstance(result, RejectedArticle):
            results[index] = RejectedArticle(source=entry.source, line=entry.line, id=article.id, reason=result.reason)
            continue
        if result.language is None:
            result.language = detect_language(result.text)
        try:
            result.check()
        except DataError as error:
            # Found here it costs one document; found by a reader of the result it would cost all of them.
            reason = f"the result is not sound: {error}"
            results[index] = RejectedArticle(source=entry.source, line=entry.line, id=article.id, reason=reason)
            continue
        results[index] = result
    return [result for result in results if result is not None]


def _foreign(entry: Entry, article: Article) -> RejectedArticle | None:
    language = detect_language(article.text)
    if not is_foreign(language):
        return None
    reason = (
        f"the text is in another language ({language}); frontwire reads English, and --strict-language refuses others"
    )
    return RejectedArticle(source=entry.source, line=entry.line, id=article.id, reason=reason)
