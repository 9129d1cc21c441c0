"""Training in the way of the published example script for token classification, the peer of ``training_throughput``.

The script (`run_ner.py` of Transformers' PyTorch examples) is not part of the installed library. What it does is written here
anew, with the same library calls and the library's defaults: rows of words with a label each, tokenised as split words and
truncated; the label on the first piece of a word, none on the others; batches of 8 padded to their longest in random order;
fp32; the library's own attention, optimiser and schedule. Its evaluation, checkpoints and reports are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from datasets import Dataset
from transformers import (
    AutoModelForTokenClassification,
    AutoTokenizer,
    DataCollatorForTokenClassification,
    Trainer,
    TrainingArguments,
)

from frontwire.model.encoding import IGNORED
from frontwire.ontology import ID_TO_TAG, TAG_TO_ID
from frontwire.schema import Document

#: Words and single marks of punctuation, as the data sets that the script is made for hold them.
_WORD: Final = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Row:
    """Words of a text and the tag of each."""

    words: list[str]
    tags: list[str]


def make_row(document: Document) -> Row:
    """A document in words; a mention tags every word that it touches, of two that share a word the earlier one."""
    spans = [match.span() for match in _WORD.finditer(document.text)]
    tags = ["O"] * len(spans)
    for mention in sorted(document.mentions, key=lambda m: (m.start, m.end)):
        prefix = "B-"
        for number, (start, end) in enumerate(spans):
            if start < mention.end and end > mention.start and tags[number] == "O":
                tags[number], prefix = prefix + mention.label, "I-"
    return Row([document.text[start:end] for start, end in spans], tags)


def example_trainer(
    folder: Path, documents: Sequence[Document], *, max_length: int, output: Path, max_steps: int, seed: int
) -> Trainer:
    """The script's trainer for the base in ``folder``, on the CPU, each document a row; ``max_length`` counts special tokens."""
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = AutoModelForTokenClassification.from_pretrained(
        folder,
        num_labels=len(ID_TO_TAG),
        id2label=ID_TO_TAG,
        label2id=TAG_TO_ID,
        ignore_mismatched_sizes=True,
        dtype="float32",
        local_files_only=True,
    )
    return Trainer(
        model=model,
        args=TrainingArguments(
            output_dir=str(output),
            max_steps=max_steps,
            seed=seed,
            use_cpu=True,
            dataloader_pin_memory=False,  # of no use without a GPU, and warned of
            logging_strategy="no",
            save_strategy="no",
            report_to=[],
            disable_tqdm=True,
        ),
        train_dataset=Dataset.from_list(
            [features(make_row(document), tokenizer, max_length) for document in documents]
        ),
        processing_class=tokenizer,
        data_collator=DataCollatorForTokenClassification(tokenizer),
    )


def features(row: Row, tokenizer: Any, max_length: int) -> dict[str, Any]:
    """Model inputs and labels of a row: :data:`IGNORED` on special tokens and on the later pieces of a word."""
    encoded = tokenizer(row.words, is_split_into_words=True, truncation=True, max_length=max_length)
    word_ids = encoded.word_ids()
    labels = [
        IGNORED if word is None or word == before else TAG_TO_ID[row.tags[word]]
        for before, word in zip([None, *word_ids], word_ids, strict=False)
    ]
    return {**encoded, "labels": labels}
