"""How often a thing that people watch has changed: a number, and nothing about it."""

from __future__ import annotations

from django.db import models


class Version(models.Model):
    """One watched thing (a sitting) and how many acts have changed it. Written by `sec.live_moved` alone."""

    topic = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=20)
    version = models.BigIntegerField()
