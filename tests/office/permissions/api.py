"""Pages of api. The format is told in `tests.office.permissions.table`."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from tests.office.permissions.table import ADMINISTRATORS, EVERYBODY, NOBODY, Page, World

from kaohe.office.api.actions.tokens import open_token
from kaohe.office.api.models import Token

HOLDERS = " ".join(role for role in EVERYBODY.split() if role not in ADMINISTRATORS.split())


def _only_by_token(method: str = "get", **args: object) -> Page:
    """A browser's session opens nothing of the API: who has no token is asked for one."""
    return Page(NOBODY, args=lambda world: args, method=method, refused=401, others={"anonymous": 401})


PAGES: dict[str, Page] = {
    "api:token_list": Page(EVERYBODY),
    "api:token_new": Page(HOLDERS),
    "api:token_revoke": Page("liaison security_admin", args=lambda world: {"pk": world.token.pk}, refused=404),
    "api-1:openapi-json": Page(EVERYBODY, others={"anonymous": 200}),
    "api-1:api-root": Page(NOBODY, refused=404, others={"anonymous": 404}),
    "api-1:units": _only_by_token(),
    "api-1:cycles": _only_by_token(),
    "api-1:cycle": _only_by_token(code="c"),
    "api-1:scheme": _only_by_token(code="c"),
    "api-1:indicators": _only_by_token(code="c"),
    "api-1:appraised": _only_by_token(code="c"),
    "api-1:targets": _only_by_token(code="c"),
    "api-1:propose": _only_by_token("post", code="c"),
    "api-1:reports": _only_by_token(),
    "api-1:report": _only_by_token(pk=1),
    "api-1:fill": _only_by_token("put", pk=1),
    "api-1:nil": _only_by_token("post", pk=1),
    "api-1:submit": _only_by_token("post", pk=1),
    "api-1:sign": _only_by_token("post", pk=1),
    "api-1:figures": _only_by_token(code="c"),
    "api-1:events": _only_by_token(code="c"),
    "api-1:file": _only_by_token("post", code="c"),
    "api-1:scores": _only_by_token(code="c"),
}


def prepare(world: World) -> None:
    until = timezone.localdate() + timedelta(days=9)
    open_token(by=world.accounts["liaison"], name="p", scopes=["read"], expires_on=until)
    world.token = Token.objects.get()
