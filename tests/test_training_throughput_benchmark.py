"""benchmarks/training_throughput.py on a tiny base: what it counts, that the peer is the script's, and what it writes."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

from benchmarks import training_throughput as benchmark
from benchmarks.token_classification_example import Row, example_trainer, features, make_row
from frontwire.corpora.jsonl import write_jsonl
from frontwire.model.encoding import IGNORED, TextEncoder
from frontwire.ontology import TAG_TO_ID
from frontwire.schema import Document
from tiny import TEXTS, document, save_tiny_model, tiny_base, tiny_tokenizer


def some_documents() -> list[Document]:
    return [
        document(TEXTS[0], [("ATTACKER", "Gunmen"), ("EVENT", "killed")], id="a"),
        document(TEXTS[1], [("WEAPON", "roadside bomb")], id="b"),
        document(" ".join(TEXTS), [("LOCATION", "Lashkar Gah"), ("LOCATION", "market of Sirte")], id="c"),
    ]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    base = save_tiny_model(tmp_path / "base")
    path = tmp_path / "config.yaml"
    settings = {
        "base": {"model": str(base)},
        "windows": {"max_length": 32, "overlap": 4},
        "optimizer": {"batch_size": 2},
        "precision": "bf16",
    }
    path.write_text(json.dumps(settings))  # JSON is YAML
    return path


@pytest.mark.parametrize("rows", ["windows", "documents"])
def test_both_are_timed_and_written(
    tmp_path: Path, config: Path, rows: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_jsonl(some_documents(), tmp_path / "gold.jsonl")
    out = tmp_path / "result.json"
    call = [str(tmp_path / "gold.jsonl"), "--config", str(config), "--rows", rows, "--warmup", "1", "--steps", "2"]
    assert benchmark.main([*call, "--repeats", "2", "-o", str(out)]) == 0
    result = json.loads(out.read_text())
    ours, peer = (result["contenders"][name] for name in (benchmark.OURS, benchmark.PEER))
    assert (ours["arithmetic"], peer["arithmetic"]) == ("bf16", "fp32")  # in turns, none takes over the other's
    assert result["documents"] == 3
    assert result["windows"] > 3
    for row in (ours, peer):
        low, high = row["tokens_per_s"]["range"]
        assert 0 < low <= row["tokens_per_s"]["median"] <= high
        assert 0 <= row["padding"] < 1
        assert row["tokens"] > 0
    for name in ("ratio", "cpu_time_ratio"):
        low, high = result[name]["range"]
        assert 0 < low <= result[name]["median"] <= high
    printed = capsys.readouterr().out
    assert f"the script's rows are {rows}; 2 steps, 2 repeats" in printed
    assert "train_runtime" not in printed


def test_the_meter_counts_text_behind_the_warm_up() -> None:
    meter = benchmark.Meter(warmup=1, special_tokens=2)
    full, padded = torch.ones(2, 8), torch.tensor([[1] * 8, [1] * 4 + [0] * 4])
    for step, mask in enumerate([full, padded, padded], start=1):
        meter.count(None, (), {"attention_mask": mask})
        meter.on_step_end(None, SimpleNamespace(global_step=step), None)
    reading = meter.reading()
    assert reading.tokens == 2 * (12 - 4)
    assert reading.padding == pytest.approx(4 / 16)
    assert reading.seconds > 0
    assert reading.cpu_seconds >= 0


def test_windows_hold_the_whole_text_and_their_mentions() -> None:
    encoder = TextEncoder(tiny_tokenizer(), max_length=32, overlap=4)
    whole = some_documents()[2]
    windows = benchmark.in_windows(whole, encoder)
    assert len(windows) > 1
    assert windows[0].text == whole.text[: len(windows[0].text)]
    assert windows[-1].text == whole.text[-len(windows[-1].text) :]
    found = {mention.text for window in windows for mention in window.mentions}
    assert found == {mention.text for mention in whole.mentions}
    assert all(window.text[m.start : m.end] == m.text for window in windows for m in window.mentions)


def test_documents_are_taken_at_equal_distances() -> None:
    documents = [Document(id=str(i), text="A") for i in range(10)]
    assert [d.id for d in benchmark.spread(documents, 4)] == ["0", "2", "5", "7"]
    assert benchmark.spread(documents, 99) == documents


def test_a_row_tags_the_words_that_mentions_touch() -> None:
    row = make_row(document("A car-bomb hit Balad.", [("WEAPON", "car-bomb"), ("LOCATION", "Bala")]))
    assert row == Row(
        ["A", "car", "-", "bomb", "hit", "Balad", "."],
        ["O", "B-WEAPON", "I-WEAPON", "I-WEAPON", "O", "B-LOCATION", "O"],
    )


def test_the_label_stands_on_the_first_piece_of_a_word_and_rows_are_cut() -> None:
    tokenizer = tiny_base().tokenizer
    made = features(Row(["Gunmen", "zzzz"], ["B-ATTACKER", "O"]), tokenizer, 32)
    pieces = len(tokenizer.tokenize("Gunmen"))
    labels = made["labels"]
    assert labels[0] == labels[-1] == IGNORED
    assert labels[1 : 1 + pieces] == [TAG_TO_ID["B-ATTACKER"], *[IGNORED] * (pieces - 1)]
    assert labels[1 + pieces] == TAG_TO_ID["O"]
    assert len(labels) == len(made["input_ids"])
    cut = features(Row(["bomb"] * 50, ["O"] * 50), tokenizer, 16)
    assert len(cut["input_ids"]) == len(cut["labels"]) == 16


def test_the_peer_trains_with_the_library_defaults(tmp_path: Path) -> None:
    base = save_tiny_model(tmp_path / "base")
    trainer = example_trainer(base, some_documents(), max_length=32, output=tmp_path / "out", max_steps=1, seed=1)
    assert trainer.args.per_device_train_batch_size == 8
    assert not trainer.args.bf16
    batch = next(iter(trainer.get_train_dataloader()))
    lengths = batch["attention_mask"].sum(dim=1)
    assert batch["input_ids"].shape == (3, int(lengths.max()))


@pytest.mark.parametrize("option", [["--steps", "0"], ["--documents", "-1"]], ids=["no steps", "documents below 0"])
def test_a_call_that_cannot_be_timed_is_refused(option: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        benchmark.main(option)
    assert "expected 1 or more" in capsys.readouterr().err


def test_a_random_base_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "c.yaml").write_text("base: {model: random}\n")
    with pytest.raises(SystemExit):
        benchmark.main(["--config", str(tmp_path / "c.yaml")])
    assert "which both can load" in capsys.readouterr().err
