"""Splits of the project's data folder: reads its documents, plans, writes the files.

Apart from :mod:`~frontwire.corpora.splits`, which knows ids and links only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from frontwire.corpora.collection import SPLIT_PREFIXES, missing_texts_message, read_own, read_real
from frontwire.corpora.native.registry import native_corpus, read_native
from frontwire.corpora.splits import (
    SplitPlan,
    never_trained,
    plan_splits,
    read_excluded,
    read_splits,
    read_stories,
    write_excluded,
    write_splits,
)
from frontwire.corpora.stories import find_links
from frontwire.corpora.texts import CORPORA, CorpusTexts, corpora_folder, corpus_of
from frontwire.errors import DataError, StandoffError
from frontwire.schema import Document

_OWN: Final = "own"

#: Parts that only measure and stand in no other reader's texts, by corpus; CEHA holds descriptions of other projects.
_MEASURING: Final = {"re3d_conll": ("test",), "cameo_ner": ("test",), "ceha": ("train", "dev", "test")}

#: Own articles are fewer than real ones, and their dev and test parts are to be large enough to measure on by themselves.
OWN_HELD_SHARE: Final = 0.22


def split_collection(
    data_dir: str | Path,
    *,
    corpora: str | Path | None = None,
    held_out: Iterable[Document] = (),
    never: Iterable[str] = (),
    seed: int = 0,
    to_train: bool = False,
) -> SplitPlan:
    """Assign the documents of ``data_dir`` that have no split yet, and write the split files.

    ``held_out``: documents that measure only (gold). ``never``: ids of corpus documents that no training may see.
    ``to_train``: dev and test get no new document but those that tell a story of theirs. Without a
    corpora folder only our own articles are assigned and what the files say about the others stays. With one, a text
    that is missing raises :class:`StandoffError`. A document of the split files that is not there raises
    :class:`DataError`: its place would be lost.
    """
    data_dir = Path(data_dir)
    folder = corpora_folder(corpora)
    own = read_own(data_dir)
    real: list[Document] = []
    held = {document.id: document for document in held_out}
    if folder is not None:
        real, missing = read_real(data_dir, folder)
        if missing:
            raise StandoffError(missing_texts_message(missing, len(real) + len(missing), folder))
        held = {document.id: document for document in untrainable(folder, never)} | held
    documents = {document.id: document for document in [*own, *real]}
    splits = data_dir / "splits"
    stories = read_stories(splits)
    if folder is not None:
        stories += _told_by_corpus(CorpusTexts(folder), [*real, *held.values()])
    links = find_links((held | documents).values(), stories=stories)
    strata = {document.id: _own_stratum(document.id) for document in own}
    strata |= {document.id: corpus_of(document.id) or _OWN for document in real}
    own_shares = dict.fromkeys({strata[document.id] for document in own}, OWN_HELD_SHARE)
    shares = dict.fromkeys(strata.values(), 0.0) if to_train else own_shares
    existing = read_splits(splits, prefix=SPLIT_PREFIXES["own"])
    if folder is not None:
        existing |= read_splits(splits, prefix=SPLIT_PREFIXES["real"])
    if gone := sorted(existing.keys() - documents.keys()):
        raise DataError(
            f"{len(gone)} documents of the split files are not in {data_dir}, among them {gone[0]}; "
            "bring their files back, or take the ids out of the split files"
        )
    excluded = read_excluded(splits)
    plan = plan_splits(strata, links, held_out=held, existing=existing, excluded=excluded, seed=seed, shares=shares)

    own_ids = {document.id for document in own}
    if own:
        write_splits(_only(plan.assigned, own_ids), splits, prefix=SPLIT_PREFIXES["own"])
    if folder is not None:
        write_splits(_only(plan.assigned, documents.keys() - own_ids), splits, prefix=SPLIT_PREFIXES["real"])
    kept = {} if folder is not None else {i: why for i, why in excluded.items() if i not in strata}
    write_excluded(kept | plan.excluded, splits)
    return plan


def untrainable(folder: Path, never: Iterable[str] = ()) -> list[Document]:
    """The corpus documents that no training may see: those listed, the MUC test sets by rule, and parts that only measure."""
    texts = CorpusTexts(folder)
    listed = set(never)
    articles = (article for corpus in CORPORA for article in texts.articles(corpus.name).values())
    forbidden = [Document.from_article(article) for article in articles if never_trained(article.id, listed)]
    for name, parts in _MEASURING.items():
        if (folder / native_corpus(name).folder).is_dir():
            forbidden += [d for d in read_native(name, folder).documents if d.extra["part"] in parts]
    return forbidden


def _told_by_corpus(texts: CorpusTexts, documents: Iterable[Document]) -> list[tuple[str, str]]:
    articles = [texts[document.id] for document in documents if corpus_of(document.id)]
    return [(article.id, str(article.extra["story"])) for article in articles if "story" in article.extra]


def _own_stratum(document_id: str) -> str:
    """``own-b`` of ``own-b-001``: one hand's articles, so that every hand stands in every split."""
    return "-".join(document_id.split("-")[:2])


def _only(assigned: Mapping[str, str], ids: Iterable[str]) -> dict[str, str]:
    wanted = set(ids)
    return {document_id: split for document_id, split in assigned.items() if document_id in wanted}
