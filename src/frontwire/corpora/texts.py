"""Which corpus a document id belongs to, and the texts of those corpora from a folder that holds them.

The folder has one sub-folder per corpus, named as in :data:`CORPORA`. A corpus is read when its first text is asked
for, and kept.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from frontwire.corpora.awsd import read_awsd
from frontwire.corpora.gva import read_gva
from frontwire.corpora.gvdb import read_gvdb
from frontwire.corpora.hrdsattack import read_hrdsattack
from frontwire.corpora.muc4 import read_muc4
from frontwire.corpora.rams import read_rams
from frontwire.corpora.re3d import read_re3d
from frontwire.corpora.satp import read_satp
from frontwire.corpora.wikievents import read_wikievents
from frontwire.errors import StandoffError, UsageError
from frontwire.schema import Article

#: Environment variable that names the corpora folder where no ``--corpora`` is given.
CORPORA_VARIABLE: Final = "FRONTWIRE_CORPORA"


@dataclass(frozen=True, slots=True)
class Corpus:
    """One public corpus: the form of its document ids and the reader of its folder."""

    name: str
    ids: re.Pattern[str]
    read: Callable[[Path], Iterator[Article]]


CORPORA: Final = (
    Corpus("satp", re.compile(r"satp-\w+-\d{4,}"), read_satp),
    Corpus("muc4", re.compile(r"(?:dev|tst\d)-muc\d-\d{4}"), read_muc4),
    Corpus("hrdsattack", re.compile(r"hrds-\w+-\d{4,}"), read_hrdsattack),
    Corpus(
        "wikievents",
        re.compile(r"wikievents-train-\d{4,}|(?:scenario|wiki|suicide_ied|road_ied|backpack_ied)_\w+|\d+_VOA_\S+"),
        read_wikievents,
    ),
    Corpus("rams", re.compile(r"rams-\w+-\d{4,}"), read_rams),
    Corpus("awsd", re.compile(r"awsd-\d+"), read_awsd),
    Corpus("re3d", re.compile(r"re3d-[0-9A-F]{12}"), read_re3d),
    Corpus("gvdb", re.compile(r"gvdb-\w+-\d+"), read_gvdb),
    Corpus("gva", re.compile(r"gva-[0-9a-f]{32}"), read_gva),
)


def corpus_of(document_id: str) -> str | None:
    """Name of the corpus that an id belongs to; ``None`` for ids of no known corpus."""
    return next((corpus.name for corpus in CORPORA if corpus.ids.fullmatch(document_id)), None)


class TextSource(Protocol):
    """Gives the article of an id; :class:`KeyError` or :class:`StandoffError` where it has none. A dict is one."""

    def __getitem__(self, document_id: str, /) -> Article: ...


class CorpusTexts:
    """The texts of all public corpora in ``folder``, by document id."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self._articles: dict[str, dict[str, Article]] = {}

    def __getitem__(self, document_id: str, /) -> Article:
        """The article of an id. Raises :class:`StandoffError` that says which file or folder is missing."""
        name = corpus_of(document_id)
        if name is None:
            known = ", ".join(corpus.name for corpus in CORPORA)
            raise StandoffError(f"document {document_id!r}: the id belongs to none of the corpora {known}")
        articles = self.articles(name)
        if document_id not in articles:
            raise StandoffError(
                f"document {document_id!r}: not among the {len(articles)} texts in {self.folder / name}; "
                f"put the original files of {name} there (see data/README.md)"
            )
        return articles[document_id]

    def articles(self, name: str) -> dict[str, Article]:
        """All articles of one corpus by id; empty where the folder does not have the corpus."""
        if name not in self._articles:
            read = next(corpus.read for corpus in CORPORA if corpus.name == name)
            self._articles[name] = {article.id: article for article in read(self.folder / name)}
        return self._articles[name]


def corpora_folder(given: str | Path | None = None) -> Path | None:
    """The folder given, else the one that ``FRONTWIRE_CORPORA`` names, else ``None``.

    Raises :class:`UsageError` for a folder that does not exist.
    """
    named = given or os.environ.get(CORPORA_VARIABLE)
    if not named:
        return None
    if not Path(named).is_dir():
        raise UsageError(f"the corpora folder {named} does not exist")
    return Path(named)
