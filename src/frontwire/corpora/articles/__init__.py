"""What users bring: text, Markdown, HTML, JSON Lines, CSV and Parquet files, folders of them, standard input.

:func:`find_inputs` says which files a command line means, :func:`read_articles` streams what they hold. Nothing that
can be read is lost to something beside it that cannot: a bad record comes out as a
:class:`~frontwire.schema.RejectedArticle` in its place, with source, line and reason. One module per format.
"""

from __future__ import annotations

from frontwire.corpora.articles.discover import ENDINGS, InputFile, find_inputs
from frontwire.corpora.articles.fields import Entry, FieldNames, check_date
from frontwire.corpora.articles.reading import open_input, probe, read_articles

__all__ = [
    "ENDINGS",
    "Entry",
    "FieldNames",
    "InputFile",
    "check_date",
    "find_inputs",
    "open_input",
    "probe",
    "read_articles",
]
