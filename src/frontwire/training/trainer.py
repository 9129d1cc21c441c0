"""Config → model folder: the fine-tuning run on the Hugging Face ``Trainer``."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from transformers import EarlyStoppingCallback, PreTrainedModel, Trainer, TrainingArguments, set_seed
from transformers.trainer_utils import get_last_checkpoint

from frontwire.config import TrainConfig
from frontwire.errors import DataError
from frontwire.model.backends import TorchBackend
from frontwire.model.devices import choose_device, choose_precision
from frontwire.model.encoding import TextEncoder
from frontwire.model.tagger import Tagger
from frontwire.schema import Document
from frontwire.training.bases import Base, load_base
from frontwire.training.features import Features, LengthBucketSampler, PaddingCollator, check_lost, make_features
from frontwire.training.saving import save_model_folder
from frontwire.training.scores import score_mentions

if TYPE_CHECKING:
    import torch

#: The dev score that early stopping and the choice of the best epoch go by.
SELECTION_METRIC: Final = "f1"


def train(
    config: TrainConfig, train_documents: Sequence[Document], dev_documents: Sequence[Document], *, resume: bool = False
) -> dict[str, Any]:
    """Fine-tune and write ``<output>/model``; returns the dev scores of the weights as saved.

    With ``resume`` the run goes on from the last checkpoint in ``<output>/checkpoints``, to the same result as an undisturbed
    one on the same machine. Raises :class:`DataError` when there is nothing to learn from or too much gold is lost, and
    :class:`~frontwire.errors.ModelLoadError` when the base cannot be had.
    """
    if not train_documents or not dev_documents:
        raise DataError(
            f"{len(train_documents)} training and {len(dev_documents)} dev documents; expected at least one of each"
        )
    started = time.monotonic()
    device = choose_device(config.device)
    precision = choose_precision(config.precision, device)
    base = load_base(config.base, seed=config.seed, texts=(document.text for document in train_documents))
    encoder = TextEncoder(
        base.tokenizer.backend_tokenizer, max_length=config.windows.max_length, overlap=config.windows.overlap
    )
    features = make_features(train_documents, encoder)
    check_lost(features, config.data.max_lost_share)
    set_seed(config.seed)
    trainer = TaggerTrainer(
        base=base,
        encoder=encoder,
        features=features,
        dev_documents=dev_documents,
        args=training_arguments(config, device=device, precision=precision),
        layer_decay=config.optimizer.layer_decay,
        patience=config.early_stopping.patience,
    )
    checkpoints = Path(config.output) / "checkpoints"
    checkpoint = get_last_checkpoint(str(checkpoints)) if resume and checkpoints.is_dir() else None
    trainer.train(resume_from_checkpoint=checkpoint)
    if not trainer.is_world_process_zero():
        return {}
    return save_model_folder(
        Path(config.output) / "model",
        config=config,
        base=base,
        model=trainer.plain_model(),
        features=features,
        train_documents=train_documents,
        dev_documents=dev_documents,
        history=trainer.state.log_history,
        precision=precision,
        device=str(device),
        seconds=time.monotonic() - started,
    )


def training_arguments(config: TrainConfig, *, device: torch.device, precision: str) -> TrainingArguments:
    """The configuration in the words of the Hugging Face Trainer."""
    optimizer = config.optimizer
    return TrainingArguments(
        output_dir=str(Path(config.output) / "checkpoints"),
        seed=config.seed,
        data_seed=config.seed,
        use_cpu=device.type == "cpu",
        bf16=precision == "bf16",
        learning_rate=optimizer.learning_rate,
        weight_decay=optimizer.weight_decay,
        num_train_epochs=optimizer.epochs,
        per_device_train_batch_size=optimizer.batch_size,
        gradient_accumulation_steps=optimizer.accumulation,
        warmup_steps=optimizer.warmup_share,
        lr_scheduler_type=optimizer.schedule,
        max_grad_norm=optimizer.max_grad_norm,
        label_smoothing_factor=optimizer.label_smoothing,
        eval_strategy="epoch",
        save_strategy="epoch",
        logging_strategy="epoch",
        save_total_limit=2,
        load_best_model_at_end=True,
        metric_for_best_model=SELECTION_METRIC,
        greater_is_better=True,
        remove_unused_columns=False,
        dataloader_pin_memory=device.type == "cuda",
        report_to=[],
        disable_tqdm=not _on_terminal(),
    )


class TaggerTrainer(Trainer):
    """A ``Trainer`` that buckets by length, decays learning rates by layer and scores whole dev documents."""

    def __init__(
        self,
        *,
        base: Base,
        encoder: TextEncoder,
        features: Features,
        dev_documents: Sequence[Document],
        args: TrainingArguments,
        layer_decay: float = 1.0,
        patience: int = 0,
    ) -> None:
        self.encoder = encoder
        self.dev_documents = list(dev_documents)
        self.layer_decay = layer_decay
        self.pad_id = int(base.tokenizer.pad_token_id or 0)
        super().__init__(
            model=base.model,
            args=args,
            train_dataset=features.dataset,
            eval_dataset=features.dataset.select([]),  # the dev documents are read whole, see evaluate()
            data_collator=PaddingCollator(self.pad_id, multiple=32),
            callbacks=[EarlyStoppingCallback(early_stopping_patience=patience)] if patience else None,
        )

    def plain_model(self) -> PreTrainedModel:
        """The model without the wrappers of distributed training."""
        model: PreTrainedModel = self.accelerator.unwrap_model(self.model)
        return model

    def _get_train_sampler(self, train_dataset: Any = None) -> Any:
        dataset: Any = self.train_dataset if train_dataset is None else train_dataset
        return LengthBucketSampler(dataset["length"], batch_size=self.args.train_batch_size, seed=self.args.seed)

    def create_optimizer(self, model: Any = None) -> torch.optim.Optimizer:
        """AdamW whose learning rate falls by ``layer_decay`` per encoder layer below the head (Howard & Ruder 2018)."""
        if self.optimizer is None and self.layer_decay < 1:
            import torch

            self.optimizer = torch.optim.AdamW(
                layer_groups(self.plain_model(), self.args.learning_rate, self.layer_decay, self.args.weight_decay)
            )
        optimizer: torch.optim.Optimizer = super().create_optimizer(model)
        return optimizer

    def evaluate(
        self, eval_dataset: Any = None, ignore_keys: Any = None, metric_key_prefix: str = "eval"
    ) -> dict[str, float]:
        """Strict span scores of the dev documents, read in full through the same windows and decoder as prediction."""
        model = self.plain_model()
        model.eval()
        scores = evaluate_model(
            model,
            self.encoder,
            self.dev_documents,
            device=self.args.device,
            autocast=self.args.bf16,
            pad_id=self.pad_id,
        )
        metrics = {f"{metric_key_prefix}_{name}": value for name, value in scores.items()}
        self.log({f"{metric_key_prefix}_{name}": scores[name] for name in ("precision", "recall", "f1")})
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, metrics)
        return metrics


def evaluate_model(
    model: PreTrainedModel,
    encoder: TextEncoder,
    documents: Sequence[Document],
    *,
    device: torch.device,
    autocast: bool,
    pad_id: int,
) -> dict[str, float]:
    """Strict span scores (0..1) of a model in memory on gold documents."""
    backend = TorchBackend(model, device=device, precision="fp32", pad_id=pad_id, autocast=autocast)
    predicted = Tagger(encoder, backend).tag([document.text for document in documents])
    return score_mentions(documents, predicted)


def layer_groups(
    model: PreTrainedModel, learning_rate: float, decay: float, weight_decay: float
) -> list[dict[str, Any]]:
    """Parameter groups: the head at ``learning_rate``, each encoder layer below at ``decay`` times the one above."""
    total = int(getattr(model.config, "num_hidden_layers", 0))
    groups: dict[tuple[int, bool], dict[str, Any]] = {}
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        depth = _depth(name, total)
        decays = parameter.ndim > 1  # biases and norms are left alone
        group = groups.setdefault(
            (depth, decays),
            {"params": [], "lr": learning_rate * decay**depth, "weight_decay": weight_decay if decays else 0.0},
        )
        group["params"].append(parameter)
    return list(groups.values())


def _depth(name: str, total: int) -> int:
    """Steps below the head: 0 for it, 1 for the top layer, ``total + 1`` for the embeddings."""
    parts = name.split(".")
    for before, part in itertools.pairwise(parts):
        if before in ("layer", "layers", "h") and part.isdigit():
            return total - int(part)
    return total + 1 if "embeddings" in parts else 0


def _on_terminal() -> bool:
    try:
        return os.isatty(2)
    except OSError:
        return False
