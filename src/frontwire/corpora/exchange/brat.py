"""brat's stand-off form: a folder with ``NAME.txt`` and ``NAME.ann`` for each document, and its configuration.

::

    T1<tab>ATTACKER 0 6<tab>Gunmen                         a mention; at line breaks in fragments, "0 6;7 12"
    E1<tab>EVENT:T2 Attacker:T1                            an event: its first trigger and its other mentions
    E2<tab>EVENT:T5 Same:E1                                a further trigger of it
    A1<tab>Type E1 bombing                                 kind and type are attributes
    #1<tab>AnnotatorNotes E1<tab>{"id": "e1", …}           date, place, figures, actors and tolls as JSON

brat has no place for an event without a trigger and for a document's date, title and source: these stand in
``NAME.json``, which brat does not look at. Mentions of such an event and scores are notes of the mention, and
``NAME.json`` keeps the place of every mention of which notes speak (:mod:`frontwire.corpora.exchange.brat_places`).
Offsets count characters (code points) of the file as it is, line ends of two characters included.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from frontwire.corpora.exchange.brat_config import KIND, SAME, TRIGGER, TYPE, annotation_conf, role_of, visual_conf
from frontwire.corpora.exchange.brat_places import PLACES
from frontwire.corpora.exchange.brat_reading import read_pair
from frontwire.corpora.exchange.drafts import event_fields, fields_of, finish
from frontwire.corpora.exchange.labels import LabelMap
from frontwire.corpora.whole_files import new_folder
from frontwire.errors import RecordError, UsageError
from frontwire.schema import Document, Mention

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]|^\.")
_MENTION_ID: Final = re.compile(r"m[1-9][0-9]{0,8}")
_LINE_END: Final = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
#: Line ends of ``str.splitlines`` that JSON leaves as they are; other tools split their files with it.
_JSON_LINE_ENDS: Final = re.compile("[\x85\u2028\u2029]")
_MAX_NAME: Final = 120


def is_brat(path: str | Path) -> bool:
    """Whether a folder holds annotations of brat."""
    return Path(path).is_dir() and any(Path(path).glob("*.ann"))


def read_brat(path: str | Path, *, labels: LabelMap | None = None) -> Iterator[Document]:
    """Documents of a folder in the order of file names. Raises :class:`RecordError` with file and line."""
    folder = Path(path)
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder; the brat form is a folder of .txt and .ann files")
    labels = labels or LabelMap()
    texts = sorted(folder.glob("*.txt"))
    if alone := sorted(p for p in folder.glob("*.ann") if not p.with_suffix(".txt").exists()):
        raise RecordError(f"there is no {alone[0].stem}.txt with its text beside it", source=str(alone[0]))
    if not texts:
        raise RecordError("no .txt file in this folder", source=str(folder))
    yield from finish([read_pair(text, labels) for text in texts], labels, source=folder)


def write_brat(documents: Iterable[Document], path: str | Path) -> int:
    """Write a folder, new or empty; returns how many documents. It appears whole or not at all.

    Raises :class:`UsageError` for a folder with files in it: old ones would count as documents.
    """
    documents = list(documents)
    with new_folder(path) as folder:
        (folder / "annotation.conf").write_text(annotation_conf(), encoding="utf-8")
        (folder / "visual.conf").write_text(visual_conf(), encoding="utf-8")
        for document, name in zip(documents, _names(documents), strict=True):
            document.check()
            lines = "".join(f"{line}\n" for line in _lines(document))
            (folder / f"{name}.txt").write_bytes(document.text.encode("utf-8"))
            (folder / f"{name}.ann").write_bytes(lines.encode("utf-8"))
            if about := _about(document, name):
                (folder / f"{name}.json").write_bytes(f"{json.dumps(about, ensure_ascii=False)}\n".encode())
    return len(documents)


def lost_in_brat(document: Document) -> list[str]:
    """Names of what the document has and the form cannot hold."""
    lost = []
    if any(_LINE_END.match(m.text[0]) or _LINE_END.match(m.text[-1]) for m in document.mentions):
        lost.append("line breaks at the edges of mentions")
    if not all(_MENTION_ID.fullmatch(mention.id) for mention in document.mentions):
        lost.append("mention ids other than m1, m2 …")
    return lost


def _names(documents: Iterable[Document]) -> list[str]:
    """File names: ids as far as they are safe; where two would be one (also where case does not count), numbered."""
    names: list[str] = []
    taken: set[str] = set()
    for document in documents:
        base = name = _UNSAFE.sub("_", document.id)[:_MAX_NAME] or "_"
        number = 1
        while name.lower() in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name.lower())
        names.append(name)
    return names


def _about(document: Document, name: str) -> dict[str, Any]:
    """What brat's own files have no place for."""
    about = {field: value for field, value in fields_of(document).items() if field != "events"}
    if name != document.id:
        about["id"] = document.id
    alone = [event for event in document.events if not document.mentions_of(event, TRIGGER)]
    if alone:
        about["events"] = [event_fields(event) for event in alone]
        about["event_order"] = [event.id for event in document.events]
    if places := _places(document, {event.id for event in alone}):
        about[PLACES] = places
    return about


