"""``kaohe package``: write and check signed score packages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kaohe.cli.bilingual import App
from kaohe.cli.failures import reported
from kaohe.i18n import translator

_ = translator("cli")

app = App(help=_("Signed score packages: write, check, recompute."))


@app.command("keygen", help=_("Make the office's key pair: FILE (keep it secret) and FILE.pub (publish it)."))
@reported
def keygen(file: Annotated[Path, typer.Argument(help=_("Where to write the private key."))]) -> None:
    """Make a key pair."""
    from kaohe.package import generate

    public = generate(file)
    typer.echo(_("Private key: {private}\nPublic key: {public}").format(private=file, public=public))


@app.command("build", help=_("Score SCHEME on DATA and write the signed package."))
@reported
def build(
    scheme: Annotated[Path, typer.Argument(help=_("Scheme file."))],
    data: Annotated[Path, typer.Argument(help=_("Data folder."))],
    key: Annotated[Path, typer.Option(help=_("Private key; make one with: kaohe package keygen FILE."))],
    out: Annotated[Path, typer.Option(help=_("Package to write."))] = Path("scores.kaohe.zip"),
) -> None:
    """Write a package."""
    from kaohe.package import build as build_package
    from kaohe.package import load_private

    manifest = build_package(scheme, data, out, load_private(key))
    typer.echo(
        _("{out}: {count} files, scheme {hash}").format(out=out, count=len(manifest.files), hash=manifest.scheme_hash)
    )


@app.command("verify", help=_("Check signature and hashes, recompute every score and compare."))
@reported
def verify(
    file: Annotated[Path, typer.Argument(help=_("The package."))],
    key: Annotated[
        Path | None, typer.Option(help=_("The office's public key; without it, the key inside the package is used."))
    ] = None,
) -> None:
    """Check a package; exit 1 when anything does not hold."""
    from kaohe.cli.show import show_verification
    from kaohe.package import load_public
    from kaohe.package import verify as verify_package

    verification = verify_package(file, None if key is None else load_public(key))
    show_verification(verification, trusted=key is not None)
    if not verification.holds:
        raise typer.Exit(1)
