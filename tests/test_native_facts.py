"""Native readers of corpora with facts of whole texts, and of places and times; files of our own writing."""

from __future__ import annotations

from pathlib import Path

from frontwire.corpora.native.awsd import AWSD
from frontwire.corpora.native.case2021 import CASE2021, NO_EVENT
from frontwire.corpora.native.ceha import CEHA
from frontwire.corpora.native.cnc import CNC
from frontwire.corpora.native.dronestream import DRONESTREAM
from frontwire.corpora.native.geoparsing import GEOVIRUS, LGL
from frontwire.corpora.native.geowebnews import GEOWEBNEWS
from frontwire.corpora.native.gva import GVA
from frontwire.corpora.native.te3_platinum import TE3_PLATINUM
from native_files import read, spans, write, write_lines


def test_gva_frames(tmp_path: Path) -> None:
    frame = {
        "incident_uri": "7",
        "date": "January 5, 2014",
        "state": "Ohio",
        "city_or_county": "Akron",
        "address": "Elm St",
        "num_killed": 1,
        "num_injured": 0,
        "participants": [{"Type": " Victim", "Status": " Killed"}],
    }
    write_lines(tmp_path / "incidents.jsonl.gz", [frame, frame | {"incident_uri": "8", "date": "5 January"}])
    document = {"id": "a", "incident_id": "7", "title": "T", "dct": "2014-01-06", "uri": "u", "content": " One. "}
    others = [document | {"id": "b", "content": " "}, document | {"incident_id": "8"}, {"id": "c"}]
    write_lines(tmp_path / "docs.jsonl.gz", [document, *others, document | {"id": "d", "incident_id": "x"}])
    documents, unaligned = read(GVA, tmp_path)
    (found,) = documents
    assert (found.id, found.text, found.date, found.title) == ("gva-a", "One.", "2014-01-06", "T")
    assert (found.extra["part"], found.extra["story"]) == ("dev", "gva-incident-7")
    first, second = found.extra["native"]["incidents"]
    assert (first["date"], first["city"], first["killed"]) == ("2014-01-05", "Akron", 1)
    assert first["participants"] == [{"Type": "Victim", "Status": "Killed"}]
    assert second == {"id": "8"}
    assert unaligned == [
        ("incidents.jsonl.gz:2", "frame"),
        ("docs.jsonl.gz:2", "record"),
        ("docs.jsonl.gz:4", "record"),
        ("docs.jsonl.gz:5", "record"),
        ("gva-a", "frame"),
    ]


def test_awsd_columns(tmp_path: Path) -> None:
    rows = [
        "Incident ID,Year,Means of attack,Latitude,Details",
        '35,1997,Landmine ,-1.5,"One, two"',
        "36,,,,  ",
        "x,1,,,T",
    ]
    write_lines(tmp_path / "incidents.csv", rows)
    documents, unaligned = read(AWSD, tmp_path)
    assert [(d.id, d.text, d.date, d.extra["part"]) for d in documents] == [("awsd-35", "One, two", None, "train")]
    assert documents[0].extra["native"]["columns"] == {"Year": 1997, "Means of attack": "Landmine", "Latitude": -1.5}
    assert unaligned == [("incidents.csv:2", "record"), ("incidents.csv:3", "record")]


def test_dronestream_columns(tmp_path: Path) -> None:
    record = {"_id": "x", "number": 4, "narrative": "A strike.", "date": "2004-06-17T00:00:00.000Z", "deaths": "2-8"}
    write_lines(tmp_path / "strikes.jsonl", [record | {"lat": "15.5", "names": ["A"], "town": ""}, {"number": 5}])
    documents, unaligned = read(DRONESTREAM, tmp_path)
    assert [(d.id, d.date) for d in documents] == [("dronestream-4", None)]
    columns = {"date": "2004-06-17", "deaths": "2-8", "lat": 15.5, "names": ["A"], "town": None}
    assert documents[0].extra["native"]["columns"] == columns
    assert unaligned == [("strikes.jsonl:2", "record")]


def test_case_types(tmp_path: Path) -> None:
    path = tmp_path / "task2/test_dataset/test_set_final_release_with_labels.tsv"
    rows = [
        "id\tEventSnippet\tSubType",
        '1\tHe said "go" and\tGRENADE',
        "2\tonly two",
        "3\tTold\tSTORM",
        "x\tTold\tARREST",
    ]
    write_lines(path, rows)
    documents, unaligned = read(CASE2021, tmp_path)
    assert [(d.id, d.text, d.extra["native"]["type"]) for d in documents] == [
        ("case2021-1", 'He said "go" and', "GRENADE"),
        ("case2021-3", "Told", "STORM"),
    ]
    where = "test_set_final_release_with_labels.tsv"
    assert unaligned == [(f"{where}:2", "record"), ("case2021-3", "type"), (f"{where}:4", "record")]
    assert all(CASE2021.types[kind] is None for kind in NO_EVENT)


