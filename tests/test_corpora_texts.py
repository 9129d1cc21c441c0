"""Text readers of the public corpora, on small files of our own writing in the same formats."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from frontwire.corpora.awsd import read_awsd
from frontwire.corpora.gva import may_train, read_gva
from frontwire.corpora.gvdb import iso_day, read_gvdb
from frontwire.corpora.hrdsattack import clean_html, read_hrdsattack
from frontwire.corpora.muc4 import clean_body, dateline_day, read_muc4
from frontwire.corpora.rams import read_rams
from frontwire.corpora.re3d import clean_lines, read_re3d
from frontwire.corpora.satp import read_satp
from frontwire.corpora.texts import CORPORA_VARIABLE, CorpusTexts, corpora_folder, corpus_of
from frontwire.corpora.wikievents import read_wikievents
from frontwire.errors import RecordError, StandoffError, UsageError
from frontwire.schema import Article


def write_lines(path: Path, *records: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def muc_archive(folder: Path, files: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(folder / "muc34.tar.gz", "w:gz") as archive:
        for name, text in files.items():
            data = text.encode("latin-1")
            member = tarfile.TarInfo(f"muc34/TASK/CORPORA/{name}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))


def test_satp_counts_rows_from_zero(tmp_path: Path) -> None:
    (tmp_path / "train.tsv").write_text(' First report \t1\t0\n\t0\t0\nThe "third" one\t0\t1\n', encoding="utf-8")
    assert list(read_satp(tmp_path)) == [
        Article("satp-train-0000", "First report"),
        Article("satp-train-0002", 'The "third" one'),
    ]


MESSAGES = """\
DEV-MUC3-0007 (XYZ)

   LIMA, 31 NOV 89 (RADIO SIERRA) -- [TEXT] A FIRST  PARAGRAPH [[SIC]] THAT
RUNS ON.
   A SECOND, INDENTED.

   A THIRD ONE OF 5 JAN 90.

