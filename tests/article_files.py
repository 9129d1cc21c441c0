"""Helpers to write input files and read them back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from frontwire.corpora.articles import Entry, find_inputs, read_articles
from frontwire.schema import Article, RejectedArticle


def read(*paths: Path, **options: Any) -> list[Entry]:
    return list(read_articles(find_inputs(paths), **options))


def articles(entries: Sequence[Entry]) -> list[Article]:
    return [entry.item for entry in entries if isinstance(entry.item, Article)]


def rejections(entries: Sequence[Entry]) -> list[RejectedArticle]:
    return [entry.item for entry in entries if isinstance(entry.item, RejectedArticle)]


def write(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


#: A page with its main text between navigation and footer.
PAGE = """<!doctype html><html><head><title>Two killed in raid | Harbour Post</title>
<meta property="og:title" content="Two killed in raid on post">
<meta property="article:published_time" content="1987-03-04T10:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Two killed in raid on post</h1>
<p>Gunmen raided a police post near the town of Qarabel on Tuesday, killing two officers &amp; a driver.</p>
<p>A second patrol came under fire in Café Street, the governor said.</p></article>
<footer>Copyright 2024 Harbour Post</footer></body></html>"""
