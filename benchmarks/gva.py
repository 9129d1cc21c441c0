"""Date and tolls of shootings (Gun Violence Archive, even incidents): the extractor on news articles against the frame.

    python -m benchmarks.gva --corpora DIR [--model DIR] [--limit N] [-o RESULT.json]

The archive links articles to frames loosely; read are those of one frame that name its city and appeared on its day or
up to seven days after, of these 300 drawn by hash of the id (``--limit``). The main event's (:mod:`benchmarks.incidents`)
date is exact where first and last day are the frame's; killed and wounded are of all sides, as the frame counts them,
exact as in :mod:`benchmarks.tolls_awsd`, with the frames above 0 apart. A dev set.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Sequence
from datetime import date
from typing import Any

from benchmarks import incidents, native_sets
from frontwire.schema import Document

REACH_DAYS = 7
LIMIT = 300


def frame_of(document: Document) -> dict[str, Any] | None:
    """The document's frame, ``None`` where it has several or does not fit the article."""
    frames: list[dict[str, Any]] = document.extra["native"]["incidents"]
    if len(frames) != 1 or "date" not in frames[0] or document.date is None:
        return None
    gap = date.fromisoformat(document.date) - date.fromisoformat(frames[0]["date"])
    city = re.sub(r"\s*\(.*?\)", "", frames[0]["city"]).strip()
    fits = 0 <= gap.days <= REACH_DAYS and re.search(rf"\b{re.escape(city)}\b", document.text) is not None
    return frames[0] if fits else None


def measure(documents: Sequence[Document], arguments: argparse.Namespace) -> list[incidents.Measure]:
    names = ("date exact", "killed exact", "killed exact, of those above 0", "wounded exact",
             "wounded exact, of those above 0")  # fmt: skip
    measures = {name: incidents.Measure(name) for name in names}
    for gold, predicted in incidents.extracted(documents, arguments):
        event, frame = incidents.main_event(predicted), frame_of(gold)
        if frame is None:
            continue
        found = event.date if event is not None else None
        day = found is not None and (found.start, found.end) == (frame["date"], frame["date"])
        measures["date exact"].add(day, gold, frame["date"], found)
        for outcome, number, counts in (
            ("killed", frame["killed"], event.killed if event is not None else None),
            ("wounded", frame["injured"], event.wounded if event is not None else None),
        ):
            right = incidents.is_exactly(counts, number)
            measures[f"{outcome} exact"].add(right, gold, number, counts)
            if number:
                measures[f"{outcome} exact, of those above 0"].add(right, gold, number, counts)
    return list(measures.values())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    incidents.add_arguments(parser, limit=LIMIT)
    arguments = parser.parse_args()
    began = time.perf_counter()
    articles = [
        document
        for document in native_sets.read_set("gva", arguments)
        if document.extra["part"] == "dev" and frame_of(document) is not None
    ]
    incidents.report(measure(incidents.sampled(articles, arguments.limit), arguments), arguments, began=began)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
