"""Web pages: main text, metadata, encodings."""

from __future__ import annotations

from pathlib import Path

import pytest

from article_files import PAGE, articles, read, write


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
