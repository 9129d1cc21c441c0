"""NER over tokenised sentences: files of a token and an IOB2 tag a line, scored as seqeval's default does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.public.examples import Example
from benchmarks.public.scheme import Scheme, best_tag_ids, log_softmax, spans_to_tags, tags_to_spans
from benchmarks.public.task import Examples, Logits, Part
from frontwire.corpora.native.sources import read_text
from frontwire.errors import RecordError
from frontwire.evaluation.counts import Counts


def read_sentences(path: Path) -> list[Example]:
    """Sentences of a file, tokens and tags as they are. Raises :class:`RecordError` for a line that is no token and tag."""
    sentences: list[Example] = []
    rows: list[list[str]] = []
    for line, row in enumerate([*read_text(path).split("\n"), ""], start=1):
        fields = row.split()
        if len(fields) == 2:
            rows.append(fields)
        elif fields:
            raise RecordError(f"{len(fields)} fields; expected a token and a tag", source=str(path), line=line)
        elif rows:
            words, tags = zip(*rows, strict=True)
            sentences.append(Example(f"{path.stem}-{len(sentences):04}", words, (tags,)))
            rows = []
    return sentences


class SentenceTask:
    """Tags sentences with the labels of the training file; predictions are tags of the file's own tokens."""

    def __init__(self, name: str, protocol: str, examples: Examples) -> None:
        self.name = name
        self.protocol = protocol
        self.examples = examples
        labels = {tag[2:] for example in examples.train for tag in example.tags[0] if tag != "O"}
        self.scheme = Scheme((tuple(sorted(labels)),))
        self._tags = self.scheme.tags(0)
        # Learned tags must be legal ones; the scorer reads the files' own.
        self.examples = Examples(
            [strict(example) for example in examples.train], examples.dev, examples.test, examples.files, examples.notes
        )

    def tune(self, logits: Logits) -> dict[str, Any]:
        """Nothing to choose: the best legal tags."""
        return {}

    def predict(self, part: Part, logits: Logits, settings: dict[str, Any]) -> list[list[str]]:
        """Tags of every sentence."""
        return [[self._tags[i] for i in best_tag_ids(log_softmax(rows)).tolist()] for rows in logits]

    def count(self, part: Part, predicted: Sequence[Any]) -> dict[str, list[Counts]]:
        """Equal spans (label and both ends) of every sentence: ``micro`` over all labels, then each label."""
        gold = [example.tags[0] for example in getattr(self.examples, part)]
        measures: dict[str, list[Counts]] = {"micro": []}
        labels = sorted({tag[2:] for tags in gold for tag in tags if tag != "O"})
        measures |= {label: [] for label in labels}
        for reference, prediction in zip(gold, predicted, strict=True):
            if len(reference) != len(prediction):
                raise ValueError(f"{len(prediction)} tags for {len(reference)} tokens; expected as many")
            left, right = set(tags_to_spans(reference)), set(tags_to_spans(prediction))
            measures["micro"].append(Counts(len(left & right), len(right), len(left)))
            for label in labels:
                ours, theirs = ({s for s in spans if s[0] == label} for spans in (left, right))
                measures[label].append(Counts(len(ours & theirs), len(theirs), len(ours)))
        return measures


def strict(example: Example) -> Example:
    """The same spans in strict IOB2."""
    tags = spans_to_tags(tags_to_spans(example.tags[0]), len(example.words))
    return Example(example.id, example.words, (tags,), example.prompt, example.unscored)
