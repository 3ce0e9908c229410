"""Fetch the front end's libraries and lay them out as the office serves them: ``python tools/vendor.py [--icons]``.

The files are kept in the repository, so nobody needs npm to install or run Kaohe. Run this after changing a version
below, or, with ``--icons``, after a page uses an icon that the sprite does not hold.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
OFFICE = ROOT / "src" / "kaohe" / "office"
VENDOR = OFFICE / "ui" / "static" / "kaohe" / "vendor"
AXE = ROOT / "tests" / "journeys" / "vendor"

SERVED = {
    "@tabler/core@1.6.1": ("dist/css/tabler.min.css", "dist/js/tabler.min.js"),
    "htmx.org@2.0.11": ("dist/htmx.min.js", "LICENSE"),
    "echarts@5.6.0": ("dist/echarts.min.js", "LICENSE", "NOTICE"),
}
TESTED = {"axe-core@4.14.1": ("axe.min.js", "LICENSE")}
ICONS = "@tabler/icons@3.51.0"

MIT = """\
MIT License

Copyright (c) 2018-2025 The Tabler Authors; copyright (c) 2018-2025 codecalm.net Paweł Kuna
Contains Bootstrap 5, copyright (c) 2011-2025 The Bootstrap Authors.

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without
limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the
Software, and to permit persons to whom the Software is furnished to do so, subject to the following
conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions
of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED
TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL
THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF
CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER
DEALINGS IN THE SOFTWARE.
"""
"""Licence of @tabler/core, whose package carries it only as a note in the files."""

_SOURCE_MAP = re.compile(rb"(//[#@] sourceMappingURL=\S+|/\*[#@] sourceMappingURL=\S+ \*/)\s*\Z")
_USED = re.compile(
    r"""(?:\{%\s*icon\s+|\bicon\s*=\s*|\bicon:\s*)["']([a-z0-9-]+)["']|Entry\([^)]*?["']([a-z0-9-]+)["'],\s*["'](?:home|planning|process|assessment|results|organisation|system)["']""",
    re.DOTALL,
)


def unpacked(package: str, folder: Path) -> Path:
    """Fetch a package by npm and give its folder."""
    command = ["npm", "pack", "-s", package]  # found by the path, as make is
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)  # noqa: S603  (constants)
    with tarfile.open(folder / done.stdout.strip().splitlines()[-1]) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    return folder / "unpacked" / "package"


def lay_out(package: str, files: tuple[str, ...], target: Path) -> None:
    """Copy the files that are used, without pointers to source maps, which are not kept."""
    name, _, version = package.rpartition("@")
    home = target / f"{name.removeprefix('@').replace('/', '-').removesuffix('.org')}-{version}"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        source = unpacked(package, Path(folder))
        for file in files:
            (home / Path(file).name).write_bytes(_SOURCE_MAP.sub(b"", (source / file).read_bytes()))
    if "LICENSE" not in files:
        (home / "LICENSE").write_text(MIT, encoding="utf-8")


def icon_names() -> set[str]:
    """Find every icon that a page, a badge or the navigation names."""
    names = set(re.findall(r"[a-z0-9-]+", (OFFICE / "ui" / "icons.txt").read_text()))
    for file in (*OFFICE.rglob("*.html"), *OFFICE.rglob("*.py")):
        names |= {name for found in _USED.findall(file.read_text(encoding="utf-8")) for name in found if name}
    return names


def build_sprite() -> list[str]:
    """Write the sprite of the icons that are used; give the names that Tabler does not have."""
    version = ICONS.rpartition("@")[2]
    home = VENDOR / f"tabler-icons-{version}"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    unknown, symbols = [], []
    with tempfile.TemporaryDirectory() as folder:
        source = unpacked(ICONS, Path(folder))
        shutil.copy(source / "LICENSE", home / "LICENSE")
        for icon in sorted(icon_names()):
            file = source / "icons" / "outline" / f"{icon}.svg"
            if file.exists():
                symbols.append(as_symbol(icon, file.read_text(encoding="utf-8")))
            else:
                unknown.append(icon)
    sprite = "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>", ""])
    (home / "sprite.svg").write_text(sprite, encoding="utf-8")
    return unknown


def as_symbol(name: str, svg: str) -> str:
    """Turn one drawing into a symbol of the sprite."""
    inner = re.sub(
        r"<!--.*?-->|<path stroke=\"none\"[^>]*/>|\s+(?=<)",
        "",
        svg[svg.index(">", svg.index("<svg")) + 1 :],
        flags=re.DOTALL,
    )
    drawn = inner.replace("</svg>", "").strip()
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
        f'stroke-linecap="round" stroke-linejoin="round">{drawn}</symbol>'
    )


def write_versions() -> None:
    """Write down what is kept, for whoever audits it."""
    lines = [f"{package}\n" for package in (*SERVED, ICONS)]
    (VENDOR / "VERSIONS").write_text("".join(lines), encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Fetch everything, or only build the sprite anew."""
    if "--icons" not in arguments:
        for package, files in SERVED.items():
            lay_out(package, files, VENDOR)
        for package, files in TESTED.items():
            lay_out(package, files, AXE)
    unknown = build_sprite()
    write_versions()
    sys.stdout.writelines(f"no such icon: {name}\n" for name in unknown)
    return 1 if unknown else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
