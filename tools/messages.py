"""Extract, update and compile the message catalogues: one domain a package, one an app of the office.

``make messages`` updates and compiles; ``--check`` (part of ``make lint``) writes nothing and says what is missing;
``--fill FILE`` takes translations from a JSON object of message → Chinese. Domains may be named to touch only those:
``scheme``, ``office`` (the project's own modules), ``office.people``.
"""

from __future__ import annotations

import fcntl
import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent / "src" / "kaohe"
LOCALE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES"
OFFICE = ROOT / "office"
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}
IN_TEMPLATES = {"_": None, "gettext": None, "ngettext": (1, 2)}
NOT_OURS = ("typer",)
"""Catalogues whose source strings belong to a library: compiled, never extracted."""


def domains() -> list[str]:
    """Every package that speaks, and the libraries that we translate."""
    packages = sorted(p.parent.name for p in ROOT.glob("*/__init__.py"))
    apps = sorted(f"office.{p.parent.name}" for p in OFFICE.glob("*/apps.py"))
    return [*(d for d in (*packages, *apps) if list(template(d))[1:]), *NOT_OURS]


def catalogue_file(domain: str, suffix: str) -> Path:
    """Where a catalogue stands; those of the office stand where Django looks for them."""
    if domain.partition(".")[0] != "office":
        return LOCALE / f"{domain}{suffix}"
    return ROOT / domain.replace(".", "/") / "locale" / "zh_Hans" / "LC_MESSAGES" / f"django{suffix}"


def template(domain: str) -> Catalog:
    """Every message of one package, with the files it stands in."""
    catalogue = Catalog(domain=domain)
    for name, message in sorted({*in_modules(domain), *in_templates(domain)}, key=str):
        catalogue.add(message, locations=[(f"{domain.replace('.', '/')}/{name}", None)])
    return catalogue


def in_modules(domain: str) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Messages of Python modules; apps of the office have catalogues of their own."""
    folder = ROOT / domain.replace(".", "/")
    for name, _line, message, *_ in extract_from_dir(folder, keywords=KEYWORDS):
        if domain != "office" or "/" not in name:
            yield name, message


def in_templates(domain: str) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Messages of Django templates: Django turns each into calls, which the scanner for scripts takes in leniently."""
    folder = ROOT / domain.replace(".", "/") / "templates"
    if not domain.startswith("office.") or not folder.is_dir():
        return
    from django.utils.translation.template import templatize

    for file in sorted((*folder.rglob("*.html"), *folder.rglob("*.txt"))):
        calls = io.BytesIO(templatize(file.read_text(encoding="utf-8")).encode())
        for _line, message, *_ in extract("javascript", calls, keywords=IN_TEMPLATES, options={"template_string": "0"}):
            yield str(file.relative_to(ROOT / domain.replace(".", "/"))), message


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
    return [str(m.id) for m in catalogue if m.id and (m.fuzzy or not all(m.string if m.pluralizable else [m.string]))]


def compiled(catalogue: Catalog) -> bytes:
    """The bytes of the ``.mo`` file."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def update(domain: str) -> list[str]:
    """Write ``.po`` and ``.mo``; say what is not translated."""
    catalogue = current(domain)
    catalogue_file(domain, ".po").parent.mkdir(parents=True, exist_ok=True)
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


def fill(domain: str, chinese: dict[str, str]) -> list[str]:
    """Set translations and update; say what was given but is no message of the domain, and what is still missing."""
    update(domain)
    with catalogue_file(domain, ".po").open("rb") as source:
        catalogue = read_po(source, locale="zh_Hans", domain=domain)
    for message, translation in chinese.items():
        if found := catalogue.get(message):
            found.string = (translation,) if found.pluralizable else translation
    unknown = [f"{domain}: no such message: {message!r}" for message in chinese if not catalogue.get(message)]
    with catalogue_file(domain, ".po").open("wb") as out:
        write_po(out, catalogue, width=110, sort_output=True, ignore_obsolete=True)
    return [*unknown, *update(domain)]


def contradictions() -> list[str]:
    """Messages that two catalogues of the office translate differently: Django joins them, and one would win."""
    seen: dict[str, tuple[str, str]] = {}
    problems = []
    for domain in (d for d in domains() if d.startswith("office")):
        for message in current(domain):
            if not message.id or not message.string:
                continue
            first, said = seen.setdefault(str(message.id), (domain, str(message.string)))
            if said != str(message.string):
                problems.append(f"{domain}: {message.id!r} is {message.string!r} here and {said!r} in {first}")
    return problems


@contextmanager
def alone() -> Iterator[None]:
    """Let two runs wait for one another: they write the same files."""
    with (Path(__file__).parent / "messages.py").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def main(arguments: list[str]) -> int:
    """Run over the named domains, or all."""
    named = [a for a in arguments if not a.startswith("-")]
    with alone():
        if "--fill" in arguments:
            domain, file = named
            problems = fill(domain, json.loads(Path(file).read_text(encoding="utf-8")))
        else:
            work = check if "--check" in arguments else update
            problems = [problem for domain in named or domains() for problem in work(domain)]
            problems += [] if named else contradictions()
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
