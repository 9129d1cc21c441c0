"""Checks files of annotated documents in any form; an unreadable document does not hide the faults of the next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Unpack

from frontwire.corpora.check import Fault, check_document, check_record
from frontwire.corpora.forms import ReadingOptions, form_of, read_documents
from frontwire.corpora.inline import parse_block, read_text, split_blocks
from frontwire.corpora.jsonl import read_records
from frontwire.corpora.standoff import join_annotation, read_annotations
from frontwire.corpora.texts import TextSource
from frontwire.errors import DataError


def check_file(
    path: str | Path, *, texts: TextSource | None = None, **options: Unpack[ReadingOptions]
) -> Iterator[tuple[str, list[Fault]]]:
    """Id and faults of every document of a file. ``texts`` gives the texts of a stand-off file, ``options`` are for forms of
    other tools.

    Raises :class:`RecordError` where no documents can be told apart: bytes that are not UTF-8, a line that is no JSON.
    """
    path = Path(path)
    form = form_of(path)
    if form == "inline":
        for first_line, lines in split_blocks(read_text(path)):
            document_id = lines[0].removeprefix("#doc ").strip()
            try:
                yield document_id, check_document(parse_block(lines, first_line=first_line, source=str(path)))
            except DataError as error:
                yield document_id, [Fault(document_id, "error", "form", str(error))]
    elif form == "jsonl":
        for line, record in read_records(path):
            document_id = str(record.get("id", f"line {line}"))
            yield document_id, check_record(record)
    elif form == "standoff":
        for annotation in read_annotations(path):
            try:
                yield (
                    annotation.id,
                    check_document(join_annotation(annotation, {} if texts is None else texts, check=False)),
                )
            except DataError as error:
                yield annotation.id, [Fault(annotation.id, "error", "text", str(error))]
    else:
        for document in read_documents(path, form=form, **options):
            yield document.id, check_document(document)
