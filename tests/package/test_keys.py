"""Keys are made once, kept private, and refused with a reason."""

from pathlib import Path

import pytest

from kaohe.package import KeyProblem, fingerprint, generate, load_private, load_public


def test_a_pair_belongs_together(tmp_path: Path) -> None:
    public = generate(tmp_path / "office.pem")
    private = load_private(tmp_path / "office.pem")
    assert fingerprint(private.public_key()) == fingerprint(load_public(public))
    load_public(public).verify(private.sign(b"results"), b"results")


def test_only_the_owner_may_read_the_private_key(tmp_path: Path) -> None:
    generate(tmp_path / "office.pem")
    assert (tmp_path / "office.pem").stat().st_mode & 0o077 == 0


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    generate(tmp_path / "office.pem")
    before = (tmp_path / "office.pem").read_bytes()
    with pytest.raises(KeyProblem, match=r"office\.pem"):
        generate(tmp_path / "office.pem")
    assert (tmp_path / "office.pem").read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"])
def test_what_is_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.pem").write_bytes(content)
    for load in (load_private, load_public):
        with pytest.raises(KeyProblem, match=r"x\.pem"):
            load(tmp_path / "x.pem")


def test_a_public_key_does_not_sign(tmp_path: Path) -> None:
    public = generate(tmp_path / "office.pem")
    with pytest.raises(KeyProblem):
        load_private(public)
    with pytest.raises(KeyProblem):
        load_public(tmp_path / "missing.pub")
