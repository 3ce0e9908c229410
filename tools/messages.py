"""Extract, update and compile the message catalogues: one domain a package. Run by ``make messages``."""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent / "src" / "kaohe"
LOCALE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES"
KEYWORDS = {"_": None}
DOMAINS = (
    "criteria",
    "scheme",
    "scoring",
    "ballots",
    "rewards",
    "weighting",
    "preparation",
    "package",
    "presets",
    "tables",
    "cli",
)


def template(domain: str) -> Catalog:
    """Every message of one package, with its places."""
    catalogue = Catalog(domain=domain)
    source = ROOT / domain
    if source.is_dir():
        found = (
            (f"{domain}/{name}", line, message)
            for name, line, message, *_ in extract_from_dir(source, keywords=KEYWORDS)
        )
    else:
        file = ROOT / f"{domain}.py"
        found = (
            (file.name, line, message) for line, message, *_ in extract_from_file("python", file, keywords=KEYWORDS)
        )
    for name, _line, message in found:
        catalogue.add(message, locations=[(name, None)])
    return catalogue


def main(check: bool) -> int:
    """Update and compile every catalogue; with ``check``, only say what is missing."""
    missing = 0
    for domain in DOMAINS:
        if not (ROOT / domain).exists() and not (ROOT / f"{domain}.py").exists():
            continue
        po = LOCALE / f"{domain}.po"
        catalogue = (
            read_po(po.open("rb"), locale="zh_Hans", domain=domain)
            if po.exists()
            else Catalog(locale="zh_Hans", domain=domain)
        )
        catalogue.update(template(domain), no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        for message in catalogue:
            if message.id and (not message.string or message.fuzzy):
                missing += 1
                sys.stdout.write(f"{domain}: not translated: {message.id!r}\n")
        if not check:
            with po.open("wb") as out:
                write_po(out, catalogue, width=110, sort_output=True, omit_header=False, ignore_obsolete=True)
            with po.with_suffix(".mo").open("wb") as out:
                write_mo(out, catalogue)
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main(check="--check" in sys.argv))
