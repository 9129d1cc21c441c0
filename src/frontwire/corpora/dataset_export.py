"""The data folder as a Hugging Face data set: parquet files and a card, which ``load_dataset(FOLDER, NAME)`` reads.

Two configurations: ``own`` has our own articles with their text, ``annotations`` the stand-off annotations of public
corpora. No word of a third-party text is in the second: names of places and actors and the victims and claimants of
tolls, which records quote from the text, are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from frontwire import ontology
from frontwire.corpora.collection import SPLIT_PREFIXES, Kind, read_own
from frontwire.corpora.dataset_card import dataset_card
from frontwire.corpora.exchange.conll import tokens_and_tags
from frontwire.corpora.splits import SPLITS, read_splits
from frontwire.corpora.standoff import Annotation, read_annotations
from frontwire.corpora.texts import corpus_of
from frontwire.corpora.whole_files import new_folder
from frontwire.errors import DependencyError, RecordError, UsageError
from frontwire.schema import Document, Event

if TYPE_CHECKING:
    from datasets import DatasetDict, Features

#: Configuration → the kind of documents in the data folder.
CONFIGURATIONS: Final[dict[str, Kind]] = {"own": "own", "annotations": "real"}
#: Our split → the name that users of data sets expect.
SPLIT_NAMES: Final = dict(zip(SPLITS, ("train", "validation", "test"), strict=True))

#: What a place and a toll quote from the text.
_PLACE_WORDS: Final = ("name", "admin1")
_TOLL_WORDS: Final = ("victims", "claimed_by")


def export_dataset(data_dir: str | Path, folder: str | Path) -> dict[tuple[str, str], int]:
    """Write ``folder``, new or empty; returns the number of documents for each (configuration, split).

    Documents without a split (excluded ones) are left out. Raises :class:`UsageError` where ``data_dir`` is no data
    folder or ``folder`` is not empty, :class:`RecordError` for a split's id that the data folder does not have,
    :class:`OutputError` where the folder cannot be written.
    """
    data_dir = Path(data_dir)
    data = {name: build_dataset(data_dir, name) for name in CONFIGURATIONS}
    counts = {(name, split): len(rows) for name, splits in data.items() for split, rows in splits.items()}
    if not counts:
        raise UsageError(f"{data_dir} has no documents in its splits; expected own/, annotations/ and splits/")
    with new_folder(folder) as target, _no_progress_bars():
        for name, splits in data.items():
            for split, rows in splits.items():
                (target / name).mkdir(exist_ok=True)
                rows.to_parquet(str(target / name / f"{split}.parquet"))
        statement = data_dir / "README.md"
        text = statement.read_text(encoding="utf-8") if statement.exists() else ""
        (target / "README.md").write_text(dataset_card(counts, text), encoding="utf-8")
    return counts


def build_dataset(data_dir: str | Path, name: str) -> DatasetDict:
    """One configuration in memory, documents of a split sorted by id. Raises as :func:`export_dataset` does."""
    try:
        import datasets
    except ImportError:
        raise DependencyError("datasets", "train", "exporting a data set") from None

    data_dir = Path(data_dir)
    if not data_dir.is_dir():
        raise UsageError(f"{data_dir} is no folder; expected one with own/, annotations/ and splits/")
    kind = CONFIGURATIONS[name]
    rows = _own_rows(data_dir) if kind == "own" else _annotation_rows(data_dir)
    assigned = read_splits(data_dir / "splits", prefix=SPLIT_PREFIXES[kind])
    if lost := sorted(assigned.keys() - rows.keys()):
        raise RecordError(f"{len(lost)} ids of the splits are not in {data_dir}, among them {lost[0]}", source=name)
    features = _features(own=kind == "own")
    splits = datasets.DatasetDict()
    for split, public_name in SPLIT_NAMES.items():
        chosen = [rows[document_id] for document_id in sorted(i for i, given in assigned.items() if given == split)]
        if chosen:
            splits[public_name] = datasets.Dataset.from_list(chosen, features=features)
    return splits


@contextmanager
def _no_progress_bars() -> Iterator[None]:
    """Each file takes a moment; the library would draw a bar for it."""
    import datasets

    shown = not datasets.are_progress_bars_disabled()
    datasets.disable_progress_bars()
    try:
        yield
    finally:
        if shown:
            datasets.enable_progress_bars()


def _own_rows(data_dir: Path) -> dict[str, dict[str, Any]]:
    return {document.id: _own_row(document) for document in read_own(data_dir)}


def _own_row(document: Document) -> dict[str, Any]:
    sentences = list(tokens_and_tags(document))
    return {
        "id": document.id,
        "text": document.text,
        "date": document.date,
        "title": document.title,
        "source": document.source,
        "extra": json.dumps(document.extra, ensure_ascii=False, sort_keys=True) if document.extra else None,
        "tokens": [token for tokens, _ in sentences for token in tokens],
        "ner_tags": [tag for _, tags in sentences for tag in tags],
        "mentions": [
            {"id": m.id, "label": m.label, "start": m.start, "end": m.end, "text": m.text, "events": m.events}
            for m in document.mentions
        ],
        "events": [_event_row(event, own=True) for event in document.events],
    }


def _annotation_rows(data_dir: Path) -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for path in sorted((data_dir / "annotations").glob("*.jsonl")):
        for annotation in read_annotations(path):
            if annotation.id in rows:
                raise RecordError(f"document {annotation.id!r} stands twice in the collection", source=str(path))
            rows[annotation.id] = _annotation_row(annotation)
    return rows


def _annotation_row(annotation: Annotation) -> dict[str, Any]:
    return {
        "id": annotation.id,
        "corpus": corpus_of(annotation.id),
        "date": annotation.date,
        "source": annotation.source,
        "sha256": annotation.sha256,
        "length": annotation.length,
        "mentions": [
            {"id": f"m{number}", "label": label, "start": start, "end": end, "events": events}
            for number, (label, start, end, events) in enumerate(annotation.mentions, start=1)
        ],
        "events": [_event_row(Event.from_dict(event), own=False) for event in annotation.events],
    }


def _event_row(event: Event, *, own: bool) -> dict[str, Any]:
    record = event.to_dict()
    row = {name: record[name] for name in ("id", "kind", "type", "date", "place", "killed", "wounded")}
    row["actors"] = {side: record["actors"].get(side) for side in ontology.SIDES[:2]}
    row["tolls"] = record["tolls"]
    return row if own else _without_words(row)


def _without_words(row: Mapping[str, Any]) -> dict[str, Any]:
    """Without what a record quotes from the text."""
    place = row["place"] and {n: v for n, v in row["place"].items() if n not in _PLACE_WORDS}
    actors = {side: actor and {"type": actor["type"]} for side, actor in row["actors"].items()}
    tolls = [{n: v for n, v in toll.items() if n not in _TOLL_WORDS} for toll in row["tolls"]]
    return {**row, "place": place, "actors": actors, "tolls": tolls}


def _features(*, own: bool) -> Features:
    """Types of all columns, said outright: a column that is empty in one split loads all the same."""
    from datasets import ClassLabel, Features, Value

    def fields(kind: str, names: Iterable[str]) -> dict[str, Any]:
        return {name: Value(kind) for name in names}

    counts = fields("int32", ("low", "high"))
    actor = fields("string", ["name", "type"] if own else ["type"])
    event = {
        **fields("string", ("id", "kind", "type")),
        "date": fields("string", ("start", "end", "precision", "basis")),
        "place": {
            **fields("string", (*(_PLACE_WORDS if own else ()), "country", "precision", "basis")),
            **fields("float64", ("lat", "lon")),
            "geonames_id": Value("int64"),
        },
        "killed": counts,
        "wounded": counts,
        "actors": dict.fromkeys(ontology.SIDES[:2], actor),
        "tolls": [{**fields("string", ("outcome", "side", "mention", *(_TOLL_WORDS if own else ()))), **counts}],
    }
    mention = {
        **fields("string", ("id", "label", "text") if own else ("id", "label")),
        **fields("int32", ("start", "end")),
        "events": [Value("string")],
    }
    if own:
        columns = {
            **fields("string", ("id", "text", "date", "title", "source", "extra")),
            "tokens": [Value("string")],
            "ner_tags": [ClassLabel(names=list(ontology.TAGS))],
        }
    else:
        columns = {**fields("string", ("id", "corpus", "date", "source", "sha256")), "length": Value("int32")}
    return Features({**columns, "mentions": [mention], "events": [event]})
