from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from frontwire.cli import evaluate as command
from frontwire.corpora.inline import write_inline
from frontwire.corpora.jsonl import write_jsonl
from frontwire.errors import OutputError, RecordError, UsageError
from frontwire.schema import Article, Document, RejectedArticle
from inline_documents import inline_document
from own_dump import own_gazetteer

MARKED = "[[ATTACKER:1|Gunmen]] [[EVENT:1|shot]] [[KILLED:1|two]] [[TARGET:1|guards]] in [[LOCATION:1|Herat]]."


def gold_document(document_id: str = "d1") -> Document:
    return inline_document(MARKED, "1|incident|armed_assault|null|Herat|AF|killed=2..2", document_id=document_id)


def predicted_document(document_id: str = "d1") -> Document:
    marked = MARKED.replace("[[ATTACKER:1|Gunmen]] ", "Gunmen ").replace("TARGET:1", "ATTACKER:1")
    return inline_document(marked, "1|incident|other|null|Herat|AF|killed=2..2", document_id=document_id)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    write_jsonl([gold_document()], tmp_path / "gold.jsonl")
    return tmp_path / "gold.jsonl"


@pytest.fixture
def predicted(tmp_path: Path) -> Path:
    write_jsonl([predicted_document()], tmp_path / "predicted.jsonl")
    return tmp_path / "predicted.jsonl"


def evaluate(*arguments: str | Path) -> int:
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    args = parser.parse_args(["evaluate", *map(str, arguments)])
    status: int = args.run(args)
    return status


