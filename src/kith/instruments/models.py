"""Answers given under a version of a tool. Rows, never one JSON column: each answer can be counted, and a child's own
words stand in a table of their own (C11)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.authority.models import Agency, Record, Subject, Worker


class Edition(Record):
    """The very text of a tool's version that somebody answered under: it outlives the file it came from."""

    key = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the text, in hex
    text = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "version"])]


class Response(Record):
    """One completed tool about one subject. Never changed: an improved one replaces it and says so."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="responses")
    edition = models.ForeignKey(Edition, models.PROTECT)
    tool = models.CharField(max_length=40)              # the edition's key
    about_id = models.UUIDField(null=True)              # the incident, visit, interview or audit it belongs to
    grade = models.CharField(max_length=20, blank=True)       # given by whoever answered
    rule_grade = models.CharField(max_length=20, blank=True)  # reached by the tool's rules
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    agency = models.ForeignKey(Agency, models.PROTECT)
    given_at = models.DateTimeField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["subject", "-given_at"]), models.Index(fields=["about_id"]),
                   models.Index(fields=["tool", "given_at"])]


class Answer(Record):
    """One typed answer, or one of several to the same question (`place` counts from 0), or the reason for none."""

    PARTS = ("", "name", "age", "relation")  # of a person in a list
    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    question = models.CharField(max_length=40)
    place = models.PositiveSmallIntegerField(default=0)
    part = models.CharField(max_length=8, blank=True)
    code = models.CharField(max_length=40, blank=True)
    number = models.IntegerField(null=True)
    day = models.DateField(null=True)
    time = models.TimeField(null=True)
    text = models.TextField(blank=True)
    why_not = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=120, blank=True)  # where a known fact came from; empty: answered by a person
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "question", "place", "part"], name="one_answer_a_place"),
            models.CheckConstraint(condition=~Q(code="", number=None, day=None, time=None, text="", why_not=""),
                                   name="answer_says_something")]
        indexes = [models.Index(fields=["question", "code"])]


class Words(Record):
    """Somebody's own words, verbatim, as an answer (C11)."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="words")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    question = models.CharField(max_length=40)
    text = models.TextField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["response", "question"], name="one_wording_a_question"),
                       models.CheckConstraint(condition=~Q(text=""), name="wording_says_something")]


class Receipt(Record):
    """A form that was kept on a phone arrived, once: the second sending of the same key is answered with this."""

    worker = models.ForeignKey(Worker, models.CASCADE)
    key = models.UUIDField()
    path = models.CharField(max_length=200)  # where the sender was sent on to
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["worker", "key"], name="received_once")]
