"""How many documents each part of a native corpus has, to notice copies that lack some.

A number is that of the published file, counted as the corpus's reader does (articles, rows or sentences that it can
read). Some parts are known only as copies cut on purpose; whoever has the whole has more, so that only less is a fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Part:
    """``documents`` of a part of ``corpus``; ``file``: where they stand, below the corpora folder (``*``: several files).

    ``cut``: the number is that of a copy that lacks some on purpose; a whole one has more.
    """

    corpus: str
    name: str
    documents: int
    file: str
    cut: bool = False


PUBLISHED: Final = (
    Part("satp", "train", 1085, "satp/train.tsv"),
    Part("satp", "dev", 232, "satp/dev.tsv", cut=True),
    Part("muc4", "dev", 1300, "muc4/muc34.tar.gz"),
    Part("muc4", "tst1", 100, "muc4/muc34.tar.gz"),
    Part("muc4", "tst2", 100, "muc4/muc34.tar.gz"),
    Part("muc4", "tst3", 100, "muc4/muc34.tar.gz"),
    Part("muc4", "tst4", 100, "muc4/muc34.tar.gz"),
    Part("muc4_ree", "train", 1300, "muc4/ree_train.json"),
    Part("muc4_ree", "dev", 200, "muc4/ree_dev.json"),
    Part("muc4_ree", "test", 200, "muc4/ree_test.json"),
    Part("re3d_conll", "train", 574, "re3d_conll/train.txt"),
    Part("re3d_conll", "dev", 191, "re3d_conll/dev.txt"),
    Part("re3d_conll", "test", 200, "re3d_conll/test.txt"),
    Part(
        "re3d",
        "Australian Department of Foreign Affairs",
        4,
        "re3d/Australian Department of Foreign Affairs/documents.json",
    ),
    Part("re3d", "BBC Online", 8, "re3d/BBC Online/documents.json"),
    Part("re3d", "CENTCOM", 23, "re3d/CENTCOM/documents.json"),
    Part(
        "re3d",
        "Delegation of the European Union to Syria",
        2,
        "re3d/Delegation of the European Union to Syria/documents.json",
    ),
    Part("re3d", "UK Government", 26, "re3d/UK Government/documents.json"),
    Part("re3d", "US State Department", 22, "re3d/US State Department/documents.json"),
    Part("re3d", "Wikipedia", 13, "re3d/Wikipedia/documents.json"),
    Part("cameo_ner", "train", 1153, "cameo_ner/train.txt"),
    Part("cameo_ner", "test", 451, "cameo_ner/test.txt"),
    Part("wikievents", "train", 206, "wikievents/train_recast.jsonl"),
    Part("wikievents", "dev", 20, "wikievents/dev.jsonl"),
    Part("rams", "dev", 924, "rams/dev.jsonlines"),
    Part("m2e2", "text_only", 6013, "m2e2/m2e2_annotations.zip"),
    Part("m2e2", "text_multimedia", 192, "m2e2/m2e2_annotations.zip"),
    Part("gvdb", "dev", 400, "gvdb/dev.json.gz"),
    Part("gvdb", "test", 500, "gvdb/test.json.gz"),
    Part("gva", "train", 2585, "gva/docs.jsonl.gz", cut=True),
    Part("gva", "dev", 2379, "gva/docs.jsonl.gz", cut=True),
    Part("awsd", "train", 1277, "awsd/incidents.csv", cut=True),
    Part("awsd", "dev", 1295, "awsd/incidents.csv", cut=True),
    Part("dronestream", "strikes", 435, "dronestream/strikes.jsonl", cut=True),
    Part("hrdsattack", "train", 300, "hrdsattack/train.json"),
    Part("hrdsattack", "dev", 100, "hrdsattack/dev.json"),
    Part("case2021", "test", 1019, "case2021/task2/test_dataset/test_set_final_release_with_labels.tsv"),
    Part("ceha", "train", 200, "ceha/CEHA_dataset.csv"),
    Part("ceha", "dev", 50, "ceha/CEHA_dataset.csv"),
    Part("ceha", "test", 250, "ceha/CEHA_dataset.csv"),
    Part("cnc", "train", 3075, "cnc/V2/train_subtask1.csv"),
    Part("cnc", "dev", 340, "cnc/V2/dev_subtask1.csv"),
    Part("cnc", "test", 352, "cnc/V2/test_subtask1_text.csv"),
    Part("ecbplus", "ecb", 480, "ecbplus/ECB+_LREC2014/ECB+/*/*ecb.xml"),
    Part("ecbplus", "ecbplus", 502, "ecbplus/ECB+_LREC2014/ECB+/*/*ecbplus.xml"),
    Part("lgl", "lgl", 588, "geoparsing/lgl.xml"),
    Part("geovirus", "geovirus", 229, "geoparsing/GeoVirus.xml"),
    Part("geowebnews", "geowebnews", 200, "geoparsing/GeoWebNews/*.txt"),
    Part("te3_platinum", "platinum", 10, "te3_platinum/*.col", cut=True),
)


def incomplete_parts(corpus: str, found: Mapping[str, int]) -> list[str]:
    """A line for each part of ``corpus`` whose documents (``found``, by part) are not as many as were published.

    A line names the file, the number found and the number expected.
    """
    expected = [part for part in PUBLISHED if part.corpus == corpus]
    lines = [_line(part, found.get(part.name, 0)) for part in expected if not _is_whole(part, found.get(part.name, 0))]
    others = {name: count for name, count in found.items() if name not in {part.name for part in expected}}
    return lines + [
        f"{corpus}: found {count:,} documents of a part {name!r}; expected {', '.join(part.name for part in expected)}"
        for name, count in sorted(others.items())
    ]


def _is_whole(part: Part, found: int) -> bool:
    return found >= part.documents if part.cut else found == part.documents


def _line(part: Part, found: int) -> str:
    least = "at least " if part.cut else ""
    advice = "the copy is cut short, fetch it again" if found < part.documents else "it is another edition"
    return (
        f"{part.file}: found {found:,} documents of the part {part.name} of {part.corpus}; "
        f"expected {least}{part.documents:,}: {advice}"
    )