def test_table(gold: Path, predicted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate("--gold", gold, "--predicted", predicted) == 0
    out, err = capsys.readouterr()
    assert out.startswith("1 gold document\n")
    strict = next(line.split() for line in out.splitlines() if line.startswith("spans, strict"))
    assert strict[2:5] == ["0.750", "0.600", "0.667"]
    assert err == ""


def test_json_on_stdout_and_in_a_file(gold: Path, predicted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = gold.parent / "scores.json"
    options = ("--samples", "20", "--seed", "9", "--json", "--show-errors", "1", "-o", output)
    assert evaluate("--gold", gold, "--predicted", predicted, *options) == 0
    out, err = capsys.readouterr()
    record = json.loads(out)
    assert record == json.loads(output.read_text(encoding="utf-8"))
    assert record["bootstrap"] == {"samples": 20, "seed": 9, "confidence": 0.95}
    assert record["record"]["matched"] == 3
    assert err.startswith("d1\tmissed\tgold ATTACKER 0..6 'Gunmen'")  # stdout stays JSON


def test_shown_errors_are_cut_and_say_so(gold: Path, predicted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evaluate("--gold", gold, "--predicted", predicted, "--show-errors", "1")
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2].startswith("d1\tmissed\t")
    assert lines[-1] == "… and 4 more errors; --errors-list writes all"
    evaluate("--gold", gold, "--predicted", predicted, "--show-errors", "5")
    assert "more errors" not in capsys.readouterr().out


def test_errors_list(gold: Path, predicted: Path) -> None:
    path = gold.parent / "errors.jsonl"
    evaluate("--gold", gold, "--predicted", predicted, "--errors-list", path)
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(r["error"], r["kind"], r["document"]) for r in records] == [
        ("span", "missed", "d1"),
        ("span", "wrong_label", "d1"),
        ("field", "wrong", "d1"),
        ("field", "wrong", "d1"),
        ("field", "missed", "d1"),
    ]
    assert records[2] | {"field": "type", "gold": "armed_assault", "predicted": "other"} == records[2]
    assert records[3] | {"field": "attacker", "gold": ["Gunmen"], "predicted": ["guards"]} == records[3]


@pytest.mark.parametrize("form", ["jsonl", "jsonl.gz", "jsonl by contents", "gz", "inline", "txt"])
def test_forms_of_files(form: str, tmp_path: Path) -> None:
    documents = [gold_document("a"), gold_document("b")]
    write_inline(documents, tmp_path / "inline")
    write_jsonl(documents, tmp_path / "written.jsonl")
    inline, jsonl = (tmp_path / "inline").read_bytes(), (tmp_path / "written.jsonl").read_bytes()
    name, contents = {
        "jsonl": ("gold.jsonl", b"\n" + jsonl),
        "jsonl.gz": ("gold.jsonl.gz", gzip.compress(jsonl)),
        "jsonl by contents": ("gold", b"\n" + jsonl),
        "gz": ("gold.gz", gzip.compress(jsonl)),
        "inline": ("gold.inline", inline),
        "txt": ("gold.txt", inline),
    }[form]
    (tmp_path / name).write_bytes(contents)
    assert command.read_documents(tmp_path / name) == documents


def test_several_gold_files(gold: Path, predicted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_inline([gold_document("d2")], gold.parent / "more.txt")
    evaluate("--gold", gold, gold.parent / "more.txt", "--predicted", predicted)
    assert capsys.readouterr().out.startswith("2 gold documents\n1 without a prediction, counted as empty: d2\n")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param(["--device", "cpu"], "--device can only be given where a model predicts", id="device"),
        pytest.param(["--gazetteer", "G"], "--gazetteer can only be given where a model predicts", id="gazetteer"),
        pytest.param(["--precision", "fp32", "--min-score", "0.5"], "--precision, --min-score can only", id="two"),
        pytest.param(["--samples", "-1"], "--samples is -1; expected 0 or more", id="samples"),
        pytest.param(["--seed", "-2"], "--seed is -2; expected 0 or more", id="seed"),
        pytest.param(["--show-errors", "-3"], "--show-errors is -3; expected 0 or more", id="show-errors"),
    ],
)
def test_options_are_checked_before_any_file_is_read(options: list[str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        evaluate("--gold", "absent.jsonl", "--predicted", "absent.jsonl", *options)


@pytest.mark.parametrize("value", ["-0.1", "1.5", "nan"])
def test_min_score_out_of_range(value: str) -> None:
    with pytest.raises(UsageError, match=r"--min-score is .*; expected 0 to 1"):
        evaluate("--gold", "absent.jsonl", "--min-score", value)


def test_model_and_predicted_exclude_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        evaluate("--gold", "g", "--predicted", "p", "--model", "m")
    assert caught.value.code == 2
    assert "not allowed with" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--output", "--errors-list"])
@pytest.mark.parametrize("name", ["gold.jsonl", "predicted.jsonl", "../here/gold.jsonl"])
def test_what_is_read_is_not_written_over(tmp_path: Path, option: str, name: str) -> None:
    here = tmp_path / "here"
    here.mkdir()
    write_jsonl([gold_document()], here / "gold.jsonl")
    write_jsonl([predicted_document()], here / "predicted.jsonl")
    before = {path: path.read_bytes() for path in here.iterdir()}
    with pytest.raises(UsageError, match="is read here and would be overwritten"):
        evaluate("--gold", here / "gold.jsonl", "--predicted", here / "predicted.jsonl", option, here / name)
    assert {path: path.read_bytes() for path in here.iterdir()} == before


def test_two_results_do_not_share_a_file(gold: Path, predicted: Path, tmp_path: Path) -> None:
    one = tmp_path / "out.json"
    with pytest.raises(UsageError, match="are one file"):
        evaluate("--gold", gold, "--predicted", predicted, "-o", one, "--errors-list", one)


def test_files_that_cannot_be_read(gold: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot read .*absent\.jsonl: No such file"):
        evaluate("--gold", gold, "--predicted", tmp_path / "absent.jsonl")
    with pytest.raises(UsageError, match=r"cannot read .*: Is a directory"):
        evaluate("--gold", tmp_path, "--predicted", gold)
    (tmp_path / "empty.jsonl").write_bytes(b"")
    with pytest.raises(UsageError, match=r"no document in .*empty\.jsonl"):
        evaluate("--gold", tmp_path / "empty.jsonl", "--predicted", gold)
    (tmp_path / "bad.jsonl").write_bytes(b'{"id": 3, "text": ""}\n')
    with pytest.raises(RecordError, match=r"line 1 of .*bad\.jsonl: document 3: id is int"):
        evaluate("--gold", gold, "--predicted", tmp_path / "bad.jsonl")


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("a.jsonl", b'{"id": "a", "text": "caf\xe9"}\n'),
        ("a.jsonl", '{"id": "a"}\n'.encode("utf-16")),
        ("a.txt", b"#doc a\n#text\ncaf\xe9\n#events\n"),
        ("a.jsonl.gz", b"no gzip"),
        ("a.jsonl.gz", gzip.compress(b'{"id": "a"}\n' * 1000)[:-9]),
        ("a.parquet", b"PAR1\x15\x04\x15\xff\xfe"),
    ],
    ids=["Latin-1", "UTF-16", "Latin-1 inline", "no gzip", "gzip that breaks off", "Parquet"],
)
def test_a_file_that_is_unreadable_as_a_whole_is_wrong_usage(gold: Path, name: str, contents: bytes) -> None:
    (gold.parent / name).write_bytes(contents)
    for arguments in (("--gold", gold, "--predicted", gold.parent / name), ("--gold", gold.parent / name)):
        with pytest.raises(UsageError, match=f"cannot read .*{name} as a whole: "):
            evaluate(*arguments)


def test_output_that_cannot_be_written(gold: Path, predicted: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot write .*scores"):
        evaluate("--gold", gold, "--predicted", predicted, "-o", tmp_path / "absent" / "scores.json")


class FakeExtractor:
    """Stands in for the tagger: records how it was made and what it was given."""

    loaded: tuple[Any, dict[str, Any]]
    articles: list[Article]

    @classmethod
    def from_pretrained(cls, model: str | None = None, **options: Any) -> FakeExtractor:
        cls.loaded = (model, options)
        return cls()

    def extract(self, articles: Iterable[Article], *, on_error: str) -> Iterator[Document | RejectedArticle]:
        assert on_error == "return"
        type(self).articles = list(articles)
        for article in type(self).articles:
            if article.text.strip():
                yield gold_document(article.id)
            else:
                yield RejectedArticle(source="article", reason="the text is empty", id=article.id)


@pytest.fixture
def extractor(monkeypatch: pytest.MonkeyPatch) -> type[FakeExtractor]:
    module = ModuleType("frontwire.predictor")
    module.Extractor = FakeExtractor  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "frontwire.predictor", module)
    return FakeExtractor


def test_a_model_reads_the_texts_and_dates_and_nothing_else(
    gold: Path, extractor: type[FakeExtractor], capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("--model", "folder", "--device", "cpu", "--precision", "fp32", "--min-score", "0.25")
    assert evaluate("--gold", gold, *options) == 0
    assert extractor.loaded == ("folder", {"device": "cpu", "precision": "fp32", "min_score": 0.25})
    assert extractor.articles == [Article(id="d1", text=gold_document().text, date="2020-05-19")]
    assert "1.000–1.000" in capsys.readouterr().out


def test_a_gazetteer_reaches_the_model(gold: Path, extractor: type[FakeExtractor]) -> None:
    path = own_gazetteer().path
    assert evaluate("--gold", gold, "--gazetteer", path) == 0
    assert extractor.loaded == (None, {"gazetteer": path})
    before = path.read_bytes()
    with pytest.raises(UsageError, match="is read here and would be overwritten"):
        evaluate("--gold", gold, "--gazetteer", path, "-o", path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "message"),
    [("gold.jsonl", "cannot be read .file is not a database"), ("absent.sqlite", "no such file")],
    ids=["another kind", "missing"],
)
def test_a_wrong_gazetteer_is_refused_before_anything_is_loaded(gold: Path, name: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        evaluate("--gold", gold, "--gazetteer", gold.parent / name)


def test_the_bundled_model_is_the_default(gold: Path, extractor: type[FakeExtractor]) -> None:
    evaluate("--gold", gold)
    assert extractor.loaded == (None, {})


def test_a_text_that_the_model_rejects_is_named_and_counts_as_empty(
    gold: Path, extractor: type[FakeExtractor], capsys: pytest.CaptureFixture[str]
) -> None:
    write_jsonl([gold_document("d1"), Document(id="blank", text=" ")], gold)
    assert evaluate("--gold", gold) == 3
    out, err = capsys.readouterr()
    assert err == "document 'blank' was rejected: the text is empty\n"
    assert "1 without a prediction, counted as empty: blank" in out
