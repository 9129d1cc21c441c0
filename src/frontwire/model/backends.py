"""What computes logits and hidden states. A backend takes windows of input ids and gives one result per window, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from frontwire.errors import ModelLoadError
from frontwire.model.devices import choose_device, choose_precision
from frontwire.model.folder import ModelFolder

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True)
class WindowOutput:
    """``logits`` *(length, tags)* and ``states`` *(length, size)* of one window.

    ``states`` are the hidden states of the layers asked for, side by side; size 0 where none was.
    """

    logits: NDArray[np.float32]
    states: NDArray[np.float32]


class Backend(Protocol):
    """Computes logits for windows."""

    device_name: str
    precision: str

    def logits(self, windows: Sequence[NDArray[np.int64]], *, batch_tokens: int) -> list[NDArray[np.float32]]:
        """Logits *(length, tags)* for each window of input ids *(length,)*; a batch holds at most ``batch_tokens`` with padding."""
        ...


@runtime_checkable
class StateBackend(Backend, Protocol):
    """Computes hidden states too, which event heads need."""

    def outputs(
        self, windows: Sequence[NDArray[np.int64]], *, batch_tokens: int, layers: Sequence[int]
    ) -> list[WindowOutput]:
        """The same logits, with the hidden states of ``layers`` (0: the embeddings)."""
        ...


def length_batches(lengths: Sequence[int], batch_tokens: int) -> list[list[int]]:
    """Indices grouped into batches of similar length, longest first, each at most ``batch_tokens`` with its padding.

    A single window longer than that is a batch of its own. The grouping depends on the lengths alone.
    """
    batches: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lambda i: (-lengths[i], i)):
        if batches and (len(batches[-1]) + 1) * lengths[batches[-1][0]] <= batch_tokens:
            batches[-1].append(index)
        else:
            batches.append([index])
    return batches


class TorchBackend:
    """A token-classification model in PyTorch, as it stands, on one device.

    ``autocast`` computes an fp32 model in bf16 on the fly, as training does; :meth:`load` converts the weights instead.
    """

    def __init__(
        self, model: torch.nn.Module, *, device: torch.device, precision: str, pad_id: int, autocast: bool = False
    ) -> None:
        self.device = device
        self.device_name = str(device)
        self.precision = precision
        self.pad_id = pad_id
        self.autocast = autocast
        self.model = model

    @classmethod
    def load(
        cls, folder: ModelFolder, *, device: str = "auto", precision: str = "auto", threads: int | None = None
    ) -> TorchBackend:
        """Load a checked folder; ``threads`` sets PyTorch's CPU threads for the whole process."""
        import torch
        from transformers import AutoModelForTokenClassification

        if threads is not None:
            torch.set_num_threads(threads)
        chosen = choose_device(device)
        try:
            with _quiet_loading():
                model, report = AutoModelForTokenClassification.from_pretrained(
                    folder.path,
                    dtype=torch.float32,
                    local_files_only=True,
                    trust_remote_code=False,
                    use_safetensors=True,
                    output_loading_info=True,
                )
        except Exception as error:  # whatever the library raises on a damaged folder is the same news to the user
            raise ModelLoadError(f"the model in {str(folder.path)!r} cannot be loaded: {_first_line(error)}") from error
        # The library fills what a file lacks with random numbers; such a model would tag nonsense without a word.
        amiss = sorted({*report["missing_keys"], *(str(key[0]) for key in report["mismatched_keys"])})
        if amiss:
            raise ModelLoadError(
                f"the weights in {str(folder.path)!r} lack {len(amiss)} parts or have them in another shape "
                f"({', '.join(amiss[:3])}); copy the folder again or train it anew"
            )
        number_format = choose_precision(precision, chosen)
        model = model.to(device=chosen, dtype=torch.bfloat16 if number_format == "bf16" else torch.float32).eval()
        return cls(model, device=chosen, precision=number_format, pad_id=int(folder.config.get("pad_token_id") or 0))

    def logits(self, windows: Sequence[NDArray[np.int64]], *, batch_tokens: int) -> list[NDArray[np.float32]]:
        return [output.logits for output in self.outputs(windows, batch_tokens=batch_tokens, layers=())]

    def outputs(
        self, windows: Sequence[NDArray[np.int64]], *, batch_tokens: int, layers: Sequence[int]
    ) -> list[WindowOutput]:
        import torch

        def compute(batch: list[int]) -> list[WindowOutput]:
            return self._batch_outputs([windows[i] for i in batch], layers)

        batches = length_batches([len(window) for window in windows], batch_tokens)
        threads = torch.get_num_threads()
        if self.device.type == "cpu" and 1 < threads <= len(batches):
            # One batch per thread, each computed by that thread alone: no operation waits for the slowest part of it.
            # Which way is taken, like the batches, follows from the windows and the thread count alone.
            try:
                with ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,)) as pool:
                    outputs = list(pool.map(compute, batches))
            finally:
                torch.set_num_threads(threads)
        else:
            outputs = [compute(batch) for batch in batches]
        results: dict[int, WindowOutput] = {}
        for batch, rows in zip(batches, outputs, strict=True):
            results.update(zip(batch, rows, strict=True))
        return [results[index] for index in range(len(windows))]

    def _batch_outputs(self, windows: Sequence[NDArray[np.int64]], layers: Sequence[int]) -> list[WindowOutput]:
        """One batch, the longest window first."""
        import torch

        ids = np.full((len(windows), len(windows[0])), self.pad_id, dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, window in enumerate(windows):
            ids[row, : len(window)] = window
            mask[row, : len(window)] = 1
        inputs: dict[str, Any] = {"input_ids": torch.from_numpy(ids).to(self.device)}
        if not mask.all():  # without padding the attention kernels need no mask and are faster
            inputs["attention_mask"] = torch.from_numpy(mask).to(self.device)
        if layers:
            inputs["output_hidden_states"] = True
        with torch.inference_mode(), torch.autocast(self.device.type, torch.bfloat16, enabled=self.autocast):
            output = self.model(**inputs)
            logits = output.logits.float().cpu().numpy()
            if layers:
                states = torch.cat([output.hidden_states[layer] for layer in layers], dim=-1).float().cpu().numpy()
            else:
                states = np.zeros((*ids.shape, 0), dtype=np.float32)
        return [
            WindowOutput(logits[row, : len(window)], states[row, : len(window)]) for row, window in enumerate(windows)
        ]


@contextmanager
def _quiet_loading() -> Iterator[None]:
    """Neither the library's progress bar, which goes to stderr even where that is a file, nor its report on keys."""
    from transformers.utils import logging

    shown, verbosity = logging.is_progress_bar_enabled(), logging.get_verbosity()
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if shown:
            logging.enable_progress_bar()


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
