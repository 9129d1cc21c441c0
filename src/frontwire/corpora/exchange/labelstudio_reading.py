"""Reads the tasks of a Label Studio export.

A task counts as annotated when it has an annotation that was not cancelled. Of several the one marked as ground truth is
taken, else the one updated last. The other tasks are left out unless their predictions are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from frontwire.corpora.exchange.drafts import Draft, Span, known_fields
from frontwire.corpora.exchange.event_notes import EventNotes
from frontwire.corpora.exchange.labels import LabelMap
from frontwire.corpora.exchange.offsets import OffsetUnit, Utf16Offsets
from frontwire.corpora.inline import read_text
from frontwire.corpora.strict_json import parse_json
from frontwire.errors import RecordError

#: Types of text regions whose offsets count in something else than the text.
_OTHER_TEXTS: Final = {
    "hypertextlabels": "HTML pages (tag HyperText), where offsets count in elements of the page",
    "paragraphlabels": "dialogues (tag Paragraphs), where offsets count in turns",
}


def read_tasks(
    path: str | Path, labels: LabelMap, *, offsets: OffsetUnit | None, take_predictions: bool
) -> list[Draft]:
    """Drafts of the tasks that are read. Raises :class:`RecordError` that names the task."""
    drafts = read_all_tasks(path, labels, offsets=offsets, take_predictions=take_predictions)
    return [draft for draft, read in drafts if read]


def read_all_tasks(
    path: str | Path, labels: LabelMap, *, offsets: OffsetUnit | None, take_predictions: bool
) -> Iterator[tuple[Draft, bool]]:
    """Drafts of all tasks, and whether each is read; one that is left out has text and fields and no spans."""
    try:
        tasks = parse_json(read_text(path))
    except ValueError as error:
        raise RecordError(f"no JSON: {error}", source=str(path)) from None
    if not isinstance(tasks, list):
        raise RecordError(f"found {type(tasks).__name__}; expected a JSON list of tasks", source=str(path))
    stem = Path(path).name.partition(".")[0]
    for number, task in enumerate(tasks, start=1):
        draft = Draft(f"{stem}-{number}", "", str(path), record=f"task {number}")
        yield draft, _fill(draft, task, labels, offsets, take_predictions=take_predictions)


def _fill(draft: Draft, task: Any, labels: LabelMap, unit: OffsetUnit | None, *, take_predictions: bool) -> bool:
    """Fill the draft with a task; ``False`` for one that is left out."""
    data = task.get("data") if isinstance(task, dict) else None
    if not isinstance(data, dict):
        raise draft.error(_what_else(task))
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
    draft.fields = fields
    annotation = _annotation(task, draft, labels)
    prediction = None if annotation else _prediction(task, draft, labels, take=take_predictions)
    if annotation:
        _work_over(draft, labels)
    elif prediction:
        if "model" not in fields and (version := prediction.get("model_version")):
            fields["model"] = {"name": str(version)}
    else:
        return False
    notes = EventNotes(draft, labels)
    for region in _regions(annotation or prediction or {}, draft):
        kind = region.get("type") if isinstance(region, dict) else type(region).__name__
        if kind == "labels":
            draft.spans += _spans(region, draft, unit, notes, scored=prediction is not None)
        elif isinstance(kind, str) and kind in _OTHER_TEXTS:
            raise draft.error(
                f"region {region.get('id')} is of type {kind}, from a project on {_OTHER_TEXTS[kind]}. Such regions cannot "
                "be read; label plain text, in a project with the configuration that `frontwire data convert` writes "
                "beside its tasks (.xml)"
            )
        else:
            labels.note(f"Label Studio results of type {kind}, which have no place here")
    return True


def _what_else(task: Any) -> str:
    """What to do with an item that is no task."""
    items = [task.get(name) for name in ("label", "labels", "entities")] if isinstance(task, dict) else []
    if any(isinstance(item, list) and item and isinstance(item[0], list) for item in items) or (
        isinstance(task, dict) and isinstance(task.get("entities"), list)
    ):
        return (
            "it has no data and looks like doccano's form in a JSON list; export JSONL from doccano, or write one record "
            "on each line of a .jsonl file"
        )
    return "it has no data; export the project as JSON (not JSON-MIN)"


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


def _annotation(task: Mapping[str, Any], draft: Draft, labels: LabelMap) -> dict[str, Any] | None:
    """The annotation that counts."""
    given = [item for name in ("annotations", "completions") for item in _listed(task, name, draft)]
    for item in given:
        if not isinstance(item, dict):
            raise draft.error(
                f"annotations hold {item!r:.40}; expected objects with a result: export the project as JSON, with "
                "annotations written out"
            )
    counting = [item for item in given if not (item.get("was_cancelled") or item.get("skipped"))]
    if len(counting) > 1:
        labels.note("tasks with several annotations; taken is the ground truth, else the one updated last", draft.id)
    true = [item for item in counting if item.get("ground_truth") is True]
    return _last(true or counting)


def _prediction(task: Mapping[str, Any], draft: Draft, labels: LabelMap, *, take: bool) -> dict[str, Any] | None:
    """The last prediction if it is to be taken. Exports may have ids in their place, which say nothing."""
    given = [item for item in _listed(task, "predictions", draft) if isinstance(item, dict)]
    if given and take:
        return given[-1]
    if given:
        labels.note(
            "tasks without annotation left out, although a model has predicted them (--take-predictions takes that)",
            draft.id,
        )
    else:
        labels.note("tasks without annotation left out", draft.id)
    return None


def _listed(task: Mapping[str, Any], name: str, draft: Draft) -> list[Any]:
    value = task.get(name)
    if value is not None and not isinstance(value, list):
        raise draft.error(f"{name} is {type(value).__name__} ({value!r:.40}); expected a list")
    return value or []


def _last(annotations: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The one updated last, where all say when (in ISO 8601, all alike), else the last of the list."""
    if not annotations:
        return None
    times = [item.get("updated_at") or item.get("created_at") for item in annotations]
    if not all(isinstance(time, str) for time in times):
        return annotations[-1]
    return annotations[max(range(len(annotations)), key=lambda number: (times[number], number))]


