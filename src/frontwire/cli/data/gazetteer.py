"""``frontwire data gazetteer``."""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from frontwire.cli.data.parsing import add_command
from frontwire.errors import DownloadError, UsageError

if TYPE_CHECKING:
    from frontwire.corpora.download.fetch import RemoteFile
    from frontwire.normalize.geonames.build import BuildReport

#: Feature classes and groups of codes, spelled out here: building the parser reads no gazetteer code.
GROUPS: Final = ("P", "A", "mountains", "valleys", "islands", "camps", "bases", "airports", "dams", "military", "oilfields",
                 "regions")  # fmt: skip
_SHA256: Final = re.compile(r"(?P<name>[^=]+)=(?P<digest>[0-9a-fA-F]{64})")
_PROBLEMS_SHOWN: Final = 5


def add(commands: Any) -> None:
    """Add the command."""
    parser = add_command(
        commands, "gazetteer", gazetteer, "build a gazetteer of all GeoNames from its public dump", corpora=False
    )
    parser.description = (
        "Build one SQLite file from files of GeoNames' public dump, for frontwire extract --gazetteer. Places: "
        "allCountries.zip, else the files of single countries (AF.zip), else cities500.zip and the like; the rest of the "
        "world is then as in the packaged gazetteer. Besides countryInfo.txt, admin1CodesASCII.txt, admin2Codes.txt and, "
        "for English names, alternateNamesV2.zip. Exit status 3 where rows could not be used."
    )
    parser.add_argument("--from", dest="folder", type=Path, metavar="DIR", help="folder with files of the dump")
    parser.add_argument(
        "--download",
        action="store_true",
        help="bring what is missing of them first, into DIR or the cache folder (about 400 MB for all countries)",
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="file to write (default: geonames.sqlite in the cache folder)"
    )
    parser.add_argument(
        "--countries", nargs="+", default=[], metavar="CC", help="these countries in full (default: all that are there)"
    )
    parser.add_argument(
        "--classes",
        nargs="+",
        default=["P", "A"],
        choices=GROUPS,
        metavar="CLASS",
        help=f"what to take: {', '.join(GROUPS)} (default: P A, settlements and administrative units)",
    )
    parser.add_argument(
        "--alternate-names", action="store_true", help="with --download: alternateNamesV2.zip too (about 200 MB)"
    )
    parser.add_argument(
        "--sha256",
        action="append",
        default=[],
        metavar="NAME=HEX",
        help="checksum that a file of the dump must have; may be repeated",
    )
    parser.add_argument(
        "--force", action="store_true", help="replace FILE where it is something else, and bring files anew"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress line")


def gazetteer(args: argparse.Namespace) -> int:
    """Bring the files where asked to, build, and say what was read, written and left out."""
    from frontwire.corpora.download.geonames import CREDIT
    from frontwire.normalize.gazetteer import Gazetteer, cache_folder
    from frontwire.normalize.geonames.build import build_geonames
    from frontwire.normalize.geonames.files import check_countries, find_dump

    if args.folder is None and not args.download:
        raise UsageError("no files named; --from DIR reads a folder, --download brings them")
    if args.alternate_names and not args.download:
        raise UsageError("--alternate-names says what --download brings; with --from a file that is there is read")
    countries = check_countries(args.countries)
    checksums = _checksums(args.sha256)
    output = args.output or cache_folder() / "geonames.sqlite"
    _check_output(output, force=args.force)
    folder = args.folder or cache_folder() / "geonames"
    if args.download:
        _download(folder, countries, checksums, args)
    files = find_dump(folder, countries=countries)
    base = Gazetteer.open().path
    with _Bar(quiet=args.quiet) as bar:
        report = build_geonames(
            files, output, base=base, groups=tuple(args.classes), sha256=checksums, progress=bar.show
        )
    _say(report, output)
    print(CREDIT, file=sys.stderr)
    return 3 if report.rejected else 0


def _checksums(given: list[str]) -> dict[str, str]:
    found = {}
    for text in given:
        match = _SHA256.fullmatch(text)
        if match is None:
            raise UsageError(f"--sha256 {text}: expected NAME=HEX with 64 hexadecimal digits, as in AF.zip=0a1b…")
        found[match["name"]] = match["digest"].lower()
    return found


def _check_output(output: Path, *, force: bool) -> None:
    """A gazetteer is replaced by its next edition; anything else is not what the user meant."""
    from frontwire.normalize.geonames.schema import APPLICATION_ID

    if output.is_dir():
        raise UsageError(f"{output} is a folder; expected a file name")
    if not output.exists() or force:
        return
    with output.open("rb") as stream:
        header = stream.read(72)
    if not header.startswith(b"SQLite format 3\0") or int.from_bytes(header[68:72]) != APPLICATION_ID:
        raise UsageError(
            f"{output} is there and is no gazetteer built from GeoNames; name another file, or use --force"
        )


def _download(folder: Path, countries: list[str], checksums: dict[str, str], args: argparse.Namespace) -> None:
    from frontwire.corpora.download.geonames import HOME, dump_files

    files = dump_files(countries, alternate_names=args.alternate_names, sha256=checksums)
    print(f"from {HOME}/ into {folder}", file=sys.stderr)
    for file in files:
        _bring(file, folder, args)


def _bring(file: RemoteFile, folder: Path, args: argparse.Namespace) -> None:
    import zipfile

    from frontwire.corpora.download.fetch import fetch
    from frontwire.corpora.download.geonames import PATIENCE

    target = folder / file.path
    with _Bar(quiet=args.quiet) as bar:
        fetched = fetch(
            file,
            target,
            force=args.force,
            patience=PATIENCE,
            progress=lambda have, total: bar.show(file.path, have, total),
        )
    if fetched and target.suffix == ".zip" and not zipfile.is_zipfile(target):
        target.unlink()
        raise DownloadError(
            f"{file.url}: what came is no archive; it was deleted. A proxy may have answered in its place"
        )
    print(f"{target}: {'fetched' if fetched else 'there already; --force brings it anew'}", file=sys.stderr)


class _Bar:
    """One progress line on a terminal, for one thing after the other."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet
        self.what = ""
        self.bar: Any = None

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.close()

    def show(self, what: str, done: int, total: int) -> None:
        """``done`` of ``total`` bytes of ``what``; a total of 0 is not known."""
        from tqdm import tqdm

        if what != self.what:
            self.__exit__()
            self.what = what
            # disable=None: no bar where standard error is no terminal
            self.bar = tqdm(
                total=total or None, unit="B", unit_scale=True, desc=what, leave=False, disable=self.quiet or None
            )
        self.bar.update(done - self.bar.n)


def _say(report: BuildReport, output: Path) -> None:
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(report.kinds.items(), key=lambda item: -item[1]))
    print(f"{output}: {report.places:,} places ({kinds}), {report.names:,} names, {report.size_bytes / 1e6:.1f} MB")
    for name, digest in report.sha256.items():
        print(f"read {name}, SHA-256 {digest}")
    left = "".join(f", {count:,} of another {what}" for what, count in report.left_out.items())
    print(f"{report.rows:,} rows of places{left}; latest change {report.changed or 'unknown'}", file=sys.stderr)
    shown: Counter[str] = Counter()
    for problem in report.problems:
        shown[problem.kind] += 1
        if shown[problem.kind] <= _PROBLEMS_SHOWN:
            print(f"{problem}{'' if problem.kept else '; left out'}", file=sys.stderr)
    for kind, count in report.problem_counts.items():
        if count > _PROBLEMS_SHOWN:
            print(
                f"… {count:,} such problems in all ({kind}); the table problem of {output.name} lists them",
                file=sys.stderr,
            )
    if report.rejected:
        print(f"{report.rejected:,} rows could not be used", file=sys.stderr)
