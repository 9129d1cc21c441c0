"""Further masked-language training: packing, masking, the run, and the base folder that training starts from."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load_file
from transformers import BertForMaskedLM

from frontwire.config import BaseConfig, parse_config
from frontwire.errors import ConfigError, DataError, ResumeError, UsageError
from frontwire.model.encoding import TextEncoder
from frontwire.ontology import TAGS
from frontwire.training.bases import load_base
from frontwire.training.stages import loop
from frontwire.training.stages.config import MaskedConfig, parse_stage_config, read_stage_config
from frontwire.training.stages.loop import learning_rate_factor
from frontwire.training.stages.masking import Masker
from frontwire.training.stages.mlm import MaskedLanguageModel
from frontwire.training.stages.packing import NO_WORD, Packer, Tokens, tokenise
from frontwire.training.stages.pretrain import hold_back, pretrain
from frontwire.training.stages.saving import seen_before
from frontwire.training.stages.texts import SourceCounts, StageText, StageTexts
from frontwire.training.trainer import train
from tiny import TEXTS, document, tiny_base, tiny_tokenizer

CLS, SEP, MASK = 2, 3, 4


def stage_texts() -> StageTexts:
    texts = [StageText(f"t{i}", "own", text) for i, text in enumerate(TEXTS * 6)]
    return StageTexts(texts, {"own": SourceCounts(len(texts), 300)})


def config(output: Path, **changes: object) -> MaskedConfig:
    content = {
        "stage": "masked",
        "output": str(output),
        "precision": "fp32",
        "device": "cpu",
        "length": 16,
        "checkpoint_steps": 4,
        "base": {"model": "random", "vocabulary": 300},
        "texts": {"sources": ["own"]},
        "optimizer": {"epochs": 2, "batch_size": 8, "learning_rate": 1e-3},
        **changes,
    }
    made = parse_stage_config(content)
    assert isinstance(made, MaskedConfig)
    return made


@pytest.fixture
def saved_base(tmp_path: Path) -> dict[str, object]:
    """A tiny base in a folder: a vocabulary that is made anew may order tokens of equal frequency otherwise."""
    base = tiny_base()
    base.model.save_pretrained(tmp_path / "tiny")
    base.tokenizer.save_pretrained(tmp_path / "tiny")
    return {"model": str(tmp_path / "tiny")}


def tokens(*words: int) -> Tokens:
    """Ids from 10 on, in words of these many tokens."""
    starts = [place == 0 for size in words for place in range(size)]
    return Tokens(np.arange(10, 10 + len(starts)), np.array(starts))


def test_windows_hold_every_token_in_order() -> None:
    packer = Packer([tokens(2, 1, 3), tokens(1, 1)], length=6, cls_id=CLS, sep_id=SEP, seed=1)
    windows = packer.pack(0)
    assert windows.ids.shape == (2, 6)
    assert windows.ids[:, 0].tolist() == [CLS, CLS]
    assert windows.ids[:, -1].tolist() == [SEP, SEP]
    row = windows.ids[:, 1:-1].reshape(-1).tolist()
    texts = [[10, 11, 12, 13, 14, 15, SEP], [10, 11, SEP]]
    assert row in ((texts[0] + texts[1])[:8], (texts[1] + texts[0])[:8])


def test_words_end_at_separators_and_at_cuts() -> None:
    packer = Packer([tokens(2, 3), tokens(3)], length=6, cls_id=CLS, sep_id=SEP, seed=1)
    for epoch in range(6):
        windows = packer.pack(epoch)
        for ids, words in zip(windows.ids, windows.words, strict=True):
            assert ((words == NO_WORD) == np.isin(ids, [CLS, SEP])).all()
            inner = words[words != NO_WORD]
            assert (np.diff(inner) >= 0).all()


def test_epochs_differ_and_repeat() -> None:
    packer = Packer([tokens(1) for _ in range(40)], length=10, cls_id=CLS, sep_id=SEP, seed=1)
    many = Packer(
        [Tokens(np.array([i]), np.array([True])) for i in range(10, 50)], length=10, cls_id=CLS, sep_id=SEP, seed=1
    )
    assert len(packer.pack(0)) == packer.windows == 10
    assert (many.pack(0).ids == many.pack(0).ids).all()
    assert (many.pack(0).ids != many.pack(1).ids).any()


def test_too_little_text_is_refused() -> None:
    with pytest.raises(DataError, match="3 tokens of text do not fill one window of 16"):
        Packer([tokens(2)], length=16, cls_id=CLS, sep_id=SEP, seed=1)


def masker(**changes: float) -> Masker:
    settings = {"share": 0.2, "mask": 0.8, "random": 0.1, **changes}
    return Masker(mask_id=MASK, vocabulary=100, special_ids={0, 1, CLS, SEP, MASK}, **settings)


@given(st.lists(st.integers(1, 5), min_size=8, max_size=40), st.integers(0, 1000), st.sampled_from([0.1, 0.2, 0.4]))
def test_whole_words_are_told_and_the_share_is_kept(sizes: list[int], seed: int, share: float) -> None:
    windows = Packer([tokens(*sizes)], length=sum(sizes) + 3, cls_id=CLS, sep_id=SEP, seed=1).pack(0)
    masked = masker(share=share)(windows, np.random.default_rng(seed))
    assert (masked.targets == windows.ids.reshape(-1)[masked.places]).all()
    told = np.zeros(windows.ids.size, dtype=bool)
    told[masked.places] = True
    words = windows.words.reshape(-1)
    assert not told[words == NO_WORD].any()
    for word in range(len(sizes)):
        assert told[words == word].all() or not told[words == word].any()
    assert 1 <= told.sum() <= max(share * sum(sizes), max(sizes))
    untouched = masked.ids.reshape(-1)[~told]
    assert (untouched == windows.ids.reshape(-1)[~told]).all()


@pytest.mark.parametrize(
    ("mask", "random", "expected"),
    [
        pytest.param(1.0, 0.0, {"mask"}, id="all masked"),
        pytest.param(0.0, 0.0, {"kept"}, id="all kept"),
        pytest.param(0.0, 1.0, {"other"}, id="all random"),
    ],
)
def test_what_stands_in_place_of_a_word(mask: float, random: float, expected: set[str]) -> None:
    text = Tokens(np.full(400, 50), np.ones(400, dtype=bool))
    windows = Packer([text], length=102, cls_id=CLS, sep_id=SEP, seed=1).pack(0)
    masked = masker(mask=mask, random=random)(windows, np.random.default_rng(0))
    found = masked.ids.reshape(-1)[masked.places]
    kinds = {"mask" if i == MASK else "kept" if i == 50 else "other" for i in found.tolist()}
    assert kinds - {"kept"} == expected - {"kept"}
    assert not set(found.tolist()) & {0, 1, CLS, SEP}


def test_devlins_shares_are_met() -> None:
    text = Tokens(np.full(20000, 50), np.ones(20000, dtype=bool))
    windows = Packer([text], length=102, cls_id=CLS, sep_id=SEP, seed=1).pack(0)
    masked = masker()(windows, np.random.default_rng(0))
    found = masked.ids.reshape(-1)[masked.places]
    assert len(found) / windows.ids[:, 1:-1].size == pytest.approx(0.2, abs=0.005)
    assert (found == MASK).mean() == pytest.approx(0.8, abs=0.03)
    assert (found == 50).mean() == pytest.approx(0.1, abs=0.03)


def test_the_head_begins_at_the_frequencies_of_tokens_and_shares_the_embeddings() -> None:
    base = tiny_base()
    encoder = base.model.base_model
    counts = np.zeros(encoder.config.vocab_size, dtype=np.int64)
    counts[7] = 10_000
    model = MaskedLanguageModel(encoder, frequencies=counts).eval()
    ids = torch.tensor([[CLS, 9, 8, SEP]])
    logits = model(ids, torch.tensor([1, 2]))
    assert logits.shape == (2, encoder.config.vocab_size)
    assert logits.argmax(dim=-1).tolist() == [7, 7]
    logits.sum().backward()
    assert encoder.get_input_embeddings().weight.grad is not None
    names = {name for name, _ in model.named_parameters()}
    assert "bias" in names
    assert not any("decoder" in name for name in names)


def test_logits_are_those_of_the_librarys_masked_model() -> None:
    encoder = tiny_base().model.base_model.eval()
    oracle = BertForMaskedLM(encoder.config).eval()
    oracle.bert = encoder
    counts = np.arange(encoder.config.vocab_size)
    model = MaskedLanguageModel(encoder, frequencies=counts).eval()
    head = oracle.cls.predictions
    head.transform.dense, head.transform.LayerNorm = model.transform, model.norm
    ids = torch.tensor([[CLS, 9, 8, 7, SEP], [CLS, 20, MASK, 30, SEP]])
    with torch.no_grad():
        whole = head.transform(encoder(input_ids=ids).last_hidden_state) @ encoder.get_input_embeddings().weight.T
        logits = model(ids, torch.tensor([1, 7, 3]))
    expected = (whole + model.bias)[[0, 1, 0], [1, 2, 3]]
    torch.testing.assert_close(logits, expected)


def test_numbers_are_one_word() -> None:
    encoder = TextEncoder(tiny_tokenizer(), max_length=32, overlap=0)
    (text,) = tokenise(["of 5.975,74 pounds", ""][:1], encoder)
    assert text.word_starts.sum() == 3
    assert tokenise([" "], encoder) == []


@pytest.mark.parametrize(
    ("step", "expected"), [(0, 1 / 3), (1, 2 / 3), (2, 1.0), (6, 0.5), (9, 0.125)], ids=lambda value: f"{value:.3g}"
)
def test_learning_rate_goes_up_and_down(step: int, expected: float) -> None:
    assert learning_rate_factor(step, 10, 0.2) == pytest.approx(expected)


def test_a_share_of_every_source_is_held_back() -> None:
    texts = [StageText(f"{source}{i}", source, "x") for source in ("a", "b") for i in range(50)]
    learned, held = hold_back(texts, share=0.1, seed=1)
    assert [sum(text.source == source for text in held) for source in ("a", "b")] == [5, 5]
    assert sorted(learned + held, key=texts.index) == texts
    assert hold_back(texts, share=0.1, seed=1) == (learned, held)
    assert len(hold_back(texts[:3], share=0.1, seed=1)[1]) == 1


def test_a_run_ends_in_a_base_that_training_starts_from(tmp_path: Path) -> None:
    optimizer = {"epochs": 20, "batch_size": 8, "learning_rate": 3e-3, "head_learning_rate": 1e-2}
    record = pretrain(config(tmp_path / "stage", optimizer=optimizer, checkpoint_steps=100), stage_texts())
    folder = tmp_path / "stage" / "base"
    assert {path.name for path in folder.iterdir()} == {
        "config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json", "base.json"
    }  # fmt: skip
    assert json.loads((folder / "base.json").read_text()) == json.loads(json.dumps(record))
    assert str(tmp_path) not in (folder / "base.json").read_text()
    assert record["seen"] == ["own"]
    assert record["history"][-1]["held_loss"] < record["history"][0]["held_loss"] - 0.05
    assert not (tmp_path / "stage" / "checkpoints").exists()
    assert not any("cls" in name or "classifier" in name for name in load_file(folder / "model.safetensors"))
    base = load_base(BaseConfig(model=str(folder)), seed=1, texts=[])
    assert list(base.model.config.id2label.values()) == list(TAGS)
    for name, value in load_file(folder / "model.safetensors").items():
        assert np.array_equal(value, base.model.base_model.state_dict()[name].numpy())
    documents = [document(TEXTS[0], [("ATTACKER", "Gunmen")], id="a"), document(TEXTS[3], [], id="b")]
    content = {
        "output": str(tmp_path / "run"),
        "precision": "fp32",
        "device": "cpu",
        "base": {"model": str(folder)},
        "windows": {"max_length": 32, "overlap": 8},
        "optimizer": {"epochs": 1, "batch_size": 2},
        "early_stopping": {"patience": 0},
    }
    assert train(parse_config(content), documents[:1], documents[1:])["base"]["found_in"] == "folder"
    assert seen_before(BaseConfig(model=str(folder))) == ["own"]
    assert seen_before(BaseConfig(model=str(tmp_path / "run" / "model"))) == ["nine"]


def test_a_killed_run_goes_on_to_the_same_weights(
    tmp_path: Path, saved_base: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = pretrain(config(tmp_path / "whole", base=saved_base), stage_texts())
    saved = loop._save

    def killed(folder: Path, *args: object) -> None:
        saved(folder, *args)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(loop, "_save", killed)
    with pytest.raises(KeyboardInterrupt):
        pretrain(config(tmp_path / "killed", base=saved_base), stage_texts())
    monkeypatch.undo()
    with pytest.raises(UsageError, match="has not finished"):
        pretrain(config(tmp_path / "killed", base=saved_base), stage_texts())
    with pytest.raises(ResumeError, match=r"masking\.share was 0\.2, is 0\.3"):
        pretrain(config(tmp_path / "killed", base=saved_base, masking={"share": 0.3}), stage_texts(), resume=True)
    resumed = pretrain(config(tmp_path / "killed", base=saved_base), stage_texts(), resume=True)
    assert resumed["history"] == whole["history"]
    left, right = (load_file(tmp_path / name / "base" / "model.safetensors") for name in ("whole", "killed"))
    assert all(np.array_equal(left[name], right[name]) for name in left)


def test_heads_learn_alone_at_first(tmp_path: Path, saved_base: dict[str, object]) -> None:
    optimizer = {"epochs": 1, "batch_size": 8, "head_steps": 1000}
    record = pretrain(config(tmp_path / "stage", base=saved_base, optimizer=optimizer), stage_texts())
    before = load_base(BaseConfig(model=str(saved_base["model"])), seed=1, texts=[]).model.base_model.state_dict()
    after = load_file(tmp_path / "stage" / "base" / "model.safetensors")
    assert all(np.array_equal(value, before[name].numpy()) for name, value in after.items())
    assert record["history"][-1]["held_loss"] != record["history"][0]["held_loss"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"masking": {"share": 0}}, r"masking\.share: expected above 0"),
        ({"masking": {"mask": 0.8, "random": 0.3}}, "add up to at most 1"),
        ({"texts": {"sources": ["own", "ecbplus"]}}, r"texts\.sources: expected some of own, satp"),
        ({"texts": {"sources": []}}, r"texts\.sources"),
        ({"lenght": 3}, "lenght: unknown key"),
        ({"stage": "masks"}, "stage: found 'masks'"),
    ],
    ids=["share", "shares", "source that measures", "no source", "unknown key", "stage"],
)
def test_bad_configurations_are_refused(tmp_path: Path, changes: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        config(tmp_path, **changes)


def test_the_committed_configuration_is_read(repository: Path) -> None:
    read = read_stage_config(repository / "configs" / "pretrain.yaml", {"optimizer.epochs": "1"})
    assert isinstance(read, MaskedConfig)
    assert read.optimizer.epochs == 1
    assert "wikievents_dev" not in read.texts.sources
