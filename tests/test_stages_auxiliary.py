"""Auxiliary tagging tasks: what each corpus teaches, tags on tokens, sampling, the run and its base folder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load_file

from frontwire.config import BaseConfig
from frontwire.errors import ConfigError, DataError
from frontwire.model.encoding import IGNORED, TextEncoder, align_mentions, words_touched
from frontwire.ontology import TAG_TO_ID
from frontwire.schema import Document, Mention
from frontwire.training.bases import load_base
from frontwire.training.stages import loop
from frontwire.training.stages.auxiliary import sampled_tasks, train_auxiliary
from frontwire.training.stages.config import AuxiliaryConfig, parse_stage_config, read_stage_config
from frontwire.training.stages.tags import layer_labels, token_spans
from frontwire.training.stages.task_texts import StageTasks
from frontwire.training.stages.tasks import TASKS, Layer, TaggingTask, TaskText, make_task, occurrences
from frontwire.training.stages.texts import SourceCounts
from tiny import TEXTS, document, tiny_base, tiny_tokenizer


def native(text: str, *spans: tuple[str, str], id: str = "d") -> Document:
    """A document whose mentions are given as (label, words), each at its first occurrence."""
    mentions = [
        Mention(f"m{i}", label, text.index(words), text.index(words) + len(words), words)
        for i, (label, words) in enumerate(spans)
    ]
    return Document(id, text, mentions=mentions, extra={"corpus": "c", "part": "train"})


def shown(text: TaskText, layer: int) -> list[tuple[str, str]]:
    return [(label, text.text[a:b]) for label, a, b in text.layers[layer].spans]


def test_roles_take_all_occurrences_of_a_name_each_role_in_its_layer() -> None:
    task = make_task(
        "muc4_ree", [native("the rebels fled; rebels of the front", ("PerpInd", "rebels"), ("PerpOrg", "front"))]
    )
    text = task.texts[0]
    assert [len(layer.spans) for layer in text.layers] == [2, 1, 0, 0, 0]
    assert task.labels == (("PerpInd",), ("PerpOrg",), (), (), ())
    assert [columns.stop - columns.start for columns in task.columns] == [3, 3, 1, 1, 1]


def test_events_have_triggers_and_arguments_and_no_entities() -> None:
    spans = [("PER", "guards"), ("Conflict.Attack", "raid"), ("Conflict.Attack/Target", "guards")]
    task = make_task("wikievents", [native("A raid on guards", *spans)])
    assert shown(task.texts[0], 0) == [("Conflict.Attack", "raid")]
    assert shown(task.texts[0], 1) == [("Target", "guards")]
    assert task.labels == (("Conflict.Attack",), ("Target",))


def test_a_sentence_that_stands_twice_is_one_with_all_spans() -> None:
    twice = [native("A raid on guards", ("Conflict:Attack", "raid"), id="a")]
    twice += [native("A raid on guards", ("Conflict:Attack/Target", "guards"), id="b")]
    (text,) = make_task("m2e2", twice).texts
    assert text.id == "a"
    assert shown(text, 0) + shown(text, 1) == [("Conflict:Attack", "raid"), ("Target", "guards")]


def test_a_single_event_says_nothing_of_other_sentences() -> None:
    words = "Rain fell all day. Gunmen shot a guard. The minister spoke of war."
    spans = [("conflict.attack", "shot"), ("conflict.attack/target", "guard"), ("conflict.attack/place", "Rain")]
    (text,) = make_task("rams", [native(words, *spans)]).texts
    assert text.layers[0].unlearned == ((0, len(words)),)
    outside = [words[a:b].strip() for a, b in text.layers[1].unlearned]
    assert outside == ["Rain fell all day.", "The minister spoke of war."]


def test_repeats_of_a_first_mention_say_nothing() -> None:
    words = "John Marlow, 21, was shot. Marlow was 21. A man named Johnson ran."
    (text,) = make_task("gvdb", [native(words, ("VIC-NAME", "John Marlow"), ("VIC-AGE", "21"))]).texts
    encoder = TextEncoder(tiny_tokenizer(), max_length=96, overlap=0)
    encoded = encoder.encode(words)
    ids = layer_labels(encoded, text.layers[0], ["VIC-AGE", "VIC-NAME"])
    by_word = {}
    for label, (start, end) in zip(ids.tolist(), encoded.offsets.tolist(), strict=True):
        by_word.setdefault((start, words[start:end]), label)
    first = words.index("John")
    assert ids[words_touched(encoded, first, first + 4)][0] == 3
    assert set(ids[words_touched(encoded, first + 5, first + 11)].tolist()) == {4}
    again = words.index("Marlow was")
    assert set(ids[words_touched(encoded, again, again + 6)].tolist()) == {IGNORED}
    last = words.rindex("21")
    assert set(ids[words_touched(encoded, last, last + 2)].tolist()) == {IGNORED}
    other = words.index("Johnson")
    assert set(ids[words_touched(encoded, other, other + 7)].tolist()) == {0}


def test_occurrences_are_whole_words() -> None:
    assert occurrences("gun", "gun, guns and a gun") == [(0, 3), (16, 19)]
    assert occurrences("a.b", "axb a.b") == [(4, 7)]
    assert occurrences(" ", "a b") == []


def test_tags_agree_with_those_of_the_nine_labels() -> None:
    encoder = TextEncoder(tiny_tokenizer(), max_length=64, overlap=0)
    labels = [tag[2:] for tag in TAG_TO_ID if tag.startswith("B-")]
    for text, spans in [
        (TEXTS[0], [("ATTACKER", "Gunmen"), ("KILLED", "three"), ("LOCATION", "Lashkar Gah")]),
        (TEXTS[1], [("WEAPON", "roadside bomb"), ("WOUNDED", "12"), ("LOCATION", "Bala")]),
        (TEXTS[2], [("KILLED", "75,74"), ("EVENT", "harvest")]),
    ]:
        encoded = encoder.encode(text)
        mentions = document(text, spans).mentions if text != TEXTS[2] else native(text, *spans).mentions
        layer = Layer(tuple((m.label, m.start, m.end) for m in mentions))
        assert layer_labels(encoded, layer, labels).tolist() == align_mentions(encoded, mentions).tag_ids.tolist()


@given(st.lists(st.integers(0, 6), max_size=12))
def test_every_labelled_token_is_in_one_span(tags: list[int]) -> None:
    spans = token_spans(np.array(tags, dtype=np.int64))
    covered = sorted(i for _, start, end in spans for i in range(start, end))
    assert covered == [i for i, tag in enumerate(tags) if tag]
    assert all((tags[start] - 1) // 2 == label for label, start, _ in spans)


def test_tasks_are_drawn_by_size_to_a_power() -> None:
    drawn = sampled_tasks([100, 10_000], 20_000, exponent=0.5, seed=1)
    assert (drawn == 0).mean() == pytest.approx(1 / 11, abs=0.01)
    assert (sampled_tasks([100, 10_000], 20_000, exponent=0, seed=1) == 0).mean() == pytest.approx(0.5, abs=0.02)
    assert (drawn == sampled_tasks([100, 10_000], 20_000, exponent=0.5, seed=1)).all()


def tasks() -> StageTasks:
    one = [native(f"{text} Part {i}.", ("Person", text.split()[1]), id=f"a{i}") for i, text in enumerate(TEXTS * 3)]
    two = [native(f"{text} Part {i}.", ("VIC-NAME", text.split()[0]), id=f"b{i}") for i, text in enumerate(TEXTS * 2)]
    made = [make_task("re3d_conll", one), make_task("gvdb", two)]
    return StageTasks(made, {task.name: SourceCounts(len(task.texts), 100) for task in made})


def config(output: Path, base: dict[str, object], **changes: object) -> AuxiliaryConfig:
    content = {
        "stage": "auxiliary",
        "output": str(output),
        "precision": "fp32",
        "device": "cpu",
        "length": 32,
        "overlap": 8,
        "held_share": 0.2,
        "checkpoint_steps": 5,
        "base": base,
        "texts": {"sources": ["re3d_conll", "gvdb"]},
        "optimizer": {"epochs": 2, "batch_size": 4, "learning_rate": 1e-3},
        **changes,
    }
    made = parse_stage_config(content)
    assert isinstance(made, AuxiliaryConfig)
    return made


@pytest.fixture
def saved_base(tmp_path: Path) -> dict[str, object]:
    base = tiny_base()
    base.model.save_pretrained(tmp_path / "tiny")
    base.tokenizer.save_pretrained(tmp_path / "tiny")
    return {"model": str(tmp_path / "tiny")}


def test_a_run_ends_in_a_base_without_heads(tmp_path: Path, saved_base: dict[str, object]) -> None:
    record = train_auxiliary(config(tmp_path / "stage", saved_base), tasks())
    assert record["seen"] == ["gvdb", "re3d_conll"]
    assert record["tasks"]["re3d_conll"]["labels"] == [["Person"]]
    assert sum(task["batches"] for task in record["tasks"].values()) == record["history"][-1]["step"]
    assert record["history"][-1]["re3d_conll_loss"] < record["history"][0]["re3d_conll_loss"]
    weights = load_file(tmp_path / "stage" / "base" / "model.safetensors")
    assert not any("heads" in name or "classifier" in name for name in weights)
    base = load_base(BaseConfig(model=str(tmp_path / "stage" / "base")), seed=1, texts=[])
    before = load_base(BaseConfig(model=str(saved_base["model"])), seed=1, texts=[])
    name = "encoder.layer.0.attention.self.query.weight"
    assert np.array_equal(weights[name], base.model.base_model.state_dict()[name].numpy())
    assert not np.array_equal(weights[name], before.model.base_model.state_dict()[name].numpy())


def test_a_killed_run_goes_on_to_the_same_weights(
    tmp_path: Path, saved_base: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = train_auxiliary(config(tmp_path / "whole", saved_base), tasks())
    saved = loop._save

    def killed(folder: Path, *args: object) -> None:
        saved(folder, *args)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(loop, "_save", killed)
    with pytest.raises(KeyboardInterrupt):
        train_auxiliary(config(tmp_path / "killed", saved_base), tasks())
    monkeypatch.undo()
    resumed = train_auxiliary(config(tmp_path / "killed", saved_base), tasks(), resume=True)
    assert resumed["history"] == whole["history"]
    left, right = (load_file(tmp_path / name / "base" / "model.safetensors") for name in ("whole", "killed"))
    assert all(np.array_equal(left[name], right[name]) for name in left)


def test_a_task_of_one_text_is_refused(tmp_path: Path, saved_base: dict[str, object]) -> None:
    single = StageTasks([TaggingTask("gvdb", (("VIC-NAME",),), tasks().tasks[1].texts[:1])], {"gvdb": SourceCounts()})
    with pytest.raises(DataError, match="task gvdb: 0 texts to learn from and 1 held back"):
        train_auxiliary(config(tmp_path / "stage", saved_base, texts={"sources": ["gvdb"]}), single)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"texts": {"sources": ["satp"]}}, r"texts\.sources: expected some of the tasks re3d_conll"),
        ({"texts": {"sources": ["gvdb", "gvdb"]}}, "a name stands twice"),
        ({"exponent": 2}, r"exponent: expected 0\.\.1"),
        ({"overlap": 30}, "overlap: expected 0 up to length - 8"),
        ({"masking": {"share": 0.2}}, "masking: unknown key"),
    ],
    ids=["no task", "twice", "exponent", "overlap", "key of the other stage"],
)
def test_bad_configurations_are_refused(tmp_path: Path, changes: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        config(tmp_path, {"model": "random"}, **changes)


def test_the_committed_configuration_is_read(repository: Path) -> None:
    read = read_stage_config(repository / "configs" / "auxiliary.yaml")
    assert isinstance(read, AuxiliaryConfig)
    assert set(read.texts.sources) == set(TASKS) - {"nine", "wikievents_dev"}
