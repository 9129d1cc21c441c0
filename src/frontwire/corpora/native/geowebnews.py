"""GeoWebNews (Gritta et al., 2020): toponyms by what they stand for, with places, as brat stand-off.

Ids are ``geowebnews-NUMBER``. Labels: the toponym taxonomy (``Literal`` is a place, ``Metonymic`` a government or
team …). Facts of a mention: ``attributes`` (such as ``Non_Locational``, ``Modifier_Type``) and ``note``, which is a
GeoNames id (a number) or ``latitude,longitude``. ``GWN.xml``, made from these files, is not read: five of its spans
are wrong.

A place name marks no event: none of the labels maps to ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from frontwire.corpora.native.building import DocumentBuilder
from frontwire.corpora.native.corpus import NativeCorpus, UnalignedLog
from frontwire.corpora.native.sources import plain_value, read_text, required_file, required_files
from frontwire.schema import Document

_LABELS: Final = (
    "Literal",
    "Literal_Modifier",
    "Literal_Expression",
    "Mixed",
    "Coercion",
    "Embedded_Literal",
    "Embedded_Non_Lit",
    "Metonymic",
    "Non_Literal_Modifier",
    "Non_Lit_Expression",
    "Demonym",
    "Homonym",
    "Language",
    "Non_Toponym",
)


def _read(folder: Path, log: UnalignedLog) -> Iterator[Document]:
    texts = required_files(folder / "GeoWebNews", "*.txt")
    for path in sorted(texts, key=lambda path: (len(path.stem), path.stem)):
        annotations = read_text(required_file(path.parent, f"{path.stem}.ann"))
        builder = DocumentBuilder(
            f"geowebnews-{path.stem}", read_text(path), part="geowebnews", log=log, labels=_LABELS
        )
        yield _annotate(builder, annotations)


def _annotate(builder: DocumentBuilder, annotations: str) -> Document:
    """Text-bound annotations (``T``), attributes (``A``) and notes (``#``) of a brat file, in whatever order."""
    facts: dict[str, dict[str, Any]] = {}
    bound: list[tuple[str, str, str]] = []
    for row in annotations.split("\n"):
        if not row.strip():
            continue
        key, _, rest = row.partition("\t")
        place, _, words = rest.partition("\t")
        fields = place.split()
        if key[0] == "T" and len(fields) >= 3:
            bound.append((key, place, words.rstrip("\t")))
        elif key[0] == "A" and len(fields) >= 2:
            value = fields[2] if len(fields) > 2 else True
            facts.setdefault(fields[1], {}).setdefault("attributes", {})[fields[0]] = value
        elif key[0] == "#" and len(fields) == 2:
            facts.setdefault(fields[1], {})["note"] = plain_value(words)
        else:
            builder.fail("line", f"{row!r:.80} is no annotation of this corpus")
    for key, place, words in bound:
        label, *offsets = place.split()
        if len(offsets) == 2 and all(offset.isdecimal() for offset in offsets):
            builder.mention(label, (int(offsets[0]), int(offsets[1])), words=words, facts=facts.pop(key, None))
        else:
            builder.fail("span", f"{key} is in several pieces: {place}")
    for key in facts:
        builder.fail("fact", f"of {key}, which is no mention")
    return builder.build()


GEOWEBNEWS: Final = NativeCorpus("geowebnews", "geoparsing", ("geowebnews",), _LABELS, _read)
