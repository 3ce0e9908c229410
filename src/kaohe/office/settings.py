"""Settings of the office, all from the environment; the defaults are those of production.

``docs/reference/office.md`` lists every variable.
"""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from kaohe.office import database, logs
from kaohe.office import environment as env

HERE = Path(__file__).parent
KAOHE_DATA = env.data_folder()

# --- what runs -------------------------------------------------------------------------------------------------------
DEBUG = False
ROOT_URLCONF = "kaohe.office.urls"
WSGI_APPLICATION = "kaohe.office.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "kaohe.office.audit",
    "kaohe.office.people",
    "kaohe.office.planning",
    "kaohe.office.monitoring",
    "kaohe.office.scoring",
    "kaohe.office.boards",
    "kaohe.office.api",
    "kaohe.office.ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "kaohe.office.logs.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "kaohe.office.ui.headers.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "kaohe.office.language.EngineLanguage",
    "django.middleware.common.CommonMiddleware",
    "kaohe.office.monitoring.too_large.TooLarge",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kaohe.office.ui.language.AccountLanguage",
    "kaohe.office.ui.return_to.ReturnTo",
    "kaohe.office.idle.IdleTimeout",
    "kaohe.office.audit.address.ClientAddress",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kaohe.office.people.password_change.PasswordChange",
    "kaohe.office.people.second_factor.SecondFactor",
    "django_htmx.middleware.HtmxMiddleware",
    "kaohe.office.ui.once.Once",  # last: what it runs twice, everything before has let through
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kaohe.office.ui.context.frame",
            ],
            "builtins": ["kaohe.office.ui.templatetags.ui"],
        },
    }
]

# --- the interface ---------------------------------------------------------------------------------------------------
KAOHE_NAVIGATION = [
    "kaohe.office.ui.navigation",
    "kaohe.office.boards.navigation",
    "kaohe.office.planning.navigation",
    "kaohe.office.monitoring.navigation",
    "kaohe.office.scoring.navigation",
    "kaohe.office.people.navigation",
    "kaohe.office.api.navigation",
]
"""Modules whose ENTRIES make the side bar."""
KAOHE_HOME_FRAGMENTS: list[str] = ["boards:waiting", "monitoring:due"]
"""Names of the addresses that the home page loads, one after the other."""
KAOHE_BURDEN_MINUTES = {
    name: env.number(f"KAOHE_MINUTES_{name.upper()}", minutes)
    for name, minutes in {"report": 10, "field": 3, "supervision": 90, "node": 10, "problem": 120}.items()
}
"""Minutes that one of each is taken to cost a unit: estimates of our own, for seeing what grows; set your own."""
KAOHE_DEMO_LOGINS: list[tuple[str, str, str]] = []
"""Account, password and label: buttons on the sign-in page of a demonstration, and of nothing else."""
KAOHE_FORM_TARGETS = [env.text("KAOHE_OIDC_SERVER")] if env.text("KAOHE_OIDC_SERVER") else []
"""Where forms may lead beside here: the browser is sent on from the sign-in form to the provider."""
CSRF_FAILURE_VIEW = "kaohe.office.ui.pages.csrf_failure"

# --- database --------------------------------------------------------------------------------------------------------
KAOHE_EMBEDDED_FOLDER = None if env.text("DATABASE_URL") else KAOHE_DATA / "postgres"
DATABASES = {
    "default": database.embedded(KAOHE_EMBEDDED_FOLDER)
    if KAOHE_EMBEDDED_FOLDER
    else database.from_url(env.text("DATABASE_URL"))
}

# --- secrets and the way in ------------------------------------------------------------------------------------------
SECRET_KEY = env.secret("KAOHE_SECRET_KEY", KAOHE_DATA / "secret.key")
KAOHE_AUDIT_KEY = env.secret("KAOHE_AUDIT_KEY", KAOHE_DATA / "audit.key")
"""Seals the audit log. It must not be readable to whoever administers the database."""
KAOHE_AUDIT_ANCHORS = Path(env.text("KAOHE_AUDIT_ANCHORS", str(KAOHE_DATA / "audit-anchors.jsonl")))

ALLOWED_HOSTS = env.words("KAOHE_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("KAOHE_ORIGINS")

_is_https = env.flag("KAOHE_HTTPS", default=True)
SECURE_SSL_REDIRECT = _is_https
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # whoever watches the process asks it directly, not through the proxy
SECURE_HSTS_SECONDS = 31_536_000 if _is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _is_https
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # a place on the browsers' preload list is the owner of the domain's to ask
if env.flag("KAOHE_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _is_https
SESSION_COOKIE_NAME = "__Host-kaohe" if _is_https else "kaohe"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * env.number("KAOHE_SESSION_HOURS", 12)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- sign-in ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["kaohe.office.people.signin.LockingBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": env.number("KAOHE_PASSWORD_LENGTH", 12, least=8)},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
KAOHE_PASSWORD_POLICY = env.choice("KAOHE_PASSWORD_POLICY", ("asvs", "dengbao"))
_is_dengbao = KAOHE_PASSWORD_POLICY == "dengbao"  # noqa: S105  (the name of a policy)
KAOHE_PASSWORD_DAYS = env.number("KAOHE_PASSWORD_DAYS", 90 if _is_dengbao else 0, least=0)
if _is_dengbao:
    AUTH_PASSWORD_VALIDATORS.append({"NAME": "kaohe.office.people.passwords.CompositionValidator"})
KAOHE_LOCK_FAILURES = env.number("KAOHE_LOCK_FAILURES", 5)
KAOHE_LOCK_MINUTES = env.number("KAOHE_LOCK_MINUTES", 15)
KAOHE_IDLE_MINUTES = env.number("KAOHE_IDLE_MINUTES", 15)
KAOHE_SECOND_FACTOR = env.choice("KAOHE_SECOND_FACTOR", ("administrators", "all", "none"))

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "kaohe.office.people.signin.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are opened by the system administrator, never by sign-up
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_USER_DISPLAY = str
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser: computers of an office are shared
SOCIALACCOUNT_ADAPTER = "kaohe.office.people.signin.OidcAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Kaohe"
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": env.text("KAOHE_OIDC_NAME", "OpenID Connect"),
                    "client_id": env.text("KAOHE_OIDC_CLIENT"),
                    "secret": env.text("KAOHE_OIDC_SECRET"),
                    "settings": {"server_url": env.text("KAOHE_OIDC_SERVER")},
                }
            ]
        }
    }
    if env.text("KAOHE_OIDC_SERVER")
    else {}
)

# --- language and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [HERE / "locale"]
TIME_ZONE = env.text("KAOHE_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

# --- files, mail, logs -----------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = KAOHE_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = KAOHE_DATA / "files"
KAOHE_SCAN_COMMAND = env.text("KAOHE_SCAN_COMMAND")
"""Virus scanner: gets a file as its last argument, and refuses it with any answer but 0."""
KAOHE_DROP = KAOHE_DATA / "drop"
"""Folders of sources, one each, in which files of figures are laid."""
DEFAULT_FROM_EMAIL = env.text("KAOHE_MAIL_FROM", "kaohe@localhost")
EMAIL_HOST = env.text("KAOHE_MAIL_HOST", "localhost")
LOGGING = logs.configuration(env.text("KAOHE_LOG_LEVEL", "INFO"))
