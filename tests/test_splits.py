"""Near-duplicates, stories and the splits that keep them together."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire.corpora.duplicates import near_duplicates, shingles
from frontwire.corpora.splits import (
    find_leaks,
    never_trained,
    plan_splits,
    read_excluded,
    read_splits,
    read_stories,
    write_excluded,
    write_splits,
)
from frontwire.corpora.stories import Link, find_links, group_linked
from frontwire.errors import DataError, RecordError
from frontwire.schema import DateRange, Document, Event, Place

SENTENCE = "Masked riders burned two granaries outside the walled village before dawn and drove the herds away north"


def test_shingles_ignore_case_and_punctuation() -> None:
    assert shingles("One, two -- THREE.", size=2) == {("one", "two"), ("two", "three")}
    assert shingles("One two", size=5) == {("one", "two")}
    assert shingles("...") == frozenset()


def test_copies_and_excerpts_are_near_duplicates() -> None:
    other = "Dockers at the eastern port went back to work on Monday after talks with the ministry about their wages"
    pairs = near_duplicates(
        {"b": SENTENCE, "a": SENTENCE.upper() + "!", "c": f"{other} {SENTENCE} {other}", "d": other, "e": ""}
    )
    assert [(p.left, p.right) for p in pairs] == [("a", "b"), ("a", "c"), ("b", "c"), ("c", "d")]
    assert pairs[0].containment == pairs[0].jaccard == 1
    assert pairs[1].containment == 1 > pairs[1].jaccard


def test_a_stock_phrase_is_no_near_duplicate() -> None:
    stock = "members of the banned People's Front for Freedom"
    left = f"{stock} fired on a patrol near the river crossing on Tuesday night and one constable later died of wounds"
    right = (
        f"Six {stock} gave themselves up to the district magistrate with rifles, a wireless set and a sack of leaflets"
    )
    assert near_duplicates({"l": left, "r": right}) == []


def told(
    document_id: str, day: str, place: str | None, *, end: str | None = "same", kind: str = "incident"
) -> Document:
    dates = DateRange(day, day if end == "same" else end)
    return Document(document_id, document_id, events=[Event("e1", kind=kind, date=dates, place=Place(place, "NE"))])


@pytest.mark.parametrize(
    ("left", "right", "linked"),
    [
        pytest.param(told("a", "2019-03-01", "Dosso"), told("b", "2019-03-01", "DOSSO"), True, id="same-day-and-place"),
        pytest.param(told("a", "2019-03-01", "Dosso"), told("b", "XXXX-03-01", "Dosso"), True, id="year-unknown"),
        pytest.param(told("a", "2019-03-01", "Dosso"), told("b", "2018-03-01", "Dosso"), False, id="other-year"),
        pytest.param(told("a", "2019-03-01", "Dosso"), told("b", "2019-03-02", "Dosso"), False, id="other-day"),
        pytest.param(told("a", "2019-03-01", "Dosso"), told("b", "2019-03-01", "Gaya"), False, id="other-place"),
        pytest.param(told("a", "2019-03-01", None), told("b", "2019-03-01", None), False, id="no-place"),
        pytest.param(
            told("a", "2019-03-01", "Dosso", end="2019-03-31"),
            told("b", "2019-03-01", "Dosso", end="2019-03-31"),
            False,
            id="month",
        ),
        pytest.param(
            told("a", "2019-03-01", "Dosso", kind="aggregate"), told("b", "2019-03-01", "Dosso"), False, id="aggregate"
        ),
    ],
)
def test_reports_of_one_incident_are_linked(left: Document, right: Document, linked: bool) -> None:
    assert bool(find_links([left, right])) == linked


def test_stories_link_all_their_documents() -> None:
    links = find_links([], stories=[("c", "s"), ("a", "s"), ("b", "t"), ("b", "s"), ("a", "s")])
    assert [(link.left, link.right) for link in links] == [("a", "b"), ("a", "c"), ("b", "c")]


def test_groups_are_connected_components() -> None:
    links = [Link("a", "b", ""), Link("c", "d", ""), Link("b", "c", ""), Link("e", "x", "")]
    assert sorted(group_linked("fedcba", links)) == [["a", "b", "c", "d"], ["e"], ["f"]]


def strata_of(**sizes: int) -> dict[str, str]:
    return {f"{name}-{number:03}": name for name, size in sizes.items() for number in range(size)}


def test_every_stratum_is_split_by_share() -> None:
    strata = strata_of(big=100, small=14, tiny=3)
    plan = plan_splits(strata, [])
    assert plan.assigned.keys() == strata.keys()
    assert Counter((strata[i], split) for i, split in plan.assigned.items()) == {
        ("big", "train"): 80,
        ("big", "dev"): 10,
        ("big", "test"): 10,
        ("small", "train"): 12,
        ("small", "dev"): 1,
        ("small", "test"): 1,
        ("tiny", "train"): 3,
    }


def test_seed_decides_and_order_does_not() -> None:
    strata = strata_of(a=50)
    plan = plan_splits(strata, [])
    assert plan_splits(dict(reversed(strata.items())), []) == plan
    assert plan_splits(strata, [], seed=1) != plan


link_lists = st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=40).map(
    lambda pairs: [Link(f"a-{min(p):03}", f"a-{max(p):03}", "x") for p in pairs]
)


@given(link_lists, st.integers(0, 5))
def test_linked_documents_are_never_parted(links: list[Link], seed: int) -> None:
    strata = strata_of(a=40)
    plan = plan_splits(strata, links, held_out=["a-000"], seed=seed)
    assert plan.assigned.keys() | plan.excluded.keys() == strata.keys()
    assert find_leaks(plan.assigned, links, held_out=["a-000"]) == []


@given(link_lists, st.integers(1, 40))
def test_what_is_assigned_stays(links: list[Link], known: int) -> None:
    strata = strata_of(a=40)
    first = plan_splits(dict(list(strata.items())[:known]), links)
    second = plan_splits(strata, links, existing=first.assigned)
    assert second.assigned.items() >= first.assigned.items()
    assert find_leaks(second.assigned, links) == []
    assert plan_splits(strata, links, existing=second.assigned) == second


def test_new_document_follows_the_one_it_is_linked_to() -> None:
    plan = plan_splits({"a": "s", "b": "s"}, [Link("a", "b", "copy")], existing={"a": "test"})
    assert plan.assigned == {"a": "test", "b": "test"}


def test_new_document_between_two_splits_is_excluded() -> None:
    links = [Link("a", "c", "copy"), Link("b", "c", "copy")]
    plan = plan_splits(dict.fromkeys("abc", "s"), links, existing={"a": "train", "b": "test"})
    assert plan.assigned == {"a": "train", "b": "test"}
    assert plan.excluded == {"c": "linked to documents of test and train"}


def test_leak_between_existing_splits_is_refused() -> None:
    with pytest.raises(DataError, match=r"a \(train\) and b \(test\): copy"):
        plan_splits({"a": "s", "b": "s"}, [Link("a", "b", "copy")], existing={"a": "train", "b": "test"})


def test_what_is_close_to_gold_is_excluded_with_the_reason() -> None:
    plan = plan_splits({"a": "s", "b": "s"}, [Link("a", "gold", "copy")], held_out=["gold"], existing={"a": "train"})
    assert plan.excluded == {"a": "held-out document gold: copy"}
    assert plan.assigned.keys() == {"b"}


def test_leaks_are_told() -> None:
    leaks = find_leaks(
        {"a": "train", "b": "dev", "g": "dev"}, [Link("a", "b", "copy"), Link("b", "x", "copy")], held_out=["g", "x"]
    )
    assert leaks == [
        "g is held out and stands in dev",
        "a (train) and b (dev): copy",
        "b (dev) and x (held out): copy",
    ]


@pytest.mark.parametrize(
    ("document_id", "never"),
    [
        ("tst1-muc3-0001", True),
        ("tst4-muc4-0100", True),
        ("dev-muc3-0001", False),
        ("satp-train-0310", True),
        ("awsd-1", False),
    ],
)
def test_never_trained(document_id: str, never: bool) -> None:
    assert never_trained(document_id, ["satp-train-0310"]) == never


def test_split_files_survive(tmp_path: Path) -> None:
    assigned = {"b": "train", "a": "train", "c": "test"}
    write_splits(assigned, tmp_path / "new", prefix="own-")
    assert (tmp_path / "new/own-train.txt").read_text(encoding="utf-8") == "a\nb\n"
    assert (tmp_path / "new/own-dev.txt").read_text(encoding="utf-8") == ""
    assert read_splits(tmp_path / "new", prefix="own-") == assigned
    assert read_splits(tmp_path / "new") == {}


def test_id_in_two_splits_is_refused(tmp_path: Path) -> None:
    write_splits({"a": "train"}, tmp_path)
    (tmp_path / "test.txt").write_text("b\na\n", encoding="utf-8")
    with pytest.raises(RecordError, match=r"line 2 of .*test\.txt: a stands in train already"):
        read_splits(tmp_path)


def test_exclusions_and_stories_survive(tmp_path: Path) -> None:
    assert read_excluded(tmp_path) == {}
    write_excluded({"b": "copy of gold", "a": "x\ty"}, tmp_path)
    assert read_excluded(tmp_path) == {"a": "x\ty", "b": "copy of gold"}
    (tmp_path / "stories.txt").write_text("a\ts\nb s\n", encoding="utf-8")
    with pytest.raises(RecordError, match=r"line 2 .*found 'b s'"):
        read_stories(tmp_path)
