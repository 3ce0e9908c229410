"""Check a score package: signature, hashes, and the whole computation again."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kaohe.i18n import translator
from kaohe.package.keys import fingerprint, from_pem
from kaohe.package.manifest import (
    DATA_DIR,
    MANIFEST,
    PUBLIC_KEY,
    RESULTS,
    SCHEME_DIR,
    SIGNATURE,
    Manifest,
    PackageProblem,
    read_members,
    sha256,
)
from kaohe.scheme.load import load_scheme
from kaohe.scoring.reading import read_data
from kaohe.scoring.reference import score
from kaohe.scoring.sheet import to_json

_ = translator("package")

MAX_DIFFERENCES = 20
"""Most differing cells that are listed one by one."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked: its name, whether it holds, and what was found."""

    name: str
    holds: bool
    found: str


@dataclass(frozen=True, slots=True)
class Verification:
    """Result of checking a package.

    Attributes
    ----------
    manifest
        The package's table of contents.
    signer
        Fingerprint of the public key the signature was checked with.
    checks
        Every check, in order; later ones are left out when an earlier failure makes them meaningless.
    """

    manifest: Manifest
    signer: str
    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        """True when every check holds."""
        return all(check.holds for check in self.checks)


def verify(path: Path, key: Ed25519PublicKey | None = None) -> Verification:
    """Check signature and hashes, then recompute every score and compare.

    Parameters
    ----------
    path
        The package.
    key
        The office's public key, from a source the reader trusts. None: the key inside the package is used, which
        proves only that the package is whole, not who signed it.

    Raises
    ------
    PackageProblem
        When the file is no score package at all.
    """
    members = read_members(path)
    for name in (MANIFEST, SIGNATURE, PUBLIC_KEY, RESULTS):
        if name not in members:
            raise PackageProblem(_("{path} is no score package: it holds no {name}.").format(path=path, name=name))
    manifest = Manifest.from_bytes(members[MANIFEST])
    signer = key or _enclosed_key(members[PUBLIC_KEY])
    checks = [_check_signature(members, signer), _check_files(members, manifest)]
    if all(check.holds for check in checks):
        checks += _recompute(members, manifest)
    return Verification(manifest, fingerprint(signer), tuple(checks))


def _enclosed_key(content: bytes) -> Ed25519PublicKey:
    key = from_pem(content)
    if key is None:
        raise PackageProblem(_("{name} is no Ed25519 public key.").format(name=PUBLIC_KEY))
    return key


def _check_signature(members: dict[str, bytes], key: Ed25519PublicKey) -> Check:
    name = _("signature")
    try:
        key.verify(members[SIGNATURE], members[MANIFEST])
    except InvalidSignature:
        return Check(name, holds=False, found=_("the manifest was not signed by this key, or was changed afterwards"))
    return Check(name, holds=True, found=fingerprint(key))


def _check_files(members: dict[str, bytes], manifest: Manifest) -> Check:
    present = {name: sha256(content) for name, content in members.items() if name not in (MANIFEST, SIGNATURE)}
    wrong = [
        _("{name}: changed").format(name=n) for n in present.keys() & manifest.files if present[n] != manifest.files[n]
    ]
    wrong += [_("{name}: missing").format(name=n) for n in manifest.files.keys() - present]
    wrong += [_("{name}: not in the manifest").format(name=n) for n in present.keys() - manifest.files]
    found = "; ".join(sorted(wrong)) or _("{count} files unchanged").format(count=len(present))
    return Check(_("files"), holds=not wrong, found=found)


def _recompute(members: dict[str, bytes], manifest: Manifest) -> list[Check]:
    with tempfile.TemporaryDirectory(prefix="kaohe-package-") as name:
        folder = Path(name)
        for path, content in members.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        scheme = load_scheme(folder / SCHEME_DIR / manifest.scheme_file)
        dataset = read_data(folder / DATA_DIR, scheme)
    checks = [
        _same(_("scheme hash"), manifest.scheme_hash, scheme.hash),
        _same(_("facts hash"), manifest.facts_hash, dataset.hash),
    ]
    computed = json.loads(json.dumps(to_json(score(scheme, dataset))))
    differences = list(_differences("", json.loads(members[RESULTS]), computed))
    shown = "; ".join(differences[:MAX_DIFFERENCES])
    found = shown or _("{count} units recomputed, every figure equal").format(count=len(computed["units"]))
    return [*checks, Check(_("recomputation"), holds=not differences, found=found)]


def _same(name: str, stated: str, computed: str) -> Check:
    if stated == computed:
        return Check(name, holds=True, found=computed)
    return Check(
        name, holds=False, found=_("stated {stated}, computed {computed}").format(stated=stated, computed=computed)
    )


def _differences(place: str, stated: Any, computed: Any) -> list[str]:
    """Where two JSON values differ, each with its path; lists are compared by position."""
    if isinstance(stated, dict) and isinstance(computed, dict):
        return [
            line
            for key in sorted(stated.keys() | computed.keys())
            for line in _differences(f"{place}/{key}", stated.get(key), computed.get(key))
        ]
    if isinstance(stated, list) and isinstance(computed, list) and len(stated) == len(computed):
        return [
            line
            for i, (a, b) in enumerate(zip(stated, computed, strict=True))
            for line in _differences(f"{place}/{i}", a, b)
        ]
    if stated == computed:
        return []
    return [_("{place}: stated {stated}, computed {computed}").format(place=place, stated=stated, computed=computed)]
