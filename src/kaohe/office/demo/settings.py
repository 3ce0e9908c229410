"""Settings of the demo: those of the office, with log-ins that everybody may know."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from kaohe.office.demo.folder import LOGINS
from kaohe.office.demo.logins import Login, read_logins
from kaohe.office.people.roles import Role
from kaohe.office.settings import *  # noqa: F403  (the same names, a few replaced below)
from kaohe.office.settings import KAOHE_DATA, MIDDLEWARE

PASSWORD_HASHERS = ["kaohe.office.demo.hashing.QuickHasher"]
MIDDLEWARE = [*MIDDLEWARE, "kaohe.office.demo.banner.Banner"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
"""Nothing is compressed: it never leaves this machine, and the first page comes seconds sooner."""
SESSION_COOKIE_NAME = "kaohe-demo"  # beside a platform on the same machine


def _label(login: Login) -> str:
    """Say who it is: the role in the reader's language, unit and name as they are."""
    role = Role(login.role).label if login.role in Role else gettext_lazy("person")
    return format_lazy("{} {}", role, f"· {login.unit} {login.name}" if login.name else "")  # type: ignore[return-value]  # as good as one in a template


KAOHE_DEMO_LOGINS = [(lg.username, lg.password, _label(lg)) for lg in read_logins(KAOHE_DATA / LOGINS)]
