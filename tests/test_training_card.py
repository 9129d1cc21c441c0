"""The model card: metadata that the Hub's own library reads, whatever the names in them."""

from __future__ import annotations

from typing import Any

import pytest
from huggingface_hub import ModelCard

from frontwire.hub.card import metadata_problems, read_card
from frontwire.training.card import card_metadata, model_card
from publishable import training_record


def test_the_hub_library_reads_the_card() -> None:
    card = ModelCard(model_card(training_record(own=3, satp=2, rams=1)))
    assert (card.data.license, card.data.language, card.data.pipeline_tag) == (
        "apache-2.0",
        ["en"],
        "token-classification",
    )
    assert card.data.datasets == ["rams", "satp"]
    assert card.data.metrics == ["precision", "recall", "f1"]
    assert card.data.model_name == "tiny"
    values = {result.metric_type: result.metric_value for result in card.data.eval_results}
    assert values == {"precision": 0.5, "recall": 0.25, "f1": 0.3333}
    assert {(result.dataset_type, result.dataset_split) for result in card.data.eval_results} == {("frontwire", "dev")}
    assert all(example["text"] and example["example_title"] for example in card.data.widget)


@pytest.mark.parametrize(
    ("corpora", "license", "datasets"),
    [
        pytest.param({"own": 3}, "apache-2.0", None, id="own alone"),
        pytest.param({"satp": 3}, "apache-2.0", ["satp"], id="a corpus"),
        pytest.param({"other": 1, "satp": 3}, None, ["satp"], id="files of somebody's own"),
    ],
)
def test_licence_and_data_sets_follow_the_documents(
    corpora: dict[str, int], license: str | None, datasets: list[str] | None
) -> None:
    metadata = card_metadata(training_record(**corpora))
    assert (metadata.get("license"), metadata.get("datasets")) == (license, datasets)
    problems = list(metadata_problems(metadata))
    assert [problem[:13] for problem in problems] == ([] if license else ["lacks license"])


@pytest.mark.parametrize(
    ("found_in", "shown"), [("hub", "org/base"), ("package", "org/base"), ("folder", None), ("bundled", None)]
)
def test_a_base_is_named_where_the_hub_knows_it(found_in: str, shown: str | None) -> None:
    record = training_record()
    record["base"] = {"model": "org/base", "found_in": found_in}
    assert card_metadata(record).get("base_model") == shown


@pytest.mark.parametrize("name", ["mine: v2", "'quoted\"", "- x", "yes", "3.10", "Сводка", "a # b"])
def test_any_name_is_safe_in_the_metadata(name: str) -> None:
    record: dict[str, Any] = training_record()
    record["config"]["name"] = name
    metadata, body = read_card(model_card(record))
    assert metadata == card_metadata(record)
    assert metadata["model-index"][0]["name"] == name
    assert body.startswith(f"# {name} 1\n")


def test_teachers_and_perturbed_copies_are_told() -> None:
    record: dict[str, Any] = training_record()
    assert "taggers of the same size" not in model_card(record)
    record["config"]["augmentation"] = {"scan": 0.0, "bad_scan": 0.12}
    record["config"]["distillation"] = {"weight": 0.25}
    record["distillation"] = {"teachers_sha256": ["a", "b"], "unlabelled": {"words": 12345, "texts": 67, "sha256": "c"}}
    card = model_card(record)
    assert "Perturbed copies of some of them were learned too (bad scan 12%)." in card
    assert "of 2 taggers of the same size (weight 0.25)" in card
    assert "12,345 words (67 texts)" in card
