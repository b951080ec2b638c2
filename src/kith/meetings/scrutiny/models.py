"""Which closed meetings were drawn for the scrutineer, of how many, with which seed."""

from __future__ import annotations

from django.db import models

from kith.authority.models import Record, Worker
from kith.meetings.models import Sitting


class Draw(Record):
    """One forum's month: how many meetings were closed in it, how many drawn, and the seed that draws them again."""

    forum = models.CharField(max_length=30)
    month = models.DateField()                           # its first day
    seed = models.CharField(max_length=64)
    frame = models.PositiveIntegerField()                # how many it was drawn from
    restricted = models.PositiveIntegerField()           # closed as well, and never drawn
    drawn_at = models.DateTimeField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["forum", "month"], name="one_draw_a_month")]


class Drawn(Record):
    """A meeting that was drawn. Its own id opens the redacted minutes, and nothing else."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="meetings")
    sitting = models.OneToOneField(Sitting, models.CASCADE, related_name="+")
    held_on = models.DateField()

    class Meta:
        verbose_name_plural = "drawn"
