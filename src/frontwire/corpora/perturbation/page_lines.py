"""What stands around and between the paragraphs of an article on a page: bylines, captions' credits, links, notices.

All lines, names and headlines are invented. Some headlines use words of violence in another sense; none tells of an attack,
which would have to be labelled like any other sentence.
"""

from __future__ import annotations

import datetime
import random
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from frontwire.corpora.perturbation.rewriting import Edit, rewrite
from frontwire.schema import Document
from frontwire.text.sentences import paragraph_spans

#: Share of the gaps between paragraphs that get a line.
GAP_SHARE: Final = 0.35

_ABOVE: Final = (
    "By {writer} in {town}",
    "By {writer} and {writer} | {outlet}",
    "{writer}, {outlet} correspondent",
    "By {writer} in {town} | Published {day}",
    "Published: {day} - Updated: {day}, {hour}",
    "{outlet} | {section} | {day}",
    "{section} > {section} > Article",
    "Written by {writer} / {outlet} / {minutes} min read",
    "BY OUR STAFF REPORTER",
    "Home / {section} / News",
    "Share this article: Facebook Twitter WhatsApp E-mail",
)
_BETWEEN: Final = (
    "READ MORE: {headline}",
    "Read also: {headline}",
    "RELATED: {headline}",
    "SEE ALSO | {headline}",
    "Also on {outlet}: {headline}",
    "[Watch: {headline}]",
    "> {headline} <",
    "Photo: {writer}/{outlet}",
    "Image: {writer} for {outlet}",
    "File photo. Credit: {outlet}",
    "(Picture: {writer} / {outlet} Pictures)",
    "Advertisement",
    "ADVERTISEMENT - CONTINUE READING BELOW",
    "Sign up to our morning newsletter, {newsletter}, and get the news before breakfast.",
    "Get {newsletter} in your inbox every {weekday}. Unsubscribe at any time.",
    "Follow us on Facebook and Twitter @{handle}",
    "Story continues below",
    "Listen to this article ({minutes} minutes)",
    "{number} comments | Join the conversation",
    "We use cookies to make {outlet} better. Accept all | Settings",
)
_BELOW: Final = (
    "Editing by {writer} and {writer}",
    "Reporting by {writer} in {town}; writing by {writer}",
    "{writer} contributed to this report from {town}.",
    "Follow {writer} on Twitter: @{handle}",
    "Most read: 1. {headline} 2. {headline} 3. {headline}",
    "More from {section}: {headline}",
    "Tags: {section}, {town}, {outlet}",
    "© {outlet}. All rights reserved. This material may not be published, broadcast or rewritten.",
    "Do you know more? Write to newsdesk@{handle}.example",
    "Subscribe to {outlet} for {number} cents a day.",
    "Download the {outlet} app for iPhone and Android.",
)
_WRITERS: Final = (
    "A. Writer", "Lena Marsh", "Tomas Okoro", "Farid Zaman", "Ines Caldera", "Josef Brandl", "Ruth Amankwah",
    "Mina Haddadi", "P. K. Sethi", "Clara Nyholm", "Oleh Dorosh", "Samir Qasem",
)  # fmt: skip
_OUTLETS: Final = (
    "The Harbour Courier", "Delta News Agency", "Highland Post", "Capital Monitor", "Radio Seven", "CNPS", "The Plains Weekly",
    "Northwind Press", "Savanna Times",
)  # fmt: skip
_TOWNS: Final = (
    "Townville", "Port Ellery", "Marrow Bay", "Saint Orso", "Kelverton", "Nairobi", "Beirut", "Islamabad", "Manila", "Bogota",
    "London", "Cairo",
)  # fmt: skip
_SECTIONS: Final = (
    "World",
    "Africa",
    "Asia",
    "Middle East",
    "Politics",
    "Security",
    "Conflict",
    "Americas",
    "Crime",
    "National",
)
_NEWSLETTERS: Final = ("The Dawn Brief", "Five at Five", "The Week Abroad", "Frontline Notes")
_HANDLES: Final = ("harbourcourier", "deltanews", "highlandpost", "capmonitor")
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HEADLINES: Final = (
    "Striker fires Harbour City into cup final",
    "Shares under fire as bank raid on small lenders goes on",
    "Rain bombards coast, cup final moved to Sunday",
    "New budget is a time bomb, says opposition",
    "Minister resigns after barrage of questions over airport contract",
    "Singer kills it at the harbour stage",
    "Chess: the queen that stormed the kingside",
    "Rangers battle locusts with smoke and spoons",
    "Explosion of colour at the spring market",
    "Why doctors declare war on sugar",
    "Police arrest suspect in timber smuggling case",
    "Generals meet to plan spring exercise",
    "Army opens its barracks to visitors",
    "Rebels in the ruling party threaten to vote no",
    "Opinion: why the talks need patience",
    "Parliament passes budget after long night",
    "Wheat prices rise for the fifth month",
    "Scientists find new frog in cloud forest",
    "Floods cut off mountain road",
    "In pictures: a hundred years of the railway",
)
_BLANKS: Final = {
    "writer": _WRITERS, "outlet": _OUTLETS, "town": _TOWNS, "section": _SECTIONS, "newsletter": _NEWSLETTERS,
    "handle": _HANDLES, "weekday": _WEEKDAYS, "headline": _HEADLINES, "minutes": tuple("23456789"),
    "number": ("3", "12", "48", "99", "120"), "hour": ("07:15", "11:40 GMT", "6.30 pm"),
}  # fmt: skip
_BLANK: Final = re.compile(r"\{(\w+)\}")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def with_page_lines(document: Document, *, seed: int = 0) -> Document:
    """The text with one or two lines above and below, and one in about a third of the gaps between paragraphs.

    ``seed`` and the document's id draw the lines. Days in bylines are the publication date, and lines with one are left
    out where the document has none, so that the text does not say another.
    """
    drawn = random.Random(f"page lines/{seed}/{document.id}")
    return rewrite(document, _insertions(document, drawn))


def _insertions(document: Document, drawn: random.Random) -> Iterator[Edit]:
    text, spans = document.text, paragraph_spans(document.text)
    if not spans:
        return
    gaps = [text[left[1] : right[0]] for left, right in pairwise(spans)]
    gap = max(sorted(set(gaps)), key=gaps.count, default="\n\n")
    yield Edit(spans[0][0], spans[0][0], "".join(line + gap for line in _lines(_ABOVE, document, drawn)))
    for start, _ in spans[1:]:
        if drawn.random() < GAP_SHARE:
            yield Edit(start, start, _lines(_BETWEEN, document, drawn)[0] + gap)
    end = spans[-1][1]
    yield Edit(end, end, "".join(gap + line for line in _lines(_BELOW, document, drawn)))


def _lines(patterns: tuple[str, ...], document: Document, drawn: random.Random) -> list[str]:
    day = _day(document.date)
    usable = [pattern for pattern in patterns if day is not None or "{day}" not in pattern]
    chosen = drawn.sample(usable, drawn.choice((1, 2)))
    return [
        _BLANK.sub(lambda blank: day or "" if blank[1] == "day" else drawn.choice(_BLANKS[blank[1]]), p) for p in chosen
    ]


def _day(date: str | None) -> str | None:
    """A publication date as pages print it: "12 May 2016"."""
    try:
        day = datetime.date.fromisoformat(date or "")
    except ValueError:
        return None
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
