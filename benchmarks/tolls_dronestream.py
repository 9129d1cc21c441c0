"""Deaths of drone strikes (Dronestream): the extractor on each narrative against the table's minimum and maximum.

    python -m benchmarks.tolls_dronestream --corpora DIR [--model DIR] [--limit N] [-o RESULT.json]

``within``: the main event's whole range of dead (:mod:`benchmarks.incidents`; all sides, since the struck may be told as
fighters) lies in the table's. An end that the words leave open counts as the figure they give: "at least five" and
"up to five" as 5; no figure says 0. ``overlapping``: the two ranges meet. Records without deaths in numbers are left
out. A dev set.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import replace

from benchmarks import incidents, native_sets
from frontwire.normalize.tolls import totals
from frontwire.schema import CountRange, Document, Toll


def closed(toll: Toll) -> Toll:
    """The toll with an end that the words leave open put to the figure that they give."""
    high = toll.low if toll.high is None else toll.high
    return replace(toll, low=toll.low or high, high=high)


def measure(documents: Sequence[Document], arguments: argparse.Namespace) -> list[incidents.Measure]:
    within, overlapping = incidents.Measure("deaths within"), incidents.Measure("deaths overlapping")
    for gold, predicted in incidents.extracted(documents, arguments):
        event = incidents.main_event(predicted)
        killed = (event.killed if event is not None else None) or CountRange(0, 0)
        figure = (totals(map(closed, event.tolls)).killed if event is not None else None) or CountRange(0, 0)
        columns = gold.extra["native"]["columns"]
        least, most = columns["deaths_min"], columns["deaths_max"]
        within.add(least <= figure.low and (figure.high or 0) <= most, gold, (least, most), killed)
        overlapping.add(
            killed.low <= most and (killed.high is None or killed.high >= least), gold, (least, most), killed
        )
    return [within, overlapping]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    incidents.add_arguments(parser, limit=None)
    arguments = parser.parse_args()
    began = time.perf_counter()
    strikes = [
        document
        for document in native_sets.read_set("dronestream", arguments)
        if all(isinstance(document.extra["native"]["columns"][name], int) for name in ("deaths_min", "deaths_max"))
    ]
    incidents.report(measure(incidents.sampled(strikes, arguments.limit), arguments), arguments, began=began)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
