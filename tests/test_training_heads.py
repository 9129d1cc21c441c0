"""Heads fitted for a tiny tagger, written, loaded and used; the same in every run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontwire import Extractor
from frontwire.errors import UsageError
from frontwire.events.heads import KIND, SAME_EVENT, TYPE, UNIT_KIND, UNIT_LEAD, UNIT_STATUS, UNIT_TYPE
from frontwire.events.linking import link
from frontwire.model.folder import HEADS_CONFIG, HEADS_WEIGHTS, open_model_folder
from frontwire.model.heads import EventHeads
from frontwire.schema import Document
from frontwire.training.card_parts import CARD, event_heads
from frontwire.training.head_examples import ReadDocument, event_examples, gold_event, told_examples, unit_examples
from frontwire.training.heads import HeadTraining, train_heads, write_heads
from gold_links import linked_document, stripped
from tiny import TEXTS, save_tiny_model

pytestmark = pytest.mark.usefixtures("one_thread")

TOWNS = ("Herat", "Khost", "Gao", "Sirte", "Mopti", "Balad")


def reports() -> Iterator[Document]:
    """Two events each, told in three sentences."""
    for number, town in enumerate(TOWNS, start=1):
        document = linked_document(
            f"[[ATTACKER:1|Gunmen]] [[EVENT:1|shot]] [[KILLED:1|two]] [[TARGET:1|clerks]] in [[LOCATION:1|{town}]].\n\n"
            "A [[WEAPON:2|car bomb]] [[EVENT:2|exploded]] near a [[TARGET:2|bank]].\n\n"
            "The [[EVENT:1|shooting]] was condemned."
        )
        document.id = f"report {number}"
        document.events[0].type, document.events[1].type = "armed_assault", "bombing"
        yield document


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def trained(model: Path) -> HeadTraining:
    documents = list(reports())
    return train_heads(open_model_folder(model), documents[:5], documents[5:], seed=4)


def test_all_heads_are_fitted_and_measured(trained: HeadTraining) -> None:
    assert set(trained.heads.heads) == {UNIT_TYPE, UNIT_KIND, UNIT_STATUS, UNIT_LEAD, SAME_EVENT, TYPE, KIND}
    assert {"later is new", "both lead"} <= set(trained.heads.heads[SAME_EVENT].features)
    assert list(trained.rows) == [
        f"{mentions}, {by}" for mentions in ("gold mentions", "predicted mentions") for by in ("rules", "heads")
    ]
    assert all(0 <= value <= 1 for row in trained.rows.values() for value in row.values())
    assert trained.heads.training["seed"] == 4
    assert trained.heads.training["dev"]["scores"] == trained.rows


def test_equal_inputs_give_equal_files(model: Path, trained: HeadTraining, tmp_path: Path) -> None:
    documents = list(reports())
    again = train_heads(open_model_folder(model), documents[:5], documents[5:], seed=4)
    written: list[list[bytes]] = []
    for heads in (trained.heads, again.heads):
        folder = save_tiny_model(tmp_path / str(len(written)))
        heads.save(folder)
        written.append([(folder / name).read_bytes() for name in (HEADS_CONFIG, HEADS_WEIGHTS)])
    assert written[0] == written[1]


def test_a_folder_with_heads_loads_and_uses_them(
    trained: HeadTraining, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = save_tiny_model(tmp_path / "model")
    without = Extractor.from_pretrained(folder, device="cpu", precision="fp32")
    fingerprint = without.fingerprint
    trained.heads.save(folder)
    extractor = Extractor.from_pretrained(folder, device="cpu", precision="fp32")
    assert extractor.heads is not None
    assert without.heads is None
    assert extractor.fingerprint != fingerprint
    asked: list[str] = []
    scores = EventHeads.scores

    def listen(self: EventHeads, head: str, *args: object) -> object:
        asked.append(head)
        return scores(self, head, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(EventHeads, "scores", listen)
    text = " ".join(TEXTS)
    document, plain = extractor(text), without(text)
    document.check()
    # A tagger of random weights finds something in any text.
    assert document.mentions
    assert {TYPE, KIND} <= set(asked)
    assert [(m.label, m.start, m.end, m.score) for m in document.mentions] == [
        (m.label, m.start, m.end, m.score) for m in plain.mentions
    ]


def test_a_folder_without_heads_gives_what_the_rules_give(tmp_path: Path) -> None:
    extractor = Extractor.from_pretrained(save_tiny_model(tmp_path / "model"), device="cpu", precision="fp32")
    document = extractor(" ".join(TEXTS))
    by_rules = stripped(document)
    link(by_rules)
    assert [(e.id, e.kind, e.type, e.score) for e in document.events] == [
        (e.id, e.kind, e.type, e.score) for e in by_rules.events
    ]
    assert [m.events for m in document.mentions] == [m.events for m in by_rules.mentions]


def test_too_little_to_learn_from_is_said(model: Path) -> None:
    one = next(reports())
    with pytest.raises(UsageError, match="expected"):
        train_heads(open_model_folder(model), [one], [one])


def test_a_unit_belongs_to_the_event_of_most_of_its_mentions() -> None:
    gold = next(reports())
    read = ReadDocument.of(gold, gold.mentions, {})
    assert read.answers == ["e1", "e2", "e1"]
    assert gold_event(read.units[0], []) is None
    stray = ReadDocument.of(gold, [], {})
    assert stray.answers == []
    types, kinds = unit_examples([read])
    assert [example.answer for example in types] == ["armed_assault", "bombing", "armed_assault"]
    assert {example.answer for example in kinds} == {"incident"}
    statuses, leads = told_examples([read])
    assert [example.answer for example in statuses] == ["new", "old"], "the first unit is new in any text"
    assert [example.answer for example in leads] == ["lead", "other", "lead"]
    assert [example.features["first unit"] for example in leads] == [1.0, 0.0, 0.0]
    types, kinds = event_examples([read])
    assert [example.answer for example in types] == ["armed_assault", "bombing"]
    assert [example.features.get("has KILLED") for example in types] == [1.0, None]


def test_written_heads_stand_in_the_card(model: Path, trained: HeadTraining, tmp_path: Path) -> None:
    folder = shutil.copytree(model, tmp_path / "model")
    assert write_heads(folder, trained.heads) == [HEADS_CONFIG, HEADS_WEIGHTS]
    (folder / CARD).write_text("# Mine\n\n## Limits\n\nMany.\n", encoding="utf-8")
    for _ in range(2):
        assert write_heads(folder, trained.heads) == [HEADS_CONFIG, HEADS_WEIGHTS, CARD]
    part = event_heads(trained.heads.training)
    assert (folder / CARD).read_text(encoding="utf-8") == f"# Mine\n\n{part}## Limits\n\nMany.\n"
    row = trained.rows["gold mentions, heads"]
    assert f"| gold mentions, heads | {' | '.join(f'{value:.3f}' for value in row.values())} |" in part
