"""Verifying: every change is found, by the check it belongs to."""

import base64
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kaohe.i18n import use_language
from kaohe.package import PackageProblem, Verification, verify
from kaohe.package.keys import to_pem
from kaohe.package.manifest import Manifest, sha256


def failed(verification: Verification) -> list[str]:
    with use_language("en"):
        return [check.name for check in verification.checks if not check.holds]


def rewrite(package: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(package) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    out = package.with_name("changed.zip")
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out


def resign(members: dict[str, bytes], key: Ed25519PrivateKey) -> None:
    """Do what a dishonest office could: hash and sign the changed files anew."""
    files = {n: sha256(c) for n, c in members.items() if n not in ("manifest.json", "manifest.sig")}
    fields = json.loads(members["manifest.json"]) | {"files": files}
    members["manifest.json"] = Manifest(**fields).to_bytes()
    members["manifest.sig"] = key.sign(members["manifest.json"])


def test_an_untouched_package_holds(package: Path, office_key: Ed25519PrivateKey) -> None:
    assert verify(package).holds
    assert verify(package, office_key.public_key()).holds


def test_another_key_does_not_hold(package: Path) -> None:
    with use_language("en"):
        verification = verify(package, Ed25519PrivateKey.generate().public_key())
        assert failed(verification) == ["signature"]


@pytest.mark.parametrize("name", ["scheme/scheme.yaml", "data/facts.csv", "data/units.csv", "results.json"])
def test_a_changed_file_is_named(package: Path, name: str) -> None:
    def change(members: dict[str, bytes]) -> None:
        members[name] += b"\n"

    with use_language("en"):
        verification = verify(rewrite(package, change))
        assert failed(verification) == ["files"]
        assert f"{name}: changed" in next(c.found for c in verification.checks if not c.holds)


def test_a_removed_and_an_added_file_are_named(package: Path) -> None:
    def change(members: dict[str, bytes]) -> None:
        del members["data/units.csv"]
        members["data/more.csv"] = b""

    with use_language("en"):
        found = next(c.found for c in verify(rewrite(package, change)).checks if not c.holds)
    assert "data/units.csv: missing" in found
    assert "data/more.csv: not in the manifest" in found


def test_a_falsified_score_is_found_by_recomputing(package: Path, office_key: Ed25519PrivateKey) -> None:
    def change(members: dict[str, bytes]) -> None:
        members["results.json"] = members["results.json"].replace(b'"147.72"', b'"149.99"')
        resign(members, office_key)

    with use_language("en"):
        verification = verify(rewrite(package, change), office_key.public_key())
        assert failed(verification) == ["recomputation"]
        assert "stated 149.99, computed 147.72" in verification.checks[-1].found


def test_falsified_figures_are_found_by_their_hash(package: Path, office_key: Ed25519PrivateKey) -> None:
    def change(members: dict[str, bytes]) -> None:
        members["data/facts.csv"] = members["data/facts.csv"].replace(b"147.72", b"140.00")
        resign(members, office_key)

    with use_language("en"):
        verification = verify(rewrite(package, change), office_key.public_key())
        assert failed(verification) == ["facts hash", "recomputation"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut short", b"%PDF-1.7"])
def test_what_is_no_package_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(content)
    with pytest.raises(PackageProblem, match=r"x\.zip"):
        verify(file)


@pytest.mark.parametrize("name", ["/etc/passwd", "../outside", "a\\b", "folder/"])
def test_unsafe_names_are_refused(package: Path, name: str) -> None:
    with pytest.raises(PackageProblem):
        verify(rewrite(package, lambda members: members.update({name: b""})))


@pytest.mark.parametrize("missing", ["manifest.json", "manifest.sig", "signer.pub", "results.json"])
def test_a_package_without_its_parts_is_refused(package: Path, missing: str) -> None:
    with pytest.raises(PackageProblem, match=missing.replace(".", r"\.")):
        verify(rewrite(package, lambda members: members.pop(missing)))


@pytest.mark.parametrize("content", [b"[]", b"{}", b"no json", b'{"format": 99}'])
def test_a_damaged_manifest_is_refused(package: Path, content: bytes) -> None:
    with pytest.raises(PackageProblem):
        verify(rewrite(package, lambda members: members.update({"manifest.json": content})))


def test_an_enclosed_key_of_an_unknown_algorithm_is_refused(package: Path, office_key: Ed25519PrivateKey) -> None:
    known = bytes.fromhex("2b6570")  # object identifier of Ed25519, RFC 8410
    der = base64.b64decode(b"".join(to_pem(office_key.public_key()).splitlines()[1:-1]))
    unknown = base64.b64encode(der.replace(known, b"\x2b\x65\x7f"))
    pem = b"-----BEGIN PUBLIC KEY-----\n" + unknown + b"\n-----END PUBLIC KEY-----\n"
    with pytest.raises(PackageProblem, match=r"signer\.pub"):
        verify(rewrite(package, lambda members: members.update({"signer.pub": pem})))
