"""Open a scheme wherever it is written: YAML, a workbook, a document, a CSV form, or a folder of a preset."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

from kaohe.i18n import translator
from kaohe.scheme.check import check
from kaohe.scheme.codes import finding
from kaohe.scheme.document import Reading
from kaohe.scheme.findings import Finding, Place, Places, SchemeProblems, has_errors, in_order
from kaohe.scheme.model import Scheme
from kaohe.scheme.spec import SchemeSpec

_ = translator("scheme")

Reader: TypeAlias = Callable[[bytes, str], Reading]

# Readers by file ending. Imported on first use: a YAML scheme must not wait for the spreadsheet and document packages.
READERS = {
    ".yaml": ("kaohe.scheme.yaml_io", "read_yaml"),
    ".yml": ("kaohe.scheme.yaml_io", "read_yaml"),
    ".xlsx": ("kaohe.scheme.xlsx_table", "read_xlsx"),
    ".xlsm": ("kaohe.scheme.xlsx_table", "read_xlsx"),
    ".docx": ("kaohe.scheme.docx_table", "read_docx"),
    ".csv": ("kaohe.scheme.csv_form", "read_csv"),
}

IN_FOLDER = ("scheme.yaml", "scheme.yml", "scheme.xlsx", "scheme.docx", "scheme.csv")
"""File of the scheme in the folder of a preset, first found."""


def load_reading(path: str | Path) -> Reading:
    """Read a scheme file or folder; never raises for bad content, the findings say everything."""
    place = Path(path)
    file = next((place / name for name in IN_FOLDER if (place / name).is_file()), None) if place.is_dir() else place
    if file is None:
        return _no_file(place, _("the folder holds no {names}").format(names=", ".join(IN_FOLDER)))
    if file.suffix.lower() not in READERS:
        return _no_file(file, _("files ending in {suffix} are no schemes").format(suffix=repr(file.suffix)))
    try:
        data = file.read_bytes()
    except OSError as error:
        return _no_file(file, _("the file cannot be opened: {reason}").format(reason=error.strerror))
    module, name = READERS[file.suffix.lower()]
    reader: Reader = getattr(import_module(module), name)
    return reader(data, str(path if place.is_file() else file))


def load_spec(path: str | Path) -> SchemeSpec:
    """Load a scheme as written.

    Parameters
    ----------
    path
        A ``.yaml``, ``.yml``, ``.xlsx``, ``.docx`` or ``.csv`` file, or a folder with ``scheme.yaml``.

    Raises
    ------
    SchemeProblems
        The file cannot be read, or a field is wrong; carries every finding with file, line and column.
    """
    reading = load_reading(path)
    if reading.spec is None:
        raise SchemeProblems(reading.findings)
    return reading.spec


def load_checked(path: str | Path) -> tuple[Scheme | None, SchemeSpec | None, tuple[Finding, ...]]:
    """Load and check: the scheme (None when there are errors), the spec (None when unreadable), all findings."""
    reading = load_reading(path)
    if reading.spec is None:
        return None, None, reading.findings
    scheme, findings = check(reading.spec, reading.places)
    return scheme, reading.spec, in_order((*reading.findings, *findings))


def load_scheme(path: str | Path) -> Scheme:
    """Load and check a scheme.

    Raises
    ------
    SchemeProblems
        The scheme cannot run; carries every finding at once.
    """
    scheme, _spec, findings = load_checked(path)
    if scheme is None or has_errors(findings):
        raise SchemeProblems(findings)
    return scheme


def _no_file(path: Path, message: str) -> Reading:
    found = finding(
        "K001",
        Place(str(path)),
        message,
        _("Give a .yaml, .xlsx, .docx or .csv file, or a folder with scheme.yaml."),
    )
    return Reading(None, Places(str(path)), (found,))


WRITERS = {
    ".yaml": ("kaohe.scheme.yaml_io", "write_yaml"),
    ".yml": ("kaohe.scheme.yaml_io", "write_yaml"),
    ".xlsx": ("kaohe.scheme.xlsx_table", "write_xlsx"),
    ".docx": ("kaohe.scheme.docx_table", "write_docx"),
}


def write_spec(spec: SchemeSpec, path: str | Path) -> None:
    """Write a scheme as ``.yaml``, ``.xlsx`` or ``.docx``; the file appears whole or not at all.

    Raises
    ------
    SchemeProblems
        For any other ending.
    """
    target = Path(path)
    if target.suffix.lower() not in WRITERS:
        raise SchemeProblems(
            [
                finding(
                    "K001",
                    Place(str(target)),
                    _("schemes are not written as {suffix}").format(suffix=repr(target.suffix)),
                    _("Name a file ending in .yaml, .xlsx or .docx."),
                )
            ]
        )
    module, name = WRITERS[target.suffix.lower()]
    content = getattr(import_module(module), name)(spec)
    unfinished = target.with_name(target.name + ".part")
    unfinished.write_bytes(content.encode() if isinstance(content, str) else content)
    unfinished.replace(target)
