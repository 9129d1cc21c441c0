"""Native readers of role and entity corpora: SATP, MUC-3/4, re3d, CAMEO, HRDsAttack, GVDB; files of our own writing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from frontwire.corpora.native.conll import CAMEO_NER, RE3D_CONLL
from frontwire.corpora.native.gvdb import GVDB
from frontwire.corpora.native.hrdsattack import HRDSATTACK
from frontwire.corpora.native.muc4 import MUC4
from frontwire.corpora.native.muc4_keys import Template, parse_templates, string_fills
from frontwire.corpora.native.muc4_ree import MUC4_REE
from frontwire.corpora.native.re3d import RE3D
from frontwire.corpora.native.satp import SATP
from native_files import read, spans, write, write_lines, write_tar


def test_satp_has_four_columns(tmp_path: Path) -> None:
    write(
        tmp_path / "dev.tsv", "Told.\t0\t1\t0\t0\nNo columns\nOther\t0\t1\t0\t2\n\t0\t0\t0\t0\n\nLast \t1\t0\t0\t1\r\n"
    )
    documents, unaligned = read(SATP, tmp_path)
    assert [(d.id, d.text, d.extra["native"]["columns"]) for d in documents] == [
        ("satp-dev-0000", "Told.", [0, 1, 0, 0]),
        ("satp-dev-0005", "Last", [1, 0, 0, 1]),
    ]
    assert unaligned == [(f"satp-dev-000{row}", "record") for row in (1, 2, 3)]


def test_tagged_sentences(tmp_path: Path) -> None:
    write(
        tmp_path / "train.txt",
        "Near\tO\r\nOld\tB-Location\r\nTown\tI-Location\r\nTuesday\tB-Temporal\r\n\r\n\r\nX\tO\r\n",
    )
    write(tmp_path / "dev.txt", "no tag here\nA\tB-Colour\n")
    write(tmp_path / "test.txt", "")
    documents, unaligned = read(RE3D_CONLL, tmp_path)
    assert [(d.id, d.text, spans(d)) for d in documents] == [
        ("re3dconll-train-0000", "Near Old Town Tuesday", [("Location", "Old Town"), ("Temporal", "Tuesday")]),
        ("re3dconll-train-0001", "X", []),
        ("re3dconll-dev-0000", "A", []),
    ]
    assert unaligned == [("dev.txt:1", "record"), ("re3dconll-dev-0000", "span")]


def test_tag_without_beginning_starts_a_span_and_is_logged(tmp_path: Path) -> None:
    write(tmp_path / "train.txt", "They B-T\nhit I-S\nthem I-S\n. O\n")
    write(tmp_path / "test.txt", "")
    documents, unaligned = read(CAMEO_NER, tmp_path)
    assert spans(documents[0]) == [("T", "They"), ("S", "hit them")]
    assert unaligned == [("cameo-train-0000", "tag")]


KEYS = """\
;;; a comment
stray line
0.  MESSAGE: ID                     DEV-MUC3-0007 (SITE)
1.  MESSAGE: TEMPLATE               2 (OPTIONAL)
4.  INCIDENT: TYPE                  BOMBING / ATTACK
6.  INCIDENT: INSTRUMENT ID         "BOMB"
                                    ? "OLD  MORTAR"
9.  PERP: INDIVIDUAL ID             "MEN OF \\"NORTE\\"" / "MEN"
10. PERP: ORGANIZATION ID           -
18. HUM TGT: NAME                   "R. PAZ"
19. HUM TGT: DESCRIPTION            "MAYOR": "R. PAZ"
                                    "GUARD"

0.  MESSAGE: ID                     DEV-MUC3-0008
1.  MESSAGE: TEMPLATE               *
4.  INCIDENT: TYPE                  *

0.  MESSAGE: ID                     DEV-MUC3-0010
1.  MESSAGE: TEMPLATE               1
"""
MESSAGES = """\
DEV-MUC3-0007
   LIMA, 3 JAN 90 -- THE BOMBS OF THE MEN OF "NORTE" AND AN OLD
MORTAR HIT MAYOR R. PAZ AND HIS GUARD. A BOMB LAY THERE.
DEV-MUC3-0008
   NOTHING.
DEV-MUC3-0009
   NO KEY.
