from __future__ import annotations

import dataclasses

import pytest

from frontwire.config import AugmentationConfig, parse_config
from frontwire.corpora.perturbation.kinds import PERTURBATIONS, perturb
from frontwire.errors import ConfigError
from frontwire.schema import Document
from frontwire.training.augmentation import augmented
from tiny import TEXTS, document

DOCUMENTS = [
    document(f"{TEXTS[number % 2]} Report {number}.", [("DATE", ["Tuesday", "Friday"][number % 2])], id=f"d{number}")
    for number in range(200)
]


def copied(documents: list[Document]) -> list[str]:
    return [document.id for document in documents if "~" in document.id]


def test_every_perturbation_has_its_share_in_the_configuration() -> None:
    assert [field.name for field in dataclasses.fields(AugmentationConfig)] == list(PERTURBATIONS)


def test_nothing_is_added_by_default() -> None:
    assert augmented(DOCUMENTS, AugmentationConfig()) == DOCUMENTS


def test_copies_stand_behind_the_documents_and_are_perturbed() -> None:
    result = augmented(DOCUMENTS, AugmentationConfig(no_punctuation=1.0), seed=3)
    assert result[:200] == DOCUMENTS
    assert [d.id for d in result[200:]] == [f"{d.id}~no_punctuation" for d in DOCUMENTS]
    assert [d.text for d in result[200:]] == [perturb(d, "no_punctuation", seed=3).text for d in DOCUMENTS]
    assert len({d.id for d in result}) == len(result)


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_about_the_share_asked_for_is_copied(share: float) -> None:
    assert abs(len(copied(augmented(DOCUMENTS, AugmentationConfig(capitals=share)))) - 200 * share) <= 20


def test_the_choice_hangs_on_seed_and_id_alone() -> None:
    config = AugmentationConfig(capitals=0.3, lower_case=0.3)
    chosen = copied(augmented(DOCUMENTS, config, seed=1))
    assert copied(augmented(DOCUMENTS[50:], config, seed=1)) == [i for i in chosen if int(i[1:].split("~")[0]) >= 50]
    assert copied(augmented(DOCUMENTS, config, seed=2)) != chosen
    capitals, lower = ({i.split("~")[0] for i in chosen if i.endswith(name)} for name in ("capitals", "lower_case"))
    assert capitals != lower


def test_a_document_that_stays_as_it_is_gets_no_copy() -> None:
    shouted = document("GUNMEN FIRED.", [("ATTACKER", "GUNMEN")], id="a")
    assert augmented([shouted], AugmentationConfig(capitals=1.0)) == [shouted]


@pytest.mark.parametrize("content", [{"scan": 1.5}, {"page_lines": -0.1}, {"capitals": float("nan")}])
def test_shares_out_of_range_are_refused(content: dict[str, float]) -> None:
    with pytest.raises(ConfigError, match=r"augmentation: expected shares of the training documents, 0\.\.1"):
        parse_config({"augmentation": content})
