"""GeoNames' feature classes and codes (https://www.geonames.org/export/codes.html): which to take, and as what kind of place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from frontwire.errors import UsageError

#: What may be asked for: name → (feature class, its codes; all of the class where there are none).
GROUPS: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "P": ("P", frozenset()),
    "A": ("A", frozenset()),
    "mountains": ("T", frozenset({"MT", "MTS", "PK", "PKS", "HLL", "HLLS", "RDGE", "PASS", "VLC"})),
    "valleys": ("T", frozenset({"VAL", "VALS", "VALX", "GRGE", "CNYN"})),
    "islands": ("T", frozenset({"ISL", "ISLS", "ISLX", "ISLF", "ISLT", "ISLET", "ATOL"})),
    "camps": ("S", frozenset({"CMP", "CMPRF", "CMPLA", "CMPMN", "CMPO"})),
    "bases": ("S", frozenset({"INSM", "AIRB"})),
    "airports": ("S", frozenset({"AIRP", "AIRF"})),
    "dams": ("S", frozenset({"DAM"})),
    "military": ("L", frozenset({"MILB", "NVB"})),
    "oilfields": ("L", frozenset({"OILF", "GASF"})),
    "regions": ("L", frozenset({"RGN", "AREA"})),
}
DEFAULT_GROUPS: Final = ("P", "A")

#: Second-level units of these countries are the municipalities themselves: towns, not districts.
MUNICIPAL_COUNTRIES: Final = frozenset(
    {
        "RO", "BR", "MX", "NO", "AU", "PL", "NL", "VE", "SE", "PT", "BG", "AR", "CH", "DK", "AT", "CZ", "EE", "FI", "NZ",
    }
)  # fmt: skip

_EXTENDED: Final = frozenset({"MTS", "VAL", "VALS", "VALX", "ISL", "ISLS", "ISLX", "RGN", "AREA"})
#: Parts of towns, farms and mere localities: no towns, whatever the people counted there.
QUARTERS: Final = frozenset({"P.PPLX", "P.PPLF", "P.PPLL"})
#: Abandoned, destroyed, historical.
_GONE: Final = frozenset({"PPLQ", "PPLW", "PPLH", "PPLCH"})


class Features:
    """A choice of groups. Raises :class:`UsageError` for one that does not exist."""

    def __init__(self, groups: Collection[str] = DEFAULT_GROUPS) -> None:
        unknown = [group for group in groups if group not in GROUPS]
        if unknown or not groups:
            raise UsageError(
                f"no feature class {', '.join(unknown)}; expected some of {', '.join(GROUPS)}"
                if unknown
                else f"no feature class chosen; expected some of {', '.join(GROUPS)}"
            )
        self.groups = tuple(group for group in GROUPS if group in groups)
        self._codes: dict[str, frozenset[str]] = {}
        for group in self.groups:
            feature_class, codes = GROUPS[group]
            self._codes[feature_class] = self._codes.get(feature_class, frozenset()) | codes

    def takes(self, feature_class: str, code: str) -> bool:
        """Whether places of this class and code were chosen."""
        codes = self._codes.get(feature_class)
        return codes is not None and (not codes or code in codes)


def kind_of(feature_class: str, code: str, country: str) -> str:
    """The kind of place (see :class:`~frontwire.normalize.place_index.Candidate`) that decides rank and precision.

    Units of the third level hold several towns and are districts, those below are towns or villages. Whether a city's
    precision is city or village follows from its people and from :data:`QUARTERS`.
    """
    if feature_class == "P":
        return "city"
    if feature_class != "A":
        return "district" if code in _EXTENDED else "point"
    level = code.removesuffix("H")
    if level == "ADM1":
        return "admin1"
    if level == "ADM2":
        return "city" if country in MUNICIPAL_COUNTRIES else "district"
    return "city" if level in ("ADM4", "ADM5") else "district"


def is_historical(feature_class: str, code: str) -> bool:
    """Whether the place is gone: its names find it, but it is not what a name of today means first."""
    return code in _GONE if feature_class == "P" else feature_class == "A" and code.endswith("H") and code != "PRSH"
