"""The optimisation that stages share: steps that follow from their number alone, checkpoints, one line a measurement.

All chance of a step comes from seed and step number, so a run that was killed goes on from its last checkpoint to the same
weights as an undisturbed one on the same machine.
"""

from __future__ import annotations

import json
import math
import shutil
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, Protocol

import torch
from safetensors.torch import load_file, save_file
from torch import nn

from frontwire.training.stages.config import StageOptimizerConfig

_WEIGHTS: Final = "model.safetensors"
_OPTIMIZER: Final = "optimizer.pt"
#: Written last; :func:`frontwire.training.resuming.find_checkpoint` takes a checkpoint without it for unfinished.
_STATE: Final = "trainer_state.json"
_KEPT: Final = 2


class Stage(Protocol):
    """What is trained, for how many steps."""

    steps: int

    @property
    def model(self) -> nn.Module:
        """Encoder and heads."""
        ...

    def loss(self, step: int) -> torch.Tensor:
        """The loss of a step, counted from 0."""
        ...

    def measure(self) -> dict[str, float]:
        """Losses and scores on what is held back; the model is in evaluation mode."""
        ...

    def head_parameters(self) -> Iterable[nn.Parameter]:
        """Parameters that learn at the heads' rate."""
        ...


def run_stage(
    stage: Stage,
    *,
    optimizer_config: StageOptimizerConfig,
    seed: int,
    device: torch.device,
    bf16: bool,
    checkpoints: Path,
    checkpoint: str | None,
    checkpoint_steps: int,
) -> list[dict[str, float]]:
    """Train to the last step and return the measurements, each with ``step`` and the mean training ``loss`` before it."""
    optimizer = _make_optimizer(stage, optimizer_config)
    heads = {id(parameter) for parameter in stage.head_parameters()}
    body = [parameter for parameter in stage.model.parameters() if id(parameter) not in heads]
    history: list[dict[str, float]] = []
    first = 0
    if checkpoint is not None:
        first, history = _load(Path(checkpoint), stage.model, optimizer)
    elif stage.steps:
        history.append({"step": 0, **_measured(stage, device, bf16)})
        _report(history[-1], stage.steps, None)
    rates = [group["lr"] for group in optimizer.param_groups]
    stage.model.train()
    losses: list[float] = []
    began = time.monotonic()
    for step in range(first, stage.steps):
        torch.manual_seed((seed << 32) + step)
        factor = learning_rate_factor(step, stage.steps, optimizer_config.warmup_share)
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * factor
        with torch.autocast(device.type, torch.bfloat16, enabled=bf16):
            loss = stage.loss(step)
        torch.autograd.backward(loss)
        if step < optimizer_config.head_steps:
            for parameter in body:
                parameter.grad = None  # the optimiser passes over it
        nn.utils.clip_grad_norm_(stage.model.parameters(), optimizer_config.max_grad_norm)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(float(loss.detach()))
        done = step + 1
        if done % checkpoint_steps == 0 or done == stage.steps:
            seconds = time.monotonic() - began
            measured = {"step": done, "loss": sum(losses) / len(losses), **_measured(stage, device, bf16)}
            history.append(measured)
            _report(measured, stage.steps, len(losses) / seconds)
            if done < stage.steps:
                for group, rate in zip(optimizer.param_groups, rates, strict=True):
                    group["lr"] = rate
                _save(checkpoints / f"checkpoint-{done}", stage.model, optimizer, done, history)
            losses, began = [], time.monotonic()
    return history


def learning_rate_factor(step: int, steps: int, warmup_share: float) -> float:
    """Linear up over ``warmup_share`` of the steps, linear down to 0 behind the last one; 0..1."""
    warmup = math.ceil(steps * warmup_share)
    return (step + 1) / (warmup + 1) if step < warmup else (steps - step) / max(1, steps - warmup)


def _make_optimizer(stage: Stage, config: StageOptimizerConfig) -> torch.optim.Optimizer:
    heads = {id(parameter) for parameter in stage.head_parameters()}
    groups: dict[tuple[bool, bool], list[nn.Parameter]] = {}
    for parameter in stage.model.parameters():
        if parameter.requires_grad:
            groups.setdefault((id(parameter) in heads, parameter.ndim > 1), []).append(parameter)
    return torch.optim.AdamW(
        [
            {
                "params": parameters,
                "lr": config.head_learning_rate if head else config.learning_rate,
                "weight_decay": config.weight_decay if decays else 0.0,  # biases and norms are left alone
            }
            for (head, decays), parameters in groups.items()
        ],
        fused=True,
    )


def _measured(stage: Stage, device: torch.device, bf16: bool) -> dict[str, float]:
    stage.model.eval()
    with torch.no_grad(), torch.autocast(device.type, torch.bfloat16, enabled=bf16):
        measured = stage.measure()
    stage.model.train()
    return measured


def _report(measured: dict[str, float], steps: int, speed: float | None) -> None:
    values = ", ".join(f"{name} {value:.4g}" for name, value in measured.items() if name != "step")
    print(
        f"step {measured['step']} of {steps}: {values}{f' ({speed:.2f} steps/s)' if speed else ''}",
        file=sys.stderr,
        flush=True,
    )


def _save(
    folder: Path, model: nn.Module, optimizer: torch.optim.Optimizer, step: int, history: list[dict[str, float]]
) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    save_file({name: value.contiguous() for name, value in model.state_dict().items()}, folder / _WEIGHTS)
    torch.save(optimizer.state_dict(), folder / _OPTIMIZER)
    (folder / _STATE).write_text(json.dumps({"step": step, "history": history}) + "\n", encoding="utf-8")
    older = sorted(folder.parent.glob("checkpoint-*"), key=lambda path: int(path.name.rpartition("-")[2]))
    for path in older[:-_KEPT]:
        shutil.rmtree(path)


def _load(folder: Path, model: nn.Module, optimizer: torch.optim.Optimizer) -> tuple[int, list[Any]]:
    model.load_state_dict(load_file(folder / _WEIGHTS))
    optimizer.load_state_dict(torch.load(folder / _OPTIMIZER, weights_only=True))
    state = json.loads((folder / _STATE).read_text(encoding="utf-8"))
    return int(state["step"]), list(state["history"])
