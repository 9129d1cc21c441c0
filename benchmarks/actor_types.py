"""Types of attackers against the actor types of AWSD and the perpetrator types of HRDsAttack.

    python -m benchmarks.actor_types --corpora DIR [--develop] [--names] [--model DIR] [--limit N]
        [--predicted FILE.jsonl …] [-o RESULT.json]

Annotated articles of the data folder name an actor and a type on either side of many events: do the words of the side's
gold mentions get that type, and that name? AWSD names an actor in a column of its own: is the type that its name gets one
of those that the row's actor type stands for? And of the reports of AWSD and the articles of HRDsAttack: is the type of
the attacker of the main event (:mod:`benchmarks.incidents`; no attacker says ``unknown``)? ``AWSD`` and ``HRDS`` below
write down what a type of theirs may be among ours, since neither draws the lines where we do. Types have confusion tables.

Measured are the dev split, AWSD rows with even ids and HRDsAttack's dev part; with ``--develop`` the train split, odd ids and
the train part, on which word lists were made. ``--predicted`` takes files of ``frontwire extract`` in place of running the
model (documents that stand in none are left out); ``--names`` leaves out all that needs a model.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from benchmarks import incidents, native_sets
from benchmarks.tolls_awsd import NEAR_COPIES, gold_country
from frontwire.corpora.collection import load_split
from frontwire.corpora.jsonl import read_jsonl
from frontwire.normalize.actors import resolve_actor
from frontwire.ontology import ACTOR_TYPES
from frontwire.schema import Document, Event

_STATE: Final = ("state", frozenset({"state_forces"}))
#: Forces of the state that the set does not tell from those of another country.
_ANY_STATE: Final = ("state", frozenset({"state_forces", "external_forces"}))
_FOREIGN: Final = ("foreign forces", frozenset({"external_forces"}))
_GROUP: Final = ("armed group", frozenset({"rebel", "political_militia"}))
_LOCAL_GROUP: Final = ("armed group", frozenset({"rebel", "political_militia", "communal_militia"}))
_PEOPLE: Final = ("people", frozenset({"civilians", "rioters", "communal_militia", "unknown"}))
_UNKNOWN: Final = ("unknown", frozenset({"unknown"}))

#: AWSD's actor type → a class for the table, and the types of ours that are right.
AWSD: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "Host state": _STATE,
    "Police or paramilitary": _STATE,
    "State: unknown": _ANY_STATE,
    "Foreign or coalition forces": _FOREIGN,
    "Non-state armed group: Global": _GROUP,
    "Non-state armed group: Regional": _GROUP,
    "Non-state armed group: National": _GROUP,
    "Non-state armed group: Subnational": _LOCAL_GROUP,
    "Non-state armed group: Unknown": ("armed group, which is unknown", _LOCAL_GROUP[1] | _UNKNOWN[1]),
    "Criminal": ("criminal", frozenset({"criminal"})),
    "Unaffiliated": _PEOPLE,
    "Aid recipient": _PEOPLE,
    "Staff member": _PEOPLE,
    "Unknown": _UNKNOWN,
}
#: HRDsAttack's perpetrator type → the same. Its "permission" is the state's: whoever acts with it is no state force.
HRDS: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "state actor": _ANY_STATE,
    "other state actors": _ANY_STATE,
    "regional orgs": _FOREIGN,
    "other actors with permissions": (
        "with the state's permission",
        frozenset({"political_militia", "communal_militia", "rioters", "criminal"}),
    ),
    "other actors without permissions": (
        "no state",
        frozenset({"rebel", "political_militia", "communal_militia", "criminal", "rioters", "civilians", "unknown"}),
    ),
    "other non-state actors": (
        "no state",
        frozenset({"rebel", "political_militia", "communal_militia", "criminal", "rioters", "civilians", "unknown"}),
    ),
    "insufficient info": _UNKNOWN,
    "None": _UNKNOWN,
}
#: Actors that AWSD counts as foreign although the host state's own forces are part of them.
_WITH_THE_STATE: Final = "Russian Syrian Military Coalition"
#: Side of an event → label of its mentions.
SIDES: Final = {"attacker": "ATTACKER", "target": "TARGET"}
#: What AWSD writes where it names nobody.
_NO_NAMES: Final = frozenset({"unknown", "not applicable", ""})


@dataclass(slots=True)
class Confusion:
    """Answers of one question: a yes-or-no measure, and counts of our type by class of the set."""

    measure: incidents.Measure
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, document: Document, given: str, wanted: tuple[str, frozenset[str]], found: str) -> None:
        self.counts[wanted[0], found] += 1
        self.measure.add(found in wanted[1], document, given, found)

    def rows(self) -> list[tuple[str, ...]]:
        """A row for each class of the set, a column for each of our types."""
        classes = sorted({name for name, _ in self.counts})
        types = [kind for kind in ACTOR_TYPES if any(found == kind for _, found in self.counts)]
        head = (self.measure.name, *types)
        return [head, *((name, *(str(self.counts[name, kind] or ".") for kind in types)) for name in classes)]


def wanted_of(document: Document) -> tuple[str, tuple[str, frozenset[str]] | None]:
    """What the set says of the document's actor, and its class with the right types of ours (``None``: says nothing)."""
    native = document.extra["native"]
    if "columns" not in native:
        given = str(native["answers"]["perpetrator_type"])
        return given, HRDS.get(given)
    given = awsd_type(document)
    wanted = AWSD.get(given)
    if wanted is _FOREIGN and native["columns"]["Actor name"] == _WITH_THE_STATE:
        wanted = (_FOREIGN[0], _FOREIGN[1] | _STATE[1])
    return given, wanted


