"""Tolls and country of aid-worker attacks (AWSD, even incident ids): the extractor on Details against the table.

    python -m benchmarks.tolls_awsd --corpora DIR [--model DIR] [--limit N] [-o RESULT.json]

The table counts aid workers, so the victims' side of the main event (:mod:`benchmarks.incidents`) is compared: toll lines
that are not of the attackers. A figure is exact where both ends are the table's number, or the one that the words give
("at least five", "up to five"); no figure at all says 0, as the table does. Since most rows have a 0 somewhere, the rows
with a number above 0 stand apart. Country: of rows whose text has a name of the table's country. Rows that are
near-copies of annotated ones of the training half are left out. A dev set.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

from benchmarks import incidents, native_sets
from frontwire.normalize.country_words import WordFinder, country_names
from frontwire.normalize.place_names import name_key
from frontwire.normalize.tolls import totals
from frontwire.schema import CountRange, Document, Event

#: Near-copies of rows with odd ids that are annotated for training.
NEAR_COPIES = frozenset({"awsd-1876", "awsd-2460", "awsd-2462", "awsd-214"})
#: Names of the table that the country table has not.
COUNTRIES = {"Occupied Palestinian Territories": "PS", "Chechnya": "RU", "Kashmir": "IN"}


def gold_country(document: Document) -> str | None:
    """Alpha-2 of the row's country, ``None`` where it has none that is known."""
    name = str(document.extra["native"]["columns"]["Country"] or "")
    return COUNTRIES.get(name) or country_names().get(name_key(name))


def victims(event: Event | None, outcome: str) -> CountRange | None:
    """The total of the lines that are not the attackers'."""
    found = totals(toll for toll in event.tolls if toll.side != "attacker") if event is not None else None
    return None if found is None else found.killed if outcome == "killed" else found.wounded


def measure(documents: Sequence[Document], arguments: argparse.Namespace) -> list[incidents.Measure]:
    finder = WordFinder(country_names())
    measures = {
        name: incidents.Measure(name)
        for name in ("killed exact", "killed exact, of those above 0", "wounded exact", "wounded exact, of those above 0",
                     "country, where named")
    }  # fmt: skip
    for gold, predicted in incidents.extracted(documents, arguments):
        event = incidents.main_event(predicted)
        columns = gold.extra["native"]["columns"]
        for outcome in ("killed", "wounded"):
            number, found = int(columns[f"Total {outcome}"]), victims(event, outcome)
            right = incidents.is_exactly(found, number)
            measures[f"{outcome} exact"].add(right, gold, number, found)
            if number:
                measures[f"{outcome} exact, of those above 0"].add(right, gold, number, found)
        country = gold_country(gold)
        if country is not None and any(country_names()[hit.key] == country for hit in finder.find(gold.text)):
            place = event.place.country if event is not None and event.place is not None else None
            measures["country, where named"].add(place == country, gold, country, place)
    return list(measures.values())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    incidents.add_arguments(parser, limit=None)
    arguments = parser.parse_args()
    began = time.perf_counter()
    rows = [d for d in native_sets.read_set("awsd", arguments) if d.extra["part"] == "dev" and d.id not in NEAR_COPIES]
    incidents.report(measure(incidents.sampled(rows, arguments.limit), arguments), arguments, began=began)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
