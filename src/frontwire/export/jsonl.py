"""Lines of JSON: a document of the result, a rejection of the errors file."""

from __future__ import annotations

import json

from frontwire.schema import Document, RejectedArticle


def document_line(document: Document) -> bytes:
    """One line of a result, in UTF-8 with its line end."""
    return json.dumps(document.to_dict(), ensure_ascii=False, allow_nan=False).encode("utf-8") + b"\n"


def rejection_line(rejected: RejectedArticle) -> bytes:
    """One line of an errors file: source, line, id, reason."""
    line = json.dumps(rejected.to_dict(), ensure_ascii=False)
    # A reason may quote half a surrogate pair from the input; escaped it is JSON all the same.
    return line.encode("utf-8", "backslashreplace") + b"\n"
