"""Web pages: main text, metadata, encodings."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from article_files import PAGE, articles, read, rejections, write
from frontwire.corpora.articles import html


def test_a_page_gives_its_main_text_title_and_date(tmp_path: Path) -> None:
    path = write(tmp_path / "a.html", PAGE)
    (article,) = articles(read(path))
    assert "killing two officers & a driver.\nA second patrol" in article.text
    assert "Sport" not in article.text
    assert "Copyright" not in article.text
    assert (article.id, article.title, article.date) == ("a.html", "Two killed in raid on post", "1987-03-04")


def test_a_page_is_dated_by_its_metadata_alone(tmp_path: Path) -> None:
    undated = PAGE.replace('<meta property="article:published_time" content="1987-03-04T10:00:00Z">', "")
    path = write(tmp_path / "a.html", undated)
    assert [article.date for article in articles(read(path))] == [None]
    assert [article.date for article in articles(read(path, default_date="2020-05-19"))] == ["2020-05-19"]


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        ('<meta charset="iso-8859-1">', "latin-1"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">', "cp1252"),
        ("<meta charset=utf-8>", "utf-8"),
        ("", "utf-8"),
        ("", "utf-16"),
    ],
)
def test_the_encoding_of_a_page_is_the_declared_one(tmp_path: Path, declaration: str, encoding: str) -> None:
    path = write(tmp_path / "a.html", PAGE.replace("<head>", f"<head>{declaration}").encode(encoding))
    assert "Café Street" in articles(read(path))[0].text


def test_an_xml_declaration_does_no_harm(tmp_path: Path) -> None:
    page = '<?xml version="1.0" encoding="iso-8859-1"?>\n' + PAGE
    path = write(tmp_path / "a.html", page.encode("latin-1"))
    assert "Café Street" in articles(read(path))[0].text


def test_a_page_laid_out_as_a_table_gives_plain_text(tmp_path: Path) -> None:
    page = """<html><head><title>Raid</title></head><body>
    <table><tr><td><a href=i.html>Index</a> | <a href=s.html>Search</a></td></tr><tr><td>
    <p>QARABEL, March 4 - Gunmen raided a police post near the town of Qarabel on Tuesday, killing two officers.</p>
    <p>A second patrol came under fire in Café Street, the governor said.</p></td></tr></table></body></html>"""
    (article,) = articles(read(write(tmp_path / "a.html", page)))
    assert "QARABEL, March 4 - Gunmen raided" in article.text
    assert "governor said." in article.text
    for line in article.text.splitlines():
        assert not line.startswith("|")
        assert not line.rstrip().endswith("|")
    assert "\\" not in article.text


def test_cells_of_a_table_stay_apart(tmp_path: Path) -> None:
    table = "<table><tr><th>District</th><th>Dead</th></tr><tr><td>Qarabel</td><td>12</td></tr></table>"
    page = PAGE.replace("</article>", f"{table}</article>")
    (article,) = articles(read(write(tmp_path / "a.html", page)))
    assert "Qarabel | 12" in article.text
    assert "---" not in article.text


@pytest.mark.parametrize(
    "reference", ["&#1;", "&#x1F;", "&#55296;", "&#xDFFF;", "&#0;", "&#xFFFE;", "&#x110000;", "&#" + "9" * 5000]
)
def test_a_reference_to_no_character_is_left_out(tmp_path: Path, reference: str) -> None:
    page = PAGE.replace("two officers", f"two{reference} officers").replace('content="Two', f'content="Two{reference}')
    (article,) = articles(read(write(tmp_path / "a.html", page)))
    assert "killing two officers & a driver." in article.text
    assert article.title == "Two killed in raid on post"


def test_other_references_stay_what_they_are(tmp_path: Path) -> None:
    page = PAGE.replace("two officers", "two&#32;&#8220;of&#102;icers&#x201D;&#12;")
    (article,) = articles(read(write(tmp_path / "a.html", page)))
    assert "killing two “officers” & a driver." in article.text


def _nested(depth: int) -> str:
    opened, closed = "<div>" * depth, "</div>" * depth
    return PAGE.replace("<article>", f"{opened}<article>").replace("</article>", f"</article>{closed}")


def test_deep_nesting_is_read_as_far_as_the_parser_goes(tmp_path: Path) -> None:
    (article,) = articles(read(write(tmp_path / "a.html", _nested(300))))
    assert article.text == articles(read(write(tmp_path / "b.html", PAGE)))[0].text
    entries = read(write(tmp_path / "a.html", _nested(3000)))
    assert articles(entries) == []
    assert "cannot be read to its end, the parser gave up: Excessive depth" in rejections(entries)[0].reason


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("31/02/2019", None),
        ("2019-02-30", None),
        ("2019-02-30T01:02:00Z", None),
        ("2019-06-31", None),
        ("01/2019", None),
        ("2019-02", None),
        ("2019-W05", None),
        ("yesterday", None),
        ("28/02/2019", "2019-02-28"),
        ("28.2.2019", "2019-02-28"),
        ("20190228", "2019-02-28"),
        ("201902281030", "2019-02-28"),
        ("2019/2/3", "2019-02-03"),
        ("2019-02-28T23:30:00-08:00", "2019-02-28"),
        ("Thu, 28 Feb 2019 10:00:00 GMT", "2019-02-28"),
        ("February 28, 2019 10:00", "2019-02-28"),
        ("28th of February 2019 10:00", "2019-02-28"),
        ("28 février 2019, 10:00", "2019-02-28"),
        ("2019 Feb 28", "2019-02-28"),
    ],
)
def test_only_a_day_that_the_page_names_dates_it(tmp_path: Path, published: str, expected: str | None) -> None:
    path = write(tmp_path / "a.html", PAGE.replace("1987-03-04T10:00:00Z", published))
    assert [article.date for article in articles(read(path))] == [expected]


@pytest.mark.parametrize("line", ["|" + " " * 100_000 + "x", "-" * 100_000 + "x", "| " * 50_000], ids=["|", "-", "| |"])
def test_rows_of_tables_are_read_fast(line: str) -> None:
    start = time.perf_counter()
    html._unframed(line)
    assert time.perf_counter() - start < 1.0
