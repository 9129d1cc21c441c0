from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import SafetensorError
from safetensors.numpy import load_file
from transformers import BertForTokenClassification

from frontwire.config import TrainConfig, parse_config
from frontwire.errors import DataError, ModelLoadError, OutputError
from frontwire.model.encoding import IGNORED, TextEncoder
from frontwire.model.folder import ALLOWED_FILES, open_model_folder
from frontwire.ontology import TAGS
from frontwire.schema import Document, Mention
from frontwire.training import trainer as trainer_module
from frontwire.training.bases import find_base, load_base
from frontwire.training.features import LengthBucketSampler, PaddingCollator, check_lost, make_features
from frontwire.training.scores import common_tags, score_mentions
from frontwire.training.trainer import TaggerTrainer, layer_groups, train
from tiny import TEXTS, document, tiny_base, tiny_tokenizer

DOCUMENTS = [
    document(TEXTS[0], [("ATTACKER", "Gunmen"), ("EVENT", "killed"), ("KILLED", "three")], id="a"),
    document(TEXTS[1], [("WEAPON", "roadside bomb"), ("WOUNDED", "12"), ("LOCATION", "Balad")], id="b"),
    document(TEXTS[2], [], id="c"),
    document(TEXTS[3], [("ATTACKER", "Rebels"), ("EVENT", "shelled"), ("LOCATION", "Sirte")], id="d"),
] * 3


def config(output: Path, **optimizer: object) -> TrainConfig:
    return parse_config(
        {
            "output": str(output),
            "precision": "fp32",
            "device": "cpu",
            "base": {"model": "random", "vocabulary": 300},
            "windows": {"max_length": 32, "overlap": 8},
            "optimizer": {"epochs": 3, "batch_size": 2, "learning_rate": 1e-3, **optimizer},
            "early_stopping": {"patience": 0},
        }
    )


def test_a_run_writes_a_model_folder_without_pickles(tmp_path: Path) -> None:
    record = train(config(tmp_path), DOCUMENTS, DOCUMENTS[:4])
    folder = tmp_path / "model"
    assert {path.name for path in folder.iterdir()} <= ALLOWED_FILES
    assert {"config.json", "model.safetensors", "tokenizer.json", "README.md", "training.json"} <= {
        path.name for path in folder.iterdir()
    }
    stored = json.loads((folder / "training.json").read_text())
    assert stored == json.loads(json.dumps(record))
    assert stored["data"]["train"]["documents"] == len(DOCUMENTS)
    assert stored["dev"]["support"] == sum(len(d.mentions) for d in DOCUMENTS[:4])
    settings = json.loads((folder / "config.json").read_text())
    assert settings["dtype"] == "float32"
    assert load_file(folder / "model.safetensors")["classifier.weight"].dtype == np.float16
    opened = open_model_folder(folder)
    assert (opened.max_length, opened.overlap) == (32, 8)
    tokenizer = json.loads((folder / "tokenizer.json").read_text())
    assert tokenizer["truncation"] is None
    assert tokenizer["padding"] is None
    card = (folder / "README.md").read_text()
    assert "12 of other files" in card
    assert "license:" not in card  # not ours to choose for other people's documents
    assert str(tmp_path) not in (folder / "training.json").read_text()
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o644}


def test_a_new_model_takes_the_place_of_an_old_one(tmp_path: Path) -> None:
    train(config(tmp_path, epochs=1), DOCUMENTS, DOCUMENTS[:4])
    (tmp_path / "model" / "optimizer.pt").write_bytes(b"left over")
    train(config(tmp_path, epochs=2), DOCUMENTS, DOCUMENTS[:4])
    assert {path.name for path in tmp_path.iterdir()} == {"model"}
    assert {path.name for path in (tmp_path / "model").iterdir()} <= ALLOWED_FILES
    assert json.loads((tmp_path / "model" / "training.json").read_text())["config"]["optimizer"]["epochs"] == 2