def awsd_type(document: Document) -> str:
    """The row's actor type; the table spells the host state in two ways."""
    name = str(document.extra["native"]["columns"]["Actor type"])
    return "Host state" if name == "Host State" else name


def attacker_type(event: Event | None) -> str:
    """The type of an event's attacker, ``unknown`` where there is none."""
    actor = event.actors.get("attacker") if event is not None else None
    return str(actor.type) if actor is not None else "unknown"


def typed_names(documents: Iterable[Document]) -> Confusion:
    """The actors that AWSD names."""
    answers = Confusion(incidents.Measure("AWSD: names"))
    for document in documents:
        name = str(document.extra["native"]["columns"]["Actor name"] or "").strip()
        given, wanted = wanted_of(document)
        if wanted is None or wanted is _UNKNOWN or name.casefold() in _NO_NAMES:
            continue
        actor = resolve_actor([name], label="ATTACKER", country=gold_country(document))
        found = str(actor.type) if actor is not None else "unknown"
        answers.add(document, f"{given}: {name}", wanted, found)
    return answers


def annotated_sides(documents: Iterable[Document]) -> list[Confusion]:
    """Types and names that annotators gave, against those of the words that they marked; the country is theirs too."""
    kinds = {side: Confusion(incidents.Measure(f"annotated: type of {side}s")) for side in SIDES}
    names = {side: Confusion(incidents.Measure(f"annotated: name of {side}s, where given")) for side in SIDES}
    for document in documents:
        for event in document.events:
            for side, label in SIDES.items():
                gold = event.actors.get(side)
                words = [mention.text for mention in document.mentions_of(event, label)]
                country = event.place.country if event.place is not None else None
                actor = resolve_actor(words, label=label, text=document.text, country=country)
                if gold is None or actor is None:
                    continue
                kinds[side].add(document, gold.type, (gold.type, frozenset({gold.type})), actor.type)
                if gold.name is not None:
                    name, found = gold.name.casefold(), str(actor.name).casefold()
                    names[side].add(document, gold.name, (gold.type, frozenset({name})), found)
    return [*kinds.values(), *names.values()]


def typed_reports(pairs: Iterable[tuple[Document, Document]], name: str) -> list[Confusion]:
    """Attackers of main events: documents with what was extracted from them.

    The second answers leave actors out that are unknown in the set, the third also main events without an attacker.
    """
    parts = ("reports", "reports, actor known", "reports, actor known and attacker found")
    everyone, known, both = (Confusion(incidents.Measure(f"{name}: {part}")) for part in parts)
    for gold, predicted in pairs:
        given, wanted = wanted_of(gold)
        if wanted is None:
            continue
        event = incidents.main_event(predicted)
        found = attacker_type(event)
        everyone.add(gold, given, wanted, found)
        if wanted is not _UNKNOWN:
            known.add(gold, given, wanted, found)
            if event is not None and event.actors.get("attacker") is not None:
                both.add(gold, given, wanted, found)
    return [everyone, known, both]


def extracted(documents: Sequence[Document], arguments: argparse.Namespace) -> Iterator[tuple[Document, Document]]:
    """Documents with what the model, or a file of predictions, found in them."""
    if not arguments.predicted:
        yield from incidents.extracted(documents, arguments)
        return
    found = {document.id: document for path in arguments.predicted for document in read_jsonl(path)}
    yield from ((document, found[document.id]) for document in documents if document.id in found)


def questions(arguments: argparse.Namespace) -> list[Confusion]:
    part = "train" if arguments.develop else "dev"
    awsd = [
        document
        for document in native_sets.read_set("awsd", arguments)
        if document.extra["part"] == part and document.id not in NEAR_COPIES
    ]
    answers = [typed_names(awsd)]
    if arguments.data:
        answers += annotated_sides(load_split(arguments.data, part, corpora=arguments.corpora))
    if not arguments.names:
        hrds = [d for d in native_sets.read_set("hrdsattack", arguments) if d.extra["part"] == part]
        for name, documents in (("AWSD", awsd), ("HRDsAttack", hrds)):
            drawn = incidents.sampled(documents, arguments.limit)
            answers += typed_reports(extracted(drawn, arguments), name)
    return answers


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    incidents.add_arguments(parser, limit=None)
    parser.add_argument("--develop", action="store_true", help="AWSD's odd ids and HRDsAttack's train part")
    parser.add_argument("--names", action="store_true", help="only what needs no model")
    parser.add_argument("--data", default="data", help="data folder (default: data; empty: without it)")
    parser.add_argument("--predicted", action="append", default=[], metavar="FILE", help="output of frontwire extract")
    arguments = parser.parse_args()
    began = time.perf_counter()
    answers = questions(arguments)
    for confusion in (answer for answer in answers if answer.counts and "," not in answer.measure.name):
        print(native_sets.format_rows(confusion.rows()), end="\n\n")
    incidents.report([confusion.measure for confusion in answers], arguments, began=began)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
