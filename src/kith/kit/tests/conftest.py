"""Lets this room's tests run alone: minimal settings where the project's own are not named."""

import os

import django
from django.conf import settings

if not os.environ.get("DJANGO_SETTINGS_MODULE") and not settings.configured:
    settings.configure(
        SECRET_KEY="only-for-these-tests",
        INSTALLED_APPS=["django.contrib.staticfiles", "kith.kit"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        STATIC_URL="/static/",
        USE_TZ=True,
        TIME_ZONE="Europe/London",
        KITH_DUTY_PHONE="01632 960 999",
    )
    django.setup()
