"""How often a thing that people watch has changed: a number, and nothing about it."""

from __future__ import annotations

from django.db import models


class Version(models.Model):
    """One watched thing (a sitting) and how many acts have changed it. Written by `sec.live_moved` alone."""

    topic = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=20)
    version = models.BigIntegerField()


class Part(models.Model):
    """A part of a watched thing (the words about one item of a sitting) and the version that changed it last: so that
    an open page fetches again only what did change. A name of the page's, no word of any record."""

    pk = models.CompositePrimaryKey("topic", "about", "name")
    topic = models.UUIDField()
    about = models.UUIDField()                 # the item; the topic itself where the change is of the whole
    name = models.CharField(max_length=40)
    version = models.BigIntegerField()
