"""The signed score package: everything the appraised unit needs to recompute its score outside the system.

A package is a zip of the scheme and data files exactly as they were scored, the result, a manifest with the SHA-256 of
every file, and an Ed25519 signature of the manifest. `build` writes one; `verify` checks signature and hashes, then
scores the enclosed scheme and data again and compares the result cell by cell.
"""

from kaohe.package.build import build
from kaohe.package.keys import KeyProblem, fingerprint, generate, load_private, load_public
from kaohe.package.manifest import FORMAT, Manifest, PackageProblem
from kaohe.package.verify import Check, Verification, verify

__all__ = [
    "FORMAT",
    "Check",
    "KeyProblem",
    "Manifest",
    "PackageProblem",
    "Verification",
    "build",
    "fingerprint",
    "generate",
    "load_private",
    "load_public",
    "verify",
]
