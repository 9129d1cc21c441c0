"""CASE 2021 shared task 2 (Haneczok et al., 2021): event snippets with fine-grained types after ACLED, no spans.

Ids are ``case2021-NUMBER``. Facts of a document: ``type``. Types map where all they hold is one of ours; ``NO_EVENT``
are no attack events for us. Not sound: ``ATTACK`` (shooting or beating), ``CHEM_WEAP``, ``FORCE_AGAINST_PROTEST`` and
``PROTEST_WITH_INTER`` (with or without force), ``PROPERTY_DISTRUCT`` (arson or looting), ``ORG_CRIME``, ``OTHER``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from frontwire.corpora.native.building import DocumentBuilder, convert_all
from frontwire.corpora.native.corpus import NativeCorpus, UnalignedLog
from frontwire.corpora.native.sources import required_file, table_rows
from frontwire.schema import Document

_COLUMNS: Final = ("id", "EventSnippet", "SubType")
_FILE: Final = "test_set_final_release_with_labels.tsv"

#: Types of snippets that tell of no attack: agreements, arrests, peaceful protests, finds of weapons, disasters …
NO_EVENT: Final = frozenset(
    {
        "AGREEMENT",
        "ARREST",
        "ATTRIB",
        "CHANGE_TO_GROUP_ACT",
        "DIPLO",
        "DISR_WEAP",
        "HQ_ESTABLISHED",
        "MAN_MADE_DISASTER",
        "NATURAL_DISASTER",
        "NON_VIOL_TERRIT_TRANSFER",
        "PEACE_PROTEST",
    }
)
_TYPES: Final = {
    "ABDUCT_DISSAP": "abduction",
    "AIR_STRIKE": "air_strike",
    "ARMED_CLASH": "armed_clash",
    "ART_MISS_ATTACK": "shelling",
    "ATTACK": None,
    "CHEM_WEAP": None,
    "FORCE_AGAINST_PROTEST": None,
    "GOV_REGAINS_TERIT": "seizure",
    "GRENADE": "bombing",
    "MOB_VIOL": "other",
    "NON_STATE_ACTOR_OVERTAKES_TER": "seizure",
    "ORG_CRIME": None,
    "OTHER": None,
    "PROPERTY_DISTRUCT": None,
    "PROTEST_WITH_INTER": None,
    "REM_EXPLOS": "bombing",
    "SEX_VIOL": "other",
    "SUIC_BOMB": "suicide_bombing",
    "VIOL_DEMONSTR": "other",
}


def _read(folder: Path, log: UnalignedLog) -> Iterator[Document]:
    # The table is tab-separated without quoting; snippets contain single double quotes.
    path = required_file(folder / "task2" / "test_dataset", _FILE)
    rows = table_rows(path, log, _COLUMNS, delimiter="\t", quoting=False)
    yield from convert_all(rows, partial(_document, log=log), log)


def _document(where: str, row: dict[str, str], *, log: UnalignedLog) -> Document:
    builder = DocumentBuilder(f"case2021-{int(row['id'])}", row["EventSnippet"].strip(), part="test", log=log)
    if row["SubType"] not in _TYPES and row["SubType"] not in NO_EVENT:
        builder.fail("type", f"{row['SubType']!r} is no type of this corpus")
    builder.facts["type"] = row["SubType"]
    return builder.build()


CASE2021: Final = NativeCorpus(
    "case2021", "case2021", ("test",), (), _read, types={**_TYPES, **dict.fromkeys(sorted(NO_EVENT))}
)
