"""The forms of annotated documents: which one a file or folder has, reading and writing by name."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, TypedDict, Unpack

from frontwire.corpora.exchange.brat import is_brat, lost_in_brat, read_brat, write_brat
from frontwire.corpora.exchange.conll import lost_in_conll, read_conll, write_conll
from frontwire.corpora.exchange.doccano import is_doccano, lost_in_doccano, read_doccano, write_doccano
from frontwire.corpora.exchange.labels import LabelMap
from frontwire.corpora.exchange.labelstudio import lost_in_labelstudio, read_labelstudio, write_labelstudio
from frontwire.corpora.exchange.offsets import OffsetUnit
from frontwire.corpora.inline import lost_in_inline, read_inline, write_inline
from frontwire.corpora.jsonl import read_jsonl, read_records, write_jsonl
from frontwire.corpora.standoff import lost_in_standoff, read_standoff, write_standoff
from frontwire.corpora.texts import TextSource
from frontwire.errors import UsageError
from frontwire.schema import Document

_logger = logging.getLogger(__name__)

Form = Literal["inline", "jsonl", "standoff", "conll", "brat", "labelstudio", "doccano"]
FORMS: Final[tuple[Form, ...]] = ("inline", "jsonl", "standoff", "conll", "brat", "labelstudio", "doccano")
#: Forms of other tools: their labels may need a map.
FOREIGN_FORMS: Final[frozenset[Form]] = frozenset({"conll", "brat", "labelstudio", "doccano"})
#: Forms whose tools do not agree on what offsets count.
OFFSET_FORMS: Final[frozenset[Form]] = frozenset({"labelstudio", "doccano"})

#: Forms whose tools hold the suggestions of models beside annotations.
PREDICTION_FORMS: Final[frozenset[Form]] = frozenset({"labelstudio"})
#: Names of :class:`ReadingOptions` → the forms that they are for.
_OPTION_FORMS: Final = {"labels": FOREIGN_FORMS, "offsets": OFFSET_FORMS, "take_predictions": PREDICTION_FORMS}

_INLINE_ENDING: Final = ".txt"
_RECORD_ENDINGS: Final = (".jsonl", ".jsonl.gz")
_CONLL_ENDING: Final = ".conll"
_LABELSTUDIO_ENDING: Final = ".json"
#: The ending that a file of each form gets in a folder.
ENDINGS: Final[dict[Form, str]] = {
    "inline": _INLINE_ENDING,
    "jsonl": ".jsonl",
    "standoff": ".jsonl",
    "conll": _CONLL_ENDING,
    "labelstudio": _LABELSTUDIO_ENDING,
    "doccano": ".jsonl",
}


class ReadingOptions(TypedDict, total=False):
    """What reading the forms of other tools may need; every reader takes those that are its own.

    ``labels`` maps labels and counts what was left out, ``offsets`` is the unit where tools do not agree on it,
    ``take_predictions`` reads tasks of Label Studio that nobody annotated with the predictions of a model.
    """

    labels: LabelMap | None
    offsets: OffsetUnit | None
    take_predictions: bool


class _Functions(NamedTuple):
    read: Callable[..., Iterable[Document]]
    write: Callable[..., int]
    lost: Callable[[Document], list[str]]


_FUNCTIONS: Final[dict[Form, _Functions]] = {
    "inline": _Functions(read_inline, write_inline, lost_in_inline),
    "jsonl": _Functions(read_jsonl, write_jsonl, lambda document: []),
    "standoff": _Functions(read_standoff, write_standoff, lost_in_standoff),
    "conll": _Functions(read_conll, write_conll, lost_in_conll),
    "brat": _Functions(read_brat, write_brat, lost_in_brat),
    "labelstudio": _Functions(read_labelstudio, write_labelstudio, lost_in_labelstudio),
    "doccano": _Functions(read_doccano, write_doccano, lost_in_doccano),
}


def form_of(path: str | Path) -> Form:
    """The form of an existing file or folder, by its ending and, of JSON Lines, by the fields of the first record."""
    path = Path(path)
    if is_brat(path):
        return "brat"
    if path.name.endswith(_RECORD_ENDINGS):
        _, first = next(read_records(path), (0, {}))
        if is_doccano(first):
            return "doccano"
        return "standoff" if "sha256" in first and "text" not in first else "jsonl"
    for ending, form in _BY_ENDING.items():
        if path.name.endswith(ending):
            return form
    raise UsageError(
        f"{path}: expected a file in inline form (.txt), JSON Lines (.jsonl, .jsonl.gz), CoNLL columns (.conll), "
        "Label Studio's JSON (.json) or a folder with brat's .ann files"
    )


def form_for(path: str | Path) -> Form:
    """The form to write a file in, by its ending; stand-off, brat and doccano have none of their own."""
    name = Path(path).name
    if name.endswith(_RECORD_ENDINGS):
        return "jsonl"
    for ending, form in _BY_ENDING.items():
        if name.endswith(ending):
            return form
    raise UsageError(f"{path}: the ending tells no form; name one of {', '.join(FORMS)}")


_BY_ENDING: Final[dict[str, Form]] = {
    _INLINE_ENDING: "inline",
    _CONLL_ENDING: "conll",
    _LABELSTUDIO_ENDING: "labelstudio",
}


#: Folders of a data folder that hold no documents of its own: lists of ids, and second annotations of what stands there already.
_BESIDE: Final = frozenset({"splits", "second"})


def annotated_files(paths: Iterable[str | Path]) -> list[Path]:
    """The files given and those found in the folders given, sorted within a folder; a folder of brat stands for itself.

    JSON that is not JSON Lines is taken only where it is named: folders hold much of it that is no document. Raises
    :class:`UsageError` for a path that does not exist and for a folder without such files.
    """
    files: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            found = _found_in(path)
            if not found:
                raise UsageError(f"{path}: no .txt, .jsonl, .jsonl.gz, .conll or .ann file in this folder")
            files += found
        elif path.exists():
            files.append(path)
        else:
            raise UsageError(f"{path}: no such file or folder")
    return files


def _found_in(folder: Path) -> list[Path]:
    of_brat = {path.parent for path in folder.rglob("*.ann")}
    found = [
        path
        for path in folder.rglob("*")
        if path.name.endswith((_INLINE_ENDING, _CONLL_ENDING, *_RECORD_ENDINGS)) and path.parent not in of_brat
    ]
    return sorted([*(path for path in found if not _BESIDE & set(path.relative_to(folder).parts[:-1])), *of_brat])


def read_documents(
    path: str | Path, *, form: Form | None = None, texts: TextSource | None = None, **options: Unpack[ReadingOptions]
) -> Iterator[Document]:
    """Documents of a file or folder in any form. ``texts`` gives the texts of a stand-off file.

    What reading leaves out or changes is noted in ``labels``; a caller that gives none gets it as warnings of the log, so
    that no task, mention or score goes missing without a word.
    """
    form = form or form_of(path)
    taken: dict[str, Any] = {name: value for name, value in options.items() if form in _OPTION_FORMS[name]}
    if form == "standoff":
        taken["texts"] = {} if texts is None else texts
    if form not in FOREIGN_FORMS or taken.get("labels") is not None:
        yield from _FUNCTIONS[form].read(path, **taken)
        return
    labels = taken["labels"] = LabelMap()
    yield from _FUNCTIONS[form].read(path, **taken)
    for line in labels.lines():
        _logger.warning("%s: on reading: %s", path, line)


def write_documents(
    documents: Iterable[Document], path: str | Path, *, form: Form, offsets: OffsetUnit | None = None
) -> int:
    """Write documents in a form; returns how many. ``offsets``: the unit, where the form leaves a choice."""
    options = {"offsets": offsets} if offsets and form in OFFSET_FORMS else {}
    return _FUNCTIONS[form].write(documents, path, **options)


def losses(documents: Iterable[Document], form: Form) -> Counter[str]:
    """What ``form`` cannot hold of the documents: name → number of documents that have it."""
    return Counter(name for document in documents for name in _FUNCTIONS[form].lost(document))
