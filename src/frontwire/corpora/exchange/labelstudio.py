"""Label Studio's JSON: a list of tasks, imported and exported by its projects.

Gold becomes ``annotations``, the result of a model ``predictions`` (pre-annotations with scores and model version). A
region's id is the mention's, its notes (``meta.text``) are the ids of its events. ``data`` has text, id, date, title
and source; the task's ``meta`` the rest. Read is the last annotation that was not cancelled, else the last prediction.

Label Studio counts offsets in code points since November 2021 (frontend pull request 308) and counted UTF-16 code
units before. Written are code points unless asked otherwise; on reading, the words of a region decide.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from frontwire import ontology
from frontwire.corpora.exchange.drafts import Draft, Span, fields_of, finish, known_fields
from frontwire.corpora.exchange.files import write_whole
from frontwire.corpora.exchange.labels import LabelMap
from frontwire.corpora.exchange.offsets import OffsetUnit, Utf16Offsets
from frontwire.corpora.inline import read_text
from frontwire.errors import RecordError
from frontwire.schema import Document, Mention

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
    path: str | Path, *, labels: LabelMap | None = None, offsets: OffsetUnit | None = None
) -> Iterator[Document]:
    """Documents of an export. Raises :class:`RecordError` that names the task.

    ``offsets`` is the unit for all regions; without it each region's words decide.
    """
    labels = labels or LabelMap()
    try:
        tasks = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        raise RecordError(f"no JSON: {error}", source=str(path)) from None
    if not isinstance(tasks, list):
        raise RecordError(f"found {type(tasks).__name__}; expected a JSON list of tasks", source=str(path))
    stem = Path(path).name.partition(".")[0]
    drafts = [
        _draft(task, Draft(f"{stem}-{number}", "", str(path), record=f"task {number}"), labels, offsets)
        for number, task in enumerate(tasks, start=1)
    ]
    yield from finish(drafts, labels, source=path)


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


def _draft(task: Any, draft: Draft, labels: LabelMap, unit: OffsetUnit | None) -> Draft:
    data = task.get("data") if isinstance(task, dict) else None
    if not isinstance(data, dict):
        raise draft.error("it has no data; export the project as JSON (not JSON-MIN)")
    if "id" in task:
        draft.record += f" (id {task['id']})"
    name = _text_field(data, draft)
    draft.text = data[name]
    draft.id = str(data.get("document_id") or data.get("id") or task.get("id") or draft.id)
    meta = task.get("meta") if isinstance(task.get("meta"), dict) else {}
    fields = {**known_fields(data), **known_fields(meta)}
    others = {n: v for n, v in data.items() if n not in {name, "document_id", "id", *known_fields(data)}}
    if others and isinstance(fields.get("extra", {}), dict):
        fields["extra"] = {**others, **fields.get("extra", {})}
    result, predicted = _chosen(task, draft)
    if not predicted:
        fields = _worked_over(fields, labels)
    elif "model" not in fields:
        version = next((p.get("model_version") for p in reversed(task["predictions"]) if isinstance(p, dict)), None)
        fields["model"] = {"name": str(version)} if version else None
    draft.fields = fields
    events = {event.get("id") for event in fields.get("events") or [] if isinstance(event, dict)}
    for region in result:
        if isinstance(region, dict) and region.get("type") == "labels":
            draft.spans += _spans(region, draft, unit, events, labels, scored=predicted)
        else:
            kind = region.get("type") if isinstance(region, dict) else type(region).__name__
            labels.notes[f"Label Studio results of type {kind}, which have no place here"] += 1
    return draft


def _text_field(data: Mapping[str, Any], draft: Draft) -> str:
    """The field that holds the text: ``text``, else the only string of the task."""
    strings = [name for name, value in data.items() if isinstance(value, str)]
    if "text" in strings:
        return "text"
    if len(strings) == 1:
        return strings[0]
    raise draft.error(
        f"data has no text; found {', '.join(data) or 'nothing'}; rename the field with the text to 'text'"
    )


def _chosen(task: Mapping[str, Any], draft: Draft) -> tuple[Sequence[Any], bool]:
    """Regions of the last annotation that counts, else of the last prediction, and whether it is a prediction."""
    for names, predicted in ((("annotations", "completions"), False), (("predictions",), True)):
        given = [item for name in names for item in task.get(name) or [] if isinstance(item, dict)]
        given = [item for item in given if not (item.get("was_cancelled") or item.get("skipped"))]
        if given:
            result = given[-1].get("result") or []
            if not isinstance(result, list):
                raise draft.error(f"result is {type(result).__name__}; expected a list of regions")
            return result, predicted
    return [], False


def _worked_over(fields: dict[str, Any], labels: LabelMap) -> dict[str, Any]:
    """Without what only a model's result has: a person has decided."""
    events = fields.get("events")
    events = events if isinstance(events, list) else []
    if "model" in fields or any(isinstance(e, dict) and "score" in e for e in events):
        labels.notes["documents whose pre-annotations a person worked over; scores and model left out"] += 1
        fields = {name: value for name, value in fields.items() if name != "model"}
        fields["events"] = [{n: v for n, v in e.items() if n != "score"} for e in events if isinstance(e, dict)]
    return fields


def _spans(
    region: Mapping[str, Any],
    draft: Draft,
    unit: OffsetUnit | None,
    events: set[Any],
    labels: LabelMap,
    *,
    scored: bool,
) -> Iterator[Span]:
    match region:
        case {"value": {"start": int(start), "end": int(end), "labels": [*names], **value}} if all(
            isinstance(name, str) for name in names
        ):
            place = _place(draft, start, end, value.get("text"), unit)
        case _:
            raise draft.error(f"region {region!r:.100}; expected a value with start, end (numbers) and labels")
    notes = region.get("meta", {}).get("text", []) if isinstance(region.get("meta"), dict) else []
    notes = notes if isinstance(notes, list) else [notes]
    if foreign := [note for note in notes if note not in events]:
        labels.notes["notes on regions that name no event, left out"] += len(foreign)
    score = region.get("score") if scored else None
    region_id = region.get("id")
    for number, name in enumerate(names):  # several labels on one region overlap and are refused as such
        span_id = str(region_id) if region_id is not None and number == 0 else None
        yield Span(name, *place, id=span_id, events=[note for note in notes if note in events], score=score)


def _place(draft: Draft, start: int, end: int, words: Any, unit: OffsetUnit | None) -> tuple[int, int]:
    offsets = Utf16Offsets(draft.text)
    units = (offsets.to_points(start), offsets.to_points(end))
    candidates = [units] if unit == "utf-16" else [(start, end)] if unit else [(start, end), units]
    for left, right in candidates:
        if left is None or right is None or not 0 <= left < right <= len(draft.text):
            continue
        if not isinstance(words, str) or _bare(words) == _bare(draft.text[left:right]):
            return left, right
    raise draft.error(
        f"the region {start}..{end} is {draft.text[start:end]!r:.60} in the text, its words are {words!r:.60}; "
        "the text is not the one that was annotated, or offsets count in another unit (--offsets)"
    )


def _bare(words: str) -> str:
    """Words without white space: the editor writes line breaks into them as a backslash and an n."""
    return re.sub(r"\\n|\s", "", words)