def test_accumulated_batches_count_as_their_mean(tmp_path: Path) -> None:
    def loss(name: str, **optimizer: object) -> float:
        content = config(tmp_path / name, epochs=1, learning_rate=1e-12, **optimizer).to_dict()
        content["base"]["dropout"] = 0.0
        record = train(parse_config(content), DOCUMENTS, DOCUMENTS[:4])
        return float(next(entry["loss"] for entry in record["history"] if "loss" in entry))

    assert loss("whole", batch_size=2) == pytest.approx(loss("parts", batch_size=1, accumulation=4), rel=0.1)


def test_one_line_an_epoch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    train(config(tmp_path, epochs=2), DOCUMENTS, DOCUMENTS[:4])
    printed = capsys.readouterr()
    assert printed.out == ""
    lines = [line for line in printed.err.splitlines() if line.startswith("epoch ")]
    assert [line.split(":")[0] for line in lines] == ["epoch 1 of 2", "epoch 2 of 2"]
    assert all(re.search(r"loss \d\.\d{4}, dev P \d\.\d{3}, R \d\.\d{3}, F1 \d\.\d{3}$", line) for line in lines)


@pytest.mark.parametrize("kind", ["file in its place", "file above it"])
def test_a_run_folder_that_cannot_be_made_is_said_before_training(tmp_path: Path, kind: str) -> None:
    (tmp_path / "taken").write_text("")
    output = tmp_path / "taken" if kind == "file in its place" else tmp_path / "taken" / "run"
    with pytest.raises(OutputError, match=r"cannot write .*taken"):
        train(config(output), DOCUMENTS, DOCUMENTS[:4])


@pytest.mark.parametrize(
    ("raised", "expected", "message"),
    [
        (SafetensorError("I/O error: No space left on device (os error 28)"), OutputError, "is the disk full"),
        (
            RuntimeError("[enforce fail at inline_container.cc:672] . unexpected pos 64 vs 0"),
            OutputError,
            "is the disk full",
        ),
        (OSError(28, "No space left on device", "runs/x"), OutputError, "cannot write runs/x: No space left"),
        (RuntimeError("shapes do not match"), RuntimeError, "^shapes do not match$"),
    ],
    ids=["weights", "optimizer state", "any file", "no matter of the disk"],
)
def test_a_full_disk_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raised: Exception, expected: type[Exception], message: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr(TaggerTrainer, "train", fail)
    with pytest.raises(expected, match=message):
        train(config(tmp_path), DOCUMENTS, DOCUMENTS[:4])


def test_training_goes_on_from_a_model_with_its_head(tmp_path: Path) -> None:
    made = tiny_base()
    made.model.save_pretrained(tmp_path)
    made.tokenizer.save_pretrained(tmp_path)
    loaded = load_base(parse_config({"base": {"model": str(tmp_path)}}).base, seed=99, texts=[])
    assert torch.equal(loaded.model.classifier.weight, made.model.classifier.weight)
    assert loaded.origin["model"] == tmp_path.name  # no path of this machine


def test_a_base_with_a_head_of_other_labels_gets_a_new_head(tmp_path: Path) -> None:
    made = tiny_base()
    settings = made.model.config
    settings.id2label, settings.label2id = {0: "O", 1: "PER"}, {"O": 0, "PER": 1}
    BertForTokenClassification(settings).save_pretrained(tmp_path)
    made.tokenizer.save_pretrained(tmp_path)
    loaded = load_base(parse_config({"base": {"model": str(tmp_path)}}).base, seed=1, texts=[])
    assert loaded.model.classifier.weight.shape[0] == 19
    assert loaded.model.config.id2label == dict(enumerate(TAGS))


def test_a_base_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelLoadError, match=r"has no model\.safetensors"):
        load_base(parse_config({"base": {"model": str(tmp_path)}}).base, seed=1, texts=[])


