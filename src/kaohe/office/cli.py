"""``kaohe office …``: set the platform up, serve it, look after it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, ParamSpec

import typer

from kaohe.i18n import translator

_ = translator("office")
P = ParamSpec("P")


def add_commands(root: typer.Typer) -> None:
    """Register ``office`` at the top level, in the manner of the tree it hangs in."""
    tree = type(root)
    office, audit = tree(help=_("Administer the platform.")), tree(help=_("The audit log."))
    office.command("migrate", help=_("Bring database, calendar and static files to this version."))(migrate)
    office.command("run", help=_("Serve the platform."))(run)
    office.command("worker", help=_("Do the jobs that wait and those that come due."))(worker)
    office.command("createadmin", help=_("Open an administrator's account: one of three separated powers."))(
        createadmin
    )
    office.command(
        "django",
        help=_("Run a command of the framework, for developers: kaohe office django makemigrations."),
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    )(django)
    audit.command("verify", help=_("Check the whole audit log; exit 1 when anything was changed."))(verify)
    office.add_typer(audit, name="audit")
    root.add_typer(office, name="office")


def prepared(command: Callable[P, None]) -> Callable[P, None]:
    """Load the platform before the command runs; say what to do when it cannot be loaded."""

    @wraps(command)
    def run_prepared(*args: P.args, **kwargs: P.kwargs) -> None:
        if find_spec("django") is None:
            _fail(_("The platform is not installed. Install it with: pip install 'kaohe[office]'"))
        from kaohe.office.environment import SettingError
        from kaohe.office.serve import set_up

        try:
            set_up()
        except SettingError as error:
            _fail(str(error))
        command(*args, **kwargs)

    return run_prepared


def _fail(message: str) -> None:
    typer.secho(message, err=True, fg="red")
    raise typer.Exit(1)


@prepared
def migrate() -> None:
    """Bring everything to this version."""
    from kaohe.office.serve import migrate as bring_up

    bring_up()
    typer.echo(_("The platform is ready."))


@prepared
def run(
    host: Annotated[str, typer.Option(help=_("Network address to listen at."))] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help=_("Port to listen at."))] = 8000,
    workers: Annotated[int, typer.Option(min=0, help=_("Processes; 0: one for each processor."))] = 0,
) -> None:
    """Serve."""
    from kaohe.office.serve import serve, worker_count

    serve(host, port, workers or worker_count())


@prepared
def worker() -> None:
    """Work."""
    from django.core.management import call_command

    call_command("procrastinate", "worker")


@prepared
def createadmin(
    name: Annotated[str, typer.Argument(help=_("Account name."))],
    password: Annotated[
        str, typer.Option(envvar="KAOHE_ADMIN_PASSWORD", prompt=True, hide_input=True, help=_("Password."))
    ],
    role: Annotated[str, typer.Option(help=_("system, security or audit."))] = "system",
) -> None:
    """Open the account."""
    from django.core.exceptions import ValidationError

    from kaohe.office.people.actions.accounts import create_administrator

    try:
        create_administrator(username=name, role=f"{role}_admin", password=password)
    except ValidationError as error:
        _fail("\n".join(error.messages))
    typer.echo(_("The account {name} is open.").format(name=name))


@prepared
def django(context: typer.Context) -> None:
    """Hand the rest of the line over."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["kaohe office django", *context.args])


@prepared
def verify(
    anchors: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help=_("File of anchors kept elsewhere."))
    ] = None,
) -> None:
    """Check the log."""
    from kaohe.office.audit.verify import verify_log

    report = verify_log(anchors)
    for finding in report.findings:
        typer.echo(str(finding))
    summary = _("{entries} entries in {chains} chains, {findings} findings.")
    typer.echo(summary.format(entries=report.entries, chains=report.chains, findings=len(report.findings)))
    if report.findings:
        raise typer.Exit(1)
