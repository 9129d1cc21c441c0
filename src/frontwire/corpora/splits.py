"""Train, dev and test, fixed in files: by document, and linked documents (one story) on one side.

A document linked to a held-out one (gold, or listed as never to be trained on) is excluded, with the reason. The choice
is by hash, so that it depends on nothing but ids and seed; what a file says already is kept.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import floor
from pathlib import Path
from typing import Final

from frontwire.corpora.stories import Link, group_linked
from frontwire.errors import DataError, RecordError

SPLITS: Final = ("train", "dev", "test")

#: Share of a stratum that dev and test get, each, where no other is given.
HELD_SHARE: Final = 0.1

_EXCLUDED_FILE: Final = "excluded.txt"
_STORIES_FILE: Final = "stories.txt"

#: The four test sets of MUC-3 and MUC-4 measure; no training may see them.
_NEVER_BY_RULE: Final = re.compile(r"tst\d-muc\d-\d{4}")


@dataclass(slots=True)
class SplitPlan:
    """``assigned``: id → split. ``excluded``: id → reason."""

    assigned: dict[str, str] = field(default_factory=dict)
    excluded: dict[str, str] = field(default_factory=dict)


def plan_splits(
    strata: Mapping[str, str],
    links: Iterable[Link],
    *,
    held_out: Iterable[str] = (),
    existing: Mapping[str, str] | None = None,
    excluded: Mapping[str, str] | None = None,
    seed: int = 0,
    shares: Mapping[str, float] | None = None,
) -> SplitPlan:
    """Give every document a split, or a reason for exclusion.

    ``strata``: id → stratum (corpus) of all documents to be split; of each stratum dev and test get its share of ``shares``
    (0..0.5, rounded to documents; default :data:`HELD_SHARE`), as far as groups of linked documents fit in. ``existing``
    assignments stay, and so does what is ``excluded`` (id → reason): what was close to a held-out document once is not let in
    because that is not at hand now. Raises :class:`DataError` when two assignments are linked and differ.
    """
    shares = shares or {}
    links = list(links)
    held = set(held_out)
    kept = {i: reason for i, reason in (excluded or {}).items() if i in strata}
    plan = SplitPlan(excluded=_linked_to_held_out(strata, links, held) | kept)
    plan.assigned = {i: split for i, split in (existing or {}).items() if i in strata and i not in plan.excluded}
    if leaks := find_leaks(plan.assigned, links):
        raise DataError(
            "linked documents stand in different splits; move one of each pair by hand: " + "; ".join(leaks)
        )

    sizes = Counter(stratum for document_id, stratum in strata.items() if document_id not in plan.excluded)
    room = Counter(
        {
            (stratum, split): floor(size * shares.get(stratum, HELD_SHARE) + 0.5)
            for stratum, size in sizes.items()
            for split in ("dev", "test")
        }
    )
    room.subtract((strata[document_id], split) for document_id, split in plan.assigned.items())

    groups = group_linked((i for i in strata if i not in plan.excluded), links)
    for group in sorted(groups, key=lambda ids: _hash(ids[0], seed)):
        new = [document_id for document_id in group if document_id not in plan.assigned]
        taken = sorted({plan.assigned[document_id] for document_id in group if document_id in plan.assigned})
        if len(taken) > 1:
            plan.excluded.update(dict.fromkeys(new, f"linked to documents of {' and '.join(taken)}"))
            continue
        split = taken[0] if taken else _roomy_split(Counter(strata[i] for i in new), room)
        plan.assigned.update(dict.fromkeys(new, split))
        room.subtract((strata[document_id], split) for document_id in new)
    return plan


def _linked_to_held_out(strata: Mapping[str, str], links: Iterable[Link], held: set[str]) -> dict[str, str]:
    excluded = dict.fromkeys(sorted(held & strata.keys()), "held-out document")
    for link in links:
        for document_id, other in ((link.left, link.right), (link.right, link.left)):
            if document_id in strata and other in held:
                excluded.setdefault(document_id, f"held-out document {other}: {link.reason}")
    return excluded


def _roomy_split(needed: Mapping[str, int], room: Mapping[tuple[str, str], int]) -> str:
    for split in ("dev", "test"):
        if all(room[stratum, split] >= count for stratum, count in needed.items()):
            return split
    return "train"


def _hash(document_id: str, seed: int) -> str:
    return hashlib.sha256(f"{seed}:{document_id}".encode()).hexdigest()


def find_leaks(assigned: Mapping[str, str], links: Iterable[Link], *, held_out: Iterable[str] = ()) -> list[str]:
    """One line per pair of linked documents on different sides, and per held-out document in a split."""
    held = set(held_out)
    leaks = [
        f"{document_id} is held out and stands in {assigned[document_id]}"
        for document_id in sorted(held & assigned.keys())
    ]
    sides = {**assigned, **dict.fromkeys(held, "held out")}
    for link in links:
        left, right = sides.get(link.left), sides.get(link.right)
        if left and right and left != right:
            leaks.append(f"{link.left} ({left}) and {link.right} ({right}): {link.reason}")
    return leaks


def never_trained(document_id: str, listed: Iterable[str] = ()) -> bool:
    """Whether no training may see a document: it is listed, or belongs to a MUC test set."""
    return document_id in set(listed) or _NEVER_BY_RULE.fullmatch(document_id) is not None


def read_splits(folder: str | Path, *, prefix: str = "") -> dict[str, str]:
    """id → split from ``PREFIXtrain.txt``, ``PREFIXdev.txt`` and ``PREFIXtest.txt``; a file that is not there is empty.

    Raises :class:`RecordError` for an id that stands twice.
    """
    assigned: dict[str, str] = {}
    for split in SPLITS:
        path = Path(folder) / f"{prefix}{split}.txt"
        for line, document_id in enumerate(read_ids(path), start=1):
            if document_id in assigned:
                raise RecordError(
                    f"{document_id} stands in {assigned[document_id]} already", source=str(path), line=line
                )
            assigned[document_id] = split
    return assigned


def write_splits(assigned: Mapping[str, str], folder: str | Path, *, prefix: str = "") -> None:
    """Write the three files, ids sorted, one a line."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    for split in SPLITS:
        ids = sorted(document_id for document_id, given in assigned.items() if given == split)
        (Path(folder) / f"{prefix}{split}.txt").write_text("".join(f"{i}\n" for i in ids), encoding="utf-8")


