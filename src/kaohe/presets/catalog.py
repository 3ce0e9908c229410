"""Find the shipped regimes and copy them into a folder of one's own."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from kaohe.i18n import translator

_ = translator("presets")

HOME = Path(__file__).parent
SCHEME = "scheme.yaml"


class PresetProblem(ValueError):
    """A preset that does not exist, or a target that must not be written; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A shipped regime.

    Attributes
    ----------
    id
        Name of its folder.
    title, description
        Heading and first paragraph of its README, in Chinese.
    schemes
        Folders with a scheme, relative to the regime's own: ``("",)`` for one scheme,
        ``("agencies", "villages", …)`` for several.
    """

    id: str
    title: str
    description: str
    schemes: tuple[str, ...]


@cache
def list_presets() -> tuple[Preset, ...]:
    """Give every shipped regime, by id.

    Examples
    --------
    >>> [scheme for preset in list_presets() if preset.id == "county-two-track" for scheme in preset.schemes]
    ['county-target', 'town-economy']
    """
    return tuple(_read(folder) for folder in sorted(HOME.iterdir()) if (folder / "README.md").is_file())


def preset_path(preset: str) -> Path:
    """Give the folder of a regime, or of one of its schemes (``town-performance-pay/villages``).

    Raises
    ------
    PresetProblem
        When there is no such regime or scheme; names the ones that come close.
    """
    name, _slash, scheme = preset.strip("/").partition("/")
    found = {p.id: p for p in list_presets()}.get(name)
    if found is None:
        raise PresetProblem(_unknown(name, [p.id for p in list_presets()]))
    if scheme and scheme not in found.schemes:
        raise PresetProblem(_unknown(preset, [f"{name}/{s}" for s in found.schemes]))
    return HOME / name / scheme


def copy_preset(preset: str, target: Path | str) -> Path:
    """Copy a regime into a folder that does not exist yet or is empty; nothing is ever overwritten.

    Parameters
    ----------
    preset
        Id as `list_presets` gives it, or ``id/scheme`` for one of several schemes.
    target
        Folder to write; its parents are made. It appears whole or not at all.

    Returns
    -------
    Path
        The folder written.

    Raises
    ------
    PresetProblem
        When the regime is unknown, or the target is a file or holds anything.
    """
    source, folder = preset_path(preset), Path(target)
    if folder.exists() and not folder.is_dir():
        raise PresetProblem(
            _("{folder} is a file, expected a new or empty folder. Name another folder.").format(folder=folder)
        )
    if folder.is_dir() and any(folder.iterdir()):
        raise PresetProblem(
            _("{folder} is not empty, nothing was copied. Name a new folder, or empty this one first.").format(
                folder=folder
            )
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    _place(source, folder)
    return folder


def _place(source: Path, folder: Path) -> None:
    """Copy beside the target first, so that a full disk never leaves half a regime under its name."""
    workshop = Path(mkdtemp(prefix=".kaohe-", dir=folder.parent))
    try:
        copied = Path(shutil.copytree(source, workshop / "copy", ignore=shutil.ignore_patterns("__pycache__")))
        if folder.is_dir():
            folder.rmdir()
        copied.rename(folder)
    finally:
        shutil.rmtree(workshop)


def _read(folder: Path) -> Preset:
    heading, _rest, body = (folder / "README.md").read_text(encoding="utf-8").partition("\n")
    schemes = sorted(str(path.parent.relative_to(folder)) for path in folder.rglob(SCHEME))
    return Preset(
        id=folder.name,
        title=heading.removeprefix("#").strip(),
        description=body.strip().partition("\n\n")[0].strip(),
        schemes=tuple("" if name == "." else name for name in schemes),
    )


def _unknown(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=3, cutoff=0.4) or known
    return _("No preset {name}. Did you mean: {close}? `kaohe preset list` shows all.").format(
        name=name, close=", ".join(close)
    )
