"""The one settings file. What differs between sites comes from the environment (env.py) or the county's folder."""

from __future__ import annotations

import os

from kith.config import env

MODE = env.mode()
STATE = env.state()
SECRET_KEY = env.secret()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("KITH_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
SECURE = MODE == "live"

INSTALLED_APPS = [
    "kith.kit", "kith.authority", "kith.live", "kith.people", "kith.work", "kith.instruments", "kith.meetings",
    "kith.frontdoor", "kith.screening", "kith.desk", "kith.public", "kith.exchange",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kith.authority.frame.Headers",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "kith.authority.frame.RequestFrame",
]
ROOT_URLCONF = "kith.config.urls"
WSGI_APPLICATION = "kith.config.wsgi.application"
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {"context_processors": ["django.template.context_processors.request", "kith.desk.furniture.page"],
                "builtins": ["kith.kit.templatetags.kit"]},
}]
FORM_RENDERER = "kith.kit.forms.KithRenderer"

# The application's own login. `owner` exists only where migrations run: the web processes never hold it.
DATABASES = {"default": env.database("KITH_APP_DATABASE_URL") or env.database("DATABASE_URL") or {}}
if owner := env.database("DATABASE_URL"):
    DATABASES["owner"] = owner
if MODE != "test" and DATABASES["default"]:
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
DATABASE_ROUTERS: list[str] = []
ROLE_PREFIX = os.environ.get("KITH_ROLE_PREFIX") or str(DATABASES["default"].get("NAME", "kith"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = env.ROOT / "src" / "kith" / "static-built"
WHITENOISE_MAX_AGE = 300

SESSION_COOKIE = "kith_session"
CSRF_COOKIE_HTTPONLY = False
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = SECURE
CSRF_FAILURE_VIEW = "kith.authority.faults.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": browsers then send `Origin: null` with a form, and the check against forged forms refuses it.
# Nothing leaves the site either way: another host never learns where a visitor came from.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE and not os.environ.get("KITH_BEHIND_PROXY")
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("KITH_BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

COUNTY_FOLDER = os.environ.get("KITH_COUNTY", "")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LOGGING = {
    "version": 1, "disable_existing_loggers": False,
    # Never child data: messages name routes, ids and kinds of error only.
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}},
}
