"""Every error that frontwire raises on purpose.

::

    FrontwireError
    ├── UsageError            the call cannot be carried out as asked (command line, missing input)
    ├── ConfigError           a configuration file with problems; all of them at once
    ├── DependencyError       an optional package is needed and not installed
    ├── DataError             the content of a file is not what its format says
    │   ├── RecordError       one record (line, row, file) cannot be read
    │   ├── SpanError         offsets or surface text of a mention are wrong
    │   ├── OntologyError     a label, type, kind or role that does not exist
    │   └── StandoffError     stand-off annotations and the text at hand do not fit
    ├── ModelError            a model folder cannot be used
    │   ├── ModelLoadError    missing, unreadable or incomplete
    │   ├── LabelMismatchError  its labels are not the nine in BIO
    │   └── DeviceError       the device or precision asked for is not there
    ├── PredictionError       one article could not be tagged; carries the document's id
    ├── DownloadError         a file of a public corpus could not be brought
    ├── HubError              the Hugging Face Hub refuses, lacks what is asked for or cannot be reached
    │   └── PublishError      a model folder is not fit to be published; all that it lacks at once
    ├── OutputError           the result cannot be written
    └── ResumeError           a run to resume does not match inputs, model or options

A message says what was found, what was expected and, where it helps, what to do.
"""

from __future__ import annotations


class FrontwireError(Exception):
    """Base of all errors raised on purpose; ``exit_code`` is what the command line returns for it."""

    exit_code = 1


class UsageError(FrontwireError):
    """The call cannot be carried out as asked: unknown option values, inputs that do not exist."""

    exit_code = 2


class ConfigError(FrontwireError):
    """A configuration with problems. ``problems`` lists all of them, one sentence each."""

    exit_code = 2

    def __init__(self, source: str, problems: list[str]) -> None:
        self.source = source
        self.problems = list(problems)
        super().__init__(f"{source}: " + "; ".join(self.problems))


class DependencyError(FrontwireError):
    """A package of an extra is needed and not installed."""

    exit_code = 2

    def __init__(self, package: str, extra: str, purpose: str) -> None:
        self.package = package
        self.extra = extra
        super().__init__(
            f"{purpose} needs the package {package}, which is not installed; run: pip install 'frontwire[{extra}]'"
        )


class DataError(FrontwireError):
    """The content of a file is not what its format says."""


class RecordError(DataError):
    """One record cannot be read. ``source`` and ``line`` (from 1) say where, ``reason`` why."""

    def __init__(self, reason: str, *, source: str | None = None, line: int | None = None) -> None:
        self.reason = reason
        self.source = source
        self.line = line
        where = (
            f"line {line} of {source}: "
            if source and line
            else f"{source}: "
            if source
            else f"line {line}: "
            if line
            else ""
        )
        super().__init__(where + reason)


class SpanError(DataError):
    """Offsets or surface text of a mention are wrong."""


class OntologyError(DataError):
    """A label, event type, kind, side or actor type that the ontology does not have."""


class StandoffError(DataError):
    """Stand-off annotations and the text at hand do not fit."""


class ModelError(FrontwireError):
    """A model folder cannot be used."""


class ModelLoadError(ModelError):
    """A model is missing, unreadable or incomplete."""

    exit_code = 2


class LabelMismatchError(ModelError):
    """A model's labels are not the nine of the ontology in BIO."""

    exit_code = 2


class DeviceError(ModelError):
    """The device or precision asked for is not available here."""

    exit_code = 2


class PredictionError(FrontwireError):
    """One article could not be tagged. ``document_id`` names it."""

    def __init__(self, document_id: str, reason: str) -> None:
        self.document_id = document_id
        self.reason = reason
        super().__init__(f"document {document_id!r}: {reason}")


class DownloadError(FrontwireError):
    """A file of a public corpus could not be brought: network, server, size or checksum."""


class HubError(FrontwireError):
    """The Hugging Face Hub refuses a call, lacks what is asked for or cannot be reached."""


class PublishError(HubError):
    """A model folder is not fit to be published. ``problems`` lists all that is missing or wrong, one phrase each."""

    exit_code = 2

    def __init__(self, source: str, problems: list[str]) -> None:
        self.source = source
        self.problems = list(problems)
        super().__init__(f"{source} cannot be published: " + "; ".join(self.problems))


class OutputError(FrontwireError):
    """The result cannot be written: no space, no permission, a folder in its place."""


class ResumeError(FrontwireError):
    """A run to resume does not match the inputs, the model or the options given now."""

    exit_code = 2
