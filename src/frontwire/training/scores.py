"""Dev scores while training: against the documents' gold, never against what survived tokenisation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from frontwire.ontology import OUTSIDE
from frontwire.schema import Document, Mention
from frontwire.training.metrics import StrictSpanMetric


def score_mentions(gold: Sequence[Document], predicted: Sequence[Sequence[Mention]]) -> dict[str, float]:
    """Strict IOB2 scores of mentions predicted for gold documents.

    ``precision``, ``recall``, ``f1`` (0..1) and ``support`` over all labels, and the same per label as ``KILLED_f1`` and so on.
    """
    references, predictions = [], []
    for document, mentions in zip(gold, predicted, strict=True):
        reference, prediction = common_tags(document.mentions, mentions)
        references.append(reference)
        predictions.append(prediction)
    rows = StrictSpanMetric().compute(predictions=predictions, references=references)
    scores = {
        f"{label}_{name}": value for label, row in rows.items() if label != "micro" for name, value in row.items()
    }
    return {**rows["micro"], **scores}


def common_tags(gold: Iterable[Mention], predicted: Iterable[Mention]) -> tuple[list[str], list[str]]:
    """IOB2 tag sequences of two sets of flat spans over one text, exact whatever a tokenizer would have done.

    The text is cut at every edge of either set; a unit is one piece between two edges, so each span is a run of units.
    """
    gold, predicted = list(gold), list(predicted)
    edges = sorted({edge for mention in [*gold, *predicted] for edge in (mention.start, mention.end)})
    index = {edge: i for i, edge in enumerate(edges)}
    sequences = []
    for mentions in (gold, predicted):
        tags = [OUTSIDE] * max(len(edges) - 1, 1)
        for mention in mentions:
            first, last = index[mention.start], index[mention.end]
            tags[first:last] = [f"B-{mention.label}"] + [f"I-{mention.label}"] * (last - first - 1)
        sequences.append(tags)
    return sequences[0], sequences[1]
