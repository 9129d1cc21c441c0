"""Label Studio's JSON: a list of tasks, imported and exported by its projects.

Gold becomes ``annotations``, the result of a model ``predictions`` (pre-annotations with scores and model version). A
region's id is the mention's, its notes (``meta.text``) are the ids of its events. ``data`` has text, id, date, title
and source; the task's ``meta`` the rest.

Label Studio counts offsets in code points since November 2021 (frontend pull request 308) and counted UTF-16 code
units before. Written are code points unless asked otherwise; on reading, the words of a region decide.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from frontwire import ontology
from frontwire.corpora.exchange.drafts import Draft, fields_of, finish
from frontwire.corpora.exchange.labels import LabelMap
from frontwire.corpora.exchange.labelstudio_reading import read_all_tasks, read_tasks
from frontwire.corpora.exchange.offsets import OffsetUnit, Utf16Offsets
from frontwire.corpora.whole_files import write_whole
from frontwire.errors import DataError
from frontwire.schema import Article, Document, Mention

_FROM: Final = "label"
_TO: Final = "text"
_DATA_FIELDS: Final = ("date", "title", "source")
_COLOURS: Final = dict(
    zip(
        ontology.LABELS,
        ("#d62728", "#1f77b4", "#2ca02c", "#9467bd", "#7f7f7f", "#8c2d04", "#fd8d3c", "#c49c94", "#e7ba52"),
        strict=True,
    )
)


def labelling_config() -> str:
    """The labelling configuration (XML) of a project for tasks of this module."""
    marks = "\n".join(f'    <Label value="{label}" background="{_COLOURS[label]}"/>' for label in ontology.LABELS)
    # Without pre-wrap the editor collapses white space, and spans would no longer be words of the text.
    return (
        f'<View>\n  <Style>.htx-text{{ white-space: pre-wrap; }}</Style>\n  <Labels name="{_FROM}" toName="{_TO}">\n'
        f'{marks}\n  </Labels>\n  <Text name="{_TO}" value="$text"/>\n</View>\n'
    )


def write_labelstudio(documents: Iterable[Document], path: str | Path, *, offsets: OffsetUnit = "code-points") -> int:
    """Write one task a document; returns how many. Documents with scores or a model become predictions."""
    tasks = [_task(document, offsets) for document in documents]
    write_whole(path, json.dumps(tasks, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
    return len(tasks)


def lost_in_labelstudio(document: Document) -> list[str]:
    """Names of what the document has and the form cannot hold: nothing."""
    return []


def read_labelstudio(
    path: str | Path,
    *,
    labels: LabelMap | None = None,
    offsets: OffsetUnit | None = None,
    take_predictions: bool = False,
) -> Iterator[Document]:
    """Documents of an export, one for each task that has an annotation. Raises :class:`RecordError` that names the task.

    ``offsets`` is the unit for all regions; without it each region's words decide. With ``take_predictions`` a task
    without annotation is read with its last prediction, else it is left out and noted in ``labels``.
    """
    labels = labels or LabelMap()
    drafts = read_tasks(path, labels, offsets=offsets, take_predictions=take_predictions)
    yield from finish(drafts, labels, source=path)


def unannotated_articles(path: str | Path) -> list[Article]:
    """The tasks that :func:`read_labelstudio` leaves out, as articles that ``frontwire extract`` reads.

    Raises :class:`RecordError` that names the task.
    """
    drafts = read_all_tasks(path, LabelMap(), offsets=None, take_predictions=False)
    return [_article(draft) for draft, read in drafts if not read]


def _article(draft: Draft) -> Article:
    fields = {name: draft.fields[name] for name in (*_DATA_FIELDS, "extra") if draft.fields.get(name) is not None}
    try:
        return Document.from_dict(
            {**fields, "id": draft.id, "text": draft.text, "mentions": [], "events": []}
        ).article()
    except DataError as error:
        raise draft.error(str(error)) from None


def _task(document: Document, unit: OffsetUnit) -> dict[str, Any]:
    document.check()
    convert = Utf16Offsets(document.text).to_units if unit == "utf-16" else int
    scores = [m.score for m in document.mentions if m.score is not None]
    predicted = bool(scores or document.model or any(e.score is not None for e in document.events))
    result = [_region(mention, convert(mention.start), convert(mention.end)) for mention in document.mentions]
    fields = fields_of(document)
    task: dict[str, Any] = {"data": {"text": document.text, "document_id": document.id}}
    task["data"] |= {name: fields.pop(name) for name in _DATA_FIELDS if name in fields}
    if fields:
        task["meta"] = fields
    if predicted:
        model = document.model or {}
        version = " ".join(str(model[name]) for name in ("name", "version") if model.get(name))
        prediction: dict[str, Any] = {"model_version": version or "unknown", "result": result}
        if scores:
            prediction["score"] = sum(scores) / len(scores)
        task["predictions"] = [prediction]
    else:
        task["annotations"] = [{"result": result}]
    return task


def _region(mention: Mention, start: int, end: int) -> dict[str, Any]:
    region: dict[str, Any] = {
        "id": mention.id,
        "from_name": _FROM,
        "to_name": _TO,
        "type": "labels",
        "value": {"start": start, "end": end, "text": mention.text, "labels": [mention.label]},
    }
    if mention.events:
        region["meta"] = {"text": list(mention.events)}
    if mention.score is not None:
        region["score"] = mention.score
    return region
