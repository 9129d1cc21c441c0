"""What a training run says where no progress bar is drawn."""

from __future__ import annotations

import sys
from typing import Any

from transformers import TrainerCallback


class EpochLines(TrainerCallback):
    """One line on standard error per epoch; standard output keeps the result alone."""

    def __init__(self) -> None:
        self._loss: float | None = None

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:
        """Keep the loss, and say it with the dev scores, which are logged after it."""
        if not state.is_world_process_zero or logs is None:
            return
        self._loss = logs.get("loss", self._loss)
        if "eval_f1" in logs and self._loss is not None:
            scores = f"dev P {logs['eval_precision']:.3f}, R {logs['eval_recall']:.3f}, F1 {logs['eval_f1']:.3f}"
            print(
                f"epoch {state.epoch:g} of {args.num_train_epochs:g}: loss {self._loss:.4f}, {scores}", file=sys.stderr
            )
