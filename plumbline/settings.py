"""One settings file, from the environment.

`make run`, `manage.py` and `pytest` set what is missing for a laptop (plumbline.embedded). Everywhere else a
missing variable stops the start with a sentence that says how to set it. Each variable NAME may also be given
as NAME_FILE, the path of a file that holds it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from plumbline import account_settings
from plumbline.mail import HOW as HOW_MAIL
from plumbline.mail import mail_server
from plumbline.operator import operator
from plumbline.release import fingerprint
from plumbline.schedule import BEAT

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, how: str, default: str | None = None) -> str:
    """Return the variable `name`, or the content of the file `name`_FILE, or the default; else refuse to start."""
    if name in os.environ:
        return os.environ[name]
    if f"{name}_FILE" in os.environ:
        return Path(os.environ[f"{name}_FILE"]).read_text(encoding="utf-8").strip()
    if default is not None:
        return default
    raise ImproperlyConfigured(f"{name} is not set. {how}")


# The demonstration runs on this machine alone, over plain HTTP; everything else is production.
DEMO = os.environ.get("PLUMBLINE_DEMO") == "1"
DEBUG = False  # tracebacks belong in the log, on a laptop too

SECRET_KEY = env(
    "PLUMBLINE_SECRET_KEY",
    'Make one with: python -c "import secrets; print(secrets.token_urlsafe(50))", and keep it.',
)
ALLOWED_HOSTS = (
    ["localhost", "127.0.0.1", "[::1]"]
    if DEMO
    else env("PLUMBLINE_HOSTS", "Give the host names of the site, separated by commas.").split(",")
)
# Feeds and citations need the site's own address even where no request is at hand.
SITE_ADDRESS = env(
    "PLUMBLINE_ADDRESS",
    "Give the site's address, such as https://profiles.example.org",
    f"http://localhost:{os.environ.get('PORT', '8000')}" if DEMO else f"https://{ALLOWED_HOSTS[0]}",
).rstrip("/")
OPERATOR = operator(env, is_demonstration=DEMO)
DATA_DIR = Path(env("PLUMBLINE_DATA", "Give a folder for pictures and static files.", str(BASE_DIR / ".data")))
# What writes on the cards of editions: a font file; empty is Pillow's own, which has the letters of English alone.
CARD_FONT = env("PLUMBLINE_CARD_FONT", "", "")
# What every tag contains, so that neither a new release nor a new address of the site answers with an old page.
RELEASE = fingerprint(BASE_DIR, DEMO, SITE_ADDRESS, CARD_FONT)

INSTALLED_APPS = [
    "plumbline.apps.PlumblineConfig",
    "plumbline.apps.PlumblineAdminConfig",
    "briefings.apps.BriefingsConfig",
    "profiles.apps.ProfilesConfig",
    "sources.apps.SourcesConfig",
    "records.apps.RecordsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "rest_framework",
    "drf_spectacular",
]

# One order for every answer; tests/plumbline/test_policies.py holds it.
MIDDLEWARE = [
    "plumbline.keeping.middleware.KeptPages",  # outermost: who is answered from it costs nothing else
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "plumbline.middleware.PolicyMiddleware",  # outside the session: it sees every cookie that is set
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it answers for whoever has to wait
]

ROOT_URLCONF = "plumbline.urls"
WSGI_APPLICATION = "plumbline.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]


def database(url: str) -> dict[str, Any]:
    """Turn a libpq address (postgresql://user:password@host/name?...) into Django's settings."""
    parts = conninfo_to_dict(url)
    known = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{ours: str(parts.pop(theirs, "") or "") for ours, theirs in known.items()},
        "OPTIONS": parts,
        # Connecting for each request was measured six times slower than keeping the connection.
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {
    "default": database(
        env("DATABASE_URL", "Give a PostgreSQL address, such as postgresql://user:password@host/plumbline")
    )
}
REDIS_PREFIX = os.environ.get("PLUMBLINE_REDIS_PREFIX", "")  # before each key, where several share a Redis
REDIS_URL = env("REDIS_URL", "Give a Redis address, such as redis://host:6379/0")

# What may be lost: counts of requests. Nothing is read from here that PostgreSQL does not hold.
CACHES = {
    "default": {
        "BACKEND": "plumbline.cache.OpenCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": REDIS_PREFIX,
        # A Redis that does not answer must not hold a reader up.
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    }
}

AUTH_USER_MODEL = "records.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# How many proxies stand before us and add X-Forwarded-For; what a caller writes there itself is not believed.
PROXIES = 0 if DEMO else 1
# Accounts and tries to log in: plumbline.account_settings, each line with its reason.
globals().update({name: value for name, value in vars(account_settings).items() if name.isupper()})
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # http://localhost; elsewhere passkeys want TLS

# --- Mail. --------------------------------------------------------------------------------------------
EMAIL_TIMEOUT = 10  # seconds; a server that hangs must not hold a reader up for longer
if DEMO:
    EMAIL_BACKEND = "plumbline.mail_folder.FolderBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mails"
    DEFAULT_FROM_EMAIL = "Plumbline <plumbline@demo.example>"
else:
    try:
        _server = mail_server(env("PLUMBLINE_MAIL_URL", HOW_MAIL))
    except ValueError as error:
        raise ImproperlyConfigured(f"PLUMBLINE_MAIL_URL: {error}") from error
    EMAIL_HOST, EMAIL_PORT = _server.host, _server.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _server.user, _server.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = _server.starttls, _server.tls
    DEFAULT_FROM_EMAIL = env(
        "PLUMBLINE_MAIL_FROM", "Give the sender of our mails, such as: Plumbline <desk@profiles.example.org>"
    )
SERVER_EMAIL = DEFAULT_FROM_EMAIL
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# UTC inside; pages name the zone where it matters.
TIME_ZONE = "UTC"
USE_TZ = True
LANGUAGE_CODE = "en-gb"
USE_I18N = False

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "plumbline" / "static"]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"
# Outside the database, so that a restored backup can be told what is gone; every worker needs the same one.
JOURNAL_DIR = Path(env("PLUMBLINE_JOURNAL", "Give a folder for the journal of erasures.", str(DATA_DIR / "journal")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "plumbline.staticfiles.HashedOnceCollected"},
}
# Without a collected folder (runserver, tests) files are served from where they lie.
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "staticfiles.json").exists()

