"""Hear the child now: word for word, who heard it, when, how; what the child wants."""

from __future__ import annotations

from typing import Any

from kith.frontdoor.bench import reads
from kith.frontdoor.bench.base import ChildStep
from kith.people import acts as people
from kith.people import voice_form


class Hear(ChildStep):
    """A new entry of what the child said or showed."""

    verb, title, button, form = "voice.heard", "Hear the child", "Keep these words", voice_form.VoiceForm
    template = "frontdoor/bench/voice.html"
    done = "The child's words are kept."

    def form_words(self) -> dict[str, Any]:
        return {"now": self.request.at}

    def initial(self) -> dict[str, Any]:
        return voice_form.begin(self.by.name, self.request.at)

    def context(self) -> dict[str, Any]:
        return super().context() | {"voices": reads.voices_of([self.child.subject])}

    def act(self, answers: dict[str, Any]) -> Any:
        return people.hear(**self.who(), **answers)