DEV-MUC3-0008
BOGOTA, 2 FEB 90 -- SE\xd1OR X.
"""


def test_muc_messages_paragraphs_and_dates(tmp_path: Path) -> None:
    muc_archive(
        tmp_path,
        {
            "dev/dev-muc3-0001-0100": MESSAGES,
            "dev/._dev-muc3-0001-0100": "DEV-MUC3-0007\nATTRIBUTES OF THE FILE",
            "dev/key-dev-0001.muc4": "DEV-MUC3-0009\nA KEY",
            "tst4/tst4-muc4": "TST4-MUC4-0001 (X)\n\n   TOLD.\n",
            "tst4/tst4-muc4.mixed-case": "TST4-MUC4-0001 (X)\n\n   Told.\n",
        },
    )
    first, second, third = read_muc4(tmp_path)
    assert first.id == "dev-muc3-0007"
    assert first.text.split("\n\n") == [
        "LIMA, 31 NOV 89 (RADIO SIERRA) -- [TEXT] A FIRST PARAGRAPH [SIC] THAT RUNS ON.",
        "A SECOND, INDENTED.",
        "A THIRD ONE OF 5 JAN 90.",
    ]
    assert first.date is None
    assert (second.id, second.text, second.date) == ("dev-muc3-0008", "BOGOTA, 2 FEB 90 -- SEÑOR X.", "1990-02-02")
    assert (third.id, third.date) == ("tst4-muc4-0001", None)


@pytest.mark.parametrize(
    ("body", "day"),
    [
        pytest.param("QUITO, 26 NOV 89 -- ...", "1989-11-26", id="plain"),
        pytest.param("QUITO, 2 MAR 90 (EFE) -- ON 1 MAR 90", "1990-03-02", id="first-wins"),
        pytest.param("QUITO -- YESTERDAY", None, id="none"),
        pytest.param("QUITO, 30 FEB 90 --", None, id="no-such-day"),
    ],
)
def test_muc_dateline(body: str, day: str | None) -> None:
    assert dateline_day(body) == day


def test_muc_body_needs_a_non_blank_behind_the_indentation() -> None:
    assert clean_body("A\n    B\n   C\n \n D") == "A B\n\nC\n\nD"


def test_damaged_muc_archive_is_a_record_error(tmp_path: Path) -> None:
    (tmp_path / "muc34.tar.gz").write_bytes(b"no archive")
    with pytest.raises(RecordError, match=r"muc34\.tar\.gz.*not a readable tar archive"):
        list(read_muc4(tmp_path))


def test_hrds_html_becomes_paragraphs() -> None:
    assert clean_html(" <p>One <b>bold</b> &amp; two</p> \n<p>Three<br/>four</p>") == "One bold & two\n\nThreefour"


def test_hrds_entries(tmp_path: Path) -> None:
    sample = {"Input.article_interface": "<p>Told.</p>", "Input.publish_date": "2019-09-17 02:48:13"}
    (tmp_path / "train.json").write_text(json.dumps([{"sample": sample}]), encoding="utf-8")
    assert list(read_hrdsattack(tmp_path)) == [Article("hrds-train-0000", "Told.", date="2019-09-17")]


def test_hrds_of_another_form_is_a_record_error(tmp_path: Path) -> None:
    (tmp_path / "train.json").write_text("[{}]", encoding="utf-8")
    with pytest.raises(RecordError, match="'sample'"):
        list(read_hrdsattack(tmp_path))


def test_wikievents_has_text_or_tokens(tmp_path: Path) -> None:
    write_lines(tmp_path / "dev.jsonl", {"doc_id": "wiki_ied_bombings_1_news_3", "text": " A blast.\n"})
    write_lines(
        tmp_path / "train_recast.jsonl",
        {"docid": "road_ied_8", "tokens": ["A", "mine", "."]},
        {"docid": "wiki_ied_bombings_1", "tokens": ["More", "."]},
    )
    assert list(read_wikievents(tmp_path)) == [
        Article("wiki_ied_bombings_1_news_3", "A blast.", extra={"story": "wiki_ied_bombings_1"}),
        Article("wikievents-train-0000", "A mine ."),
        Article("wikievents-train-0001", "More .", extra={"story": "wiki_ied_bombings_1"}),
    ]


def test_rams_joins_all_sentences(tmp_path: Path) -> None:
    write_lines(
        tmp_path / "dev.jsonlines", {"sentences": [["A", "b", "."], [], ["C", "."]], "source_url": "http://x/1"}
    )
    assert list(read_rams(tmp_path)) == [Article("rams-dev-0000", "A b . C .", extra={"story": "http://x/1"})]


def test_awsd_takes_details_by_incident_id(tmp_path: Path) -> None:
    (tmp_path / "incidents.csv").write_text(
        'Incident ID,Year,Details\n35,1997,"One, with a\nline break "\n37,1998,\n39,1999,Two\n', encoding="utf-8"
    )
    assert list(read_awsd(tmp_path)) == [Article("awsd-35", "One, with a\nline break"), Article("awsd-39", "Two")]


def test_awsd_without_its_columns_is_a_record_error(tmp_path: Path) -> None:
    (tmp_path / "incidents.csv").write_text("id,text\n1,a\n", encoding="utf-8")
    with pytest.raises(RecordError, match="'Incident ID' and 'Details'"):
        list(read_awsd(tmp_path))


def test_re3d_keeps_lines(tmp_path: Path) -> None:
    write_lines(tmp_path / "Some Source/documents.json", {"_id": "0123456789ABCDEF", "text": " A  b\t\n\n \nC\n"})
    assert list(read_re3d(tmp_path)) == [Article("re3d-0123456789AB", "A b\nC")]
    assert clean_lines("\n") == ""


def test_gvdb_joins_tokens_and_sentences(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "dev.json.gz", "wt", encoding="utf-8") as stream:
        print(json.dumps({"doc_key": "12", "date": "2015-3-7", "full_text": [["A", "shot", "."], ["So"]]}), file=stream)
    assert list(read_gvdb(tmp_path)) == [Article("gvdb-dev-12", "A shot .\nSo", date="2015-03-07")]


def test_gvdb_of_another_form_is_a_record_error(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "dev.json.gz", "wt", encoding="utf-8") as stream:
        print(json.dumps({"doc_key": "12", "full_text": None}), file=stream)
    with pytest.raises(RecordError, match=r"line 1 of .*dev\.json\.gz: expected 'doc_key' and 'full_text'"):
        list(read_gvdb(tmp_path))


@pytest.mark.parametrize(
    ("written", "day"),
    [("2015-12-02", "2015-12-02"), ("2015-1-2", "2015-01-02"), ("", None), (None, None), ("2015-xx-02", None)],
)
def test_gvdb_days(written: str | None, day: str | None) -> None:
    assert iso_day(written) == day


def gva_lines(path: Path, *records: object) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(record) + "\n" for record in records)


def gva_document(key: str, incident: str, content: str) -> dict[str, str]:
    return {"id": key * 32, "incident_id": incident, "title": "Told", "dct": "2014-01-28", "content": content}


GVA_FRAME = {
    "incident_uri": "7",
    "date": "January 5, 2014",
    "state": "Ohio",
    "city_or_county": "Akron",
    "address": "Elm St",
    "num_killed": 1,
    "num_injured": 0,
    "participants": [],
}


def test_gva_has_frames_and_one_article_per_document(tmp_path: Path) -> None:
    gva_lines(tmp_path / "incidents.jsonl.gz", GVA_FRAME)
    documents = [gva_document(*fields) for fields in (("a", "7", " One. "), ("b", "9", "Two."), ("c", "7", " "))]
    gva_lines(tmp_path / "docs.jsonl.gz", *documents, gva_document("a", "8", "One."))
    first, second = read_gva(tmp_path)
    frame = {"id": "7", "date": "2014-01-05", "state": "Ohio", "city": "Akron", "address": "Elm St"}
    assert first == Article(
        "gva-" + "a" * 32,
        "One.",
        date="2014-01-28",
        title="Told",
        extra={"story": "gva-incident-7", "incidents": [frame | {"killed": 1, "injured": 0}, {"id": "8"}]},
    )
    assert (second.id, second.extra["incidents"]) == ("gva-" + "b" * 32, [{"id": "9"}])
    assert [may_train(first), may_train(second)] == [False, True]


def test_gva_frame_of_another_form_is_a_record_error(tmp_path: Path) -> None:
    gva_lines(tmp_path / "incidents.jsonl.gz", GVA_FRAME | {"date": "2014"})
    gva_lines(tmp_path / "docs.jsonl.gz", gva_document("a", "7", "One."))
    with pytest.raises(RecordError, match=r"line 1 of .*incidents\.jsonl\.gz: expected an incident frame"):
        list(read_gva(tmp_path))


@pytest.mark.shared
def test_gvdb_and_gva_are_read_whole(corpora: Path) -> None:
    gvdb = list(read_gvdb(corpora / "gvdb"))
    assert len({article.id for article in gvdb}) == len(gvdb) == 900
    gva = list(read_gva(corpora / "gva"))
    # 5,080 rows; 92 without text, and 26 documents are filed under two incidents (two of those without text).
    assert len({article.id for article in gva}) == len(gva) == 4_964
    assert all(
        corpus_of(article.id) == name for name, articles in (("gvdb", gvdb), ("gva", gva)) for article in articles
    )


@pytest.mark.parametrize(
    "read",
    [read_satp, read_muc4, read_hrdsattack, read_wikievents, read_rams, read_awsd, read_re3d, read_gvdb, read_gva],
    ids=lambda read: read.__name__,
)
def test_absent_corpus_has_no_texts(tmp_path: Path, read: Callable[[Path], Iterator[Article]]) -> None:
    assert list(read(tmp_path / "absent")) == []


@pytest.mark.parametrize(
    ("document_id", "name"),
    [
        ("satp-train-0225", "satp"),
        ("dev-muc3-0011", "muc4"),
        ("tst3-muc4-0003", "muc4"),
        ("hrds-train-0092", "hrdsattack"),
        ("scenario_en_kairos_60", "wikievents"),
        ("wiki_ied_bombings_1_news_3", "wikievents"),
        ("65_VOA_EN_NW_2014.07.21.1962165", "wikievents"),
        ("wikievents-train-0046", "wikievents"),
        ("rams-dev-0243", "rams"),
        ("awsd-1055", "awsd"),
        ("re3d-D52939C747F4", "re3d"),
        ("gvdb-dev-1938", "gvdb"),
        ("gvdb-test-7", "gvdb"),
        ("gva-0123456789abcdef0123456789abcdef", "gva"),
        ("gva-0123", None),
        ("own-b-001", None),
        ("awsd-1055-x", None),
    ],
)
def test_id_tells_its_corpus(document_id: str, name: str | None) -> None:
    assert corpus_of(document_id) == name


def test_texts_are_read_once_and_when_asked(tmp_path: Path) -> None:
    (tmp_path / "satp").mkdir()
    texts = CorpusTexts(tmp_path)
    (tmp_path / "satp/train.tsv").write_text("Told\t1\n", encoding="utf-8")
    article = texts["satp-train-0000"]
    (tmp_path / "satp/train.tsv").unlink()
    assert texts["satp-train-0000"] is article


@pytest.mark.parametrize(
    ("document_id", "reason"),
    [
        pytest.param("own-1", "none of the corpora", id="no-corpus"),
        pytest.param("satp-train-0009", r"not among the 0 texts in .*satp; put the original files", id="no-text"),
    ],
)
def test_absent_text_says_what_to_do(tmp_path: Path, document_id: str, reason: str) -> None:
    with pytest.raises(StandoffError, match=reason):
        CorpusTexts(tmp_path)[document_id]


def test_corpora_folder_given_named_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CORPORA_VARIABLE, raising=False)
    assert corpora_folder() is None
    monkeypatch.setenv(CORPORA_VARIABLE, str(tmp_path))
    assert corpora_folder() == tmp_path
    (tmp_path / "given").mkdir()
    assert corpora_folder(tmp_path / "given") == tmp_path / "given"
    with pytest.raises(UsageError, match="does not exist"):
        corpora_folder(tmp_path / "absent")
