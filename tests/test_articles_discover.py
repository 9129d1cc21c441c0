"""Which files an input stands for, in which order, under which names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from article_files import articles, read, rejections
from frontwire.corpora.articles import find_inputs
from frontwire.corpora.articles.discover import format_of
from frontwire.errors import UsageError


def make(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Gunmen raided a post.", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.txt", ("text", False)),
        ("a.MD", ("text", False)),
        ("a.html", ("html", False)),
        ("a.htm.gz", ("html", True)),
        ("a.b.jsonl.gz", ("jsonl", True)),
        ("a.csv.gz", ("csv", True)),
        ("a.parquet", ("parquet", False)),
        ("a.parquet.gz", None),
        ("a.gz", None),
        ("a.json", None),
        ("a.docx", None),
        ("txt", None),
        (".txt", None),
    ],
)
def test_format_by_ending(name: str, expected: tuple[str, bool] | None) -> None:
    assert format_of(name) == expected


def test_a_folder_is_searched_to_its_bottom_in_a_fixed_order(tmp_path: Path) -> None:
    make(
        tmp_path,
        "b.txt",
        "a/z.md",
        "a/c/d.html",
        "a.jsonl",
        "notes.docx",
        ".hidden.txt",
        ".git/x.txt",
        "a/.cache/y.txt",
    )
    files = find_inputs([tmp_path])
    assert [file.name for file in files] == ["a/c/d.html", "a/z.md", "a.jsonl", "b.txt"]
    assert [file.shown for file in files] == [(tmp_path / file.name).as_posix() for file in files]
    assert not any(file.given for file in files)


def test_the_order_of_the_command_line_stays(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a.txt", "f/c.txt")
    given = [tmp_path / "b.txt", tmp_path / "f", tmp_path / "a.txt"]
    assert [file.name for file in find_inputs(given)] == ["b.txt", "c.txt", "a.txt"]


def test_equal_names_take_the_path_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "one/x.txt", "two/x.txt", "two/y.txt")
    monkeypatch.chdir(tmp_path)
    assert [file.name for file in find_inputs(["one", "two"])] == ["one/x.txt", "two/x.txt", "y.txt"]


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    make(tmp_path, "f/a.txt")
    (tmp_path / "f" / "again").symlink_to(tmp_path / "f")
    assert [file.name for file in find_inputs([tmp_path / "f"])] == ["a.txt"]


def test_links_that_run_in_a_circle_do_not_end_the_search(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    entries = read(tmp_path)
    assert [article.id for article in articles(entries)] == ["a.txt"]
    assert "Too many levels of symbolic links" in rejections(entries)[0].reason


def test_a_folder_inside_that_cannot_be_read_costs_itself_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "a.txt", "closed/b.txt", "z.txt")
    scan = os.scandir

    def refuse(path: Any) -> Any:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    entries = read(tmp_path)
    assert [article.id for article in articles(entries)] == ["a.txt", "z.txt"]
    (rejected,) = rejections(entries)
    assert (rejected.source, rejected.id) == (str(tmp_path / "closed"), None)
    assert rejected.reason == "the folder cannot be read: Permission denied"
    with pytest.raises(UsageError, match="closed cannot be read: Permission denied"):
        find_inputs([tmp_path / "closed"])


def test_a_stream_without_an_ending_is_told_about_standard_input(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "stream")
    with pytest.raises(UsageError, match="give - to read it as standard input"):
        find_inputs([tmp_path / "stream"])


def test_own_output_in_a_searched_folder_is_no_input(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "out.jsonl")
    assert [file.name for file in find_inputs([tmp_path], exclude=[tmp_path / "out.jsonl"])] == ["a.txt"]


def test_standard_input_is_json_lines_or_one_text() -> None:
    assert [(f.path, f.format) for f in find_inputs(["-"])] == [(None, "jsonl")]
    assert [(f.path, f.format) for f in find_inputs(["-"], text_stdin=True)] == [(None, "text")]


def test_a_file_name_that_is_no_text_still_gives_an_id(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "wb") as stream:  # noqa: PTH123 - a Path cannot be made of bytes
        stream.write(b"Gunmen raided a post.")
    (file,) = find_inputs([tmp_path])
    assert file.name == "caf\ufffd.txt"


@pytest.mark.parametrize(
    ("inputs", "options", "message"),
    [
        (["missing.txt"], {}, "missing.txt does not exist"),
        (["notes.docx"], {}, r"notes.docx has an ending that is not known; expected .txt, .md"),
        (["empty"], {}, "folder empty holds no articles"),
        (["only"], {}, "folder only holds no articles"),
        (["-", "-"], {}, "given twice"),
        (["a.txt"], {"text_stdin": True}, "give '-' as INPUT"),
        (["a.txt"], {"exclude": [Path("a.txt")]}, "a.txt is both an input and a file to be written"),
        (["dangling.txt"], {}, "dangling.txt does not exist"),
    ],
)
def test_inputs_that_cannot_be_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inputs: list[str], options: dict[str, object], message: str
) -> None:
    make(tmp_path, "a.txt", "notes.docx", "only/notes.docx")
    (tmp_path / "empty").mkdir()
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=message):
        find_inputs(inputs, **options)  # type: ignore[arg-type]