"""


def test_muc_templates_are_parsed() -> None:
    stray, first, second, third = parse_templates(KEYS)
    assert stray == "stray line"
    assert isinstance(first, Template)
    assert (first.message, first.number, first.optional) == ("dev-muc3-0007", 2, True)
    assert first.slots["INCIDENT: INSTRUMENT ID"] == ['"BOMB"', '? "OLD  MORTAR"']
    assert first.slots["PERP: ORGANIZATION ID"] == []
    assert [template.number for template in (second, third) if isinstance(template, Template)] == [None, 1]


@pytest.mark.parametrize(
    ("line", "fills"),
    [
        ('"BOMB"', ["BOMB"]),
        ('? "BOMB" / "CAR BOMB"', ["BOMB", "CAR BOMB"]),
        ('"MAYOR": "R. PAZ"', ["MAYOR"]),
        ('"MAYOR" / "DOCTOR": "R. PAZ" / "PAZ"', ["MAYOR", "DOCTOR"]),
        ('"UNIT: NORTH" / "UNIT"', ["UNIT: NORTH", "UNIT"]),
        ('"MEN OF \\"NORTE\\""', ['MEN OF "NORTE"']),
        ("1", []),
    ],
)
def test_muc_string_fills(line: str, fills: list[str]) -> None:
    assert string_fills(line) == fills


def test_muc_fills_stand_at_their_first_whole_words(tmp_path: Path) -> None:
    root = "muc34/TASK/CORPORA/dev"
    files = {
        f"{root}/dev-muc3-0001-0100": MESSAGES,
        f"{root}/key-dev-0001.muc4": KEYS,
        f"{root}/._key-dev-0001.muc4": "X",
    }
    write_tar(tmp_path / "muc34.tar.gz", files)
    documents, unaligned = read(MUC4, tmp_path)
    assert [(d.id, d.date, d.extra["part"]) for d in documents] == [
        ("dev-muc3-0007", "1990-01-03", "dev"),
        ("dev-muc3-0008", None, "dev"),
        ("dev-muc3-0009", None, "dev"),
    ]
    assert spans(documents[0]) == [
        ("PERP: INDIVIDUAL ID", 'MEN OF "NORTE"'),
        ("PERP: INDIVIDUAL ID", "MEN"),
        ("HUM TGT: NAME", "R. PAZ"),
        ("HUM TGT: DESCRIPTION", "MAYOR"),
        ("HUM TGT: DESCRIPTION", "GUARD"),
        ("INCIDENT: INSTRUMENT ID", "BOMB"),
        ("INCIDENT: INSTRUMENT ID", "OLD MORTAR"),
    ]
    assert documents[0].text[documents[0].mentions[5].start :].startswith("BOMB LAY")
    native = documents[0].extra["native"]
    assert native["mentions"]["m1"] == {"templates": [2]}
    assert native["templates"][0]["slots"]["INCIDENT: TYPE"] == ["BOMBING / ATTACK"]
    assert documents[1].extra["native"]["templates"] == []
    assert unaligned == [
        ("key-dev-0001.muc4", "line"),
        ("dev-muc3-0009", "template"),
        ("dev-muc3-0010", "template"),
    ]


def test_muc_fill_that_is_not_there_is_logged(tmp_path: Path) -> None:
    root = "TASK/CORPORA/tst1"
    keys = KEYS.replace('"GUARD"', '"GUARDS"').replace("DEV-MUC3-0007", "TST1-MUC3-0001")
    message = MESSAGES.partition("DEV-MUC3-0008")[0].replace("DEV-MUC3-0007", "TST1-MUC3-0001")
    write_tar(tmp_path / "muc34.tar.gz", {f"{root}/tst1-muc3": message, f"{root}/key-tst1.v7": keys})
    documents, unaligned = read(MUC4, tmp_path)
    assert documents[0].extra["part"] == "tst1"
    assert ("tst1-muc3-0001", "fill") in unaligned


def test_role_filler_entities(tmp_path: Path) -> None:
    record = {
        "docid": "DEV-MUC3-0007",
        "doctext": "the rebels (frente) hit a bridge",
        "extracts": {"PerpInd": [[["rebels", 4]]], "PerpOrg": [[["frente", 12], ["hit", 99]]], "Target": []},
    }
    write_lines(tmp_path / "ree_train.json", [record])
    write_lines(tmp_path / "ree_dev.json", [{"docid": "TST1-MUC3-0001"}])
    write_lines(tmp_path / "ree_test.json", [])
    documents, unaligned = read(MUC4_REE, tmp_path)
    assert [d.id for d in documents] == ["ree-dev-muc3-0007"]
    assert spans(documents[0]) == [("PerpInd", "rebels"), ("PerpOrg", "frente")]
    assert unaligned == [("ree-dev-muc3-0007", "span"), ("ree_dev.json:1", "record")]


def re3d_entity(begin: int, end: int, kind: str, value: str, **changes: Any) -> dict[str, Any]:
    entity = {"_id": f"{begin}-{end}", "begin": begin, "end": end, "type": kind, "value": value}
    return entity | {"documentId": "0123456789ABCDEF", "confidence": 1} | changes


def test_re3d_spans_follow_the_cleaned_text(tmp_path: Path) -> None:
    text = "  The Army\n\n hit  Old\tTown."
    folder = tmp_path / "Some Source"
    record = {"_id": "0123456789ABCDEF", "sourceName": "Some Source", "title": "T", "sourceUrl": "u", "text": text}
    write_lines(folder / "documents.json", [record, {"_id": "FFFF"}])
    entities = [
        re3d_entity(2, 10, "Organisation", "The Army"),
        re3d_entity(18, 26, "Location", "Old Town", confidence=0.5),
        re3d_entity(13, 16, "Location", "hat"),
        re3d_entity(10, 12, "Person", " "),
        re3d_entity(13, 16, "Verb", "hit"),
        {"documentId": "0123456789ABCDEF"},
        re3d_entity(0, 1, "Person", "X", documentId="EEEE"),
    ]
    write_lines(folder / "entities.json", entities)
    sides = {"sourceBegin": 2, "sourceEnd": 10, "targetBegin": 18, "targetEnd": 26}
    relation = {"documentId": "0123456789ABCDEF", "type": "Hits", "value": "hit", "confidence": 0.9} | sides
    write_lines(folder / "relations.json", [relation, relation | {"targetEnd": 25}])
    documents, unaligned = read(RE3D, tmp_path)
    (document,) = documents
    assert (document.id, document.text) == ("re3d-0123456789AB", "The Army\nhit Old Town.")
    assert spans(document) == [("Organisation", "The Army"), ("Location", "Old Town")]
    native = document.extra["native"]
    assert native["mentions"]["m2"] == {"confidence": 0.5}
    assert native["relations"] == [{"type": "Hits", "words": "hit", "confidence": 0.9, "source": "m1", "target": "m2"}]
    here = "re3d-0123456789AB"
    assert unaligned == [
        *([(here, "span")] * 4),
        (here, "relation"),
        ("documents.json:2", "record"),
        ("EEEE", "span"),
    ]


def test_hrdsattack_answers(tmp_path: Path) -> None:
    sample = {"Input.article_interface": "<p>Told.</p>", "Input.publish_date": "2019-09-17 02:48", "Input.title": "T"}
    answers = {"city": "None", "country": "Chad", "victims": [{"victim_idx": 1}]}
    write(tmp_path / "dev.json", json.dumps([{"sample": sample, "merged_sample": answers}, {"sample": {}}]))
    documents, unaligned = read(HRDSATTACK, tmp_path)
    assert [(d.id, d.text, d.date, d.title) for d in documents] == [("hrds-dev-0000", "Told.", "2019-09-17", "T")]
    assert documents[0].extra["native"]["answers"] == answers | {"city": None}
    assert unaligned == [("dev.json[1]", "record")]


GVDB_RECORDS = [
    {"doc_key": "30", "date": "2015-3-7", "full_text": [["Shot", "fired"]], "spans": []},
    {
        "doc_key": "4",
        "date": "2016-01-02",
        "full_text": [["Police", "said", "Al", "Moe"], ["was", "hit", "."]],
        "spans": [
            [2, 4, "VIC-NAME", "Al Moe ", ["Al", "Moe"]],
            [5, 6, "CIR-WEAPON", "gun", ["gun"]],
            [6, 9, "DAT-CITY", ".", ["."]],
        ],
    },
]
GVDB_FORM = (
    '{"victim-section":[{"age":{"startIndex":1,"endIndex":2,"value":""},"gender":"Male","victim-was":["killed"]}]}'
)


def gvdb_table(*rows: tuple[str, str, str]) -> list[str]:
    head = "Article id\tArticle url\tArticle title\tFull text\tJson\tWorker"
    return [head, *(f"{number}\tu\tt\t{text}\t{form}\tw" for number, text, form in rows)]


def test_gvdb_spans_and_forms_paired_by_order(tmp_path: Path) -> None:
    write_lines(tmp_path / "dev.json.gz", GVDB_RECORDS)
    rows = gvdb_table(("9", "Police said: Al Moe was hit", GVDB_FORM), ("101", "A text of something else", "{}"))
    write_lines(tmp_path / "dev.tsv.gz", rows)
    documents, unaligned = read(GVDB, tmp_path)
    assert [(d.id, d.date) for d in documents] == [("gvdb-dev-30", "2015-03-07"), ("gvdb-dev-4", "2016-01-02")]
    assert documents[1].text == "Police said Al Moe\nwas hit ."
    assert spans(documents[1]) == [("VIC-NAME", "Al Moe")]
    victim = {"age": None, "gender": "Male", "victim-was": ["killed"]}
    assert documents[1].extra["native"]["form"] == {"victim-section": [victim]}
    assert "form" not in documents[0].extra["native"]
    assert unaligned == [("gvdb-dev-30", "form"), ("gvdb-dev-4", "span"), ("gvdb-dev-4", "span")]


def test_gvdb_forms_of_another_number_are_not_used(tmp_path: Path) -> None:
    write_lines(tmp_path / "dev.json.gz", [*GVDB_RECORDS, "{"])
    write_lines(
        tmp_path / "dev.tsv.gz", [*gvdb_table(("9", "Al Moe was hit", GVDB_FORM)), "10\tu\tt\ttext\tno json\tw"]
    )
    documents, unaligned = read(GVDB, tmp_path)
    assert [d.extra["native"] for d in documents] == [{}, {}]
    assert unaligned[:3] == [("dev.json.gz:3", "record"), ("dev.tsv.gz:3", "form"), ("dev", "form")]