def read_ids(path: str | Path) -> list[str]:
    """Ids of a file, one a line; an empty list where there is no file."""
    path = Path(path)
    return path.read_text(encoding="utf-8").split() if path.exists() else []


def read_excluded(folder: str | Path) -> dict[str, str]:
    """id → reason from ``excluded.txt`` (id, tab, reason); empty where there is no file."""
    return dict(_read_pairs(Path(folder) / _EXCLUDED_FILE))


def read_stories(folder: str | Path) -> list[tuple[str, str]]:
    """Ids and story names from ``stories.txt``, a list kept by hand (id, tab, story); empty where there is no file."""
    return _read_pairs(Path(folder) / _STORIES_FILE)


def _read_pairs(path: Path) -> list[tuple[str, str]]:
    pairs = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.exists() else [], start=1):
        document_id, tab, words = line.partition("\t")
        if not tab:
            raise RecordError(f"found {line!r}; expected an id, a tab and a text", source=str(path), line=number)
        pairs.append((document_id, words))
    return pairs


def write_excluded(excluded: Mapping[str, str], folder: str | Path) -> None:
    """Write ``excluded.txt``, sorted."""
    lines = (f"{document_id}\t{reason}\n" for document_id, reason in sorted(excluded.items()))
    (Path(folder) / _EXCLUDED_FILE).write_text("".join(lines), encoding="utf-8")