def test_the_bundled_model_is_a_base() -> None:
    folder, found_in = find_base(parse_config({"base": {"model": "bundled"}}).base)
    assert (open_model_folder(folder).path, found_in) == (open_model_folder().path, "bundled")


def test_a_tagger_can_learn(tmp_path: Path) -> None:
    record = train(config(tmp_path, epochs=40, learning_rate=3e-3), DOCUMENTS, DOCUMENTS[:4])
    assert record["dev"]["f1"] > 0.9


def test_a_killed_run_resumes_to_the_same_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # One base for all three runs: the tokenizer library's vocabulary training breaks ties at random.
    base = tiny_base()
    base.model.save_pretrained(tmp_path / "base")
    base.tokenizer.save_pretrained(tmp_path / "base")

    def settings(name: str) -> TrainConfig:
        content = config(tmp_path / name).to_dict()
        return parse_config({**content, "base": {"model": str(tmp_path / "base")}})

    train(settings("whole"), DOCUMENTS, DOCUMENTS[:4])

    class Killed(Exception):
        pass

    original = TaggerTrainer.training_step

    def dying_step(self: TaggerTrainer, *args: object, **kwargs: object) -> torch.Tensor:
        if self.state.global_step == 8:  # in the second epoch, behind the first checkpoint
            raise Killed
        return original(self, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(TaggerTrainer, "training_step", dying_step)
        with pytest.raises(Killed):
            train(settings("killed"), DOCUMENTS, DOCUMENTS[:4])
    train(settings("killed"), DOCUMENTS, DOCUMENTS[:4], resume=True)
    whole = load_file(tmp_path / "whole" / "model" / "model.safetensors")
    resumed = load_file(tmp_path / "killed" / "model" / "model.safetensors")
    assert whole.keys() == resumed.keys()
    assert all(np.array_equal(whole[name], resumed[name]) for name in whole)


@pytest.mark.parametrize(("train_part", "dev_part"), [([], DOCUMENTS), (DOCUMENTS, [])])
def test_nothing_to_learn_from_is_an_error(
    tmp_path: Path, train_part: list[Document], dev_part: list[Document]
) -> None:
    with pytest.raises(DataError, match="expected at least one of each"):
        train(config(tmp_path), train_part, dev_part)


def test_lost_gold_beyond_the_limit_stops_training(tmp_path: Path) -> None:
    broken = Document(id="x", text="Gunmen came.", mentions=[Mention("m1", "ATTACKER", 0, 3, "Gun")])
    with pytest.raises(DataError, match="'Gun' in x"):
        train(config(tmp_path), [broken], DOCUMENTS[:4])


def test_lost_gold_is_counted_but_scored_as_missed() -> None:
    gold = Document(id="x", text="Gunmen came.", mentions=[Mention("m1", "ATTACKER", 0, 3, "Gun")])
    features = make_features([gold], TextEncoder(tiny_tokenizer(), max_length=32, overlap=8))
    assert (len(features.lost), features.lost_share) == (1, 1.0)
    check_lost(features, 1.0)
    scores = score_mentions([gold], [[Mention("m1", "ATTACKER", 0, 6, "Gunmen")]])
    assert (scores["f1"], scores["support"]) == (0.0, 1)


def test_scores_are_those_of_the_spans() -> None:
    gold = DOCUMENTS[0]
    predicted = [gold.mentions[0], Mention("m2", "KILLED", 7, 13, "killed")]
    scores = score_mentions([gold], [predicted])
    assert scores["precision"] == pytest.approx(1 / 2)
    assert scores["recall"] == pytest.approx(1 / 3)
    assert scores["ATTACKER_f1"] == 1.0


def test_common_tags_keep_neighbours_apart() -> None:
    left, right = Mention("m1", "DATE", 0, 3, "abc"), Mention("m2", "DATE", 3, 5, "de")
    gold, predicted = common_tags([left, right], [Mention("m1", "DATE", 0, 5, "abcde")])
    assert gold == ["B-DATE", "B-DATE"]
    assert predicted == ["B-DATE", "I-DATE"]


def test_the_sampler_is_a_function_of_seed_and_epoch() -> None:
    lengths = list(range(100))
    sampler = LengthBucketSampler(lengths, batch_size=8, seed=1)
    first = list(sampler)
    assert sorted(first) == lengths
    assert list(sampler) == first
    sampler.set_epoch(1)
    assert list(sampler) != first
    other = LengthBucketSampler(lengths, batch_size=8, seed=1)
    other.set_epoch(1)
    assert list(other) == list(sampler)


def test_buckets_waste_less_padding_than_chance() -> None:
    lengths = np.random.default_rng(0).integers(10, 250, 400).tolist()

    def padded(order: list[int]) -> int:
        return sum(8 * max(lengths[i] for i in order[at : at + 8]) for at in range(0, 400, 8))

    bucketed = padded(list(LengthBucketSampler(lengths, batch_size=8, seed=0)))
    assert bucketed < 1.1 * sum(lengths) < padded(list(range(400)))


def test_padding_is_masked_and_ignored() -> None:
    batch = PaddingCollator(pad_id=9)(
        [{"input_ids": [1, 2, 3], "labels": [0, 1, 2]}, {"input_ids": [4], "labels": [5]}]
    )
    assert batch["input_ids"].tolist() == [[1, 2, 3], [4, 9, 9]]
    assert batch["attention_mask"].tolist() == [[1, 1, 1], [1, 0, 0]]
    assert batch["labels"].tolist() == [[0, 1, 2], [5, IGNORED, IGNORED]]


def test_widths_are_rounded_up() -> None:
    batch = PaddingCollator(pad_id=0, multiple=8)([{"input_ids": [1] * 9, "labels": [0] * 9}])
    assert batch["input_ids"].shape == (1, 16)


def test_learning_rates_fall_from_the_head_down() -> None:
    groups = layer_groups(tiny_base().model, 1.0, 0.5, 0.01)
    by_parameter = {id(p): group["lr"] for group in groups for p in group["params"]}
    model = tiny_base().model
    assert len(by_parameter) == len(list(model.parameters()))
    assert sorted({group["lr"] for group in groups}, reverse=True) == [1.0, 0.5, 0.25, 0.125]


def test_a_base_that_cannot_be_had_names_the_places_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    base = parse_config({"base": {"model": "nobody/nothing"}}).base
    with pytest.raises(ModelLoadError, match=r"no folder 'nobody/nothing'; not in the Hub cache; the Hub: offline"):
        find_base(base)


def test_a_base_with_other_weights_than_pinned_is_refused(tmp_path: Path) -> None:
    made = tiny_base()
    made.model.save_pretrained(tmp_path)
    made.tokenizer.save_pretrained(tmp_path)
    base = parse_config({"base": {"model": str(tmp_path), "sha256": "0" * 64}}).base
    with pytest.raises(ModelLoadError, match="expected 0000"):
        load_base(base, seed=1, texts=[])


def test_the_default_base_is_found_in_its_package_with_the_pinned_weights() -> None:
    from frontwire.config import read_config

    settings = read_config(Path(__file__).parents[1] / "configs" / "default.yaml").base
    base = load_base(settings, seed=1, texts=[])
    assert base.origin["sha256"] == settings.sha256
    assert base.model.config.num_labels == 19


def test_training_arguments_follow_the_configuration(tmp_path: Path) -> None:
    made = trainer_module.training_arguments(
        config(tmp_path, accumulation=4, schedule="cosine"), device=torch.device("cpu"), precision="bf16"
    )
    assert (made.gradient_accumulation_steps, str(made.lr_scheduler_type.value), made.bf16) == (4, "cosine", True)
