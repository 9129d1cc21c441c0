"""JSON that can be written again, in every form that carries some."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from frontwire.corpora.exchange.brat import read_brat
from frontwire.corpora.exchange.conll import read_conll
from frontwire.corpora.exchange.doccano import read_doccano
from frontwire.corpora.exchange.labelstudio import read_labelstudio
from frontwire.corpora.inline import read_inline
from frontwire.corpora.jsonl import read_jsonl
from frontwire.corpora.strict_json import parse_json
from frontwire.errors import RecordError
from frontwire.schema import Document

FORMS: dict[str, tuple[Callable[..., Iterable[Document]], str]] = {
    "jsonl": (read_jsonl, '{"id": "a", "text": "b", "extra": {"x": %s}}\n'),
    "doccano": (read_doccano, '{"text": "b", "label": [], "x": %s}\n'),
    "labelstudio": (read_labelstudio, '[{"data": {"text": "b", "x": %s}, "annotations": [{"result": []}]}]'),
    "conll": (read_conll, '-DOCSTART-\t{"id": "a", "text": "b", "extra": {"x": %s}}\tO\nb\tO\n'),
    "inline": (read_inline, '#doc a\n#extra {"x": %s}\n#text\nb\n#events\n'),
}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        pytest.param("1e400", "1e400 is too large", id="infinite"),
        pytest.param("-1E999", "-1E999 is too large", id="minus-infinite"),
        pytest.param("NaN", "NaN is no JSON value", id="nan"),
        pytest.param('"\\ud800"', "lone surrogate", id="surrogate"),
        pytest.param("[" * 100_000, "nested too deep|recursion", id="deep"),
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_what_could_not_be_written_is_refused(tmp_path: Path, form: str, value: str, message: str) -> None:
    read, content = FORMS[form]
    (tmp_path / "x").write_text(content % value)
    with pytest.raises(RecordError, match=message) as caught:
        list(read(tmp_path / "x"))
    assert caught.value.source == str(tmp_path / "x")


def test_in_the_json_beside_brats_files(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("b")
    (tmp_path / "x.json").write_text('{"extra": {"x": 1e400}}')
    with pytest.raises(RecordError, match=r"x\.json: no JSON: the number 1e400 is too large"):
        list(read_brat(tmp_path))


def test_values_are_those_of_json() -> None:
    assert parse_json('{"a": [1, 1.5, -0.0, 1e308, "\\ud83d\\ude00", null]}') == {
        "a": [1, 1.5, -0.0, 1e308, "😀", None]
    }
