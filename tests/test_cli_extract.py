"""``frontwire extract`` from the outside: statuses, streams, messages; the model is a fake one."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fake_predictor import POISON, FakePredictor
from frontwire import cli
from frontwire.cli import extract
from frontwire.errors import ModelLoadError

RUNNER = Path(__file__).with_name("run_extract.py")
ATTACK = "An attack in Tarn. 4 guards were killed."


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(extract, "_load", lambda args: FakePredictor())
    return tmp_path


class Result:
    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def documents(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    def call(*arguments: str, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            status = cli.main(["extract", *arguments])
        except SystemExit as stop:  # argparse
            status = int(stop.code or 0)
        return Result(status, *capfd.readouterr())

    return call


def test_a_file_to_standard_output(run: Any) -> None:
    Path("a.txt").write_text(ATTACK)
    result = run("a.txt", "--date", "2020-05-19")
    assert result.status == 0
    (document,) = result.documents
    assert (document["id"], document["date"], document["text"]) == ("a.txt", "2020-05-19", ATTACK)
    assert document["events"][0]["place"]["name"] == "Tarn"
    assert result.err == "frontwire: 1 document, 1 event\n"


def test_everything_at_once_in_order(run: Any, folder: Path) -> None:
    (folder / "in").mkdir()
    for name in ("in/b.txt", "in/a.md"):
        Path(name).write_text(ATTACK)
    with gzip.open("c.jsonl.gz", "wb") as stream:
        stream.write(b'{"id": "c1", "text": "One."}\nbroken\n{"text": "Two."}\n')
    Path("d.csv").write_text("uid,text\n7,Three.\n")
    result = run("d.csv", "c.jsonl.gz", "in", "-", stdin=b'{"text": "Four."}\n')
    assert result.status == 3
    assert [d["id"] for d in result.documents] == ["d.csv:2", "c1", "c.jsonl.gz:3", "a.md", "b.txt", "stdin:1"]
    assert result.documents[0]["extra"] == {"uid": "7"}
    rejected, summary = result.err.splitlines()
    assert rejected.startswith("frontwire: rejected: line 2 of c.jsonl.gz: not JSON")
    assert summary == "frontwire: 6 documents, 2 events; 1 article rejected (named above)"


def test_field_names(run: Any) -> None:
    Path("a.csv").write_text("key,body,day,head,paper\nk,Words.,2020-05-19,T,S\n")
    fields = ["--id-field", "key", "--text-field", "body", "--date-field", "day", "--title-field", "head"]
    (document,) = run("a.csv", *fields, "--source-field", "paper").documents
    assert [document[name] for name in ("id", "text", "date", "title", "source", "extra")] == [
        "k",
        "Words.",
        "2020-05-19",
        "T",
        "S",
        {},
    ]


def test_one_plain_text_on_standard_input(run: Any) -> None:
    result = run("-", "--text", stdin="One.\r\n\tTwo \U0001f4a5.".encode())
    assert [(d["id"], d["text"]) for d in result.documents] == [("stdin", "One.\r\n\tTwo \U0001f4a5.")]


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.parquet", "out.geojson"])
def test_a_file_appears_and_says_nothing_on_standard_output(run: Any, folder: Path, name: str) -> None:
    Path("a.txt").write_text(ATTACK)
    result = run("a.txt", "-o", name)
    assert (result.status, result.out) == (0, "")
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", name]


def test_the_errors_file(run: Any) -> None:
    Path("a.jsonl").write_text(f'{{"id": "x", "text": "{POISON}"}}\nbroken\n')
    result = run("a.jsonl", "--errors", "errors.jsonl", "-o", "out.jsonl")
    assert result.status == 3
    assert result.err.startswith("frontwire: 0 documents, 0 events; 2 articles rejected (see ")
    found = [json.loads(line) for line in Path("errors.jsonl").read_text().splitlines()]
    assert [(e["source"], e["line"], e["id"]) for e in found] == [("a.jsonl", 1, "x"), ("a.jsonl", 2, None)]


def test_quiet_says_one_line_where_the_status_needs_it(run: Any) -> None:
    Path("a.jsonl").write_text('{"text": "A"}\n')
    assert run("a.jsonl", "--quiet").err == ""
    Path("a.jsonl").write_text("broken\n")
    result = run("a.jsonl", "--quiet")
    assert (result.status, result.err.count("\n")) == (3, 1)


def test_an_own_output_in_the_searched_folder_is_not_read_again(run: Any) -> None:
    Path("a.txt").write_text(ATTACK)
    first = run(".", "-o", "out.jsonl")
    again = run(".", "-o", "out.jsonl")
    assert first.err == again.err == "frontwire: 1 document, 1 event\n"


def test_an_own_result_can_be_read_again(run: Any) -> None:
    Path("a.jsonl").write_text(json.dumps({"id": "x", "text": ATTACK, "extra": {"views": 3}}) + "\n")
    run("a.jsonl", "-o", "b.jsonl")
    (document,) = run("b.jsonl").documents
    assert document["extra"]["views"] == 3


WRONG = {
    "no input": ([], "required: INPUT"),
    "missing": (["none.txt"], "input none.txt does not exist"),
    "unknown ending": (["a.docx"], "ending that is not known"),
    "empty folder": (["empty"], "folder empty holds no articles"),
    "no text column": (["a.csv"], "input a.csv: no column 'text'"),
    "no parquet": (["a.parquet"], "input a.parquet: not Parquet"),
    "no gzip": (["a.txt.gz"], "input a.txt.gz cannot be read: Not a gzipped file"),
    "date": (["a.txt", "--date", "19 May"], "--date: '19 May' is no date; expected YYYY-MM-DD"),
    "format": (["a.txt", "--format", "xml"], "format 'xml' does not exist"),
    "html": (["a.txt", "-o", "out.html"], "html output is not available in this version"),
    "ray": (["a.txt", "--engine", "ray"], "--engine ray is not available in this version; expected local"),
    "int8": (["a.txt", "--precision", "int8"], "--precision int8 is not available in this version"),
    "precision": (["a.txt", "--precision", "fp8"], "--precision fp8 does not exist; expected auto, fp32, bf16"),
    "min score": (["a.txt", "--min-score", "1.5"], "--min-score is 1.5; expected 0 to 1"),
    "min score nan": (["a.txt", "--min-score", "nan"], "--min-score is nan"),
    "threads": (["a.txt", "--threads", "0"], "--threads is 0; expected 1 or more"),
    "batch": (["a.txt", "--batch-tokens", "-5"], "--batch-tokens is -5"),
    "batch no number": (["a.txt", "--batch-tokens", "many"], "invalid int value"),
    "fields": (["a.txt", "--id-field", "text"], "two of the fields have one name"),
    "over the input": (
        ["a.txt", "-o", "a.txt", "--format", "jsonl"],
        "a.txt is both an input and a file to be written",
    ),
    "errors in an own file": (
        ["a.txt", "-o", "out.jsonl", "--errors", "out.jsonl.partial"],
        "out.jsonl.partial is where the run keeps what is unfinished of out.jsonl; choose another name",
    ),
    "text without -": (["a.txt", "--text"], "give '-' as INPUT"),
    "resume to stdout": (["a.txt", "--resume"], "--resume goes on with a file"),
    "csv to stdout": (["a.txt", "--format", "csv"], "standard output is JSON Lines"),
}


@pytest.mark.parametrize(("arguments", "message"), WRONG.values(), ids=WRONG)
def test_wrong_usage_is_status_2_and_one_line(
    run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    for name in ("a.txt", "a.docx", "a.parquet", "a.txt.gz"):
        Path(name).write_text(ATTACK)
    Path("a.csv").write_text("id,body\n1,A\n")
    Path("empty").mkdir()

    def too_late(args: Any) -> FakePredictor:
        raise AssertionError("the model was loaded before usage was checked")

    monkeypatch.setattr(extract, "_load", too_late)
    before = sorted(folder.iterdir())
    result = run(*arguments)
    assert (result.status, result.out) == (2, "")
    assert message in result.err
    assert result.err.count("\n") == 1
    assert sorted(folder.iterdir()) == before


def test_an_output_that_cannot_be_written_is_status_1(run: Any) -> None:
    Path("a.txt").write_text(ATTACK)
    result = run("a.txt", "-o", "none/out.jsonl")
    assert result.status == 1
    assert result.err.count("\n") == 1
    assert "cannot write none/out.jsonl: the folder" in result.err


def test_a_model_that_cannot_be_loaded(run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(args: Any) -> FakePredictor:
        raise ModelLoadError(f"model folder {args.model} does not exist")

    monkeypatch.setattr(extract, "_load", fail)
    Path("a.txt").write_text(ATTACK)
    result = run("a.txt", "--model", "none", "-o", "out.jsonl")
    assert (result.status, result.err) == (2, "frontwire: error: model folder none does not exist\n")
    assert [path.name for path in folder.iterdir()] == ["a.txt"]


def test_the_options_reach_the_extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    from frontwire import predictor

    seen: dict[str, Any] = {}

    def from_pretrained(model: Any = None, **options: Any) -> FakePredictor:
        seen.update(options, model=model)
        return FakePredictor()

    monkeypatch.undo()
    monkeypatch.setattr(predictor.Extractor, "from_pretrained", from_pretrained)
    options = "--device cuda:1 --precision bf16 --batch-tokens 9 --threads 2 --min-score 0.5 --gazetteer G"
    args = cli.build_parser().parse_args(["extract", "a.txt", "--model", "M", "--revision", "R", *options.split()])
    extract._load(args)
    assert seen == {
        "model": "M",
        "revision": "R",
        "device": "cuda:1",
        "precision": "bf16",
        "batch_tokens": 9,
        "threads": 2,
        "min_score": 0.5,
        "gazetteer": "G",
    }


def test_a_wrong_gazetteer_is_refused_before_anything_is_loaded(
    run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extract, "_load", lambda args: pytest.fail("loaded"))
    Path("a.txt").write_text(ATTACK)
    result = run("a.txt", "--gazetteer", "a.txt", "-o", "out.jsonl")
    assert result.status == 2
    assert "frontwire: error: gazetteer a.txt cannot be read (file is not a database)" in result.err
    assert [path.name for path in folder.iterdir()] == ["a.txt"]


def test_the_help_promises_only_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["extract", "--help"])
    text = capsys.readouterr().out
    for later in ("int8", "ray", "html o"):
        assert later not in text
    for option in ("--resume", "--errors", "--strict-language", "--source-field", "--min-score"):
        assert option in text


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    line = command.replace("EXTRACT", f"{sys.executable} {RUNNER}")
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_closed_pipe_ends_without_noise(folder: Path) -> None:
    lines = (json.dumps({"id": f"d{i}", "text": ATTACK * 100}) for i in range(1000))
    Path("a.jsonl").write_text("\n".join(lines))
    result = shell("EXTRACT a.jsonl --quiet | head -c 10; exit ${PIPESTATUS[0]}", folder)
    assert (result.returncode, result.stderr) == (1, "")


def test_a_closed_pipe_says_so(folder: Path) -> None:
    Path("a.jsonl").write_text("\n".join(json.dumps({"text": ATTACK * 100}) for _ in range(1000)))
    result = shell("EXTRACT a.jsonl | head -c 10 > first; exit ${PIPESTATUS[0]}", folder)
    assert (result.returncode, result.stderr) == (1, "frontwire: standard output was closed by its reader; stopped\n")


@pytest.mark.parametrize("closed", ["2>&-", "2>/dev/full"])
def test_without_standard_error_the_result_is_the_same(folder: Path, closed: str) -> None:
    Path("a.jsonl").write_text(f"broken\n{json.dumps({'id': 'x', 'text': ATTACK})}\n")
    result = shell(f"EXTRACT a.jsonl {closed}", folder)
    assert result.returncode == 3
    assert [json.loads(text)["id"] for text in result.stdout.splitlines()] == ["x"]


@pytest.mark.parametrize(
    ("command", "status", "message"),
    [
        ("EXTRACT a.txt >&-", 1, "standard output is closed; name a file for the result: -o OUT.jsonl"),
        ("EXTRACT - <&-", 2, "standard input is closed; give files as INPUT, or open it"),
        ("EXTRACT a.txt -o out.jsonl >&-", 0, None),
    ],
)
def test_closed_standard_streams(folder: Path, command: str, status: int, message: str | None) -> None:
    Path("a.txt").write_text(ATTACK)
    result = shell(command, folder)
    expected = f"error: {message}" if message else "1 document, 1 event"
    assert (result.returncode, result.stderr) == (status, f"frontwire: {expected}\n")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_a_full_standard_output_is_one_line(folder: Path) -> None:
    Path("a.txt").write_text(ATTACK)
    result = shell("EXTRACT a.txt > /dev/full", folder)
    assert result.returncode == 1
    assert result.stderr == "frontwire: error: cannot write the result: No space left on device\n"


def test_a_named_pipe_is_read_once(folder: Path) -> None:
    Path("a.jsonl").write_text(json.dumps({"id": "x", "text": ATTACK}) + "\n")
    result = shell("mkfifo p.jsonl; (cat a.jsonl > p.jsonl &); EXTRACT p.jsonl -o out.jsonl", folder)
    assert (result.returncode, result.stderr) == (0, "frontwire: 1 document, 1 event\n")


def test_nothing_heavy_is_loaded_before_the_model(folder: Path) -> None:
    code = (
        "import sys; from frontwire.cli import main; status = main(['extract', 'none.txt']);"
        "heavy = {'torch', 'transformers', 'trafilatura', 'pyarrow', 'py3langid', 'tqdm'} & set(sys.modules);"
        "sys.exit(f'{status} {sorted(heavy)}')"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert result.stderr.splitlines()[-1] == "2 []"
