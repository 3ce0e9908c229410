"""Extract, update and compile the message catalogues: one domain a package.

``make messages`` updates and compiles; ``--check`` (part of ``make lint``) writes nothing and says what is missing.
Domains may be named to touch only those.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent / "src" / "kaohe"
LOCALE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES"
OFFICE = ROOT / "office" / "locale" / "zh_Hans" / "LC_MESSAGES"
KEYWORDS = {"_": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}
NOT_OURS = ("typer",)
"""Catalogues whose source strings belong to a library: compiled, never extracted."""


def domains() -> list[str]:
    """Every package that speaks, and the libraries that we translate."""
    packages = sorted(p.parent.name for p in ROOT.glob("*/__init__.py"))
    return [*(d for d in packages if list(template(d))[1:]), *NOT_OURS]


def catalogue_file(domain: str, suffix: str) -> Path:
    """Where a catalogue stands; the office's bears the name that Django looks for."""
    return OFFICE / f"django{suffix}" if domain == "office" else LOCALE / f"{domain}{suffix}"


def template(domain: str) -> Catalog:
    """Every message of one package, with the files it stands in."""
    catalogue = Catalog(domain=domain)
    for name, _line, message, *_ in extract_from_dir(ROOT / domain, keywords=KEYWORDS):
        catalogue.add(message, locations=[(f"{domain}/{name}", None)])
    return catalogue


def current(domain: str) -> Catalog:
    """The catalogue as it should stand: today's messages with the translations there are."""
    po = catalogue_file(domain, ".po")
    catalogue = Catalog(locale="zh_Hans", domain=domain)
    if po.exists():
        with po.open("rb") as source:
            catalogue = read_po(source, locale="zh_Hans", domain=domain)
    if domain not in NOT_OURS:
        catalogue.update(template(domain), no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
    return catalogue


def untranslated(catalogue: Catalog) -> list[str]:
    """Messages without Chinese."""
    return [str(m.id) for m in catalogue if m.id and (not m.string or m.fuzzy)]


def compiled(catalogue: Catalog) -> bytes:
    """The bytes of the ``.mo`` file."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def update(domain: str) -> list[str]:
    """Write ``.po`` and ``.mo``; say what is not translated."""
    catalogue = current(domain)
    with catalogue_file(domain, ".po").open("wb") as out:
        write_po(out, catalogue, width=110, sort_output=True, ignore_obsolete=True)
    catalogue_file(domain, ".mo").write_bytes(compiled(catalogue))
    return [f"{domain}: not translated: {message!r}" for message in untranslated(catalogue)]


def check(domain: str) -> list[str]:
    """Say what is not translated, and whether the compiled file is stale."""
    catalogue = current(domain)
    problems = [f"{domain}: not translated: {message!r}" for message in untranslated(catalogue)]
    mo = catalogue_file(domain, ".mo")
    if not mo.exists() or mo.read_bytes() != compiled(catalogue):
        problems.append(f"{domain}: {mo.name} is stale: run make messages")
    return problems


def main(arguments: list[str]) -> int:
    """Run over the named domains, or all."""
    work = check if "--check" in arguments else update
    named = [a for a in arguments if not a.startswith("-")]
    problems = [problem for domain in named or domains() for problem in work(domain)]
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
