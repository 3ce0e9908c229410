"""Settings of the tests: those of production on an embedded server that keeps nothing."""

import os
import tempfile

# One folder for all test processes: the workers inherit the variable.
# Nothing is made here: most runs never start the server.
_FOLDER = os.environ.setdefault("KAOHE_TEST_FOLDER", f"{tempfile.gettempdir()}/kaohe-test-{os.getpid()}")
os.environ["KAOHE_DATA"] = _FOLDER
for _name in [
    name
    for name in os.environ
    if name.startswith("KAOHE_") and name not in ("KAOHE_DATA", "KAOHE_TEST_FOLDER", "KAOHE_LANG", "KAOHE_SCREENSHOTS")
]:
    del os.environ[_name]
os.environ.pop("DATABASE_URL", None)
os.environ["KAOHE_HTTPS"] = "0"
os.environ["KAOHE_SECRET_KEY"] = os.environ["KAOHE_AUDIT_KEY"] = "of the tests, known to everybody, 50 characters long"

from kaohe.office.settings import *  # noqa: E402, F403  (the same names, a few replaced below)
from kaohe.office.settings import DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # tests sign in thousands of times
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = None  # nothing is collected
DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
LOGGING_CONFIG = None  # pytest captures what is logged
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
