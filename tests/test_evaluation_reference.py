"""Every figure equals the reference scorer's, on the gold documents against predictions made worse at random."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from frontwire.evaluation import Evaluation, Score, evaluate_documents
from frontwire.ontology import EVENT_TYPES, LABELS, ROLES
from frontwire.schema import Document

pytestmark = pytest.mark.shared


@pytest.fixture
def reference(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_scorer", shared / "tools" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def gold_records(shared: Path) -> list[dict[str, Any]]:
    lines = (shared / "gold" / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def make_worse(records: list[dict[str, Any]], seed: int, strength: float) -> list[dict[str, Any]]:
    """Drop, shift, relabel, add and relink mentions, drop, split and reorder events, change fields, drop documents."""
    rng = random.Random(seed)

    def happens() -> bool:
        return rng.random() < strength

    worse = []
    for record in records:
        if rng.random() < strength / 4:
            continue
        record = json.loads(json.dumps(record))
        text: str = record["text"]
        for event in record["events"]:
            for role in ROLES:
                event.pop(role, None)  # the reader builds them anew from mention.events
        if happens() and record["events"]:
            gone = record["events"].pop(rng.randrange(len(record["events"])))
            for mention in record["mentions"]:
                mention["events"] = [i for i in mention["events"] if i != gone["id"]]
        for number in range(2):
            if happens() and record["events"]:
                copy = dict(rng.choice(record["events"]), id=f"new{number}")
                record["events"].insert(rng.randrange(len(record["events"]) + 1), copy)
        if happens():
            rng.shuffle(record["events"])
        ids = [event["id"] for event in record["events"]]
        taken = 0
        mentions = []
        for mention in record["mentions"]:
            if happens():
                continue
            if happens():
                mention["start"] = max(taken, mention["start"] + rng.randint(-9, 3))
            if happens():
                mention["end"] = min(len(text), mention["end"] + rng.randint(-3, 3))
            if happens():
                mention["label"] = rng.choice(LABELS)
            if happens() and ids:
                mention["events"] = rng.sample(ids, k=min(len(ids), rng.randint(0, 3)))
            if taken <= mention["start"] < mention["end"]:
                if mentions and happens() and mention["start"] - taken > 2:
                    extra = dict(
                        mention, id=f"extra{len(mentions)}", start=taken, end=taken + 2, text=text[taken : taken + 2]
                    )
                    mentions.append(extra)
                mention["text"] = text[mention["start"] : mention["end"]]
                mentions.append(mention)
                taken = mention["end"]
        record["mentions"] = mentions
        for event in record["events"]:
            _change_fields(event, rng, happens)
        worse.append(record)
    return worse


def _change_fields(event: dict[str, Any], rng: random.Random, happens: Any) -> None:
    if happens():
        event["type"] = rng.choice(EVENT_TYPES)
    if happens():
        event["kind"] = rng.choice(("incident", "aggregate"))
    if happens():
        event["date"] = rng.choice([None, {"start": "2015-01-01"}, {"start": "2015-01-01", "end": None}])
    elif event.get("date") and happens():
        event["date"] = {"start": event["date"]["start"]} if rng.random() < 0.5 else dict(event["date"], end=None)
    if event.get("place") and event["place"].get("name") and happens():
        name = event["place"]["name"]
        event["place"]["name"] = rng.choice([f"{name} city", name.upper(), name.split()[0], "the district", "", None])
    elif happens():
        event["place"] = rng.choice([None, {"name": None, "country": "AF"}, {"country": "AF"}])
    for name in ("killed", "wounded"):
        if happens():
            event[name] = rng.choice(
                [None, {"low": 1, "high": 1}, {"low": 1}, {"low": 0, "high": 0}, {"low": 3, "high": None}]
            )


def figures(evaluation: Evaluation) -> dict[str, Any]:
    """The evaluation in the form of the reference scorer's result."""

    def prf(score: Score) -> tuple[float, float, float]:
        return (score.precision, score.recall, score.f1)

    return {
        "documents": evaluation.documents,
        "span_strict": prf(evaluation.span_strict),
        "span_overlap": prf(evaluation.span_overlap),
        "labels": {
            label: {
                "strict": score.strict.f1,
                "overlap": score.overlap.f1,
                "gold": score.strict.counts.gold,
                "pred": score.strict.counts.predicted,
            }
            for label, score in evaluation.labels.items()
        },
        "event_detection": prf(evaluation.event_detection),
        "event_arguments": prf(evaluation.event_arguments),
        "record": prf(evaluation.record),
        "fields": {
            name: {"prf": prf(score), "gold": score.counts.gold, "pred": score.counts.predicted}
            for name, score in evaluation.fields.items()
        },
        "events_gold": evaluation.event_detection.counts.gold,
        "events_pred": evaluation.event_detection.counts.predicted,
    }


def reference_figures(
    module: ModuleType, gold: list[dict[str, Any]], predicted: list[dict[str, Any]]
) -> dict[str, Any]:
    by_id = [{record["id"]: module.norm(record) for record in records} for records in (gold, predicted)]
    found: dict[str, Any] = module.score(*by_id)
    return found


@pytest.mark.parametrize("strength", [0.05, 0.2, 0.5])
@pytest.mark.parametrize("seed", range(6))
def test_equal_to_the_reference(
    reference: ModuleType, gold_records: list[dict[str, Any]], seed: int, strength: float
) -> None:
    gold = [Document.from_dict(record) for record in gold_records]
    predicted = [Document.from_dict(record) for record in make_worse(gold_records, seed, strength)]
    expected = reference_figures(reference, gold_records, [document.to_dict() for document in predicted])
    assert figures(evaluate_documents(gold, predicted, samples=0)) == expected
    assert 0 < expected["record"][2] < 1  # neither side of the comparison is trivial


def test_directions_swapped(reference: ModuleType, gold_records: list[dict[str, Any]]) -> None:
    worse = make_worse(gold_records, 7, 0.3)
    left, right = (
        [Document.from_dict(record) for record in worse],
        [Document.from_dict(record) for record in gold_records],
    )
    expected = reference_figures(reference, [document.to_dict() for document in left], gold_records)
    found = evaluate_documents(left, right, samples=0)
    assert figures(found) == expected
    assert found.without_gold


def test_gold_against_itself_is_perfect(gold_records: list[dict[str, Any]]) -> None:
    gold = [Document.from_dict(record) for record in gold_records]
    evaluation = evaluate_documents(gold, gold, samples=50)
    scores = [evaluation.span_strict, evaluation.span_overlap, evaluation.event_detection, evaluation.event_arguments]
    for score in [
        *scores,
        *(s.strict for s in evaluation.labels.values()),
        *(s.overlap for s in evaluation.labels.values()),
    ]:
        assert (score.precision, score.recall, score.f1) == (1.0, 1.0, 1.0)
        assert score.f1_interval is not None
        assert (score.f1_interval.low, score.f1_interval.high) == (1.0, 1.0)
