"""A running mean of the weights beside those that are trained, to be scored and saved in their place.

Exponential moving average as in Polyak & Juditsky (1992) and Tarvainen & Valpola (2017): late steps of a high learning rate jump
around a good point, their mean lies nearer to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from transformers import TrainerCallback

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel

#: Steps between two updates. The mean moves slowly; to touch every weight after every step would cost a CPU some percent.
EVERY: Final = 8
#: File of the mean in a checkpoint folder.
AVERAGE_FILE: Final = "average.safetensors"


class WeightAverage(TrainerCallback):
    """Mean of a model's trained weights with ``decay`` per step (0..1, above 0; near 1 is slow).

    Early on the mean follows faster, so that it does not remember the first weights: after ``n`` updates at most as
    ``(1 + n) / (10 + n)``.
    """

    def __init__(self, model: PreTrainedModel, decay: float) -> None:
        self.model = model
        self.decay = decay
        self.updates = 0
        self._mean: dict[str, torch.Tensor] = {n: p.detach().float().clone() for n, p in _trained(model)}

    def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        if state.global_step % EVERY == 0:
            self.update()

    def update(self) -> None:
        """Take the model's present weights into the mean."""
        import torch

        kept = min(self.decay**EVERY, (1 + self.updates) / (10 + self.updates))
        self.updates += 1
        with torch.no_grad():
            for name, parameter in _trained(self.model):
                self._mean[name].lerp_(parameter.detach().float(), 1 - kept)

    @contextmanager
    def applied(self) -> Iterator[None]:
        """The model with the mean as its weights; its own come back at the end."""
        own = {name: parameter.detach().clone() for name, parameter in _trained(self.model)}
        self.copy_to_model()
        try:
            yield
        finally:
            self._fill(own)

    def copy_to_model(self) -> None:
        """Put the mean in the place of the model's weights for good."""
        self._fill(self._mean)

    def save(self, checkpoint: Path) -> None:
        """Write the mean into a checkpoint folder."""
        from safetensors.torch import save_file

        tensors = {name: tensor.contiguous() for name, tensor in self._mean.items()}
        save_file(tensors, checkpoint / AVERAGE_FILE, metadata={"updates": str(self.updates)})

    def load(self, checkpoint: Path) -> None:
        """Go on from the mean in a checkpoint folder."""
        from safetensors import safe_open

        with safe_open(checkpoint / AVERAGE_FILE, framework="pt") as file:
            self.updates = int(file.metadata()["updates"])
            for name, tensor in self._mean.items():
                tensor.copy_(file.get_tensor(name))

    def _fill(self, weights: dict[str, torch.Tensor]) -> None:
        import torch

        with torch.no_grad():
            for name, parameter in _trained(self.model):
                parameter.copy_(weights[name])


def _trained(model: PreTrainedModel) -> Iterator[tuple[str, torch.nn.Parameter]]:
    return ((name, parameter) for name, parameter in model.named_parameters() if parameter.requires_grad)
