"""The registry of native corpora, their summaries, and the real corpora read whole where they are at hand."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from frontwire.corpora.native.corpus import NativeCorpus
from frontwire.corpora.native.registry import NATIVE, NativeReading, NativeSummary, native_corpus, read_native, summary
from frontwire.corpora.texts import CORPORA, CorpusTexts
from frontwire.errors import DataError, UsageError
from native_files import write


def test_names_are_unique() -> None:
    assert len({corpus.name for corpus in NATIVE}) == len(NATIVE) == 22
    assert native_corpus("muc4_ree").folder == "muc4"


def test_every_text_corpus_has_native_labels() -> None:
    assert {corpus.name for corpus in CORPORA} <= {corpus.name for corpus in NATIVE}


def test_unknown_name_lists_the_names() -> None:
    with pytest.raises(UsageError, match="no corpus 'muc5'; there are satp, muc4, "):
        read_native("muc5", "corpora")


@pytest.mark.parametrize("corpus", NATIVE, ids=lambda corpus: corpus.name)
def test_absent_files_are_named(tmp_path: Path, corpus: NativeCorpus) -> None:
    with pytest.raises(DataError, match=rf"{corpus.folder}.*put the corpus's original file"):
        read_native(corpus.name, tmp_path)


def test_summary_counts_and_lists(tmp_path: Path) -> None:
    odd = "".join(f"a\tb\tc{number}\n" for number in range(12))
    write(tmp_path / "re3d_conll/train.txt", "Old\tB-Location\nTown\tI-Location\nred\tB-Colour\n\n" + odd)
    write(tmp_path / "re3d_conll/dev.txt", "x\tO\n\ny\tO\n")
    write(tmp_path / "re3d_conll/test.txt", "")
    found = summary("re3d_conll", tmp_path)
    assert found.parts == {"train": 1, "dev": 2}
    assert found.labels == {"Location": 1}
    assert (found.mapped, found.left_out) == ({}, {"label": 1})
    assert found.unaligned == {"record": 12, "span": 1}
    lines = found.lines()
    assert lines[:4] == [
        "re3d_conll: 3 documents (dev 2, train 1)",
        "  1 spans: Location 1",
        "  0 with our labels: none; left out: label 1",
        "  13 not aligned: record 12, span 1",
    ]
    assert len(lines) == 14
    assert lines[4] == "    re3dconll-train-0000: span: 'Colour' is no label of this corpus"


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("gvdb", "  0 spans (not all are marked): none"),
        ("wikievents", "  0 spans (heads of phrases): none"),
        ("re3d", "  0 spans: none"),
    ],
)
def test_summary_says_what_spans_are(name: str, row: str) -> None:
    assert NativeSummary(name).lines()[1] == row


@cache
def reading(name: str, folder: Path) -> NativeReading:
    return read_native(name, folder)


#: Documents by part, spans, and what does not align in the real corpora, by kind.
REAL: dict[str, tuple[dict[str, int], int, dict[str, int]]] = {
    "satp": ({"train": 1085, "dev": 232}, 0, {}),
    # Fills that are not in the message: other spelling or number ("PEASANT" for "PEASANTS"), words put together from two
    # places, brackets left in.
    "muc4": ({"dev": 1300, "tst1": 100, "tst2": 100, "tst3": 100, "tst4": 100}, 6887, {"fill": 134}),
    "muc4_ree": ({"train": 1300, "dev": 200, "test": 200}, 4869, {}),
    "re3d_conll": ({"train": 574, "dev": 191, "test": 200}, 3394, {}),
    # Three spans of one blank; two names with other quotation marks than the text, one of them in two relations.
    "re3d": (
        {
            "Australian Department of Foreign Affairs": 4,
            "BBC Online": 8,
            "CENTCOM": 23,
            "Delegation of the European Union to Syria": 2,
            "UK Government": 26,
            "US State Department": 22,
            "Wikipedia": 13,
        },
        4833,
        {"span": 5, "relation": 2},
    ),
    # An inside tag after another label's.
    "cameo_ner": ({"train": 1153, "test": 451}, 3050, {"tag": 3}),
    # The recast lost letters and with them offsets ("kil" at 0..0), and took over triggers of several pieces as one run;
    # arguments of those triggers have no place, few others are not in the text.
    "wikievents": ({"dev": 20, "train": 206}, 10679, {"span": 50, "argument": 83}),
    "rams": ({"dev": 924}, 3112, {}),
    "m2e2": ({"text_only": 6013, "text_multimedia": 192}, 25957, {}),
    "gvdb": ({"dev": 400, "test": 500}, 3992, {}),
    # Rows without text; documents of incidents that are kept back.
    "gva": ({"train": 2585, "dev": 2379}, 0, {"record": 92, "frame": 252}),
    "awsd": ({"train": 1277, "dev": 1295}, 0, {}),
    "dronestream": ({"strikes": 435}, 0, {}),
    "hrdsattack": ({"train": 300, "dev": 100}, 0, {}),
    "case2021": ({"test": 1019}, 0, {}),
    "ceha": ({"train": 200, "dev": 50, "test": 250}, 0, {}),
    "cnc": ({"train": 3075, "dev": 340, "test": 352}, 6750, {}),
    # Mentions in several pieces.
    "ecbplus": ({"ecb": 480, "ecbplus": 502}, 32209, {"span": 88}),
    "lgl": ({"lgl": 588}, 5088, {}),
    "geovirus": ({"geovirus": 229}, 2170, {}),
    "geowebnews": ({"geowebnews": 200}, 6612, {}),
    # Ten of the twenty published documents.
    "te3_platinum": ({"platinum": 10}, 480, {}),
}


@pytest.mark.shared
@pytest.mark.parametrize("corpus", NATIVE, ids=lambda corpus: corpus.name)
def test_real_corpus_is_read_whole(corpora: Path, corpus: NativeCorpus) -> None:
    found = reading(corpus.name, corpora)
    parts, mentions, unaligned = REAL[corpus.name]
    assert Counter(document.extra["part"] for document in found.documents) == parts
    assert set(parts) == set(corpus.parts)
    assert sum(len(document.mentions) for document in found.documents) == mentions
    assert found.unaligned.counts() == unaligned
    assert len({document.id for document in found.documents}) == len(found.documents)
    for document in found.documents:
        for mention in document.mentions:
            assert document.text[mention.start : mention.end] == mention.text


@pytest.mark.shared
@pytest.mark.parametrize("name", [corpus.name for corpus in CORPORA])
def test_real_texts_are_those_of_the_article_readers(corpora: Path, name: str) -> None:
    articles = CorpusTexts(corpora).articles(name)
    documents = {document.id: document for document in reading(name, corpora).documents}
    assert {i: (a.text, a.date) for i, a in articles.items()} == {i: (d.text, d.date) for i, d in documents.items()}


LABELS = {
    "re3d_conll": {"Organisation": 1388, "Location": 799, "Person": 517, "Temporal": 223, "Weapon": 98},
    "cameo_ner": {"S": 1506, "T": 1391, "R": 153},
    "muc4_ree": {"PerpInd": 1331, "PerpOrg": 907, "Target": 1245, "Victim": 819, "Weapon": 567},
    "gvdb": {"DAT-CITY": 805, "VIC-NAME": 350, "SHO-NAME": 213, "CIR-WEAPON": 103},
    "rams": {"conflict.attack": 102, "conflict.attack/attacker": 80, "conflict.attack/target": 75},
    "m2e2": {"Conflict:Attack": 326, "Life:Die": 210, "GPE": 7717},
    "te3_platinum": {"DATE": 55, "DURATION": 19, "TIME": 2},
}


@pytest.mark.shared
@pytest.mark.parametrize("name", LABELS)
def test_real_spans_per_label(corpora: Path, name: str) -> None:
    found = Counter(m.label for document in reading(name, corpora).documents for m in document.mentions)
    assert {label: found[label] for label in LABELS[name]} == LABELS[name]


@pytest.mark.shared
def test_real_muc_templates(corpora: Path) -> None:
    documents = reading("muc4", corpora).documents
    templates = [template for document in documents for template in document.extra["native"]["templates"]]
    # 2,275 in the keys, 761 of them for messages without an incident.
    assert len(templates) == 2275 - 761
    assert sum(template["optional"] for template in templates) == 231
    types = Counter(template["slots"]["INCIDENT: TYPE"][0] for template in templates)
    assert (types["BOMBING"], types["KIDNAPPING"], types["ARSON"]) == (403, 159, 54)


@pytest.mark.shared
def test_real_ecbplus_has_the_published_mentions(corpora: Path) -> None:
    """The release notes' numbers: 15,003 actions, 2,205 places, 2,412 times, 9,621 people, 3,056 things; 1,840 sentences."""
    found = reading("ecbplus", corpora)
    assert sum(len(d.mentions) for d in found.documents) + len(found.unaligned) == 15003 + 2205 + 2412 + 9621 + 3056
    assert sum(len(d.extra["native"]["sentences"]) for d in found.documents) == 1840
    assert len({d.extra["native"]["topic"] for d in found.documents}) == 43


