"""What a run is, so that it can be told from another: inputs, options, model, versions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from frontwire.corpora.articles import InputFile
from frontwire.errors import UsageError
from frontwire.schema import SCHEMA_VERSION
from frontwire.version import __version__

#: Up to this many files are listed one by one, so that a changed one can be named.
_LISTED_FILES: Final = 100


def run_identity(files: Sequence[InputFile], options: Mapping[str, Any]) -> dict[str, Any]:
    """Everything but the model that decides the bytes of a run, in JSON types.

    Inputs are known by name and SHA-256 of their contents: copying or touching a file changes nothing, editing it does.
    Standard input and pipes cannot be read ahead; the digest of the entries read from it, kept with every block, stands in.
    """
    digests = {file.shown: _digest(file) for file in files}
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.name}\0{digests[file.shown]}\n".encode())
    return {
        "frontwire": __version__,
        "schema_version": SCHEMA_VERSION,
        "inputs": {
            "files": len(files),
            "sha256": total.hexdigest(),
            "each": digests if len(files) <= _LISTED_FILES else None,
        },
        "options": dict(options),
    }


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What of ``now`` is not as it was, in words; ``before`` may hold more."""
    found: list[str] = []
    for key, value in now.items():
        old = before.get(key)
        if old == value:
            continue
        if key == "inputs":
            found.append(_input_difference(old if isinstance(old, Mapping) else {}, value))
        elif key == "options" and isinstance(old, Mapping):
            found += [
                f"option {name} was {old.get(name)}, is {value.get(name)}"
                for name in sorted({*old, *value})
                if old.get(name) != value.get(name)
            ]
        else:
            found.append(f"{key} was {old}, is {value}")
    return found


def _input_difference(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    old, new = before.get("each"), now.get("each")
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        changed = [name for name in (*old, *new) if old.get(name) != new.get(name)]
        if changed:
            name = changed[0]
            what = "changed" if name in old and name in new else "is new" if name in new else "is gone"
            return f"input {name} {what}"
    if before.get("files") != now.get("files"):
        return f"the inputs were {before.get('files')} files, are {now.get('files')}"
    return "the inputs or their order changed"


def _digest(file: InputFile) -> str | None:
    if file.path is None or not file.is_regular():
        return None
    try:
        with file.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        if file.given:
            raise UsageError(f"input {file.shown} cannot be read: {error.strerror or error}") from None
        return None  # it will be rejected when its turn comes