# --- Security. Each line has its reason. -------------------------------------------------------------
# Nothing inline, no other host, no frames: a statement of a hostile page stays text wherever it is shown.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # the outside need not know which profile somebody reads
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
# What a page tells once is kept by the browser, not in a table: it may name what is erased later.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 12  # an editor's day
# A form of 200 statements with their citations has more fields than Django's thousand.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
if not DEMO:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked by the machine beside, over plain HTTP
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # the proxy must set or remove it
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

CSRF_FAILURE_VIEW = "plumbline.errors.csrf_failure"  # in our look; Django's own has inline style

# --- The API. ---------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    # Answers are the same for everyone: nobody is asked who they are.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_THROTTLE_CLASSES": ["profiles.site.api.throttles.AddressThrottle"],
    "DEFAULT_THROTTLE_RATES": {"api": env("PLUMBLINE_API_RATE", "", "600/min")},
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "NUM_PROXIES": PROXIES,
    "EXCEPTION_HANDLER": "profiles.site.api.problems.problem",
    "URL_FORMAT_OVERRIDE": None,  # ?format= is no parameter of ours
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Plumbline",
    "DESCRIPTION": "Profiles in which every statement can be checked. Reading only, the same answers for everyone.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    # Three fields called "how" have different choices; without names of ours each build would make some up.
    "ENUM_NAME_OVERRIDES": {
        "HowItChanged": ["added", "removed", "changed"],
        "HowAPieceStands": ["same", "added", "removed"],
        "HowAPassageStands": ["same", "added", "removed", "changed", "left out"],
    },
}

# --- Fetching (sources.fetching). ---------------------------------------------------------------------
# Who asks, and where to complain; site owners read it in their logs.
FETCH_AGENT = f"Plumbline/0.1 (+{env('PLUMBLINE_CONTACT', '', SITE_ADDRESS)})"
# Whether this machine's own addresses may be fetched: for the press room of the demonstration alone.
ALLOW_LOOPBACK = os.environ.get("PLUMBLINE_ALLOW_LOOPBACK") == "1"
if ALLOW_LOOPBACK and not DEMO:
    raise ImproperlyConfigured(
        "PLUMBLINE_ALLOW_LOOPBACK is set. It lets addresses of sources reach this machine's own services, and is "
        "for the demonstration alone. Unset it."
    )

# --- Background work. Measured facts behind each line are in docs/decisions. --------------------------
# Celery's own spelling of the same address: it reads the database number of a socket as virtual_host.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=")
CELERY_TASK_ACKS_LATE = True  # a killed worker's task comes back
CELERY_TASK_REJECT_ON_WORKER_LOST = False  # with it a poison task restarts without end
CELERY_TASK_IGNORE_RESULT = True  # results live in PostgreSQL rows
CELERY_WORKER_PREFETCH_MULTIPLIER = 1  # a long task must not hold short ones back
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_TASK_TIME_LIMIT = 120
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,  # longer than the hard limit, or a task runs twice at once
    "unacked_restore_throttle": 1,
    # A Redis that does not answer must not hold up whoever wakes the workers.
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    # Nor one that is away: whoever wakes the workers would try again for four seconds, and the beat wakes them anyway.
    # Workers and the beat themselves wait for it by settings of their own, for as long as it takes.
    "max_retries": 0,
    "global_keyprefix": REDIS_PREFIX,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # after a hundred a worker would end, within the hour
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = BEAT

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Two lines for each tick of the watch would fill the log. Tasks that fail are still in it.
    "filters": {"one line": {"()": "plumbline.away.OneLine"}},
    "loggers": {
        **{name: {"level": "WARNING"} for name in ("celery.worker.strategy", "celery.app.trace")},
        "celery.beat": {"filters": ["one line"]},
    },
}
