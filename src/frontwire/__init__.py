"""frontwire: news articles in, conflict event records out.

::

    from frontwire import Extractor
    extractor = Extractor.from_pretrained()
    document = extractor("Gunmen killed a policeman in Kabul on Tuesday.", date="2020-05-19")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frontwire.errors import FrontwireError
from frontwire.schema import (
    Actor,
    Article,
    CountRange,
    DateRange,
    Document,
    Event,
    Mention,
    Place,
    RejectedArticle,
    Toll,
)
from frontwire.version import __version__

if TYPE_CHECKING:
    from frontwire.predictor import Extractor

__all__ = [
    "Actor",
    "Article",
    "CountRange",
    "DateRange",
    "Document",
    "Event",
    "Extractor",
    "FrontwireError",
    "Mention",
    "Place",
    "RejectedArticle",
    "Toll",
    "__version__",
]


def __getattr__(name: str) -> Any:
    # The extractor brings torch along; reading a corpus must not.
    if name == "Extractor":
        from frontwire.predictor import Extractor

        return Extractor
    raise AttributeError(f"module 'frontwire' has no attribute {name!r}")
