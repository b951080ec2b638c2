"""Hear the child now: word for word, who heard it, when, how; what the child wants."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kith.frontdoor.bench import forms, reads
from kith.frontdoor.bench.base import ChildStep
from kith.kit import words
from kith.people import acts as people

LONDON = ZoneInfo("Europe/London")


class Hear(ChildStep):
    """A new entry of what the child said or showed."""

    verb, title, button, form = "voice.heard", "Hear the child", "Keep these words", forms.Hear
    template = "frontdoor/bench/voice.html"
    done = "The child's words are kept."

    def initial(self) -> dict[str, Any]:
        now = words.local(self.request.at)
        return {"heard_on": now.date(), "heard_time": now.time(), "heard_by": self.by.name, "method": "spoke"}

    def context(self) -> dict[str, Any]:
        return super().context() | {"voices": reads.voices_of([self.child.subject])}

    def act(self, answers: dict[str, Any]) -> Any:
        heard_at = datetime.combine(answers.pop("heard_on"), answers.pop("heard_time"), LONDON)
        alone = {"yes": True, "no": False}.get(answers.pop("alone"))
        return people.hear(**self.who(), heard_at=heard_at, alone=alone, **answers)
