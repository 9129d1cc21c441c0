"""Reading what users bring: nothing altered, nothing lost, every fault in its place."""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from article_files import PAGE, articles, read, rejections, write
from frontwire.corpora.articles import find_inputs, probe, read_articles
from frontwire.errors import UsageError
from frontwire.schema import RejectedArticle

HARD_TEXTS = {
    "line ends": "One.\r\nTwo.\rThree.\nFour.\n\n",
    "tabs and blanks at the edges": "\t  One\t two. \n ",
    "zero width": "Zero\u200bwidth\u200d and \ufeff inside.",
    "emoji and combining": "A bomb 💥 in Cafe\u0301 👩‍👩‍👧.",
    "right to left": "Fighters of داعش raided \u202bחיפה\u202c.",
    "separators": "One\u2028two\u2029three\x0bfour\x0cfive\x85six.",
    "nul": "A\x00B",
    "one character": "A",
}


@pytest.mark.parametrize("text", HARD_TEXTS.values(), ids=HARD_TEXTS)
@pytest.mark.parametrize("ending", [".txt", ".md", ".txt.gz", ".jsonl", ".jsonl.gz", ".csv", ".csv.gz", ".parquet"])
def test_a_text_is_never_altered(tmp_path: Path, text: str, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    if ending == ".parquet":
        pq.write_table(pa.table({"text": [text]}), path)
    else:
        if ".jsonl" in ending:
            data = json.dumps({"text": text}) + "\n"
        elif ".csv" in ending:
            data = 'text\r\n"' + text.replace('"', '""') + '"\r\n'
        else:
            data = text
        raw = data.encode("utf-8")
        path.write_bytes(gzip.compress(raw) if ending.endswith(".gz") else raw)
    assert [article.text for article in articles(read(path))] == [text]


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", b"\xef\xbb\xbfGunmen raided a post.")
    write(tmp_path / "b.jsonl", b'\xef\xbb\xbf{"text": "\\ufeffInside it stays."}\n')
    write(tmp_path / "c.csv", b"\xef\xbb\xbftext\nShells fell.\n")
    write(tmp_path / "d.html", b"\xef\xbb\xbf" + PAGE.encode())
    texts = [article.text for article in articles(read(tmp_path))]
    assert texts[:3] == ["Gunmen raided a post.", "\ufeffInside it stays.", "Shells fell."]
    assert not texts[3].startswith("\ufeff")


def test_the_id_of_a_file_is_its_path(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    write(tmp_path / "deep" / "a.txt", "One.")
    assert [article.id for article in articles(read(tmp_path))] == ["deep/a.txt"]
    assert [article.id for article in articles(read(tmp_path / "deep" / "a.txt"))] == ["a.txt"]


def test_the_second_of_two_equal_ids_is_rejected_with_the_place_of_the_first(tmp_path: Path) -> None:
    one = write(tmp_path / "one.jsonl", '{"id": "x", "text": ""}\n{"id": "x", "text": "A"}\n{"id": "x", "text": "B"}\n')
    two = write(tmp_path / "two.jsonl", '{"id": "y", "text": "C"}\n{"id": "x", "text": "D"}\n')
    entries = read(one, two)
    assert [article.text for article in articles(entries)] == ["A", "C"]  # a rejected record takes no id
    _, second, third = rejections(entries)
    assert (second.source, second.line, second.id) == (str(one), 3, "x")
    assert f"id 'x' stands twice: first in line 2 of {one}" in second.reason
    assert (third.source, third.line) == (str(two), 2)


def test_a_file_given_twice_is_rejected_the_second_time(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "One.")
    entries = read(path, path)
    assert len(articles(entries)) == 1
    assert f"first in {path}" in rejections(entries)[0].reason


def test_a_date_for_those_that_have_none(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"text": "A"}\n{"text": "B", "date": "2019-01-01"}\n')
    assert [a.date for a in articles(read(path, default_date="2020-05-19"))] == ["2020-05-19", "2019-01-01"]


BAD_FILES = {
    "empty text": ("a.txt", b"", "the text is empty"),
    "blank text": ("a.txt", b" \r\n\t", "the text is white space only"),
    "Latin-1 text": ("a.txt", b"One.\nA caf\xe9.", r"not UTF-8: byte 0xe9 at offset 10 (line 2)"),
    "UTF-16 text": ("a.txt", "One.".encode("utf-16"), "it begins like UTF-16"),
    "cut gzip": ("a.txt.gz", gzip.compress(b"One. " * 1000)[:-20], "cannot be read"),
    "empty page": ("a.html", b"", "the page is empty"),
    "page without text": (
        "a.html",
        b"<html><body><script>var x = 1;</script></body></html>",
        "no article text was found",
    ),
    "no page": ("a.html", b"\x00\x01\x02\x03", "no article text was found"),
    "page in Latin-1 undeclared": ("a.html", PAGE.encode("latin-1"), "not UTF-8"),
    "page in no encoding": (
        "a.html",
        b'<html><meta charset="klingon"><p>A</p></html>',
        "'klingon', which is not known",
    ),
}


@pytest.mark.parametrize(("name", "data", "reason"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_file_without_article_is_rejected(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (entry,) = read(write(tmp_path / name, data))
    assert isinstance(entry.item, RejectedArticle)
    assert reason in entry.item.reason
    assert (entry.item.source, entry.item.id) == (str(tmp_path / name), name)


def test_a_file_that_cannot_be_opened_is_rejected_in_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "One.")
    (tmp_path / "b.txt").symlink_to(tmp_path / "nowhere")
    entries = read(tmp_path)
    assert [article.id for article in articles(entries)] == ["a.txt"]
    assert "No such file" in rejections(entries)[0].reason


def test_a_given_file_that_cannot_be_opened_is_wrong_usage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = find_inputs([write(tmp_path / "a.txt", "One.")])

    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UsageError, match=r"a\.txt cannot be read: Permission denied"):
        probe(files)


def test_what_stands_before_the_break_of_a_damaged_file_is_read(tmp_path: Path) -> None:
    lines = "".join(f'{{"id": "d{i}", "text": "Report {i * 7919 % 1000}."}}\n' for i in range(5000))
    path = write(tmp_path / "a.jsonl.gz", gzip.compress(lines.encode())[:-2000])
    entries = read(path)
    found = articles(entries)
    assert 100 < len(found) < 5000
    assert [article.id for article in found] == [f"d{i}" for i in range(len(found))]
    (rejected,) = rejections(entries)
    assert "cannot be read on from here" in rejected.reason
    assert rejected.line == len(found) + 1


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"text": "A"}\n{"text": "B"}\n')))
    assert [a.id for a in articles(list(read_articles(find_inputs(["-"]))))] == ["stdin:1", "stdin:2"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"One.\r\nTwo.")))
    (article,) = articles(list(read_articles(find_inputs(["-"], text_stdin=True))))
    assert (article.id, article.text) == ("stdin", "One.\r\nTwo.")
