"""Write a score package."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kaohe import __version__
from kaohe.i18n import translator
from kaohe.package.keys import to_pem
from kaohe.package.manifest import (
    DATA_DIR,
    FORMAT,
    MANIFEST,
    PUBLIC_KEY,
    RESULTS,
    SCHEME_DIR,
    SIGNATURE,
    Manifest,
    PackageProblem,
    sha256,
)
from kaohe.scheme.load import load_scheme
from kaohe.scoring.reading import read_data
from kaohe.scoring.reference import score
from kaohe.scoring.sheet import to_json
from kaohe.tables.write import whole_file

_ = translator("package")

# Every entry carries the earliest date a zip can: the same content gives the same bytes on any day.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def build(scheme: Path, data: Path, out: Path, key: Ed25519PrivateKey) -> Manifest:
    """Score a scheme on its data and write the signed package.

    Parameters
    ----------
    scheme, data
        Scheme file and data folder, taken into the package byte by byte.
    out
        The zip to write; written whole or not at all.
    key
        The office's private key.

    Raises
    ------
    SchemeProblems, Problems
        When the scheme or the data do not hold; nothing is written.
    PackageProblem
        When the data folder holds no file, or ``out`` exists.
    """
    if out.exists():
        raise PackageProblem(_("{path} exists already; name another file.").format(path=out))
    checked = load_scheme(scheme)
    dataset = read_data(data, checked)
    sheet = score(checked, dataset)
    members = {f"{SCHEME_DIR}/{scheme.name}": scheme.read_bytes(), **_data_files(data)}
    members[RESULTS] = (json.dumps(to_json(sheet), ensure_ascii=False, indent=1) + "\n").encode()
    members[PUBLIC_KEY] = to_pem(key.public_key())
    manifest = Manifest(
        format=FORMAT,
        engine=__version__,
        scheme=checked.id,
        scheme_hash=checked.hash,
        facts_hash=dataset.hash,
        scheme_file=scheme.name,
        files={name: sha256(content) for name, content in sorted(members.items())},
    )
    members[MANIFEST] = manifest.to_bytes()
    members[SIGNATURE] = key.sign(manifest.to_bytes())
    _write(out, members)
    return manifest


def _data_files(folder: Path) -> dict[str, bytes]:
    files = sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith((".", "~$")))
    if not files:
        raise PackageProblem(_("{path} holds no data file.").format(path=folder))
    return {f"{DATA_DIR}/{p.relative_to(folder).as_posix()}": p.read_bytes() for p in files}


def _write(out: Path, members: dict[str, bytes]) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(out) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(members.items()):
            entry = zipfile.ZipInfo(path, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
