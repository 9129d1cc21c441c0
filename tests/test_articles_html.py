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
