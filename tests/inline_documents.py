"""Short documents for tests, written in the inline form."""

from __future__ import annotations

from frontwire.corpora.inline import parse_inline
from frontwire.schema import Document


def inline_document(marked: str, *event_lines: str, document_id: str = "d1") -> Document:
    """A document of a marked text; an event line may stop after the type, the rest is null then; toll lines are whole."""
    rest = ["null", "null", "null", "killed=null", "wounded=null"]
    complete = [
        line if line.startswith("toll|") else "|".join([line, *rest[max(0, line.count("|") - 2) :]])
        for line in event_lines
    ]
    events = "\n".join(complete)
    (document,) = parse_inline(f"#doc {document_id}\n#date 2020-05-19\n#text\n{marked}\n#events\n{events}\n")
    return document