def _regions(answer: Mapping[str, Any], draft: Draft) -> list[Any]:
    result = answer.get("result") or []
    if not isinstance(result, list):
        raise draft.error(f"result is {type(result).__name__}; expected a list of regions")
    return result


def _work_over(draft: Draft, labels: LabelMap) -> None:
    """Take away what only a model's result has: a person has decided."""
    if "model" in draft.fields or any("score" in event for event in draft.events()):
        labels.note("documents whose pre-annotations a person worked over; scores and model left out")
        draft.fields.pop("model", None)
        draft.fields["events"] = [{n: v for n, v in event.items() if n != "score"} for event in draft.events()]


def _spans(
    region: Mapping[str, Any], draft: Draft, unit: OffsetUnit | None, notes: EventNotes, *, scored: bool
) -> Iterator[Span]:
    match region:
        case {"value": {"start": int(start), "end": int(end), "labels": [*names], **value}} if all(
            isinstance(name, str) for name in names
        ):
            place = _place(draft, start, end, value.get("text"), unit)
        case _:
            raise draft.error(f"region {region!r:.100}; expected a value with start, end (numbers) and labels")
    region_id = region.get("id")
    meta = region.get("meta")
    events = notes.ids(meta.get("text"), region=str(region_id)) if isinstance(meta, dict) else []
    for number, name in enumerate(names):  # several labels on one region overlap and are refused as such
        span_id = str(region_id) if region_id is not None and number == 0 else None
        yield Span(name, *place, id=span_id, events=list(events), score=region.get("score") if scored else None)


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
