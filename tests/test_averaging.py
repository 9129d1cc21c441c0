from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from transformers import PreTrainedModel

from frontwire.config import parse_config
from frontwire.training.averaging import AVERAGE_FILE, EVERY, WeightAverage
from frontwire.training.trainer import train
from test_training import DOCUMENTS, config
from tiny import save_tiny_model, tiny_base


def weights(model: PreTrainedModel) -> dict[str, torch.Tensor]:
    return {name: value.detach().clone() for name, value in model.named_parameters()}


def add(model: PreTrainedModel, amount: float) -> None:
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += amount


def test_the_mean_lies_between_old_and_new_weights_and_follows_faster_at_first() -> None:
    model = tiny_base().model
    average = WeightAverage(model, 0.9)
    before = weights(model)
    add(model, 1.0)
    average.update()  # keeps 1/10 of the old, as the first update
    with average.applied():
        applied = weights(model)
    for name, value in applied.items():
        assert torch.allclose(value, before[name] + 0.9, atol=1e-5)
    assert average.updates == 1
    for _ in range(200):
        average.update()
    add(model, 1.0)
    average.update()
    kept = 0.9**EVERY
    average.copy_to_model()
    for name, value in weights(model).items():
        assert torch.allclose(value, before[name] + 1 + (1 - kept), atol=1e-4)


def test_the_own_weights_come_back_after_a_fault_too() -> None:
    model = tiny_base().model
    average = WeightAverage(model, 0.5)
    add(model, 1.0)
    own = weights(model)
    with pytest.raises(RuntimeError, match="while scoring"), average.applied():
        raise RuntimeError("while scoring")
    assert all(torch.equal(value, own[name]) for name, value in weights(model).items())


def test_a_saved_mean_goes_on(tmp_path: Path) -> None:
    model = tiny_base().model
    average = WeightAverage(model, 0.99)
    add(model, 1.0)
    average.update()
    average.save(tmp_path)
    again = WeightAverage(model, 0.99)
    again.load(tmp_path)
    assert again.updates == 1
    for side in (average, again):
        add(model, 1.0)
        add(model, -1.0)
        side.update()
    average.save(tmp_path / "..")
    first = load_file(tmp_path / ".." / AVERAGE_FILE)
    again.save(tmp_path)
    second = load_file(tmp_path / AVERAGE_FILE)
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_training_saves_the_mean_of_the_best_epoch_and_not_the_last_weights(tmp_path: Path) -> None:
    # A fixed base: the vocabulary of a random one can differ from run to run.
    base = {"model": str(save_tiny_model(tmp_path / "base"))}
    plain, averaged = (
        train(
            parse_config(config(tmp_path / str(decay), epochs=4, average_decay=decay).to_dict() | {"base": base}),
            DOCUMENTS,
            DOCUMENTS[:4],
        )
        for decay in (0.0, 0.98)
    )
    one = load_file(tmp_path / "0.0/model/model.safetensors")
    other = load_file(tmp_path / "0.98/model/model.safetensors")
    assert one.keys() == other.keys()
    assert any(not torch.equal(one[name], other[name]) for name in one)
    assert averaged["config"]["optimizer"]["average_decay"] == 0.98
    # The same steps were taken: the loss on the way does not know of the mean.
    losses = [[entry["loss"] for entry in record["history"] if "loss" in entry] for record in (plain, averaged)]
    assert losses[0] == losses[1]
    # What was scored best is what was saved.
    best = max(entry["eval_f1"] for entry in averaged["history"] if "eval_f1" in entry)
    assert averaged["dev"]["f1"] == pytest.approx(best, abs=0.02)