def test_ceha_rows(tmp_path: Path) -> None:
    header = (
        'ACLED/GDELT,Index,Time,Country,Actor 1,Actor 2,Article Url,Event Description,Is the event relevant?,"Why is the '
        'event NOT relevant? \n(if applicable)",tribal/communal/ethnic conflict,religious conflict,socio-political '
        "violence against women,climate-related security risks,Other,train_dev_test_split"
    )
    rows = [
        "ACLED,SSD1,2018-11-27,Sudan,A,,,Told,Yes,,X,,,,X,test",
        "GDELT,99,20210806,Sudan,,,u,Told,No,2. Not,,,,,,dev",
        "GDELT,98,20210806,Sudan,,,u,Told,Maybe,,,,,,,dev",
    ]
    write_lines(tmp_path / "CEHA_dataset.csv", [header, *rows])
    documents, unaligned = read(CEHA, tmp_path)
    assert [(d.id, d.extra["part"], d.source) for d in documents] == [
        ("ceha-SSD1", "test", None),
        ("ceha-99", "dev", "u"),
    ]
    assert documents[0].extra["native"] == {
        "relevant": True,
        "reason": None,
        "categories": ["tribal/communal/ethnic conflict", "Other"],
        "source": "ACLED",
        "date": "2018-11-27",
        "country": "Sudan",
        "actors": ["A", None],
    }
    assert documents[1].extra["native"]["date"] == "2021-08-06"
    assert documents[1].extra["native"]["reason"] == "2. Not"
    assert unaligned == [("CEHA_dataset.csv:3", "record")]


CAUSAL = "<ARG1>Men ran</ARG1> <ARG0><SIG0>because of</SIG0> fire</ARG0> ."


def test_cnc_relations(tmp_path: Path) -> None:
    folder = tmp_path / "V2"
    write_lines(
        folder / "train_subtask1.csv",
        ["index,text,label", "train_1_0_5,Men ran because of fire .,1", "train_1_1_6,Calm .,0"],
    )
    pairs = [
        CAUSAL,
        CAUSAL.replace("ran", "fled"),
        "<ARG0>Men ran because of fire .",
        "Men</ARG1> ran because of fire .",
    ]
    grouped = ["index,causal_text_w_pairs", f'cnc_train_1_0_5_0,"{pairs}"', "cnc_train_1_1_6_0,__import__('os')"]
    write_lines(folder / "train_subtask2_grouped.csv", [*grouped, "cnc_train_9_9_9_0,[]"])
    write_lines(folder / "dev_subtask1.csv", ["index,text,label", "dev_1_0_1,Odd .,7"])
    write_lines(folder / "dev_subtask2_grouped.csv", ["index,causal_text_w_pairs"])
    write_lines(folder / "test_subtask1_text.csv", ["index,text", "test_1_0_1,Hidden ."])
    documents, unaligned = read(CNC, tmp_path)
    assert [(d.id, d.extra["part"], d.extra["native"]["causal"]) for d in documents] == [
        ("cnc-train_1_0_5", "train", True),
        ("cnc-train_1_1_6", "train", False),
        ("cnc-test_1_0_1", "test", None),
    ]
    assert spans(documents[0]) == [("ARG1", "Men ran"), ("SIG", "because of"), ("ARG0", "because of fire")]
    assert documents[0].extra["native"]["mentions"]["m2"] == {"relation": 1}
    assert unaligned == [
        ("train_subtask2_grouped.csv:2", "relation"),
        ("cnc-train_1_0_5", "relation"),
        ("cnc-train_1_0_5", "span"),
        ("cnc-train_1_0_5", "span"),
        ("cnc-train_9_9_9", "relation"),
        ("dev_subtask1.csv:1", "record"),
    ]


def toponym(start: str, end: str, phrase: str, rest: str = "") -> str:
    return f"<toponym><start>{start}</start><end>{end}</end><phrase>{phrase}</phrase>{rest}</toponym>"


