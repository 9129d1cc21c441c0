"""Causal News Corpus, version 2 (Tan et al., 2022): protest and conflict sentences, their causes and effects.

Ids are ``cnc-INDEX`` as in subtask 1. Labels: ``ARG0`` (cause), ``ARG1`` (effect), ``SIG`` (signal words). Facts of a
mention: ``relation``, its number in the sentence. Facts of a document: ``causal`` (``None`` in the test part, which
was published without labels). Spans are clauses, often whole sides of a sentence: none of the labels maps to ours.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from frontwire.corpora.native.building import DocumentBuilder, convert_all
from frontwire.corpora.native.corpus import NativeCorpus, UnalignedLog
from frontwire.corpora.native.sources import required_file, table_rows
from frontwire.schema import Document

_PARTS: Final = ("train", "dev", "test")
_TAG: Final = re.compile(r"<(/?)((ARG[01])|SIG\d+)>")
_PAIRS: Final = "causal_text_w_pairs"


def _read(folder: Path, log: UnalignedLog) -> Iterator[Document]:
    for part in _PARTS:
        suffix = "_text" if part == "test" else ""
        columns = ("index", "text") if part == "test" else ("index", "text", "label")
        marked: dict[str, list[str]] = {}
        if part != "test":
            grouped = required_file(folder / "V2", f"{part}_subtask2_grouped.csv")
            for where, row in table_rows(grouped, log, ("index", _PAIRS)):
                try:
                    marked[_sentence(row["index"])] = [str(item) for item in ast.literal_eval(row[_PAIRS])]
                except (ValueError, SyntaxError, TypeError) as error:
                    log.add(where, "relation", f"{_PAIRS} is no list of strings: {error}")
        path = required_file(folder / "V2", f"{part}_subtask1{suffix}.csv")
        yield from convert_all(
            table_rows(path, log, columns), partial(_document, part=part, marked=marked, log=log), log
        )
        for index, relations in marked.items():
            log.add(f"cnc-{index}", "relation", f"{len(relations)} of a sentence that subtask 1 does not have")


def _sentence(index: str) -> str:
    """``train_01_0_892`` for ``cnc_train_01_0_892_0``, the way subtask 1 writes it."""
    return index.removeprefix("cnc_").rpartition("_")[0]


def _document(
    where: str, row: dict[str, str], *, part: str, marked: dict[str, list[str]], log: UnalignedLog
) -> Document:
    builder = DocumentBuilder(f"cnc-{row['index']}", row["text"], part=part, log=log, labels=CNC.labels)
    builder.facts["causal"] = {"1": True, "0": False}[row["label"]] if "label" in row else None
    for number, markup in enumerate(marked.pop(row["index"], []), start=1):
        _add_relation(builder, markup, number)
    return builder.build()


def _add_relation(builder: DocumentBuilder, markup: str, number: int) -> None:
    """The spans of one marked copy of the sentence; tags may nest and cross."""
    if _TAG.sub("", markup) != builder.text:
        builder.fail("relation", f"without tags, relation {number} is not the sentence")
        return
    starts: dict[str, int] = {}
    removed = 0
    for tag in _TAG.finditer(markup):
        offset = tag.start() - removed
        removed += len(tag[0])
        if not tag[1]:
            starts[tag[2]] = offset
        elif tag[2] in starts:
            label = tag[3] or "SIG"
            builder.mention(label, (starts.pop(tag[2]), offset), facts={"relation": number})
        else:
            builder.fail("span", f"{tag[0]} of relation {number} closes nothing")
    for name in starts:
        builder.fail("span", f"<{name}> of relation {number} is not closed")


CNC: Final = NativeCorpus("cnc", "cnc", _PARTS, ("ARG0", "ARG1", "SIG"), _read)
