"""Builds one SQLite file from the files of GeoNames' dump, streaming: memory does not grow with the number of places."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from frontwire.corpora.download.geonames import CREDIT
from frontwire.errors import DataError, OutputError
from frontwire.normalize.geonames.features import DEFAULT_GROUPS, Features
from frontwire.normalize.geonames.files import DumpFiles, checksums
from frontwire.normalize.geonames.problems import Problem, Problems
from frontwire.normalize.geonames.schema import APPLICATION_ID, SCHEMA_VERSION, TABLES
from frontwire.normalize.geonames.writer import Writer
from frontwire.version import __version__

#: Called with what is being done, the bytes of it that are done and those that there are (0 and 0: not known).
Progress = Callable[[str, int, int], None]

_SETTINGS: Final = (
    "PRAGMA main.journal_mode = OFF; PRAGMA main.synchronous = OFF; PRAGMA main.cache_size = -65536; "
    "PRAGMA stage.journal_mode = OFF; PRAGMA stage.synchronous = OFF; PRAGMA stage.cache_size = -16384; "
    "PRAGMA temp_store = FILE;"
)


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build has read and written. ``kinds`` counts places, ``left_out`` rows that were not chosen."""

    rows: int
    places: int
    names: int
    kinds: Mapping[str, int]
    left_out: Mapping[str, int]
    problems: tuple[Problem, ...]
    problem_counts: Mapping[str, int]
    rejected: int
    sha256: Mapping[str, str]
    changed: str
    size_bytes: int


def build_geonames(
    files: DumpFiles,
    output: Path,
    *,
    base: Path,
    groups: tuple[str, ...] = DEFAULT_GROUPS,
    sha256: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Build ``output``, which appears whole or not at all.

    ``base`` is the packaged gazetteer's file: countries and the project's own areas come from it, and the places of
    countries that ``files`` do not hold. ``sha256`` are checksums to hold the files to, by name. The same files give the same
    bytes.

    Raises:
        UsageError: A checksum is another, or a feature class does not exist.
        DataError: A file is damaged, or no row of it is what the dump's rows are.
        OutputError: The file cannot be written.
    """
    features = Features(groups)
    digests = checksums(files, sha256 or {})
    output = output.absolute()
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=output.parent, prefix=f"{output.name}.part-") as folder:
            part = Path(folder) / output.name
            report = _write(files, part, base, features, digests, progress or _silent)
            part.replace(output)
            return report
    except (OSError, sqlite3.DatabaseError) as error:
        raise OutputError(
            f"cannot write {output}: {error}; expected room for about three times the result beside it, and for "
            f"sorting as much in {tempfile.gettempdir()} (TMPDIR moves that)"
        ) from None


def _write(
    files: DumpFiles, part: Path, base: Path, features: Features, digests: Mapping[Path, str], progress: Progress
) -> BuildReport:
    problems = Problems()
    with closing(sqlite3.connect(part, isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS stage", (str(part.with_name("stage")),))
        connection.execute("ATTACH ? AS base", (f"{base.resolve().as_uri()}?mode=ro&immutable=1",))
        connection.executescript(_SETTINGS)
        connection.executescript("".join(f"CREATE TABLE {name} {columns};" for name, columns in TABLES.items()))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        writer = Writer(connection, files, features, problems, progress)
        connection.execute("BEGIN")
        writer.run()
        if not writer.reader.rows or (not writer.taken and problems.rejected):
            first = f"; the first: {problems.listed[0]}" if problems.listed else ""
            raise DataError(
                f"{', '.join(path.name for path in files.places)}: no row of {writer.reader.rows} can be used; "
                f"expected tables of places of GeoNames' dump{first}"
            )
        _describe(connection, files, features, digests, writer, base)
        connection.execute("COMMIT")
        kinds = dict(connection.execute("SELECT kind, count(*) FROM place GROUP BY kind ORDER BY kind"))
        (names,) = connection.execute("SELECT count(*) FROM name").fetchone()
    return BuildReport(
        rows=writer.reader.rows,
        places=sum(kinds.values()),
        names=names,
        kinds=kinds,
        left_out=dict(writer.reader.left_out),
        problems=tuple(problems.listed),
        problem_counts=dict(problems.counts),
        rejected=problems.rejected,
        sha256={path.name: digest for path, digest in digests.items()},
        changed=writer.changed,
        size_bytes=part.stat().st_size,
    )


def _describe(
    connection: sqlite3.Connection,
    files: DumpFiles,
    features: Features,
    digests: Mapping[Path, str],
    writer: Writer,
    base: Path,
) -> None:
    countries = " ".join(sorted(files.countries)) if files.countries is not None else "all"
    sources = {path.name: digest for path, digest in digests.items()}
    decisive = {
        "schema": SCHEMA_VERSION,
        "base": base.name,
        "classes": features.groups,
        "countries": countries,
        "sources": sources,
    }
    meta = {
        "credit": CREDIT,
        "built_by": f"frontwire {__version__}",
        "classes": " ".join(features.groups),
        "countries": countries,
        "rest_of_world": "" if files.countries is None else base.stem,
        "latest_change": writer.changed,
        "rows_read": str(writer.reader.rows),
        "rows_left_out": json.dumps(dict(sorted(writer.reader.left_out.items()))),
        "rows_rejected": str(writer.problems.rejected),
        "problems": json.dumps(dict(sorted(writer.problems.counts.items()))),
        "identity": hashlib.sha256(json.dumps(decisive, sort_keys=True).encode()).hexdigest(),
    }
    connection.executemany("INSERT INTO meta VALUES (?,?)", meta.items())
    connection.executemany(
        "INSERT INTO source VALUES (?,?,?)", [(p.name, digests[p], p.stat().st_size) for p in files.all()]
    )
    connection.executemany(
        "INSERT INTO problem VALUES (?,?,?,?,?)",
        [(p.source, p.line, p.kind, p.reason, p.kept) for p in writer.problems.listed],
    )


def _silent(what: str, done: int, total: int) -> None:
    pass
