"""Published numbers of documents, and copies that lack some."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from frontwire import cli
from frontwire.corpora.native.corpus import NativeCorpus
from frontwire.corpora.native.published import PUBLISHED, incomplete_parts
from frontwire.corpora.native.registry import NATIVE, native_corpus, read_native
from native_files import write


@pytest.mark.parametrize("corpus", NATIVE, ids=lambda corpus: corpus.name)
def test_every_part_has_a_number(corpus: NativeCorpus) -> None:
    assert sorted(part.name for part in PUBLISHED if part.corpus == corpus.name) == sorted(corpus.parts)


def test_every_number_is_of_a_corpus_and_its_folder() -> None:
    for part in PUBLISHED:
        assert part.file.startswith(f"{native_corpus(part.corpus).folder}/")
        assert part.documents > 0


@pytest.mark.parametrize(
    ("corpus", "found", "lines"),
    [
        pytest.param("muc4_ree", {"train": 1300, "dev": 200, "test": 200}, [], id="whole"),
        pytest.param(
            "muc4_ree",
            {"train": 1299, "dev": 200, "test": 200},
            ["muc4/ree_train.json: found 1,299 documents of the part train of muc4_ree; expected 1,300: the copy is cut short"],
            id="one-short",
        ),
        pytest.param("rams", {}, ["rams/dev.jsonlines: found 0 documents of the part dev of rams; expected 924"], id="none"),
        pytest.param("rams", {"dev": 925}, ["found 925 .* expected 924: it is another edition"], id="too-many"),
        pytest.param("dronestream", {"strikes": 700}, [], id="whole-of-a-cut-one"),
        pytest.param("dronestream", {"strikes": 434}, ["expected at least 435: the copy is cut short"], id="cut-more"),
        pytest.param("rams", {"dev": 924, "x": 2}, ["rams: found 2 documents of a part 'x'; expected dev"], id="other"),
    ],
)  # fmt: skip
def test_incomplete_parts(corpus: str, found: dict[str, int], lines: list[str]) -> None:
    actual = incomplete_parts(corpus, found)
    assert len(actual) == len(lines)
    for line, expected in zip(actual, lines, strict=True):
        pattern = expected.split(" .* ")
        assert all(piece in line for piece in pattern)


def test_the_command_names_file_and_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for part in ("train", "dev", "test"):
        write(tmp_path / f"re3d_conll/{part}.txt", "Old\tB-Location\nTown\tI-Location\n")
    arguments = ["data", "native", "re3d_conll", "--corpora", str(tmp_path)]
    assert cli.main(arguments) == 0
    assert cli.main([*arguments, "--check"]) == 3
    err = capsys.readouterr().err.splitlines()
    assert len(err) == 3
    assert err[0].startswith(
        f"{tmp_path}/re3d_conll/train.txt: found 1 documents of the part train of re3d_conll; expected 574"
    )


@pytest.mark.shared
@pytest.mark.parametrize("name", ["muc4_ree", "re3d_conll", "re3d", "dronestream", "geovirus", "te3_platinum"])
def test_real_copies_are_whole(corpora: Path, name: str) -> None:
    found = Counter(document.extra["part"] for document in read_native(name, corpora).documents)
    assert incomplete_parts(name, found) == []
