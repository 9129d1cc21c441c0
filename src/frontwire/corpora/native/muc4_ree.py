"""MUC-4 as role-filler entity extraction (Du et al., 2021): lower-cased messages, five roles, entities with all names.

Other texts than :mod:`frontwire.corpora.native.muc4` (lower-cased, white space changed), so other ids: ``ree-`` and
the message id. ``ree_dev`` is TST1 and TST2, ``ree_test`` TST3 and TST4: they measure. The source gives each name the
offset of its first occurrence, as a string of letters. Facts of a mention: ``entity``, its number among the entities
of the role.

Sound: ``PerpInd`` and ``PerpOrg`` → ATTACKER, ``Target`` and ``Victim`` → TARGET, ``Weapon`` → WEAPON. First mentions
only, in whatever sentence they stand; names keep numbers and at times articles; ours do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from frontwire.corpora.native.building import DocumentBuilder, convert_all
from frontwire.corpora.native.corpus import NativeCorpus, UnalignedLog
from frontwire.corpora.native.sources import json_lines, required_file
from frontwire.schema import Document

_MAPPING: Final = {
    "PerpInd": "ATTACKER",
    "PerpOrg": "ATTACKER",
    "Target": "TARGET",
    "Victim": "TARGET",
    "Weapon": "WEAPON",
}


def _read(folder: Path, log: UnalignedLog) -> Iterator[Document]:
    for part in MUC4_REE.parts:
        path = required_file(folder, f"ree_{part}.json")
        yield from convert_all(json_lines(path, log), partial(_document, part=part, log=log), log)


def _document(where: str, record: dict[str, Any], *, part: str, log: UnalignedLog) -> Document:
    builder = DocumentBuilder(
        f"ree-{record['docid'].lower()}", record["doctext"], part=part, log=log, labels=tuple(_MAPPING)
    )
    for role, entities in record["extracts"].items():
        for number, names in enumerate(entities, start=1):
            for words, start in names:
                builder.mention(role, (start, start + len(words)), words=words, facts={"entity": number})
    return builder.build()


MUC4_REE: Final = NativeCorpus(
    "muc4_ree", "muc4", ("train", "dev", "test"), tuple(_MAPPING), _read, mapping=_MAPPING, exhaustive=False
)