@pytest.mark.shared
def test_real_facts(corpora: Path) -> None:
    assert all("form" in document.extra["native"] for document in reading("gvdb", corpora).documents)
    case = Counter(document.extra["native"]["type"] for document in reading("case2021", corpora).documents)
    assert (case["ARMED_CLASH"], case["SUIC_BOMB"], set(case) <= set(native_corpus("case2021").types)) == (66, 41, True)
    means = {document.extra["native"]["columns"]["Means of attack"] for document in reading("awsd", corpora).documents}
    assert means == set(native_corpus("awsd").types)
    assert sum(document.extra["native"]["relevant"] for document in reading("ceha", corpora).documents) == 310
    assert (
        sum(document.extra["native"]["causal"] is True for document in reading("cnc", corpora).documents) == 1624 + 185
    )
    columns = [document.extra["native"]["columns"] for document in reading("satp", corpora).documents]
    assert len(columns) == sum(len(row) == 4 for row in columns)
    facts = [f for d in reading("lgl", corpora).documents for f in d.extra["native"].get("mentions", {}).values()]
    assert len(facts) == sum(isinstance(fact["geonames_id"], int) for fact in facts) == 4462
    relations = [r for document in reading("re3d", corpora).documents for r in document.extra["native"]["relations"]]
    assert len(relations) == 1428