def _places(document: Document, without_trigger: set[str]) -> dict[str, tuple[str, int, int]]:
    """T number → label and offsets of the mentions that notes or ``NAME.json`` speak of."""
    numbers = _numbers(document)
    named = {toll.mention for event in document.events for toll in event.tolls}
    places = {}
    for mention in document.mentions:
        if mention.score is not None or mention.id in named or without_trigger.intersection(mention.events):
            fragments = _fragments(mention, document.text) or [(mention.start, mention.end)]
            places[f"T{numbers[mention.id]}"] = (mention.label, fragments[0][0], fragments[-1][1])
    return places


def _numbers(document: Document) -> dict[str, int]:
    """The T number of each mention id."""
    if all(_MENTION_ID.fullmatch(mention.id) for mention in document.mentions):
        return {mention.id: int(mention.id[1:]) for mention in document.mentions}
    return {mention.id: number for number, mention in enumerate(document.mentions, start=1)}


def _lines(document: Document) -> Iterator[str]:
    numbers = _numbers(document)
    notes: list[tuple[str, dict[str, Any]]] = []
    with_trigger = {event.id for event in document.events if document.mentions_of(event, TRIGGER)}
    for mention in document.mentions:
        yield _mention_line(mention, numbers[mention.id], document.text)
        about: dict[str, Any] = {}
        if others := [event for event in mention.events if event not in with_trigger]:
            about["events"] = others
        if mention.score is not None:
            about["score"] = mention.score
        if about:
            notes.append((f"T{numbers[mention.id]}", about))
    event_number = attribute_number = 0
    for event in document.events:
        triggers = document.mentions_of(event, TRIGGER)
        for position, trigger in enumerate(triggers):
            event_number += 1
            if position == 0:
                first = f"E{event_number}"
                others_of = [m for m in document.mentions_of(event) if m.label != TRIGGER]
                roles = [f"{role_of(m.label)}:T{numbers[m.id]}" for m in others_of]
            else:
                roles = [f"{SAME}:{first}"]
            yield f"E{event_number}\t" + " ".join([f"{TRIGGER}:T{numbers[trigger.id]}", *roles])
        if triggers:
            for name, value in ((KIND, event.kind), (TYPE, event.type)):
                attribute_number += 1
                yield f"A{attribute_number}\t{name} {first} {value}"
            fields = event_fields(event, leave=("kind", "type"))
            for toll in fields.get("tolls", []):
                toll["mention"] = toll["mention"] and f"m{numbers[toll['mention']]}"
            notes.append((first, fields))
    for number, (target, about) in enumerate(notes, start=1):
        yield f"#{number}\tAnnotatorNotes {target}\t{_json_line(about)}"


def _mention_line(mention: Mention, number: int, text: str) -> str:
    fragments = _fragments(mention, text)
    offsets = ";".join(f"{start} {end}" for start, end in fragments)
    return f"T{number}\t{mention.label} {offsets}\t" + " ".join(text[start:end] for start, end in fragments)


def _fragments(mention: Mention, text: str) -> list[tuple[int, int]]:
    """The pieces of a mention between line breaks."""
    fragments = []
    position = mention.start
    for gap in _LINE_END.finditer(text, mention.start, mention.end):
        fragments.append((position, gap.start()))
        position = gap.end()
    return [(start, end) for start, end in [*fragments, (position, mention.end)] if start < end]


def _json_line(value: Any) -> str:
    """JSON without any character that could end a line."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _JSON_LINE_ENDS.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
