"""Settings: everything that differs between installations comes from the environment (`config/env.py`)."""

from __future__ import annotations

import os
import sys

from csp.constants import NONCE, NONE, SELF

from config import env, logs
from config.celery import celery_settings, every

# Fonts put in a PDF are stamped with the same moment every time. Here, before any thread begins: threads share it.
os.environ.setdefault("SOURCE_DATE_EPOCH", "0")

BASE_DIR = env.ROOT
DEBUG = env.debug()
SECRET_KEY = env.secret_key()
ALLOWED_HOSTS = env.allowed_hosts()
CSRF_TRUSTED_ORIGINS = env.trusted_origins()
SITE_ADDRESS = env.site_address()
DEMO_MODE = env.demo_mode()  # «Logga in som» without a password: for the demo only
EXAMPLE_DAY = env.example_day()  # the day on which the examples stand: for the demo only
METRICS_TOKEN = env.metrics_token()
VAR_DIR = env.var_dir()

INSTALLED_APPS = [
    "accounts",
    "ui",
    "styrmodell",
    "goals",
    "budget",
    "followup",
    "demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "csp",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "config.requests.RequestLogMiddleware",
    # Headers first: they stand on every answer, also on one that a later part refuses.
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.refusals.RefusalMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.sessions.StillHereMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "styrmodell.middleware.AccessMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [env.ROOT / "templates"],
        "OPTIONS": {
            "builtins": ["ui.templatetags.ui", "ui.templatetags.components"],  # every page is drawn with these
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "styrmodell.context.shell",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["ui.loaders.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
        },
    },
]

DATABASES = {"default": {**env.database(), "ATOMIC_REQUESTS": False}}
DATABASE_OWNER = env.database_owner()  # whom migrate, backup and restore are (styrmodell/database.py)
BACKUP_RECIPIENT = env.text("BACKUP_RECIPIENT")  # for whom `backup` encrypts; its key is kept elsewhere
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIGRATION_MODULES: dict[str, str] = {}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_HASHERS = ["accounts.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "styrmodell:choose"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # whoever has no account gets no mail, and the page says the same
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXY_COUNT", 0)

# Sessions and login limits live in PostgreSQL: Redis may lose everything without anybody being logged out.
SESSION_ENGINE = "accounts.sessions"
SESSION_IDLE_MINUTES = env.positive("SESSION_IDLE_MINUTES", 60)
SESSION_HOURS = env.positive("SESSION_HOURS", 10)
SESSION_COOKIE_AGE = SESSION_IDLE_MINUTES * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = (
    True  # when it ends is the server's to say, and whoever still shows the cookie is told
)
ACCOUNT_SESSION_REMEMBER = False
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        "OPTIONS": {"MAX_ENTRIES": sys.maxsize},  # nothing is thrown out to make room: see accounts/limits.py
    }
}

LANGUAGE_CODE = "sv"
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATICFILES_DIRS = [env.ROOT / "static"]
STATIC_ROOT = env.ROOT / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if env.is_production()
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not env.is_production()
WHITENOISE_MAX_AGE = 3600
MEDIA_ROOT = VAR_DIR / "media"
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
MESSAGE_STORAGE = "ui.messages.MessageStorage"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if env.https():
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrftoken"

PGHISTORY_APPEND_ONLY = True
PGHISTORY_DEFAULT_TRACKERS = None

globals().update(env.mail())
SENDS_MAIL = bool(env.text("EMAIL_URL")) or not env.is_production()  # else nobody can ask for a new password

globals().update(celery_settings(env.broker_url(), VAR_DIR))
JOB_LEASE_SECONDS = env.positive("JOB_LEASE_SECONDS", 20)
SWEEP_SECONDS = env.positive("SWEEP_SECONDS", 10)
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": every(SWEEP_SECONDS, "styrmodell.tasks.sweep_jobs"),
    "send-mail": every(SWEEP_SECONDS, "accounts.tasks.send_mail"),
    "forget-visits": every(10 * 60, "accounts.tasks.forget_visits"),
    "verify": every(10 * 60, "followup.tasks.verify_when_due"),  # looks whether it is time: once a night
    "forget-jobs": every(60 * 60, "styrmodell.tasks.forget_jobs"),
    "remove-stray-files": every(60 * 60, "budget.tasks.remove_stray_files"),
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonFormatter"}, "line": {"()": "config.logs.LineFormatter"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "stream": logs.stream(),
            "formatter": "json" if env.is_production() else "line",
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "styrmodell": {"level": "INFO"},
        "django.request": {"level": "ERROR"},  # what was refused has its line already, without the page's address
        "django.security.csrf": {"level": "ERROR"},
    },
}
