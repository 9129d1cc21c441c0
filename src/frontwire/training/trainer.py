"""Config → model folder: the fine-tuning run on the Hugging Face ``Trainer``."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from transformers import EarlyStoppingCallback, PreTrainedModel, PrinterCallback, Trainer, TrainingArguments, set_seed
from transformers.trainer_utils import PREFIX_CHECKPOINT_DIR

from frontwire.config import TrainConfig
from frontwire.errors import DataError, OutputError
from frontwire.model.backends import TorchBackend
from frontwire.model.devices import choose_device, choose_precision
from frontwire.model.encoding import TextEncoder
from frontwire.model.tagger import Tagger
from frontwire.schema import Document
from frontwire.training.augmentation import augmented
from frontwire.training.averaging import WeightAverage
from frontwire.training.bases import Base, load_base
from frontwire.training.distillation import (
    DistillationCollator,
    add_unlabelled,
    distillation_loss,
    teacher_targets,
    texts_sha256,
    weights_sha256,
)
from frontwire.training.features import Features, LengthBucketSampler, PaddingCollator, check_lost, make_features
from frontwire.training.progress import EpochLines
from frontwire.training.resuming import begin_run, end_run, find_checkpoint
from frontwire.training.saving import documents_sha256, portable_settings, save_model_folder
from frontwire.training.scores import score_mentions

if TYPE_CHECKING:
    import torch

#: The dev score that early stopping and the choice of the best epoch go by.
SELECTION_METRIC: Final = "f1"


def train(
    config: TrainConfig,
    train_documents: Sequence[Document],
    dev_documents: Sequence[Document],
    *,
    unlabelled: Sequence[str] = (),
    resume: bool = False,
) -> dict[str, Any]:
    """Fine-tune and write ``<output>/model``; returns the dev scores of the weights as saved.

    ``unlabelled`` texts are learned from the teachers of ``config.distillation``, where there are any.

    With ``resume`` the run goes on from the last checkpoint in ``<output>/checkpoints``, to the same result as an undisturbed
    one on the same machine; they are removed when the model folder is written. Raises :class:`DataError` when there is nothing
    to learn from or too much gold is lost, :class:`~frontwire.errors.ModelLoadError` when the base cannot be had,
    :class:`OutputError` when the run folder cannot be written and :class:`~frontwire.errors.ResumeError` when the run to
    resume was begun with other settings or data.
    """
    if not train_documents or not dev_documents:
        raise DataError(
            f"{len(train_documents)} training and {len(dev_documents)} dev documents; expected at least one of each"
        )
    started = time.monotonic()
    checkpoints = Path(config.output) / "checkpoints"
    identity: dict[str, Any] = {
        "settings": portable_settings(config),
        "train_sha256": documents_sha256(train_documents),
        "dev_sha256": documents_sha256(dev_documents),
    }
    if config.distillation.teachers:
        identity["teachers_sha256"] = [weights_sha256(teacher) for teacher in config.distillation.teachers]
        identity["unlabelled_sha256"] = texts_sha256(unlabelled)
    checkpoint = find_checkpoint(checkpoints, identity, resume=resume)
    with _writing(config.output):  # before the work whose result could not be kept
        begin_run(checkpoints, identity)
    device = choose_device(config.device)
    precision = choose_precision(config.precision, device)
    base = load_base(config.base, seed=config.seed, texts=(document.text for document in train_documents))
    encoder = TextEncoder(
        base.tokenizer.backend_tokenizer, max_length=config.windows.max_length, overlap=config.windows.overlap
    )
    if device.type == "cpu":
        # The fused attention is made for reading; forwards and backwards the plain one is a sixth faster here.
        base.model.set_attn_implementation("eager")
    features = make_features(augmented(train_documents, config.augmentation, seed=config.seed), encoder)
    check_lost(features, config.data.max_lost_share)
    targets = None
    if config.distillation.teachers:
        features = add_unlabelled(features, unlabelled, encoder)
        targets = teacher_targets(
            features, config.distillation.teachers, encoder, device=config.device, precision=precision
        )
    set_seed(config.seed)
    trainer = TaggerTrainer(
        base=base,
        encoder=encoder,
        features=features,
        dev_documents=dev_documents,
        args=training_arguments(config, device=device, precision=precision),
        layer_decay=config.optimizer.layer_decay,
        average_decay=config.optimizer.average_decay,
        targets=targets,
        teacher_weight=config.distillation.weight,
        patience=config.early_stopping.patience,
    )
    with _writing(config.output):
        trainer.train(resume_from_checkpoint=checkpoint)
        if not trainer.is_world_process_zero():
            return {}
        record = save_model_folder(
            Path(config.output) / "model",
            config=config,
            base=base,
            model=trainer.plain_model(),
            features=features,
            train_documents=train_documents,
            dev_documents=dev_documents,
            distillation=_distillation_record(identity, unlabelled),
            history=trainer.state.log_history,
            precision=precision,
            device=str(device),
            seconds=time.monotonic() - started,
        )
        end_run(checkpoints)
    return record


def _distillation_record(identity: dict[str, Any], unlabelled: Sequence[str]) -> dict[str, Any] | None:
    if "teachers_sha256" not in identity:
        return None
    return {
        "teachers_sha256": identity["teachers_sha256"],
        "unlabelled": {
            "texts": len(unlabelled),
            "words": sum(len(text.split()) for text in unlabelled),
            "sha256": identity["unlabelled_sha256"],
        },
    }


@contextmanager
def _writing(folder: str) -> Iterator[None]:
    """Turn what the libraries raise for a disk that cannot take a file into one :class:`OutputError`."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"cannot write {error.filename or folder}: {error.strerror or error}") from error
    except (RuntimeError, SafetensorError) as error:  # the weights' writers have no type of their own for it
        text = str(error)
        if "PytorchStreamWriter" in text or "inline_container" in text or "I/O error" in text or "os error" in text:
            raise OutputError(f"cannot write into {folder}: {text.splitlines()[0]}; is the disk full?") from error
        raise


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
        ddp_find_unused_parameters=False,  # every parameter has a part in the loss
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
        average_decay: float = 0.0,
        targets: Sequence[NDArray[np.float16]] | None = None,
        teacher_weight: float = 0.5,
        patience: int = 0,
    ) -> None:
        self.teacher_weight = teacher_weight
        self.encoder = encoder
        self.dev_documents = list(dev_documents)
        self.layer_decay = layer_decay
        self.pad_id = int(base.tokenizer.pad_token_id or 0)
        dataset, collator = features.dataset, PaddingCollator(self.pad_id, multiple=32)
        if targets is not None:
            dataset = dataset.add_column("row", list(range(len(dataset))))
            collator = DistillationCollator(self.pad_id, targets, multiple=32)
        super().__init__(
            model=base.model,
            args=args,
            train_dataset=dataset,
            eval_dataset=dataset.select([]),  # the dev documents are read whole, see evaluate()
            data_collator=collator,
            callbacks=[EarlyStoppingCallback(early_stopping_patience=patience)] if patience else None,
        )
        # The Trainer takes the models' open signature for a loss summed over all tokens of a step; theirs is a mean per batch.
        # Left so, the loss and its gradient would grow with accumulation steps and processes.
        self.model_accepts_loss_kwargs = False
        self.average = WeightAverage(base.model, average_decay) if average_decay else None
        if self.average is not None:
            self.add_callback(self.average)
        if args.disable_tqdm:
            self.remove_callback(PrinterCallback)
            self.add_callback(EpochLines())

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

    def compute_loss(
        self, model: Any, inputs: dict[str, Any], return_outputs: bool = False, num_items_in_batch: Any = None
    ) -> Any:
        """The library's loss, or with targets that of distillation."""
        if "targets" not in inputs:
            return super().compute_loss(model, inputs, return_outputs, num_items_in_batch)
        labels, targets = inputs.pop("labels"), inputs.pop("targets")
        outputs = model(**inputs)
        loss = distillation_loss(outputs.logits, labels, targets, weight=self.teacher_weight)
        return (loss, outputs) if return_outputs else loss

    def _save_checkpoint(self, model: Any, trial: Any) -> None:
        super()._save_checkpoint(model, trial)
        if self.average is not None and self.is_world_process_zero():
            self.average.save(Path(str(self.args.output_dir)) / f"{PREFIX_CHECKPOINT_DIR}-{self.state.global_step}")

    def _load_from_checkpoint(self, resume_from_checkpoint: str, model: Any = None) -> None:
        super()._load_from_checkpoint(resume_from_checkpoint, model)
        if self.average is not None:
            self.average.load(Path(resume_from_checkpoint))

    def _load_best_model(self) -> None:
        super()._load_best_model()
        if self.average is not None and self.state.best_model_checkpoint:
            self.average.load(Path(self.state.best_model_checkpoint))
            self.average.copy_to_model()

    def evaluate(
        self, eval_dataset: Any = None, ignore_keys: Any = None, metric_key_prefix: str = "eval"
    ) -> dict[str, float]:
        """Strict span scores of the dev documents, read in full through the same windows and decoder as prediction."""
        model = self.plain_model()
        model.eval()
        with self.average.applied() if self.average else nullcontext():
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
