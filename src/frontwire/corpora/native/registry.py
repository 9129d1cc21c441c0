"""The native corpora by name, and what a folder holds of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from frontwire.corpora.native.awsd import AWSD
from frontwire.corpora.native.case2021 import CASE2021
from frontwire.corpora.native.ceha import CEHA
from frontwire.corpora.native.cnc import CNC
from frontwire.corpora.native.conll import CAMEO_NER, RE3D_CONLL
from frontwire.corpora.native.corpus import NativeCorpus, Unaligned, UnalignedLog
from frontwire.corpora.native.dronestream import DRONESTREAM
from frontwire.corpora.native.ecbplus import ECBPLUS
from frontwire.corpora.native.geoparsing import GEOVIRUS, LGL
from frontwire.corpora.native.geowebnews import GEOWEBNEWS
from frontwire.corpora.native.gva import GVA
from frontwire.corpora.native.gvdb import GVDB
from frontwire.corpora.native.hrdsattack import HRDSATTACK
from frontwire.corpora.native.m2e2 import M2E2
from frontwire.corpora.native.mapping import map_labels
from frontwire.corpora.native.muc4 import MUC4
from frontwire.corpora.native.muc4_ree import MUC4_REE
from frontwire.corpora.native.rams import RAMS
from frontwire.corpora.native.re3d import RE3D
from frontwire.corpora.native.satp import SATP
from frontwire.corpora.native.te3_platinum import TE3_PLATINUM
from frontwire.corpora.native.wikievents import WIKIEVENTS
from frontwire.errors import UsageError
from frontwire.schema import Document

NATIVE: Final[tuple[NativeCorpus, ...]] = (
    SATP,
    MUC4,
    MUC4_REE,
    RE3D_CONLL,
    RE3D,
    CAMEO_NER,
    WIKIEVENTS,
    RAMS,
    M2E2,
    GVDB,
    GVA,
    AWSD,
    DRONESTREAM,
    HRDSATTACK,
    CASE2021,
    CEHA,
    CNC,
    ECBPLUS,
    LGL,
    GEOVIRUS,
    GEOWEBNEWS,
    TE3_PLATINUM,
)

#: Entries of the log that a summary prints.
_LISTED: Final = 10


@dataclass(frozen=True, slots=True)
class NativeReading:
    """A corpus read whole: its documents and everything in it that could not be aligned."""

    corpus: NativeCorpus
    documents: list[Document]
    unaligned: UnalignedLog


def native_corpus(name: str) -> NativeCorpus:
    """The corpus of a name. Raises :class:`UsageError` that lists the names."""
    for corpus in NATIVE:
        if corpus.name == name:
            return corpus
    raise UsageError(f"no corpus {name!r}; there are {', '.join(corpus.name for corpus in NATIVE)}")


def read_native(name: str, folder: str | Path) -> NativeReading:
    """Read a corpus from ``folder``, the corpora folder that holds its sub-folder.

    Raises :class:`UsageError` for an unknown name and :class:`~frontwire.errors.DataError` for a file that is missing
    or unreadable as a whole.
    """
    corpus = native_corpus(name)
    log = UnalignedLog(name)
    return NativeReading(corpus, list(corpus.read(Path(folder) / corpus.folder, log)), log)


@dataclass(slots=True)
class NativeSummary:
    """Counts of a corpus. ``parts``: documents; ``labels``: spans by native label; ``mapped``: spans by our label;
    ``left_out``: mapped spans left out, by reason; ``unaligned``: entries of the log by kind, ``listed`` the first of them.
    """

    name: str
    parts: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    mapped: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    unaligned: Counter[str] = field(default_factory=Counter)
    listed: list[Unaligned] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The counts for people, the log's first entries last."""
        corpus = native_corpus(self.name)
        notes = ", ".join(
            words
            for words, holds in (("heads of phrases", corpus.heads), ("not all are marked", not corpus.exhaustive))
            if holds
        )
        rows = [
            f"{self.name}: {self.parts.total():,} documents ({_counts(self.parts)})",
            f"  {self.labels.total():,} spans{notes and f' ({notes})'}: {_counts(self.labels)}",
            f"  {self.mapped.total():,} with our labels: {_counts(self.mapped)}; left out: {_counts(self.left_out)}",
            f"  {self.unaligned.total():,} not aligned: {_counts(self.unaligned)}",
        ]
        return rows + [f"    {entry.record}: {entry.what}: {entry.why}" for entry in self.listed]


def summary(name: str, folder: str | Path) -> NativeSummary:
    """Read a corpus and count it; raises what :func:`read_native` raises."""
    return summarise(read_native(name, folder))


def summarise(reading: NativeReading, *, listed: int | None = _LISTED) -> NativeSummary:
    """Count a corpus that was read; the first ``listed`` entries of its log (``None``: all) are kept for people."""
    found = NativeSummary(
        reading.corpus.name, unaligned=reading.unaligned.counts(), listed=reading.unaligned.entries[:listed]
    )
    for document in reading.documents:
        found.parts[document.extra["part"]] += 1
        found.labels.update(mention.label for mention in document.mentions)
        mapped = map_labels(document, reading.corpus)
        found.mapped.update(mention.label for mention in mapped.mentions)
        found.left_out.update({reason: sum(n.values()) for reason, n in mapped.extra["left_out"].items()})
    return found


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.most_common()) or "none"
