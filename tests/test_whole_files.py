"""Files and folders that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from frontwire.corpora.charts import draw_statistics
from frontwire.corpora.exchange.conll import write_conll
from frontwire.corpora.exchange.doccano import write_doccano
from frontwire.corpora.exchange.labelstudio import write_labelstudio
from frontwire.corpora.inline import write_inline
from frontwire.corpora.jsonl import read_jsonl, write_jsonl, write_records
from frontwire.corpora.standoff import write_standoff
from frontwire.corpora.statistics import Statistics
from frontwire.corpora.whole_files import new_folder, write_whole
from frontwire.errors import OutputError, UsageError
from frontwire.schema import Document
from inline_documents import inline_document

WRITERS = {
    "inline": write_inline,
    "jsonl": write_jsonl,
    "standoff": write_standoff,
    "conll": write_conll,
    "labelstudio": write_labelstudio,
    "doccano": write_doccano,
}


def document() -> Document:
    return inline_document("Calm [[DATE:1|today]].", "1|incident|other|null|null|null")


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")

    def records() -> Iterator[dict[str, int]]:
        yield {"a": 1}
        raise ValueError("in the middle")

    with pytest.raises(ValueError, match="in the middle"):
        write_records(records(), tmp_path / "a")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a", "old")]


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_a_full_disk_leaves_what_was_there(
    tmp_path: Path, write: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))

    monkeypatch.setattr(Path, "replace", full)
    path = tmp_path / "a"
    path.write_text("old")
    with pytest.raises(OutputError, match=r"cannot write .*a: No space left on device"):
        write([document()], path)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a", "old")]


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
@pytest.mark.parametrize("kind", ["pipe", "folder"])
def test_what_is_no_file_is_not_replaced(tmp_path: Path, write: Callable[..., int], kind: str) -> None:
    path = tmp_path / "a"
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.mkdir()
    before = path.stat().st_ino
    with pytest.raises(UsageError, match=r"is no regular file|is a folder"):
        write([document()], path)
    assert [(p.name, p.stat().st_ino) for p in tmp_path.iterdir()] == [("a", before)]


@pytest.mark.parametrize("folder", ["/proc/self/fd", "/dev/fd"])
def test_open_files_are_refused(tmp_path: Path, folder: str) -> None:
    # Not /dev/stdout or /dev/full themselves: where this fails, root would lose them.
    with (tmp_path / "a").open("w") as stream, pytest.raises(UsageError, match="is no regular file"):
        write_whole(f"{folder}/{stream.fileno()}", "x")
    assert (tmp_path / "a").read_text() == ""


def test_a_pipe_is_refused_under_any_name(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "a.jsonl").symlink_to("pipe")
    with pytest.raises(UsageError, match="is no regular file"):
        write_jsonl([document()], tmp_path / "a.jsonl")
    assert (tmp_path / "a.jsonl").is_symlink()
    assert (tmp_path / "pipe").is_fifo()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/real.jsonl").write_text("old")
    (tmp_path / "a.jsonl").symlink_to("deep/real.jsonl")
    write_jsonl([document()], tmp_path / "a.jsonl")
    assert (tmp_path / "a.jsonl").is_symlink()
    assert list(read_jsonl(tmp_path / "deep/real.jsonl")) == [document()]


def test_permissions_are_those_of_new_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "a", "x")
        with new_folder(tmp_path / "b") as folder:
            (folder / "c").touch()
    finally:
        os.umask(before)
    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in "ab"] == [0o640, 0o750]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot write .*none/a: No such file"):
        write_whole(tmp_path / "none/a", "x")
    with pytest.raises(OutputError, match=r"cannot write .*none/b: No such file"), new_folder(tmp_path / "none/b"):
        pass


def test_what_cannot_be_read_is_not_the_outputs_fault(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_jsonl(read_jsonl(tmp_path / "absent.jsonl"), tmp_path / "a.jsonl")
    with pytest.raises(FileNotFoundError), new_folder(tmp_path / "b"):
        (tmp_path / "absent").read_bytes()
    assert list(tmp_path.iterdir()) == []


def test_a_chart_that_fails_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib.figure import Figure

    def full(self: object, target: object, **options: object) -> None:
        if isinstance(target, str | Path):
            Path(target).touch()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    statistics = Statistics()
    statistics.add(document())
    monkeypatch.setattr(Figure, "savefig", full)
    with pytest.raises(OutputError, match="No space left"):
        draw_statistics(statistics, tmp_path / "a.svg")
    assert list(tmp_path.iterdir()) == []
