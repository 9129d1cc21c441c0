"""Further masked-language training: the base learns the language of conflict news from texts without labels."""

from __future__ import annotations

import hashlib
import math
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from frontwire.errors import ModelLoadError
from frontwire.model.devices import choose_device, choose_precision
from frontwire.model.encoding import TextEncoder
from frontwire.training.bases import Base, load_base
from frontwire.training.resuming import begin_run, end_run, find_checkpoint
from frontwire.training.stages.config import MaskedConfig
from frontwire.training.stages.loop import run_stage
from frontwire.training.stages.masking import Masked, Masker
from frontwire.training.stages.mlm import MaskedLanguageModel
from frontwire.training.stages.packing import Packer, Tokens, Windows, tokenise
from frontwire.training.stages.saving import portable_stage_settings, save_base_folder
from frontwire.training.stages.texts import StageText, StageTexts

#: Windows held back that are measured at most.
_MEASURED_WINDOWS = 512


def pretrain(config: MaskedConfig, texts: StageTexts, *, resume: bool = False) -> dict[str, Any]:
    """Train and write ``<output>/base``; returns its ``base.json``.

    With ``resume`` the run goes on from the last checkpoint in ``<output>/checkpoints``. Raises what
    :func:`~frontwire.training.bases.load_base` and :func:`~frontwire.training.resuming.find_checkpoint` raise, and
    :class:`~frontwire.errors.DataError` for texts that fill no window.
    """
    started = time.monotonic()
    checkpoints = Path(config.output) / "checkpoints"
    identity = {"settings": portable_stage_settings(config), "texts_sha256": texts.sha256()}
    checkpoint = find_checkpoint(checkpoints, identity, resume=resume)
    begin_run(checkpoints, identity)
    device = choose_device(config.device)
    precision = choose_precision(config.precision, device)
    base = load_base(config.base, seed=config.seed, texts=(text.text for text in texts.texts))
    if device.type == "cpu":
        base.model.set_attn_implementation("eager")  # forwards and backwards the faster one here
    learned, held = hold_back(texts.texts, share=config.held_share, seed=config.seed)
    encoder = TextEncoder(base.tokenizer.backend_tokenizer, max_length=config.length, overlap=0)
    learned_tokens = tokenise((text.text for text in learned), encoder)
    stage = MaskedStage(config, base, learned_tokens, tokenise((text.text for text in held), encoder), device=device)
    history = run_stage(
        stage,
        optimizer_config=config.optimizer,
        seed=config.seed,
        device=device,
        bf16=precision == "bf16",
        checkpoints=checkpoints,
        checkpoint=checkpoint,
        checkpoint_steps=config.checkpoint_steps,
    )
    record = save_base_folder(
        Path(config.output) / "base",
        base=base,
        config=config,
        record={
            "texts": {name: counts.to_dict() for name, counts in texts.counts.items()},
            "texts_sha256": texts.sha256(),
            "held_documents": len(held),
            "train_tokens": sum(len(tokens.ids) for tokens in learned_tokens),
            "history": history,
            "device": str(device),
            "precision": precision,
            "seconds": round(time.monotonic() - started, 1),
        },
    )
    end_run(checkpoints)
    return record


def hold_back(texts: Sequence[StageText], *, share: float, seed: int) -> tuple[list[StageText], list[StageText]]:
    """Texts to learn from, and of every source ``share`` of its texts that measure: by hash, but at least one of all."""
    by_source: defaultdict[str, list[StageText]] = defaultdict(list)
    for text in texts:
        by_source[text.source].append(text)
    held: set[tuple[str, str]] = set()
    for source, found in by_source.items():
        found = sorted(found, key=lambda text: hashlib.sha256(f"{seed}:{text.id}".encode()).digest())
        held |= {(source, text.id) for text in found[: math.floor(len(found) * share + 0.5)]}
    if not held:
        held = {(texts[-1].source, texts[-1].id)}
    return (
        [text for text in texts if (text.source, text.id) not in held],
        [text for text in texts if (text.source, text.id) in held],
    )


