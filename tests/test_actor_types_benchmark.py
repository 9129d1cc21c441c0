"""The benchmark of actor types on sets of our own making."""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

import pytest

from benchmarks import actor_types
from frontwire.corpora.jsonl import write_jsonl
from frontwire.corpora.native.registry import read_native
from frontwire.ontology import ACTOR_TYPES
from frontwire.schema import Actor, Document, Event, Mention

#: Incident id, actor type, actor name.
ROWS = [
    (2, "Host State", "Afghan National Police"),
    (4, "Non-state armed group: National", "Taliban"),
    (6, "Criminal", "Taliban"),
    (8, "Unknown", "Unknown"),
    (10, "Foreign or coalition forces", "Russian Syrian Military Coalition"),
    (3, "Criminal", "Bandits"),
    (12, "Of another kind", "Somebody"),
]


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    folder = tmp_path / "corpora"
    (folder / "awsd").mkdir(parents=True)
    columns = ("Incident ID", "Details", "Means of attack", "Country", "Actor type", "Actor name")
    with (folder / "awsd/incidents.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        for number, kind, name in ROWS:
            writer.writerow((number, f"Report {number}.", "Shooting", "Afghanistan", kind, name))
    (folder / "hrdsattack").mkdir()
    for part, kind in (("dev", "other actors without permissions"), ("train", "state actor")):
        sample = {"Input.article_interface": "<p>Men shot a man.</p>", "Input.title": "Shot", "Input.publish_date": ""}
        record = {"sample": sample, "merged_sample": {"perpetrator_type": kind}}
        (folder / f"hrdsattack/{part}.json").write_text(json.dumps([record]))
    return folder


def predicted(document: Document, kind: str | None) -> Document:
    mention = Mention("m1", "EVENT", 0, 3, document.text[:3], events=["e1"])
    actors = {"attacker": Actor("x", kind)} if kind is not None else {}
    return Document(document.id, document.text, mentions=[mention], events=[Event("e1", actors=actors)])


def arguments(corpora: Path, *predictions: Path, develop: bool = False, names: bool = False) -> argparse.Namespace:
    return argparse.Namespace(
        corpora=str(corpora), develop=develop, names=names, predicted=[str(p) for p in predictions], limit=None, data=""
    )


def test_every_type_of_the_sets_stands_for_some_of_ours() -> None:
    for table in (actor_types.AWSD, actor_types.HRDS):
        assert all(kinds and kinds <= set(ACTOR_TYPES) for _, kinds in table.values())


@pytest.mark.parametrize(("develop", "right"), [(False, [True, True, False, True]), (True, [True])])
def test_names(corpora: Path, develop: bool, right: list[bool]) -> None:
    [names] = actor_types.questions(arguments(corpora, develop=develop, names=True))
    assert names.measure.answers == right


def test_reports(corpora: Path, tmp_path: Path) -> None:
    awsd, hrds = (read_native(name, corpora).documents for name in ("awsd", "hrdsattack"))
    kinds = ["state_forces", None, "criminal", None, "state_forces", "criminal", "rebel"]
    found = [predicted(d, kind) for d, kind in zip(awsd, kinds, strict=True)]
    found += [predicted(d, "rebel") for d in hrds]
    write_jsonl(found, tmp_path / "out.jsonl")
    answers = actor_types.questions(arguments(corpora, tmp_path / "out.jsonl"))
    by_name = {answer.measure.name: answer.measure.answers for answer in answers}
    assert by_name["AWSD: reports"] == [True, False, True, True, True]
    assert by_name["AWSD: reports, actor known"] == [True, False, True, True]
    assert by_name["AWSD: reports, actor known and attacker found"] == [True, True, True]
    assert by_name["HRDsAttack: reports"] == [True]
    assert answers[1].rows() == [
        ("AWSD: reports", "state_forces", "criminal", "unknown"),
        ("armed group", ".", ".", "1"),
        ("criminal", ".", "1", "."),
        ("foreign forces", "1", ".", "."),
        ("state", "1", ".", "."),
        ("unknown", ".", ".", "1"),
    ]


def test_annotated_sides() -> None:
    words = [("ATTACKER", "Taliban gunmen"), ("TARGET", "policemen"), ("ATTACKER", "robbers")]
    mentions, text = [], ""
    for number, (label, surface) in enumerate(words, start=1):
        mentions.append(
            Mention(f"m{number}", label, len(text), len(text) + len(surface), surface, events=[f"e{number // 3}"])
        )
        text += f"{surface} "
    events = [
        Event("e0", actors={"attacker": Actor("Taliban", "rebel"), "target": Actor("police", "state_forces")}),
        Event("e1", actors={"attacker": Actor(None, "rebel")}),
        Event("e2", actors={"attacker": Actor("nobody", "rebel")}),
    ]
    answers = actor_types.annotated_sides([Document("d", text, mentions=mentions, events=events)])
    assert {answer.measure.name: answer.measure.answers for answer in answers} == {
        "annotated: type of attackers": [True, False],
        "annotated: type of targets": [True],
        "annotated: name of attackers, where given": [True],
        "annotated: name of targets, where given": [False],
    }
