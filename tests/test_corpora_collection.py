"""The data folder: loading splits, splitting, and what the committed files promise."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from frontwire.corpora.collection import load_split, read_own, read_real
from frontwire.corpora.inline import write_inline
from frontwire.corpora.jsonl import read_jsonl
from frontwire.corpora.splits import find_leaks, read_excluded, read_ids, read_splits, read_stories, write_splits
from frontwire.corpora.splitting import split_collection, untrainable
from frontwire.corpora.standoff import write_standoff
from frontwire.corpora.stories import find_links
from frontwire.corpora.texts import CORPORA_VARIABLE
from frontwire.errors import DataError, RecordError, StandoffError, UsageError
from frontwire.schema import Document
from inline_documents import inline_document

VERBS = ("burned", "shelled", "looted", "raided", "mined", "stormed", "bombed", "seized", "rushed", "razed")


def report(number: int, document_id: str) -> Document:
    """Reports with different words: no two are near-duplicates of each other."""
    words = " ".join(f"w{number}{letter}" for letter in "abcdefgh")
    return inline_document(
        f"{words} [[EVENT:1|{VERBS[number % len(VERBS)]}]] v{number}",
        "1|incident|arson",
        document_id=document_id,
    )


@pytest.fixture
def corpora_here(tmp_path: Path) -> Path:
    """A corpora folder with twenty reports of our own in SATP's format."""
    folder = tmp_path / "corpora"
    (folder / "satp").mkdir(parents=True)
    rows = "".join(f"{report(n, 'x').text}\t1\n" for n in range(20))
    (folder / "satp/train.tsv").write_text(rows, encoding="utf-8")
    return folder


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with twenty own reports and annotations of the twenty corpus rows, without splits."""
    monkeypatch.delenv(CORPORA_VARIABLE, raising=False)
    data = tmp_path / "data"
    (data / "own").mkdir(parents=True)
    (data / "annotations").mkdir()
    write_inline([report(100 + n, f"own-a-{n:03}") for n in range(20)], data / "own/a.txt")
    real = [report(n, f"satp-train-{n:04}") for n in range(20)]
    write_standoff(real, data / "annotations/satp.jsonl")
    return data


def sizes(folder: Path, prefix: str = "") -> Counter[str]:
    return Counter(read_splits(folder, prefix=prefix).values())


def test_split_assigns_both_kinds_to_their_files(data_dir: Path, corpora_here: Path) -> None:
    split_collection(data_dir, corpora=corpora_here)
    assert sizes(data_dir / "splits") == {"train": 16, "dev": 2, "test": 2}
    assert sizes(data_dir / "splits", "own-") == {"train": 12, "dev": 4, "test": 4}
    assert all(i.startswith("own-") for i in read_splits(data_dir / "splits", prefix="own-"))


def test_splitting_again_keeps_and_adds(data_dir: Path, corpora_here: Path) -> None:
    split_collection(data_dir, corpora=corpora_here)
    before = read_splits(data_dir / "splits", prefix="own-") | read_splits(data_dir / "splits")
    write_inline([report(200 + n, f"own-a-{n:03}") for n in range(20, 40)], data_dir / "own/b.txt")
    split_collection(data_dir, corpora=corpora_here, seed=7)
    after = read_splits(data_dir / "splits", prefix="own-") | read_splits(data_dir / "splits")
    assert after.items() > before.items()
    assert sizes(data_dir / "splits", "own-") == {"train": 22, "dev": 9, "test": 9}


def test_new_documents_may_all_go_to_train(data_dir: Path, corpora_here: Path) -> None:
    real = [report(n, f"satp-train-{n:04}") for n in range(20)]
    write_standoff(real[:10], data_dir / "annotations/satp.jsonl")
    split_collection(data_dir, corpora=corpora_here)
    assert sizes(data_dir / "splits") == {"train": 8, "dev": 1, "test": 1}
    write_standoff(real, data_dir / "annotations/satp.jsonl")
    before = read_splits(data_dir / "splits", prefix="own-")
    story = next(i for i, split in before.items() if split == "test")
    number = 100 + int(story[-3:])
    new = [report(number, "own-a-999"), *(report(200 + n, f"own-a-{n:03}") for n in range(20, 40))]
    write_inline(new, data_dir / "own/b.txt")
    split_collection(data_dir, corpora=corpora_here, to_train=True)
    after = read_splits(data_dir / "splits", prefix="own-")
    assert after.items() > before.items()
    assert {i: after[i] for i in after.keys() - before.keys()} == {
        **{f"own-a-{n:03}": "train" for n in range(20, 40)},
        "own-a-999": "test",
    }
    assert sizes(data_dir / "splits") == {"train": 18, "dev": 1, "test": 1}


def test_without_corpora_only_own_articles_are_assigned(data_dir: Path, corpora_here: Path) -> None:
    split_collection(data_dir, corpora=corpora_here, never=["satp-train-0003"])
    real, excluded = read_splits(data_dir / "splits"), read_excluded(data_dir / "splits")
    (data_dir / "splits/own-dev.txt").write_text("", encoding="utf-8")
    split_collection(data_dir)
    assert read_splits(data_dir / "splits") == real
    assert read_excluded(data_dir / "splits") == excluded
    assert sizes(data_dir / "splits", "own-").total() == 20


def test_copy_of_gold_and_forbidden_rows_are_excluded(data_dir: Path, corpora_here: Path) -> None:
    gold = [report(5, "seed-1"), report(101, "seed-2")]
    plan = split_collection(data_dir, corpora=corpora_here, held_out=gold, never=["satp-train-0003"])
    assert plan.excluded == {
        "own-a-001": "held-out document seed-2: near-duplicate (containment 1.00)",
        "satp-train-0003": "held-out document",
        "satp-train-0005": "held-out document seed-1: near-duplicate (containment 1.00)",
    }
    assert read_excluded(data_dir / "splits") == plan.excluded
    assert not plan.assigned.keys() & plan.excluded.keys()


def test_exclusions_stay_when_held_out_documents_are_not_given_again(data_dir: Path, corpora_here: Path) -> None:
    split_collection(data_dir, corpora=corpora_here, held_out=[report(5, "seed-1")], never=["satp-train-0003"])
    before = {path.name: path.read_bytes() for path in (data_dir / "splits").iterdir()}
    plan = split_collection(data_dir, corpora=corpora_here)
    assert plan.excluded.keys() == {"satp-train-0003", "satp-train-0005"}
    assert {path.name: path.read_bytes() for path in (data_dir / "splits").iterdir()} == before


def test_a_document_of_the_split_files_that_is_gone_stops_a_split(data_dir: Path, corpora_here: Path) -> None:
    split_collection(data_dir, corpora=corpora_here)
    before = (data_dir / "splits/own-train.txt").read_bytes()
    (data_dir / "own/a.txt").unlink()
    with pytest.raises(DataError, match=r"20 documents of the split files are not in .*own-a-000"):
        split_collection(data_dir, corpora=corpora_here)
    assert (data_dir / "splits/own-train.txt").read_bytes() == before


def test_texts_that_do_not_fit_are_said_to_be_so(data_dir: Path, corpora_here: Path) -> None:
    split_collection(data_dir, corpora=corpora_here)
    rows = (corpora_here / "satp/train.tsv").read_text(encoding="utf-8")
    (corpora_here / "satp/train.tsv").write_text(rows.replace("w", "v"), encoding="utf-8")
    with pytest.raises(StandoffError, match=r"cannot be read with the texts in .*corpora\. The first: .*SHA-256"):
        load_split(data_dir, "dev", corpora=corpora_here)


def test_near_copies_of_a_part_that_measures_are_excluded(data_dir: Path, corpora_here: Path) -> None:
    (corpora_here / "re3d_conll").mkdir()
    for part, number in (("train", 6), ("dev", 7), ("test", 8)):
        tokens = "\n".join(f"{word} O" for word in report(number, "x").text.split())
        (corpora_here / f"re3d_conll/{part}.txt").write_text(tokens + "\n", encoding="utf-8")
    plan = split_collection(data_dir, corpora=corpora_here)
    assert plan.excluded == {
        "satp-train-0008": "held-out document re3dconll-test-0000: near-duplicate (containment 1.00)"
    }


def test_hand_kept_stories_stay_together(data_dir: Path, corpora_here: Path) -> None:
    (data_dir / "splits").mkdir()
    ids = [f"satp-train-{n:04}" for n in range(4, 20)]
    (data_dir / "splits/stories.txt").write_text("".join(f"{i}\tlong siege\n" for i in ids), encoding="utf-8")
    plan = split_collection(data_dir, corpora=corpora_here)
    assert {plan.assigned[i] for i in ids} == {"train"}


def test_missing_text_stops_a_split(data_dir: Path, corpora_here: Path) -> None:
    (corpora_here / "satp/train.tsv").unlink()
    with pytest.raises(StandoffError, match="20 of 20 documents"):
        split_collection(data_dir, corpora=corpora_here)
    assert not (data_dir / "splits").exists()


def test_load_gives_the_split_in_order(data_dir: Path, corpora_here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    split_collection(data_dir, corpora=corpora_here)
    loaded = load_split(data_dir, "dev", corpora=corpora_here)
    own = sorted(i for i, split in read_splits(data_dir / "splits", prefix="own-").items() if split == "dev")
    real = sorted(i for i, split in read_splits(data_dir / "splits").items() if split == "dev")
    assert [d.id for d in loaded] == own + real
    assert all(d.mentions[0].text in VERBS for d in loaded)
    assert [d.id for d in load_split(data_dir, "dev", corpora=corpora_here, kinds=("real",))] == real
    assert [d.id for d in load_split(data_dir, "dev", kinds=("own",))] == own
    monkeypatch.setenv(CORPORA_VARIABLE, str(corpora_here))
    assert load_split(data_dir, "dev") == loaded


def test_load_without_corpora_says_how_many_cannot_be_read(data_dir: Path, corpora_here: Path) -> None:
    split_collection(data_dir, corpora=corpora_here)
    with pytest.raises(StandoffError, match=f"2 of 2 documents.*--corpora or {CORPORA_VARIABLE}.*satp-train"):
        load_split(data_dir, "dev")
    assert [d.id.split("-")[0] for d in load_split(data_dir, "dev", kinds=("own",))] == ["own"] * 4


def test_load_of_an_id_that_is_gone_is_refused(data_dir: Path, corpora_here: Path) -> None:
    split_collection(data_dir, corpora=corpora_here)
    write_splits({"own-z-001": "dev"}, data_dir / "splits", prefix="own-")
    with pytest.raises(RecordError, match=r"1 ids are not in .*own-z-001"):
        load_split(data_dir, "dev", corpora=corpora_here)


def test_load_of_an_unknown_split_is_refused(data_dir: Path) -> None:
    with pytest.raises(UsageError, match="'validation'; expected one of train, dev, test"):
        load_split(data_dir, "validation")


def test_own_id_in_two_files_is_refused(data_dir: Path) -> None:
    write_inline([report(1, "own-a-003")], data_dir / "own/b.txt")
    with pytest.raises(RecordError, match=r"b\.txt: document 'own-a-003' stands twice"):
        read_own(data_dir)


def test_committed_splits_name_each_annotated_document_once(repository: Path) -> None:
    from frontwire.corpora.standoff import read_annotations

    data = repository / "data"
    annotated = {a.id for path in (data / "annotations").glob("*.jsonl") for a in read_annotations(path)}
    assigned, excluded = read_splits(data / "splits"), read_excluded(data / "splits")
    own = {document.id for document in read_own(data)}
    assert assigned.keys() | (excluded.keys() - own) == annotated
    assert not assigned.keys() & excluded.keys()
    assert min(sizes(data / "splits")[split] for split in ("dev", "test")) >= 60
    assert read_splits(data / "splits", prefix="own-").keys() <= own


def test_every_tenth_document_has_a_second_annotation(repository: Path) -> None:
    from frontwire.corpora.standoff import read_annotations

    data = repository / "data"
    own = {document.id: document for document in read_own(data)}
    first = {a.id: a for path in (data / "annotations").glob("*.jsonl") for a in read_annotations(path)}
    second = [a for path in sorted((data / "second").glob("*.jsonl")) for a in read_annotations(path)]
    assert len({annotation.id for annotation in second}) == len(second)
    assert len(second) >= (len(own) + len(first)) / 10
    for annotation in second:
        if annotation.id in own:
            annotation.join(own[annotation.id].article())
        else:
            assert (annotation.sha256, annotation.length) == (first[annotation.id].sha256, first[annotation.id].length)


@pytest.mark.shared
def test_committed_splits_do_not_leak(repository: Path, shared: Path, corpora: Path) -> None:
    """Neither between train, dev and test, nor to gold or to what no training may see."""
    data = repository / "data"
    real, missing = read_real(data, corpora)
    assert missing == []
    held = {d.id: d for d in untrainable(corpora, read_ids(shared / "corpora/never-train.txt"))}
    held |= {d.id: d for d in read_jsonl(shared / "gold/gold.jsonl")}
    assigned = read_splits(data / "splits") | read_splits(data / "splits", prefix="own-")
    links = find_links([*held.values(), *read_own(data), *real], stories=read_stories(data / "splits"))
    assert find_leaks(assigned, links, held_out=held) == []