class MaskedStage:
    """Masked-language training as the loop sees it."""

    def __init__(
        self,
        config: MaskedConfig,
        base: Base,
        learned: Sequence[Tokens],
        held: Sequence[Tokens],
        *,
        device: torch.device,
    ) -> None:
        tokenizer = base.tokenizer
        if tokenizer.cls_token_id is None or tokenizer.sep_token_id is None or tokenizer.mask_token_id is None:
            raise ModelLoadError("the base's tokenizer has no [CLS], [SEP] or [MASK]; expected one of the BERT family")
        self.config = config
        self.device = device
        row = {"length": config.length, "cls_id": int(tokenizer.cls_token_id), "sep_id": int(tokenizer.sep_token_id)}
        self._packer = Packer(learned, **row, seed=config.seed)
        # Few held texts, repeated where they fill no window of their own.
        repeats = -(-config.length // max(1, sum(len(text.ids) for text in held)))
        packed = Packer([*held] * repeats, **row, seed=config.seed).pack(0)
        self._held = Windows(packed.ids[:_MEASURED_WINDOWS], packed.words[:_MEASURED_WINDOWS])
        encoder: Any = base.model.base_model
        vocabulary = int(encoder.config.vocab_size)
        self._masker = Masker(
            mask_id=int(tokenizer.mask_token_id),
            vocabulary=min(vocabulary, len(tokenizer)),
            special_ids=set(tokenizer.all_special_ids),
            share=config.masking.share,
            mask=config.masking.mask,
            random=config.masking.random,
        )
        counts = np.bincount(np.concatenate([text.ids for text in learned]), minlength=vocabulary)
        self.model = MaskedLanguageModel(encoder, frequencies=counts).to(device)
        self._steps_per_epoch = -(-self._packer.windows // config.optimizer.batch_size)
        self.steps = math.ceil(self._steps_per_epoch * config.optimizer.epochs)
        self._epoch = -1
        self._windows = packed

    def head_parameters(self) -> Iterable[nn.Parameter]:
        """The masked-language head."""
        return self.model.head_parameters()

    def loss(self, step: int) -> torch.Tensor:
        """Cross-entropy of the masked tokens of a batch."""
        epoch, number = divmod(step, self._steps_per_epoch)
        if epoch != self._epoch:
            self._epoch, self._windows = epoch, self._packer.pack(epoch)
        size = self.config.optimizer.batch_size
        batch = slice(number * size, (number + 1) * size)
        windows = Windows(self._windows.ids[batch], self._windows.words[batch])
        masked = self._masker(windows, np.random.default_rng([self.config.seed, 1, step]))
        logits, targets = self._told(masked)
        return functional.cross_entropy(logits.float(), targets)

    def measure(self) -> dict[str, float]:
        """Loss (nats) and share of right tokens (0..1) of the held texts, masked the same way every time."""
        generator = np.random.default_rng([self.config.seed, 2])
        total, right, count = 0.0, 0, 0
        size = self.config.optimizer.batch_size
        for start in range(0, len(self._held), size):
            batch = slice(start, start + size)
            masked = self._masker(Windows(self._held.ids[batch], self._held.words[batch]), generator)
            logits, targets = self._told(masked)
            total += float(functional.cross_entropy(logits.float(), targets, reduction="sum"))
            right += int((logits.argmax(dim=-1) == targets).sum())
            count += len(targets)
        return {"held_loss": total / count, "held_accuracy": right / count}

    def _told(self, masked: Masked) -> tuple[torch.Tensor, torch.Tensor]:
        ids, places, targets = (
            torch.from_numpy(array).to(self.device) for array in (masked.ids, masked.places, masked.targets)
        )
        return self.model(ids, places), targets
