"""Geocoding of given spans with the packaged gazetteer: LGL, GeoVirus and GeoWebNews.

    python -m benchmarks.places --corpora DIR [--gazetteer FILE] [--misses FILE.tsv] [-o RESULT.json]

Every toponym with coordinates is resolved together with all others of its document, as ``frontwire extract`` does with
LOCATION mentions; nothing is trained. ``within`` is the share of all toponyms whose place lies at most 161 km (100
miles) from the annotated point, unresolved ones counting as misses; ``reachable`` is what a perfect chooser over the
gazetteer's candidates of these names would reach. Misses by cause: ``not found`` (no coordinates), ``absent`` (a wrong
place where the candidates have no right one), ``wrong chosen`` (where they have). Errors are in kilometres, of the
resolved ones. The interval is a 95% bootstrap over documents.

GeoWebNews counts as in its paper: the 2,401 place names with a GeoNames id, adjectives ("Russian") among them; their
coordinates come from the set's own ``GWN.xml``, in which ids and coordinates stand together. ``geowebnews_all`` adds
those with bare coordinates, streets and buildings, which no gazetteer of settlements holds. All are dev sets: rules were
tuned on them.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import native_sets
from frontwire.corpora.native.sources import parse_xml, read_bytes
from frontwire.normalize.gazetteer import Gazetteer
from frontwire.normalize.geonames.gazetteer import GeoNamesGazetteer
from frontwire.normalize.place_candidates import make_slot
from frontwire.normalize.place_choice import distance_km
from frontwire.normalize.places import PlaceResolver
from frontwire.schema import Document, Mention

REACH_KM = 161.0
SETS = ("lgl", "geovirus", "geowebnews", "geowebnews_all")
NO_PLACES = frozenset({"Demonym", "Homonym", "Language", "Non_Toponym"})

Point = tuple[float, float]


@dataclass(slots=True)
class Score:
    """Outcomes of one set. ``by_document``: (right, all) of each document; ``errors_km`` of the resolved names."""

    outcomes: Counter[str] = field(default_factory=Counter)
    by_document: list[tuple[int, int]] = field(default_factory=list)
    errors_km: list[float] = field(default_factory=list)
    reachable: int = 0
    seconds: float = 0.0
    misses: list[tuple[str, ...]] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        names = self.outcomes.total()
        return {
            "documents": len(self.by_document),
            "toponyms": names,
            "within_161_km": native_sets.share(self.outcomes["right"], names),
            "interval_95": native_sets.ratio_interval(self.by_document),
            "reachable": native_sets.share(self.reachable, names),
            "causes": {cause: n for cause, n in self.outcomes.most_common() if cause != "right"},
            "mean_error_km": round(statistics.fmean(self.errors_km), 1),
            "median_error_km": round(statistics.median(self.errors_km), 1),
            "milliseconds_per_document": round(1000 * self.seconds / len(self.by_document), 2),
        }


def gold_point(facts: Mapping[str, Any], ids: Mapping[int, Point], *, bare: bool) -> Point | None:
    """The annotated point of a mention, ``None`` where the annotators gave none; ``bare`` ones have no GeoNames id."""
    if isinstance(facts.get("lat"), int | float) and isinstance(facts.get("lon"), int | float):
        return float(facts["lat"]), float(facts["lon"])
    note = facts.get("note")
    if isinstance(note, int):
        return ids.get(note)
    parts = str(note or "").split(",") if bare else []
    try:
        return (float(parts[0]), float(parts[1])) if len(parts) == 2 else None
    except ValueError:
        return None


def id_points(folder: Path) -> dict[int, Point]:
    """GeoNames id → point of every place that ``GWN.xml`` names."""
    path = folder / "geoparsing" / "GWN.xml"
    points = {}
    for toponym in parse_xml(read_bytes(path), str(path)).iter("toponym"):
        found = (toponym.findtext("geonamesID") or "", toponym.findtext("latitude"), toponym.findtext("longitude"))
        if found[0].isdecimal() and found[1] and found[2]:
            points[int(found[0])] = (float(found[1]), float(found[2]))
    return points


def toponyms(document: Document, ids: Mapping[int, Point], *, bare: bool) -> Iterator[tuple[Mention, Point]]:
    """The mentions to resolve, in text order, with their points."""
    for mention in sorted(document.mentions, key=lambda m: (m.start, m.end)):
        point = gold_point(native_sets.facts_of(document, mention.id), ids, bare=bare)
        if point is not None and mention.label not in NO_PLACES:
            yield mention, point


def measure(
    documents: Sequence[Document], resolver: PlaceResolver, ids: Mapping[int, Point], *, bare: bool = False
) -> Score:
    score = Score()
    for document in documents:
        named = list(toponyms(document, ids, bare=bare))
        if not named:
            continue
        began = time.perf_counter()
        places = resolver.resolve([m.text for m, _ in named], document.text, document.title)
        score.seconds += time.perf_counter() - began
        right = 0
        for (mention, point), place in zip(named, places, strict=True):
            candidates = make_slot(mention.text, document.text, mention.start, resolver.gazetteer).candidates
            reachable = any(_near(c.lat, c.lon, point) for c, _ in candidates)
            if place.lat is None or place.lon is None:
                outcome = "not found"
            else:
                score.errors_km.append(distance_km(place.lat, place.lon, *point))
                outcome = "right" if score.errors_km[-1] <= REACH_KM else "wrong chosen" if reachable else "absent"
            score.outcomes[outcome] += 1
            score.reachable += reachable or outcome == "right"
            right += outcome == "right"
            if outcome != "right":
                fact = native_sets.facts_of(document, mention.id)
                gold = f"{fact.get('name', '')} {fact.get('country', '')} {fact.get('admin1', '')} {point}"
                found = f"{place.country} {place.admin1} ({place.lat}, {place.lon}) {place.precision}"
                score.misses.append((document.id, outcome, str(reachable), mention.text, gold, found))
        score.by_document.append((right, len(named)))
    return score


def _near(lat: float | None, lon: float | None, point: Point) -> bool:
    return lat is not None and lon is not None and distance_km(lat, lon, *point) <= REACH_KM


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    native_sets.add_arguments(parser)
    parser.add_argument("--sets", nargs="*", default=SETS, choices=SETS)
    parser.add_argument(
        "--gazetteer", metavar="FILE", help="built by frontwire data gazetteer (default: the packaged one)"
    )
    parser.add_argument("--misses", metavar="FILE", help="write what was missed, tab-separated")
    arguments = parser.parse_args()
    built = arguments.gazetteer
    resolver = PlaceResolver(Gazetteer.open() if built is None else GeoNamesGazetteer.open(built))
    ids = id_points(native_sets.corpora_folder(arguments))
    result: dict[str, Any] = {}
    misses = []
    rows = [
        ("set", "toponyms", "within", "95%", "reachable", "not found", "absent", "wrong", "mean km", "median", "ms")
    ]
    for name in arguments.sets:
        corpus, _, bare = name.partition("_")
        score = measure(native_sets.read_set(corpus, arguments), resolver, ids, bare=bool(bare))
        misses += score.misses
        found = result[name] = score.to_dict()
        causes = [str(found["causes"].get(cause, 0)) for cause in ("not found", "absent", "wrong chosen")]
        rows.append(
            (name, str(found["toponyms"]), f"{found['within_161_km']:.3f}", native_sets.format_interval(found["interval_95"]),
             f"{found['reachable']:.3f}", *causes, str(found["mean_error_km"]), str(found["median_error_km"]),
             str(found["milliseconds_per_document"]))
        )  # fmt: skip
    print(native_sets.format_rows(rows))
    if arguments.misses:
        lines = ["\t".join(miss).replace("\n", " ") for miss in misses]
        Path(arguments.misses).write_text("\n".join(lines) + "\n", encoding="utf-8")
    native_sets.write_result(result, arguments)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
