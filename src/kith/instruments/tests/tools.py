"""Small tools for tests, as a county would write them."""

from __future__ import annotations

from kith.instruments.reading import read
from kith.instruments.tool import Tool

SMALL = """key = "small"
version = "1"
name = "Small form"
purpose = "For tests."
source = "Invented"
evidence = "L"
in_force_from = 2026-01-01
grades = [["red", "Red"], ["amber", "Amber"], ["green", "Green"]]
otherwise = "green"

[[section]]
key = "place"
title = "The place"

[[section.question]]
key = "inside"
kind = "yes_no"
label = "Did you go inside?"
required = true

[[section]]
key = "child"
title = "The child"
each = true

[[section.question]]
key = "seen"
kind = "choice"
label = "Did you see the child?"
required = true
choices = [["yes", "Yes"], ["no", "No"]]
counts_as = "seen"

[[section.question]]
key = "words"
kind = "voice"
label = "What did the child say?"
asked_if = { question = "seen", is = "yes" }
required = true
longest = 40
reasons = [["asleep", "Asleep"]]
counts_as = "voice"

[[section.question]]
key = "signs"
kind = "many"
label = "What did you notice?"
choices = [["hurt", "Hurt"], ["hungry", "Hungry"]]

[[section.question]]
key = "times"
kind = "number"
label = "How often before?"

[[section.question]]
key = "day"
kind = "date"
label = "On which day?"

[[section.question]]
key = "hour"
kind = "time"
label = "At what time?"
asked_if = { question = "day" }

[[section.question]]
key = "adults"
kind = "people"
label = "Who was there?"

[[section.question]]
key = "grade"
kind = "grade"
label = "Grade?"

[[rule]]
grade = "amber"
because = "Called often."
when = { question = "times", at_least = 3 }

[[rule]]
grade = "red"
because = "Hurt."
when = { question = "signs", is = "hurt" }
evidence = "M"
"""


def small(**changes: str) -> Tool:
    """The small form, with pieces of its text replaced."""
    text = SMALL
    for old, new in changes.items():
        text = text.replace(old, new)
    return read(text)


def without(text: str, *pieces: str) -> str:
    """The text without these pieces, each of which must be there."""
    for piece in pieces:
        assert piece in text, piece
        text = text.replace(piece, "")
    return text
