"""MUC-3/4 (1991, 1992): answer-key templates over whole messages.

The keys fill slots with strings and do not say where they stand; a mention is the first place where the words stand
in the message. Labels: the slots that hold strings of the text. Facts of a mention: ``templates``, the numbers of the
templates that it fills. Facts of a document: ``templates``, each with ``number``, ``optional`` and ``slots`` (name →
lines in the notation of the keys). Ids, texts and dates are those of :mod:`frontwire.corpora.muc4`. TST1 to TST4
measure: no training may see them.

Sound: individuals and organisations of ``PERP`` → ATTACKER, ``PHYS TGT`` and ``HUM TGT`` → TARGET, ``INSTRUMENT ID``
→ WEAPON; of the types ``BOMBING``, ``KIDNAPPING`` and ``ARSON``. ``ATTACK`` may be any of ours. Only the first
mention is marked, in whatever sentence it stands. Fills keep numbers ("TWO BOMBS") and at times articles or what
follows the head; ours do not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from frontwire.corpora.muc4 import parse_messages
from frontwire.corpora.native.building import DocumentBuilder
from frontwire.corpora.native.corpus import NativeCorpus, UnalignedLog
from frontwire.corpora.native.muc4_keys import Template, parse_templates, string_fills
from frontwire.corpora.native.sources import read_tar_members, required_file
from frontwire.schema import Article, Document

_ARCHIVE: Final = "muc34.tar.gz"
_TEXTS: Final = re.compile(r"(?:^|/)TASK/CORPORA/[^/]+/(?:dev-muc3-\d{4}-\d{4}|tst\d-muc\d)$")
_KEYS: Final = re.compile(r"(?:^|/)TASK/CORPORA/[^/]+/key-[\w-]+\.\w+$")
_MAPPING: Final = {
    "PERP: INDIVIDUAL ID": "ATTACKER",
    "PERP: ORGANIZATION ID": "ATTACKER",
    "PHYS TGT: ID": "TARGET",
    "HUM TGT: NAME": "TARGET",
    "HUM TGT: DESCRIPTION": "TARGET",
    "INCIDENT: INSTRUMENT ID": "WEAPON",
}


def _read(folder: Path, log: UnalignedLog) -> Iterator[Document]:
    path = required_file(folder, _ARCHIVE)
    members = read_tar_members(path, lambda name: bool(_TEXTS.search(name) or _KEYS.search(name)))
    templates: defaultdict[str, list[Template]] = defaultdict(list)
    for name in sorted(filter(_KEYS.search, members)):
        for item in parse_templates(members[name].decode("latin-1")):
            if isinstance(item, Template):
                templates[item.message].append(item)
            else:
                log.add(name.rpartition("/")[2], "line", f"{item!r:.80} belongs to no template")
    for name in sorted(filter(_TEXTS.search, members)):
        for article in parse_messages(members[name].decode("latin-1")):
            yield _document(article, templates.pop(article.id, None), log)
    for message, left in templates.items():
        log.add(message, "template", f"{len(left)} of a message that is not there")


def _document(article: Article, templates: list[Template] | None, log: UnalignedLog) -> Document:
    part = article.id.partition("-")[0]
    builder = DocumentBuilder(article.id, article.text, part=part, log=log, labels=tuple(_MAPPING), date=article.date)
    if templates is None:
        builder.fail("template", "the message has no answer key")
    filled: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    builder.facts["templates"] = []
    for template in templates or []:
        if template.number is None:
            continue
        facts: dict[str, Any] = {"number": template.number, "optional": template.optional, "slots": template.slots}
        builder.facts["templates"].append(facts)
        for slot in _MAPPING:
            for fill in (fill for line in template.slots.get(slot, []) for fill in string_fills(line)):
                if template.number not in filled[slot, fill]:
                    filled[slot, fill].append(template.number)
    for (slot, fill), numbers in filled.items():
        builder.mention(slot, _first(fill, article.text), words=fill, facts={"templates": numbers}, what="fill")
    return builder.build()


def _first(fill: str, text: str) -> tuple[int, int] | None:
    """Where the words of a fill first stand in the text as whole words, in any white space."""
    words = r"\s+".join(map(re.escape, fill.split()))
    match = re.search(rf"(?<!\w){words}(?!\w)", text) if words else None
    return match and match.span()


MUC4: Final = NativeCorpus(
    "muc4",
    "muc4",
    ("dev", "tst1", "tst2", "tst3", "tst4"),
    tuple(_MAPPING),
    _read,
    mapping=_MAPPING,
    types={
        "BOMBING": "bombing",
        "KIDNAPPING": "abduction",
        "ARSON": "arson",
        "ATTACK": None,
        "ROBBERY": None,
        "FORCED WORK STOPPAGE": None,
    },
    exhaustive=False,
)
