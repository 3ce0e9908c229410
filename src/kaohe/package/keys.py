"""Ed25519 keys that sign score packages (RFC 8032), kept as PEM files."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kaohe.i18n import translator

_ = translator("package")


class KeyProblem(ValueError):
    """A key file that cannot be used; the message says why and what to do."""


def generate(private: Path) -> Path:
    """Make a key pair: the private key at ``private`` (mode 600), the public key beside it as ``.pub``.

    Returns
    -------
    Path
        Where the public key lies: publish it, so that units can check who signed.

    Raises
    ------
    KeyProblem
        When a file already stands there: a key is never overwritten.
    """
    public = private.with_suffix(".pub")
    for path in (private, public):
        if path.exists():
            raise KeyProblem(
                _("{path} exists already; a key is never overwritten. Name another file.").format(path=path)
            )
    key = Ed25519PrivateKey.generate()
    private.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
    public.write_bytes(to_pem(key.public_key()))
    return public


def load_private(path: Path) -> Ed25519PrivateKey:
    """Read a private key.

    Raises
    ------
    KeyProblem
        When the file is missing or is no unencrypted Ed25519 private key in PEM.
    """
    try:
        key = serialization.load_pem_private_key(_read(path), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyProblem(
            _("{path} is no Ed25519 private key in PEM. Make one with: kaohe package keygen FILE").format(path=path)
        )
    return key


def load_public(path: Path) -> Ed25519PublicKey:
    """Read a public key.

    Raises
    ------
    KeyProblem
        When the file is missing or is no Ed25519 public key in PEM.
    """
    key = from_pem(_read(path))
    if key is None:
        raise KeyProblem(
            _("{path} is no Ed25519 public key in PEM. Ask the appraisal office for its .pub file.").format(path=path)
        )
    return key


def to_pem(key: Ed25519PublicKey) -> bytes:
    """Write a public key as PEM (SubjectPublicKeyInfo, RFC 8410)."""
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def from_pem(content: bytes) -> Ed25519PublicKey | None:
    """Read a public key; None when the bytes are no Ed25519 public key in PEM."""
    try:
        key = serialization.load_pem_public_key(content)
    except (ValueError, UnsupportedAlgorithm):
        return None
    return key if isinstance(key, Ed25519PublicKey) else None


def fingerprint(key: Ed25519PublicKey) -> str:
    """Give the SHA-256 of the raw public key in groups of four, as one reads it over the telephone.

    Examples
    --------
    >>> from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    >>> fingerprint(Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key())
    '139e 3940 e64b 5491 7220 88d9 a0d7 4162'
    """
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    digest = hashlib.sha256(raw).hexdigest()[:32]
    return " ".join(digest[i : i + 4] for i in range(0, 32, 4))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KeyProblem(_("{path} cannot be read: {reason}").format(path=path, reason=error.strerror)) from None
