"""Gun Violence Database (Pavlick et al., 2016; tokens and split of pitrack/arglinking): who, where, when of shootings.

Each slot is marked once, at its first mention, so unmarked repeats are no negatives. Facts of a document, where the
table ``PART.tsv.gz`` has it: ``form``, the questionnaire as its worker filled it in (victims and whether killed or
injured, yes/no questions; its offsets count in another text and are left out). Ids, texts and dates are those of
:mod:`frontwire.corpora.gvdb`.

Sound: names of shooters → ATTACKER and of victims → TARGET; ``DAT-CITY`` → LOCATION, the city of the shooting. Not
sound: ``DAT-LOC``, mostly common nouns and addresses with their prepositions; ``DAT-CLOCK`` and ``DAT-TIME``, single
pieces of what is one DATE for us; ``CIR-WEAPON``, which keeps numbers and articles; ages and races, which are no
spans of ours; ``CIR-NUM-SHOTS``, no count of people. A first mention may stand in a dateline or a sentence about the
trial, where ours would be unlabelled.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from frontwire.corpora.gvdb import iso_day
from frontwire.corpora.native.alignment import TokenText
from frontwire.corpora.native.building import DocumentBuilder, convert_all
from frontwire.corpora.native.corpus import NativeCorpus, UnalignedLog
from frontwire.corpora.native.sources import json_lines, read_text, required_files
from frontwire.schema import Document

_ENDING: Final = ".json.gz"
_NO_WORD: Final = re.compile(r"\W+")
_LABELS: Final = (
    *("DAT-CITY", "DAT-LOC", "DAT-CLOCK", "DAT-TIME"),
    *("VIC-NAME", "VIC-AGE", "VIC-RACE", "SHO-NAME", "SHO-AGE", "SHO-RACE"),
    *("CIR-NUM-SHOTS", "CIR-WEAPON"),
)


def _read(folder: Path, log: UnalignedLog) -> Iterator[Document]:
    for path in required_files(folder, f"*{_ENDING}"):
        part = path.name.removesuffix(_ENDING)
        records = list(json_lines(path, log))
        keys = sorted((str(record.get("doc_key")) for _, record in records), key=_number)
        forms = _forms(folder / f"{part}.tsv.gz", log)
        # The two files number the articles differently, but in the same order.
        paired = dict(zip(keys, forms, strict=True)) if len(keys) == len(forms) else {}
        if forms and not paired:
            log.add(part, "form", f"{len(forms)} forms for {len(keys)} articles; none used")
        yield from convert_all(records, partial(_document, part=part, forms=paired, log=log), log)


def _document(
    where: str, record: dict[str, Any], *, part: str, forms: dict[str, tuple[str, Any]], log: UnalignedLog
) -> Document:
    key = str(record["doc_key"])
    text = TokenText(record["full_text"])
    builder = DocumentBuilder(
        f"gvdb-{part}-{key}", text.text, part=part, log=log, labels=_LABELS, date=iso_day(record.get("date"))
    )
    for start, end, label, _, words in record["spans"]:
        builder.mention(label, text.span(start, end), words=" ".join(words))
    end_of_text, form = forms.get(key, ("", None))
    if form is not None and end_of_text == _last_words(text.text):
        builder.facts["form"] = form
    elif form is not None:
        builder.fail("form", "the form at the article's place is of another text")
    return builder.build()


def _forms(path: Path, log: UnalignedLog) -> list[tuple[str, Any]]:
    """End of the text and questionnaire of each article, by article id.

    The table is no csv: a field holds anything but tabs and line ends.
    """
    if not path.is_file():
        return []
    forms = []
    for line, row in enumerate(read_text(path).split("\n")[1:], start=2):
        fields = row.split("\t")
        if not row.strip():
            continue
        try:
            forms.append((_number(fields[0]), _last_words(fields[3]), _without_offsets(json.loads(fields[4]))))
        except (IndexError, ValueError) as error:
            log.add(f"{path.name}:{line}", "form", f"{len(fields)} fields; expected JSON in the fifth: {error}")
    return [(end, form) for _, end, form in sorted(forms, key=lambda row: row[0])]


def _number(key: str) -> tuple[int, str]:
    return (int(key), "") if key.isdecimal() else (-1, key)


def _last_words(text: str) -> str:
    # Tokenising changed white space and some punctuation; titles were cut differently.
    return _NO_WORD.sub("", text)[-40:]


def _without_offsets(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_offsets(item) for item in value]
    if isinstance(value, dict):
        if value.keys() == {"startIndex", "endIndex", "value"}:
            return value["value"] or None
        return {name: _without_offsets(item) for name, item in value.items()}
    return value


GVDB: Final = NativeCorpus(
    "gvdb",
    "gvdb",
    ("dev", "test"),
    _LABELS,
    _read,
    mapping={"SHO-NAME": "ATTACKER", "VIC-NAME": "TARGET", "DAT-CITY": "LOCATION"},
    exhaustive=False,
)