def test_lgl_toponyms(tmp_path: Path) -> None:
    entry = (
        '<gaztag geonameid="12"><name>Rome</name><fclass>P</fclass><fcode>PPL</fcode><lat>34.25</lat><lon>-85.1</lon>'
        "<country>United States</country><admin1>Georgia</admin1></gaztag>"
    )
    places = (
        toponym("0", "4", "Rome", entry)
        + toponym("0", "4", "Roma")
        + toponym("", "4", "Rome")
        + toponym("9", "12", "Elm")
    )
    article = f"<article docid='3'><title>T</title><url>u</url><dltime>2009</dltime><text>Rome and Elm.</text>{places}</article>"
    write(tmp_path / "lgl.xml", f"<articles>{article}<article><text>No id</text></article></articles>")
    documents, unaligned = read(LGL, tmp_path)
    (document,) = documents
    assert (document.id, document.title, document.source, document.date) == ("lgl-3", "T", "u", None)
    assert spans(document) == [("toponym", "Rome"), ("toponym", "Elm")]
    assert document.extra["native"]["mentions"] == {
        "m1": {
            "geonames_id": 12,
            "name": "Rome",
            "feature": "P.PPL",
            "lat": 34.25,
            "lon": -85.1,
            "country": "United States",
            "admin1": "Georgia",
        }
    }
    assert unaligned == [("lgl-3", "span"), ("lgl-3", "span"), ("lgl.xml:2", "record")]


def test_geovirus_counts_from_one(tmp_path: Path) -> None:
    place = "<location><name>{}</name><start>4</start><end>8</end><lat>1.5</lat><lon>2</lon><page>p</page></location>"
    places = "".join(place.format(name) for name in ("Rome", "Roma"))
    write(tmp_path / "GeoVirus.xml", f"<articles><article><text>In Rome.</text>{places}</article></articles>")
    documents, unaligned = read(GEOVIRUS, tmp_path)
    assert spans(documents[0]) == [("location", "Rome")]
    assert documents[0].extra["native"]["mentions"]["m1"] == {"lat": 1.5, "lon": 2, "page": "p"}
    assert unaligned == [("geovirus-000", "span")]


def test_geowebnews_attributes_and_notes(tmp_path: Path) -> None:
    annotations = [
        "#1\tAnnotatorNotes T1\t12",
        "T1\tLiteral 3 7\tRome",
        "T2\tMetonymic 12 17\tParis\t",
        "A1\tNon_Locational T2",
        "A2\tModifier_Type T2 Noun",
        "#2\tAnnotatorNotes T2\t48.85, 2.35",
        "T3\tLiteral 3 5;6 7\tRo e",
        "T4\tLiteral 3 7\tRoma",
        "#3\tAnnotatorNotes T9\t1",
        "R1\tNear Arg1:T1 Arg2:T2",
    ]
    write(tmp_path / "GeoWebNews/10.txt", "In Rome and\nParis.")
    write_lines(tmp_path / "GeoWebNews/10.ann", annotations)
    write(tmp_path / "GeoWebNews/2.txt", "Nothing.")
    write(tmp_path / "GeoWebNews/2.ann", "")
    documents, unaligned = read(GEOWEBNEWS, tmp_path)
    assert [d.id for d in documents] == ["geowebnews-2", "geowebnews-10"]
    assert spans(documents[1]) == [("Literal", "Rome"), ("Metonymic", "Paris")]
    assert documents[1].extra["native"]["mentions"] == {
        "m1": {"note": 12},
        "m2": {"attributes": {"Non_Locational": True, "Modifier_Type": "Noun"}, "note": "48.85, 2.35"},
    }
    assert unaligned == [("geowebnews-10", kind) for kind in ("line", "span", "span", "fact")]


def te3_row(word: str, *, event: str = "O", timex: str = "O") -> str:
    fields = [word, "t1", "1", word, event, "O", "O", timex, "O", "O", "O"]
    if event != "O":
        fields[5:7] = ["OCCURRENCE", "PAST+NONE+POS"]
    if timex != "O":
        fields[8:10] = ["DATE", "2013-03-18"]
    return "\t".join(fields)


def test_te3_runs_of_one_id(tmp_path: Path) -> None:
    rows = [
        "DCT_2013-03-21\tO\tO",
        "",
        te3_row("They"),
        te3_row("met", event="e1"),
        te3_row("last", timex="tmx1"),
        te3_row("Monday", timex="tmx1"),
        te3_row("."),
        "",
        "",
        te3_row("Monday", timex="tmx1"),
        "short\trow",
    ]
    write_lines(tmp_path / "a.col", rows)
    write_lines(tmp_path / "b.col", rows[1:])
    documents, unaligned = read(TE3_PLATINUM, tmp_path)
    (document,) = documents
    assert (document.id, document.date, document.text) == ("te3-a", "2013-03-21", "They met last Monday .\nMonday")
    assert spans(document) == [("DATE", "last Monday"), ("OCCURRENCE", "met")]
    assert document.extra["native"]["mentions"] == {
        "m1": {"timex": "tmx1", "value": "2013-03-18"},
        "m2": {"event": "e1", "features": "PAST+NONE+POS"},
    }
    assert unaligned == [("te3-a", "record"), ("te3-a", "span"), ("b", "record")]
