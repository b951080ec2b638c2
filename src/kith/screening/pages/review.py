"""The sergeant's and the hub's pages: the board, the queue, one screening with its line, and each act upon it."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404

from kith.authority.pages import ActPage, ReadPage
from kith.authority.policy import may
from kith.instruments import reads as instruments
from kith.screening import escalation, forms, line, reads
from kith.screening.models import GRADES, Alert
from kith.screening.pages.base import Looked, OneScreening, Step
from kith.work import clocks

FILTERS = (("", "All"), ("red", "Red"), ("amber", "Amber"), ("green", "Green"), ("mine", "Mine"))


class Board(ReadPage):
    """The sergeant's board: missing by name, waiting, back with the officer, still in time."""

    verb, template, title = "board.viewed", "screening/board.html", "Screenings of my team"

    def context(self) -> dict[str, Any]:
        assert self.request.by is not None
        return {"board": reads.board(self.request.by, self.request.at)}


class Queue(ReadPage):
    """The hub's screenings: red first, then what runs out first; alerts for a specialist above them."""

    verb, template, title = "screening.queue_viewed", "screening/queue.html", "Police screenings"

    def context(self) -> dict[str, Any]:
        by, show = self.request.by, self.request.GET.get("show", "")
        assert by is not None
        everything = reads.queue(by, self.request.at)
        counts = {"": len(everything), "mine": sum(r.screening.owner_id == by.worker_id for r in everything
                                                   if r.screening)}
        counts |= {g: sum(reads.grade_of(r) == g for r in everything) for g, _ in GRADES}
        return {"rows": reads.queue(by, self.request.at, show) if show else everything,
                "alerts": reads.alerts(reads.standing_alerts()[:25]), "any": bool(everything),
                "chips": [{"text": text, "url": f"?show={key}" if key else "/screenings/queue/",
                           "current": key == show, "count": counts[key]} for key, text in FILTERS]}


class ScreeningPage(OneScreening, ReadPage):
    """One screening: the child, the officer's answers in the tool's words, its line, and what can be done next."""

    verb, template = "screening.viewed", "screening/screening.html"

    def context(self) -> dict[str, Any]:
        found = self.screening
        due = clocks.running().filter(record_id__in=[found.pk, found.expected_id])
        return super().context() | {
            "title": f"Screening: {self.child.said}", "answered": sheet(found), "words": self.own_words(),
            "steps": reads.steps_of(found), "alerts": reads.alerts_of(found) if self.by.wide else [],
            "clocks": [(clocks.words(d), d.due_at) for d in due], "ways": self.ways(),
            "state": reads.state_of_screening(found), "path": grade_path(found),
            "colour": reads.COLOURS.get(found.grade, "grey"),
            "closed": self.by.wide and found.owner_id is None and not found.shared_at}

    def own_words(self) -> str:
        """The child's words, where this reader may read them."""
        if self.screening.response is None:
            return ""
        return " ".join(w.text for w in self.screening.response.words.all())

    def ways(self) -> list[dict[str, str]]:
        """What this reader can do with it now, the next step first."""
        s, home = self.screening, f"/screenings/{self.screening.pk}/"
        finished = bool(s.shared_at or s.not_shared_at)
        with_police = s.supervised_at is None and s.returned_at is None and not finished
        at_hub = s.reached_at is not None and s.returned_at is None and not finished
        researched = at_hub and line.researched(s)
        mine = s.created_by_id == self.by.worker_id
        offered = (
            ("Improve it and send it again", f"/screenings/incidents/{s.incident_id}/screen/", "screening.submitted",
             s.returned_at is not None and mine),
            ("Supervise it", home + "supervise/", "screening.supervised", with_police and not mine),
            ("Send it back", home + "return/", "screening.returned", with_police and not mine),
            ("Take it on", home + "take/", "screening.taken", at_hub and s.owner_id is None),
            ("Write the research", home + "research/", "screening.researched", at_hub and s.owner_id is not None),
            ("Share it", home + "share/", "screening.shared", researched),
            ("Do not share it", home + "not-share/", "screening.not_shared", researched),
            ("Change the grade", home + "regrade/", "screening.regraded", at_hub and self.by.wide))
        return [{"text": text, "url": url} for text, url, verb, now in offered if now and may(self.by, verb)]


