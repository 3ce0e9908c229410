"""Settings of the demo: those of the office, with log-ins that everybody may know."""

from kaohe.office.settings import *  # noqa: F403  (the same names, a few replaced below)

PASSWORD_HASHERS = ["kaohe.office.demo.hashing.QuickHasher"]
SESSION_COOKIE_NAME = "kaohe-demo"  # beside a platform on the same machine
