"""Which device and number format to compute in: what was asked for, checked against what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from frontwire.errors import DeviceError

if TYPE_CHECKING:
    import torch

DEVICE_CHOICES: Final = "auto, cpu, cuda, cuda:N or mps"
PRECISIONS: Final = ("auto", "fp32", "bf16")


def choose_device(name: str = "auto") -> torch.device:
    """``auto`` takes CUDA, then MPS, then the CPU. Raises :class:`DeviceError` for a device that is not there."""
    import torch

    if name == "auto":
        if torch.cuda.is_available():
            return torch.device("cuda")
        return torch.device("mps" if torch.backends.mps.is_available() else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError:
        raise DeviceError(f"device {name!r}; expected {DEVICE_CHOICES}") from None
    if device.type == "cuda":
        found = torch.cuda.device_count() if torch.cuda.is_available() else 0
        if (device.index or 0) >= found:
            raise DeviceError(f"device {name!r}, but {found} CUDA devices are visible here; use --device cpu or auto")
    elif device.type == "mps":
        if not torch.backends.mps.is_available():
            raise DeviceError("device 'mps', but this machine has none; use --device cpu or auto")
    elif device.type != "cpu":
        raise DeviceError(f"device {name!r}; expected {DEVICE_CHOICES}")
    return device


def choose_precision(name: str, device: torch.device) -> str:
    """``fp32`` or ``bf16``. ``auto`` takes bf16 where the device computes in it natively: elsewhere it is emulated and slower."""
    import torch

    if name not in PRECISIONS:
        raise DeviceError(f"precision {name!r}; expected one of {', '.join(PRECISIONS)}")
    if name == "fp32":
        return name
    if device.type == "cuda":
        native = torch.cuda.is_bf16_supported(including_emulation=False)
    elif device.type == "cpu":
        native = cpu_has_bf16()
    else:
        native = False
    if name == "bf16" and not native and device.type != "cpu":
        raise DeviceError(f"precision bf16, but {device} has no bf16 arithmetic; use fp32")
    return "bf16" if native or name == "bf16" else "fp32"


def cpu_has_bf16() -> bool:
    """Whether this processor multiplies bf16 matrices in hardware (AVX-512 BF16, AMX, or Arm's BF16)."""
    import torch

    if not hasattr(torch.cpu, "get_capabilities"):  # torch before 2.10 has only this question
        question = getattr(torch.cpu, "_is_avx512_bf16_supported", None)
        return bool(question and question())
    capabilities = torch.cpu.get_capabilities()
    return any(capabilities.get(flag, False) for flag in ("avx512_bf16", "amx_bf16", "bf16"))