def sheet(screening: Any) -> Any:
    """The officer's answers in the words of the version they were given under."""
    return instruments.sheet(screening.response) if screening.response else ()


def grade_path(screening: Any) -> list[str]:
    """The grades in the order given: the officer's, each change, and what it is handled as."""
    changes = list(screening.steps.filter(kind="regraded").order_by("at").values_list("after", "created_by__name"))
    officer = screening.officer_name or screening.created_by.name
    path = [f"{screening.officer_grade or 'not graded'} by {officer}", *(f"{after} by {by}" for after, by in changes)]
    return path + ([f"handled as {screening.handled_as}"] if screening.handled_as != screening.grade else [])


class Supervise(Step):
    verb, title, button, form = "screening.supervised", "Supervise the screening", "Send it to the hub", forms.Supervise
    done = "Supervised. The hub has it."

    def initial(self) -> dict[str, Any]:
        return {"grade": self.screening.grade}

    def act(self, answers: dict[str, Any]) -> Any:
        return line.supervise(**self.who(), screening=self.screening, **answers)

    def next(self, outcome: Any) -> str:
        return "/screenings/board/"


class Return(Step):
    verb, title, button, form = "screening.returned", "Send it back to the officer", "Send it back", forms.Return
    done = "Sent back. It stands on the officer's list."

    def act(self, answers: dict[str, Any]) -> Any:
        return line.return_to_officer(**self.who(), screening=self.screening, **answers)

    def next(self, outcome: Any) -> str:
        return "/screenings/board/"


class Regrade(Step):
    verb, title, button, form = "screening.regraded", "Change the grade", "Save the grade", forms.Regrade
    done = "The grade is changed. The officer's own grade stays beside it."

    def act(self, answers: dict[str, Any]) -> Any:
        return line.regrade(**self.who(), screening=self.screening, **answers)


class Take(Step):
    verb, title, button = "screening.taken", "Take it on", "Take it on"
    keeps_draft = False
    says = ("Your name stands beside it in the queue.", "What the child said opens to the hub.")
    done = "It is yours now."

    def act(self, answers: dict[str, Any]) -> Any:
        return line.take(**self.who(), screening=self.screening)


class Research(Step):
    verb, title, button, form = "screening.researched", "Research", "Save the research", forms.Research
    done = "Saved."

    def act(self, answers: dict[str, Any]) -> Any:
        return line.research(**self.who(), screening=self.screening, **answers)


class Share(Step):
    verb, title, button, form = "screening.shared", "Share with the front door", "Share it", forms.Share
    says = ("It becomes a concern of the front door with its clocks; nothing is typed again.",
            "The officer can follow what comes of it.", "Each child of the incident is shared separately.")
    done = "Shared. The front door has it."

    def act(self, answers: dict[str, Any]) -> Any:
        return line.share(**self.who(), screening=self.screening, **answers)


class NotShare(Step):
    verb, title, button, form = "screening.not_shared", "Do not share", "Save", forms.NotShare
    says = ("It stays in this child's history and counts for the third green.",)
    done = "Saved. It was not shared."

    def act(self, answers: dict[str, Any]) -> Any:
        return line.not_share(**self.who(), screening=self.screening, **answers)


class LookAtAlert(Looked, ActPage):
    """A specialist looks at what screenings say together."""

    verb, template, title, form = "alert.looked", "screening/alert.html", "Look at these screenings", forms.Look
    done = "Saved."

    @cached_property
    def alert(self) -> Alert:
        found = Alert.objects.prefetch_related("causes").select_related("looked_by").filter(
            pk=self.kwargs["alert"]).first()
        if found is None:
            raise Http404
        return found

    def subject(self, **kwargs: Any) -> UUID | None:
        return self.alert.incident_id

    def draft_key(self) -> tuple[str, str]:
        return ("LookAtAlert", str(self.alert.pk))

    def context(self) -> dict[str, Any]:
        return {"row": reads.alerts([self.alert])[0], "button": "Save", "home": "/screenings/queue/"}

    def act(self, answers: dict[str, Any]) -> Any:
        return escalation.look(**self.who(), alert=self.alert, **answers)

    def next(self, outcome: Any) -> str:
        return "/screenings/queue/"
