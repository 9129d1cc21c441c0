"""Articles with toponyms and coordinates, as XML: LGL (Lieberman et al., 2010) and GeoVirus (Gritta et al., 2018).

LGL: ids ``lgl-DOCID``, label ``toponym``; facts of a mention: ``geonames_id``, ``name``, ``feature`` (class and
code), ``lat``, ``lon``, ``country``, ``admin1``; none where the annotators found no entry. ``downloaded`` is when the
feed was read; no publication date is given. GeoVirus: ids ``geovirus-NNN`` by order, label ``location``; facts:
``lat``, ``lon``, ``page`` (Wikipedia) and other elements. Its offsets count from 1.

A place name marks no event: none of the labels maps to ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element

from frontwire.corpora.native.building import DocumentBuilder, convert_all
from frontwire.corpora.native.corpus import NativeCorpus, UnalignedLog
from frontwire.corpora.native.sources import parse_xml, plain_value, read_bytes, required_file
from frontwire.schema import Document

_POSITION: Final = ("start", "end")


def _articles(path: Path) -> Iterator[tuple[str, Element]]:
    root = parse_xml(read_bytes(path), str(path))
    for number, article in enumerate(root.iter("article"), start=1):
        yield f"{path.name}:{number}", article


def _read_lgl(folder: Path, log: UnalignedLog) -> Iterator[Document]:
    yield from convert_all(_articles(required_file(folder, "lgl.xml")), partial(_lgl, log=log), log)


def _lgl(where: str, article: Element, *, log: UnalignedLog) -> Document:
    builder = DocumentBuilder(
        f"lgl-{article.attrib['docid']}",
        article.findtext("text") or "",
        part="lgl",
        log=log,
        labels=LGL.labels,
        title=article.findtext("title"),
        source=article.findtext("url"),
    )
    builder.facts["downloaded"] = article.findtext("dltime")
    for toponym in article.iter("toponym"):
        span = _span(toponym)
        builder.mention("toponym", span, words=toponym.findtext("phrase"), facts=_gazetteer_entry(toponym))
    return builder.build()


def _gazetteer_entry(toponym: Element) -> dict[str, Any]:
    entry = toponym.find("gaztag")
    if entry is None:
        return {}
    return {
        "geonames_id": plain_value(entry.get("geonameid", "")),
        "name": entry.findtext("name"),
        "feature": f"{entry.findtext('fclass')}.{entry.findtext('fcode')}",
        "lat": plain_value(entry.findtext("lat", "")),
        "lon": plain_value(entry.findtext("lon", "")),
        "country": entry.findtext("country"),
        "admin1": entry.findtext("admin1"),
    }


def _read_geovirus(folder: Path, log: UnalignedLog) -> Iterator[Document]:
    numbered = enumerate(_articles(required_file(folder, "GeoVirus.xml")))
    articles = ((where, (number, article)) for number, (where, article) in numbered)
    yield from convert_all(articles, partial(_geovirus, log=log), log)


def _geovirus(where: str, numbered: tuple[int, Element], *, log: UnalignedLog) -> Document:
    number, article = numbered
    builder = DocumentBuilder(
        f"geovirus-{number:03}",
        article.findtext("text") or "",
        part="geovirus",
        log=log,
        labels=GEOVIRUS.labels,
        source=article.findtext("source"),
    )
    for location in article.iter("location"):
        start, end = _span(location) or (0, 0)
        facts = {
            item.tag: plain_value(item.text or "") for item in location if item.tag not in (*_POSITION, "location")
        }
        builder.mention("location", (start - 1, end - 1), words=str(facts.pop("name", "")), facts=facts)
    return builder.build()


def _span(element: Element) -> tuple[int, int] | None:
    start, end = (element.findtext(name, "").strip() for name in _POSITION)
    return (int(start), int(end)) if start.isdecimal() and end.isdecimal() else None


LGL: Final = NativeCorpus("lgl", "geoparsing", ("lgl",), ("toponym",), _read_lgl)
GEOVIRUS: Final = NativeCorpus("geovirus", "geoparsing", ("geovirus",), ("location",), _read_geovirus)
