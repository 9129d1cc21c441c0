"""ECB+ (Cybulska and Vossen, 2014): event and entity coreference across the documents of 43 topics.

Ids are ``ecbplus-TOPIC_NUMBERecb`` or ``…ecbplus`` after the file. Facts of a mention: ``chain``, the same in all
documents of a topic for mentions of one instance, and within a document for those that the source links there only.
Facts of a document: ``topic``, ``sentences`` (those that its csv lists, the others are not reliably annotated;
numbers count from 0). Sentence 0 of the ``ecbplus`` files is the address of the page. A mention in several pieces is
no span and goes to the log.

None of the labels maps to ours: actions, people, places and times of any event, sport and film among them. Spans of
people and things are heads or names; ours are phrases.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from frontwire.corpora.native.alignment import TokenText
from frontwire.corpora.native.building import DocumentBuilder, convert_all
from frontwire.corpora.native.corpus import NativeCorpus, UnalignedLog
from frontwire.corpora.native.sources import parse_xml, read_bytes, required_file, required_files, table_rows
from frontwire.errors import RecordError
from frontwire.schema import Document

_ROOT: Final = "ECB+_LREC2014"
_ACTIONS: Final = ("OCCURRENCE", "STATE", "REPORTING", "ASPECTUAL", "GENERIC", "CAUSATIVE", "PERCEPTION")
_LABELS: Final = (
    *(f"ACTION_{kind}" for kind in _ACTIONS),
    *(f"NEG_ACTION_{kind}" for kind in _ACTIONS),
    *(f"HUMAN_PART{kind}" for kind in ("", "_PER", "_ORG", "_GPE", "_FAC", "_VEH", "_MET", "_GENERIC")),
    *("NON_HUMAN_PART", "NON_HUMAN_PART_GENERIC"),
    *("LOC_GEO", "LOC_FAC", "LOC_OTHER"),
    *("TIME_DATE", "TIME_OF_THE_DAY", "TIME_DURATION", "TIME_REPETITION"),
)


def _read(folder: Path, log: UnalignedLog) -> Iterator[Document]:
    root = folder / _ROOT
    listed: defaultdict[str, list[int]] = defaultdict(list)
    table = required_file(root, "ECBplus_coreference_sentences.csv")
    for where, row in table_rows(table, log, ("Topic", "File", "Sentence Number")):
        if row["Sentence Number"].strip().isdecimal():
            listed[f"{row['Topic']}_{row['File']}"].append(int(row["Sentence Number"]))
        else:
            log.add(where, "record", f"sentence number {row['Sentence Number']!r}")
    files = _roots(required_files(root / "ECB+", "*/*.xml"), log)
    yield from convert_all(files, partial(_document, listed=listed, log=log), log)


def _roots(paths: list[Path], log: UnalignedLog) -> Iterator[tuple[str, Element]]:
    for path in paths:
        try:
            yield path.stem, parse_xml(read_bytes(path), path.name)
        except RecordError as error:
            log.add(path.name, "record", error.reason)


def _document(name: str, root: Element, *, listed: dict[str, list[int]], log: UnalignedLog) -> Document:
    tokens = list(root.iter("token"))
    sentences = [list(group) for _, group in groupby(tokens, key=lambda token: token.attrib["sentence"])]
    text = TokenText([[(token.text or "").strip() for token in sentence] for sentence in sentences])
    position = {token.attrib["t_id"]: index for index, token in enumerate(tokens)}
    part = "ecbplus" if name.endswith("ecbplus") else "ecb"
    builder = DocumentBuilder(f"ecbplus-{name}", text.text, part=part, log=log, labels=_LABELS)
    builder.facts |= {"topic": name.partition("_")[0], "sentences": listed.get(name, [])}
    chains = _chains(root)
    for markable in root.iterfind("Markables/*"):
        anchors = [anchor.attrib["t_id"] for anchor in markable.iter("token_anchor")]
        if not anchors:  # describes an instance; chains name it
            continue
        key = markable.attrib["m_id"]
        try:
            places = sorted({position[anchor] for anchor in anchors})
        except KeyError as error:
            builder.fail("span", f"mention {key} names token {error}, which is not there")
            continue
        if places[-1] - places[0] >= len(places):
            builder.fail("span", f"mention {key} ({markable.tag}) is in several pieces")
            continue
        facts = {"chain": chains[key]} if key in chains else None
        builder.mention(markable.tag, text.span(places[0], places[-1] + 1), facts=facts)
    return builder.build()


def _chains(root: Element) -> dict[str, str]:
    """Mention → chain: the instance of a cross-document relation, the relation's own id of one within the document."""
    chains = {}
    for relation in root.iterfind("Relations/*"):
        name = relation.get("note") if relation.tag == "CROSS_DOC_COREF" else None
        for source in relation.iter("source"):
            chains[source.attrib["m_id"]] = name or f"r{relation.get('r_id')}"
    return chains


ECBPLUS: Final = NativeCorpus("ecbplus", "ecbplus", ("ecb", "ecbplus"), _LABELS, _read, heads=True)
