"""Telling us about a child: four short steps at one address, a receipt, and what the receipt code says
later."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from kith.authority.county import profile
from kith.kit.forms import KithForm
from kith.public import report
from kith.public.forms import RELATIONS, STEPS, YES_NO, ReceiptForm
from kith.public.report import Carried
from kith.public.surroundings import SitePage

LAST = len(STEPS) + 1
LOST = (
    "We could not read what you wrote on the earlier steps. We are sorry. Please write again what happened."
)
CHECK_SECONDS = 0.4
CHECKS_AT_ONCE = threading.BoundedSemaphore(3)  # each held check holds a database connection, so few may wait


class TellUs(SitePage):
    """Steps by POST to one address, so that the browser's history holds one line. Works without
    JavaScript."""

    template = "public/tell_us.html"
    title = "Tell us about a child"
    asks_cookies = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.step(1, report.begin(self.request.at))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        carried = report.unseal(request.POST.get("carried", ""))
        step, go = step_of(request.POST.get("step", "")), request.POST.get("go", "on")
        if carried is None:
            return self.start_again(step)
        form = STEPS[step - 1](request.POST) if step < LAST else None
        if form is not None:
            carried = taken_from(form, carried)
        if go == "back" or go.startswith("change-"):
            return self.step(step - 1 if go == "back" else step_of(go[7:]), carried)
        if form is not None and form.errors:
            return self.step(step, carried, form=form, status=422)
        if go == "send" and step == LAST:
            return self.send(carried)
        return self.step(LAST if carried.checked else step + 1, carried)

    def start_again(self, step: int) -> HttpResponse:
        """The sealed part came back damaged: say so, and keep what stands on this page."""
        form = STEPS[0](self.request.POST) if step == 1 else STEPS[0]({})
        form.add_error(None, LOST)
        return self.step(1, report.begin(self.request.at), form=form, status=422)

    def step(
        self, step: int, carried: Carried, *, form: KithForm | None = None, status: int = 200
    ) -> HttpResponse:
        step = min(max(step, 1), LAST)
        if step == LAST:
            carried = replace(carried, checked=True)
        elif form is None:
            form = STEPS[step - 1](initial=as_initial(carried))
        return self.show(
            status=status,
            step=step,
            last=LAST,
            form=form,
            carried=report.seal(carried),
            error_form=form,
            answers=carried.answers,
            rows=summary(carried) if step == LAST else (),
        )

    def send(self, carried: Carried) -> HttpResponse:
        if not str(carried.answers.get("what_happened", "")).strip():
            return self.start_again(LAST)
        code = report.receipt_for(carried)
        report.store(code, report.answers_to_store(carried, self.request.at))
        return self.receipt(code)

    def receipt(self, code: str) -> HttpResponse:
        """Sent only after COMMIT. Should the page itself fail, the code is still given, in plain text."""
        try:
            with transaction.atomic():
                by_when = report.decide_by(self.request.at)
                page = self.show(title="We have your report", code=code, decide_by=by_when, receipt=True)
                return page.render()
        except Exception:  # it is stored: nothing after that may take it away again
            return plain_receipt(code)


def plain_receipt(code: str) -> HttpResponse:
    phones = profile().phones
    return HttpResponse(
        format_html(
            '<!DOCTYPE html><html lang="en-GB"><title>We have your report</title><h1>We have your report</h1>'
            "<p>Your receipt code is <strong>{}</strong>. If a child is in danger now, ring 999. "
            'The hub: {}. <a href="/">Home</a></p></html>',
            code,
            phones.hub,
        )
    )


def step_of(text: str) -> int:
    return min(max(int(text), 1), LAST) if text.isascii() and text.isdigit() else 1


def taken_from(form: KithForm, carried: Carried) -> Carried:
    """What stands on this step, added to the rest; what is not in order yet is shown again by the step
    itself."""
    form.is_valid()
    more = form.carried() if hasattr(form, "carried") else dict(form.cleaned_data)
    trap = bool(more.pop("website", "")) or carried.trap
    return replace(carried.holding(more), trap=trap)


def as_initial(carried: Carried) -> dict[str, Any]:
    born = str(carried.answers.get("child_dob") or "")
    shown = " ".join(str(int(part)) for part in reversed(born.split("-"))) if born else ""
    return {**carried.answers, "child_birthday": shown}


ROWS = (
    ("what_happened", "What happened", 1),
    ("danger_now", "In danger right now", 1),
    ("child_names", "Child", 2),
    ("child_age", "Age", 2),
    ("child_dob", "Date of birth", 2),
    ("child_where", "Where the child is now", 2),
    ("address", "Home", 2),
    ("postcode", "Postcode", 2),
    ("school", "School or nursery", 2),
    ("others_at_home", "Other children at home", 2),
    ("words", "What the child said", 2),
    ("who_heard", "Who heard it", 2),
    ("relation", "You are", 3),
    ("name", "Your name", 3),
    ("contact", "How to reach you", 3),
    ("stay_unnamed", "Family not told who you are", 3),
)
SAID = {**dict(YES_NO), **dict(RELATIONS)}
GROUPS = ((1, "What happened"), (2, "The child"), (3, "You"))


def summary(carried: Carried) -> list[dict[str, Any]]:
    """What will be sent, a group a step; a row for each thing that was written."""
    written = carried.answers
    return [
        {
            "step": step,
            "name": name,
            "rows": [
                {"key": words, "value": spoken(key, written[key])}
                for key, words, at in ROWS
                if at == step and written.get(key)
            ],
        }
        for step, name in GROUPS
    ]


def spoken(key: str, value: Any) -> str:
    if value is True:
        return "Yes"
    if key == "child_dob":
        return f"{datetime.fromisoformat(value):%-d %B %Y}"
    return SAID.get(value, str(value)) if key in ("danger_now", "others_at_home", "relation") else str(value)


class Receipt(SitePage):
    """What became of a report, for whoever holds the code. Right and wrong codes take the same time."""

    template = "public/receipt.html"
    title = "Check your report"
    asks_cookies = False
    back = "/worried/"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(form=ReceiptForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReceiptForm(request.POST)
        if not form.is_valid():
            return self.show(form=form, error_form=form, status=422)
        if not CHECKS_AT_ONCE.acquire(blocking=False):
            form.add_error(
                None, "Many people are asking just now. Wait a few seconds, then press the button again."
            )
            return self.show(form=form, error_form=form, status=429)
        try:
            return self.look(form)
        finally:
            CHECKS_AT_ONCE.release()

    def look(self, form: ReceiptForm) -> HttpResponse:
        begun = time.monotonic()
        found = report.status(form.cleaned_data["code"])
        time.sleep(max(0.0, CHECK_SECONDS - (time.monotonic() - begun)))
        if found is None:
            form.add_error(
                "code",
                "We do not know this code. Look at each figure again. If you have lost the code, "
                "ring us, or tell us again.",
            )
            return self.show(form=form, error_form=form, status=422)
        return self.show(found=found, decide_by=report.decide_by(found.received_at))
