"""Two sets of ConfliBERT (Hu et al., 2022) with a token and an IOB2 tag a line: re3d sentences and CAMEO roles.

A document is a sentence. None of the labels maps to ours. re3d marks what a name or phrase is (Organisation, Weapon,
Temporal …) whether or not its sentence tells of an attack; ours mark roles in one. Its phrases keep articles and what
follows the head ("the [head] of …"). CAMEO marks source (S), target (T) and relation (R) of any political act, talks
and aid as well as attacks, so a source is no attacker. Its spans are phrases that begin with the article and run on
behind the head.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from frontwire.corpora.native.alignment import TokenText
from frontwire.corpora.native.building import DocumentBuilder
from frontwire.corpora.native.corpus import NativeCorpus, UnalignedLog
from frontwire.corpora.native.sources import read_text, required_file
from frontwire.schema import Document

_RE3D_LABELS: Final = (
    "Organisation",
    "Location",
    "Person",
    "Temporal",
    "Weapon",
    "MilitaryPlatform",
    "Quantity",
    "DocumentReference",
    "Nationality",
    "Money",
)
_CAMEO_LABELS: Final = ("S", "T", "R")


def _read_re3d(folder: Path, log: UnalignedLog) -> Iterator[Document]:
    for part in RE3D_CONLL.parts:
        yield from _sentences(required_file(folder, f"{part}.txt"), "re3dconll", _RE3D_LABELS, log)


def _read_cameo(folder: Path, log: UnalignedLog) -> Iterator[Document]:
    for part in CAMEO_NER.parts:
        yield from _sentences(required_file(folder, f"{part}.txt"), "cameo", _CAMEO_LABELS, log)


def _sentences(path: Path, prefix: str, labels: tuple[str, ...], log: UnalignedLog) -> Iterator[Document]:
    tokens: list[str] = []
    tags: list[str] = []
    number = 0
    for line, row in enumerate([*read_text(path).split("\n"), ""], start=1):
        fields = row.split()
        if len(fields) == 2:
            tokens.append(fields[0])
            tags.append(fields[1])
        elif fields:
            log.add(f"{path.name}:{line}", "record", f"{len(fields)} fields; expected a token and a tag")
        elif tokens:
            yield _document(f"{prefix}-{path.stem}-{number:04}", tokens, tags, path.stem, labels, log)
            tokens, tags = [], []
            number += 1


def _document(
    document_id: str, tokens: list[str], tags: list[str], part: str, labels: tuple[str, ...], log: UnalignedLog
) -> Document:
    text = TokenText([tokens])
    builder = DocumentBuilder(document_id, text.text, part=part, log=log, labels=labels)
    start, open_label = 0, ""
    for index, tag in enumerate([*tags, "O"]):
        prefix, _, label = tag.partition("-")
        if prefix == "I" and label == open_label:
            continue
        if open_label:
            builder.mention(open_label, text.span(start, index))
        if prefix == "I":
            # Read as conlleval does, which the published scores were made with.
            builder.fail("tag", f"{tag} at token {index} follows no span of its label; read as its beginning")
        start, open_label = index, "" if prefix == "O" else label
    return builder.build()


RE3D_CONLL: Final = NativeCorpus("re3d_conll", "re3d_conll", ("train", "dev", "test"), _RE3D_LABELS, _read_re3d)
CAMEO_NER: Final = NativeCorpus("cameo_ner", "cameo_ner", ("train", "test"), _CAMEO_LABELS, _read_cameo)
