"""Where the public corpora lie, and what their publishers say of them.

``tables/files.tsv`` has repository, commit and path of each file on the public git host, its size and checksum. Every
commit is a full hash (that in which the file last changed), so the content is fixed; the checksum says that it is the
one that the annotations here and the readers were made with.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final
from urllib.parse import quote

from frontwire.corpora.download.fetch import RemoteFile
from frontwire.errors import UsageError

_HOST: Final = "https://raw.githubusercontent.com"


@dataclass(frozen=True, slots=True)
class Source:
    """A corpus; its files stand in the folder of its name. ``licence`` and ``use`` are for people, as stated at the home.

    ``elsewhere`` names parts that cannot be fetched in the form that the readers take (they were cut or repacked, or
    their checksum is not known), with the place of the original.
    """

    name: str
    about: str
    home: str
    licence: str = "none stated"
    use: str = ""
    elsewhere: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[RemoteFile, ...]:
        """The files that can be fetched."""
        return tuple(file for file in _files() if file.path.partition("/")[0] == self.name)


def find_source(name: str) -> Source:
    """The corpus of a name. Raises :class:`UsageError` that lists the names."""
    for source in SOURCES:
        if source.name == name:
            return source
    raise UsageError(f"no corpus {name!r}; expected one of {', '.join(source.name for source in SOURCES)}")


@cache
def _files() -> tuple[RemoteFile, ...]:
    table = files("frontwire.corpora.download").joinpath("tables/files.tsv").read_text(encoding="utf-8")
    return tuple(
        RemoteFile(
            row["path"],
            f"{_HOST}/{row['repository']}/{row['commit']}/{quote(row['original'])}",
            row["sha256"],
            int(row["size_bytes"]),
        )
        for row in csv.DictReader(table.splitlines(), delimiter="\t")
    )


SOURCES: Final = (
    Source(
        "satp",
        "incident reports of the South Asia Terrorism Portal, four 0/1 columns behind the text",
        "eventdata/ConfliBERT",
        use="train.tsv train, dev.tsv dev",
    ),
    Source(
        "muc4",
        "MUC-3/4: newswire and broadcasts on attacks in Latin America with answer keys, and as role-filler entities",
        "xinyadu/grit_doc_event_entity",
        licence="MIT (code)",
        use="DEV train, TST1 and TST2 dev, TST3 and TST4 test",
    ),
    Source(
        "hrdsattack",
        "news on attacks on human rights defenders, with date, place, perpetrator and victims for the document",
        "dataminr-ai/HRDsAttack",
        licence="MIT",
        use="train.json train, dev.json dev",
    ),
    Source(
        "wikievents",
        "news on bombings and the like, with events and their arguments",
        "raspberryice/gen-arg",
        licence="MIT (code)",
        use="train; for its own benchmark train_recast.jsonl trains and dev.jsonl tests",
    ),
    Source(
        "rams",
        "five-sentence contexts of one event with its arguments (RAMS, dev part)",
        "LWL-cpu/SCPRG-master",
        use="train",
    ),
    Source(
        "re3d_conll",
        "defence news with ten entity types, the split of ConfliBERT",
        "eventdata/ConfliBERT",
        licence="per source, see re3d",
        use="train, dev and test by file",
    ),
    Source(
        "re3d",
        "the same documents whole, with entities and relations",
        "dstl/re3d",
        licence="per folder",
        use="train, outside the dev and test sentences of re3d_conll",
    ),
    Source(
        "cameo_ner",
        "sources, targets and relations in sentences of political news",
        "eventdata/ConfliBERT",
        use="train and test by file",
    ),
    Source(
        "m2e2",
        "sentences of the Voice of America with events and arguments",
        "limanling/m2e2",
        use="train",
    ),
    Source(
        "case2021",
        "event snippets with fine types (task 2)",
        "emerging-welfare/case-2021-shared-task",
        use="dev, for types",
    ),
    Source(
        "ceha",
        "descriptions of events in the Horn of Africa",
        "dataminr-ai/CEHA",
        licence="none stated; rows hold descriptions of other projects",
        use="measures only",
    ),
    Source(
        "geoparsing",
        "news with place names, coordinates and GeoNames ids",
        "milangritta/Pragmatic-Guide-to-Geoparsing-Evaluation",
        use="dev, for places",
        elsewhere=("GeoWebNews (GWN.xml and brat files): data/GWN.xml and data/EMM at commit 6947d46",),
    ),
    Source(
        "gvdb",
        "gun-violence articles with spans of victim, shooter, place, time and weapon",
        "pitrack/arglinking",
        licence="Apache-2.0",
        use="train",
        elsewhere=("repacked for the reader: data/gvdb at commit ebc84d1",),
    ),
    Source(
        "gva",
        "news on gun-violence incidents with date, place, killed and injured",
        "cltl/LongTailQATask",
        use="odd ids train, even ones dev",
        elsewhere=(
            "cut for the reader: EventRegistries/GunViolenceArchive at commit 1306bad (pickles: never load them)",
        ),
    ),
    Source(
        "awsd",
        "attacks on aid workers with killed, wounded, date, place and means",
        "nab2194/aidworkers.github.io",
        licence="Aid Worker Security Database, aidworkersecurity.org",
        use="odd ids train, even ones dev",
        elsewhere=("cut for the reader: data/security_incidents_2020-11-25.csv at commit 830c9ea",),
    ),
    Source(
        "dronestream",
        "drone strikes: narrative, deaths, place, coordinates",
        "ForSpareParts/dronestream-viewer",
        use="dev",
        elsewhere=("cut for the reader: app/stores/data.js at commit a06946b",),
    ),
    Source(
        "te3_platinum",
        "TempEval-3 news with normalised time expressions",
        "paramitamirza/CATENA",
        licence="annotations CC BY 3.0",
        use="dev, for dates",
        elsewhere=("cut for the reader: data/TempEval3-eval_COL at commit 2d82689",),
    ),
    Source(
        "ecbplus",
        "cross-document coreference of events",
        "tommasoc80/EventStoryLine",
        licence="CC BY 3.0",
        use="dev, for merging",
        elsewhere=("many files, checksums not known: ECB+_LREC2014 at commit 46edefe",),
    ),
    Source(
        "cnc",
        "sentences on protest and conflict, causal or not",
        "tanfiona/CausalNewsCorpus",
        licence="CC0",
        use="text, negatives",
        elsewhere=("checksums not known: data/V2 at commit 4796c7e",),
    ),
)
