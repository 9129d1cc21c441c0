"""Native readers of event corpora: WikiEvents, RAMS, M2E2, ECB+; files of our own writing."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from frontwire.corpora.native.ecbplus import ECBPLUS
from frontwire.corpora.native.m2e2 import M2E2
from frontwire.corpora.native.rams import RAMS
from frontwire.corpora.native.wikievents import WIKIEVENTS
from native_files import read, spans, write, write_lines

DEV = {
    "doc_id": "road_ied_1",
    "text": "Rebels set off a car-bomb.\n\nIt killed Al.",
    "tokens": ["Rebels", "set", "off", "a", "car", "-", "bomb", ".", "It", "killed", "Al", "."],
    "entity_mentions": [
        {"id": "T1", "start": 0, "end": 1, "entity_type": "PER", "text": "Rebels"},
        {"id": "T2", "start": 4, "end": 7, "entity_type": "WEA", "text": "car-bomb"},
        {"id": "T3", "start": 10, "end": 11, "entity_type": "PER", "text": "Bo"},
        {"id": "T4", "start": 10, "end": 11, "entity_type": "ANT", "text": "Al"},
    ],
    "event_mentions": [
        {
            "id": "E1",
            "event_type": "Conflict.Attack.DetonateExplode",
            "trigger": {"start": 1, "end": 3, "text": "set off"},
            "arguments": [
                {"entity_id": "T1", "role": "Attacker", "text": "Rebels"},
                {"entity_id": "T2", "role": "ExplosiveDevice", "text": "car-bomb"},
                {"entity_id": "T9", "role": "Target", "text": "Al"},
            ],
        }
    ],
}


def recast(*events: tuple[str, tuple[int, int], list[tuple[str, str]]]) -> dict[str, Any]:
    return {
        "docid": "x",
        "tokens": ["Men", "hit", "Al", "and", "Bess", "went", "off", ";", "Al", "died", "with", "men", "."],
        "event_mentions": [
            {
                "event_type": "Conflict.Attack",
                "trigger": {"text": text, "start_idx": place[0], "end_idx": place[1]},
                "arguments": [{"role": role, "text": words} for role, words in arguments],
            }
            for text, place, arguments in events
        ],
    }


def test_wikievents_with_entities(tmp_path: Path) -> None:
    write_lines(tmp_path / "dev.jsonl", [DEV, DEV | {"doc_id": "other", "text": "Other words."}])
    write_lines(tmp_path / "train_recast.jsonl", [])
    documents, unaligned = read(WIKIEVENTS, tmp_path)
    assert [(d.id, d.extra["part"]) for d in documents] == [("road_ied_1", "dev")]
    assert spans(documents[0]) == [
        ("PER", "Rebels"),
        ("WEA", "car-bomb"),
        ("Conflict.Attack", "set off"),
        ("Conflict.Attack/Attacker", "Rebels"),
        ("Conflict.Attack/ExplosiveDevice", "car-bomb"),
    ]
    facts = documents[0].extra["native"]["mentions"]
    assert facts["m1"] == {"entity": "T1"}
    assert facts["m3"] == {"event": "E1", "event_type": "Conflict.Attack.DetonateExplode"}
    here = "road_ied_1"
    assert unaligned == [(here, "span"), (here, "span"), (here, "argument"), ("dev.jsonl:2", "record")]


def test_wikievents_without_offsets_takes_the_nearest(tmp_path: Path) -> None:
    write_lines(tmp_path / "dev.jsonl", [])
    events = recast(
        ("died", (9, 10), [("Target", "Al"), ("Attacker", "nobody"), ("Attacker", "Bes")]),
        ("went of", (5, 7), []),
        ("hat", (1, 2), [("Target", "Al")]),
        ("kil", (0, 0), []),
    )
    write_lines(tmp_path / "train_recast.jsonl", [events])
    documents, unaligned = read(WIKIEVENTS, tmp_path)
    (document,) = documents
    assert document.id == "wikievents-train-0000"
    assert spans(document) == [
        ("Conflict.Attack", "died"),
        ("Conflict.Attack/Target", "Al"),
        ("Conflict.Attack/Attacker", "Bess"),
        ("Conflict.Attack", "went off"),
    ]
    assert document.mentions[1].start == document.text.rindex("Al")
    kinds = ["argument", "span", "argument", "span"]
    assert unaligned == [("wikievents-train-0000", kind) for kind in kinds]


def test_rams_counts_tokens_through_sentences(tmp_path: Path) -> None:
    record = {
        "sentences": [["Calm", "."], ["The", "army", "raided", "Old", "Town", "."]],
        "source_url": "http://x/1",
        "evt_triggers": [[4, 4, [["conflict.attack.invade", 1.0]]]],
        "gold_evt_links": [
            [[4, 4], [2, 3], "evt010arg01attacker"],
            [[4, 4], [5, 6], "evt010arg04place"],
            [[4, 4], [5, 9], "evt010arg02target"],
        ],
    }
    other = record | {"gold_evt_links": [[[1, 1], [2, 3], "evt010arg01attacker"]]}
    odd = record | {"evt_triggers": [[4, 4, [["weather.rain.n/a", 1.0]]]], "gold_evt_links": []}
    write_lines(tmp_path / "dev.jsonlines", [record, other, odd])
    documents, unaligned = read(RAMS, tmp_path)
    assert [d.id for d in documents] == ["rams-dev-0000", "rams-dev-0002"]
    assert documents[0].text == "Calm . The army raided Old Town ."
    assert spans(documents[0]) == [
        ("conflict.attack", "raided"),
        ("conflict.attack/attacker", "The army"),
        ("conflict.attack/place", "Old Town"),
    ]
    assert documents[0].extra["story"] == "http://x/1"
    assert documents[0].extra["native"]["mentions"] == {"m1": {"event_type": "conflict.attack.invade"}}
    assert unaligned == [("rams-dev-0000", "argument"), ("dev.jsonlines:2", "record"), ("rams-dev-0002", "span")]


def test_m2e2_sentences(tmp_path: Path) -> None:
    sentence = {
        "sentence_id": "VOA_1_4",
        "words": ["Nord", "'s", "men", "shot", "Al", "."],
        "golden-entity-mentions": [
            {"entity-type": "GPE", "text": "Nord's", "start": 0, "end": 2},
            {"entity-type": "PER", "text": "man", "start": 2, "end": 3},
        ],
        "golden-event-mentions": [
            {
                "trigger": {"start": 3, "end": 4, "text": "shot"},
                "event_type": "Conflict:Attack",
                "arguments": [
                    {"role": "Target", "start": 4, "end": 5, "text": "Al"},
                    {"role": "Place", "start": 5, "end": 5, "text": ""},
                ],
            }
        ],
    }
    with zipfile.ZipFile(tmp_path / "m2e2_annotations.zip", "w") as archive:
        archive.writestr("m2e2_annotations/text_only_event.json", json.dumps([sentence, {"words": []}]))
        archive.writestr("m2e2_annotations/text_multimedia_event.json", json.dumps([sentence]))
    documents, unaligned = read(M2E2, tmp_path)
    assert [(d.id, d.extra["part"], d.extra["story"]) for d in documents] == [
        ("m2e2-only-VOA_1_4", "text_only", "VOA_1"),
        ("m2e2-multimedia-VOA_1_4", "text_multimedia", "VOA_1"),
    ]
    assert spans(documents[0]) == [("GPE", "Nord 's"), ("Conflict:Attack", "shot"), ("Conflict:Attack/Target", "Al")]
    assert documents[0].extra["native"]["mentions"]["m3"] == {"event": 1}
    both = [("span"), ("argument")]
    assert unaligned == [
        *(("m2e2-only-VOA_1_4", kind) for kind in both),
        ("text_only_event.json[1]", "record"),
        *(("m2e2-multimedia-VOA_1_4", kind) for kind in both),
    ]


ECB = """\
<?xml version="1.0" encoding="UTF-8"?>
<Document doc_name="1_2ecbplus.xml" doc_id="D">
<token t_id="1" sentence="0" number="0">http://x</token>
<token t_id="2" sentence="1" number="0">Bess</token>
<token t_id="3" sentence="1" number="1"> </token>
<token t_id="4" sentence="1" number="2">gave</token>
<token t_id="5" sentence="1" number="3">it</token>
<token t_id="6" sentence="1" number="4">up</token>
<Markables>
<HUMAN_PART_PER m_id="1"><token_anchor t_id="2"/></HUMAN_PART_PER>
<ACTION_OCCURRENCE m_id="2"><token_anchor t_id="4"/><token_anchor t_id="6"/></ACTION_OCCURRENCE>
<ACTION_STATE m_id="3"><token_anchor t_id="6"/><token_anchor t_id="5"/></ACTION_STATE>
<LOC_GEO m_id="4"><token_anchor t_id="77"/></LOC_GEO>
<WEATHER m_id="5"><token_anchor t_id="5"/></WEATHER>
<HUMAN_PART_PER m_id="6" RELATED_TO="" TAG_DESCRIPTOR="t1_bess" instance_id="HUM1"/>
</Markables>
<Relations>
<CROSS_DOC_COREF r_id="9" note="HUM1"><source m_id="1"/><target m_id="6"/></CROSS_DOC_COREF>
<INTRA_DOC_COREF r_id="10"><source m_id="3"/><target m_id="7"/></INTRA_DOC_COREF>
</Relations>
</Document>
"""


def test_ecbplus_mentions_and_chains(tmp_path: Path) -> None:
    root = tmp_path / "ECB+_LREC2014"
    table = "Topic,File,Sentence Number\r\n1,2ecbplus,1\r\n1,2ecbplus,0 \r\n1,2ecbplus,first\r\n"
    write(root / "ECBplus_coreference_sentences.csv", table)
    write(root / "ECB+/1/1_2ecbplus.xml", ECB)
    write(root / "ECB+/1/1_3ecb.xml", "<Document>")
    write(root / "ECB+/1/1_4ecb.xml", "<Document><token t_id='1'>x</token></Document>")
    documents, unaligned = read(ECBPLUS, tmp_path)
    (document,) = documents
    assert (document.id, document.text) == ("ecbplus-1_2ecbplus", "http://x\nBess gave it up")
    assert spans(document) == [("HUMAN_PART_PER", "Bess"), ("ACTION_STATE", "it up")]
    assert document.extra["native"] == {
        "topic": "1",
        "sentences": [1, 0],
        "mentions": {"m1": {"chain": "HUM1"}, "m2": {"chain": "r10"}},
    }
    assert unaligned == [
        ("ECBplus_coreference_sentences.csv:3", "record"),
        *([("ecbplus-1_2ecbplus", "span")] * 3),
        ("1_3ecb.xml", "record"),
        ("1_4ecb", "record"),
    ]
