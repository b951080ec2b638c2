"""Draws the gallery to static HTML for looking at: `python -m kith.kit.tests.gallery FOLDER`."""

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from kith.kit import build, forms
from kith.kit.charts import control, funnel, run
from kith.kit.components.page import TAG_COLOURS, tag
from kith.kit.components.record import compare_words
from kith.kit.pagination import Page
from kith.kit.tests import conftest  # noqa: F401  (settings first)

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NOW = datetime(2026, 11, 20, 14, 40, tzinfo=UTC)


class Example(forms.KithForm):
    """One of each field."""

    story = forms.LongText(label="What happened?", hint="Write it as you saw it or heard it.", max_length=40)
    place = forms.Text(label="Where was it?", width=20, required=False)
    born = forms.DateParts(label="Date of birth", hint="For example, 27 3 2019")
    seen = forms.TimeText(label="Time seen", hint="For example, 14:10")
    cost = forms.Whole(label="Cost", prefix="£", suffix="a week", width=5)
    kinds = forms.Radios(
        label="How sure are you?",
        choices=[("sure", "Sure"), ("think", "I think so"), ("not", "Not sure")],
        hints={"think": "You can change this later"},
    )
    ways = forms.Checkboxes(
        label="Who knows?", choices=[("a", "A neighbour"), ("b", "A teacher")], required=False
    )
    town = forms.Choice(label="Town", choices=[("", "Choose"), ("e", "Elmcaster"), ("s", "Saltmere")])
    agree = forms.Tick(label="I have read this back to them")


def pairs(*values: float | None) -> list[tuple[str, float | None]]:
    """Values named by week."""
    return [(f"Week {at}", value) for at, value in enumerate(values, 1)]


def steady() -> list[control.Point]:
    """Two years: a plain first, a new process in the second, with a point out and a shift."""
    values = [62, 58, 65, 60, 57, 63, 61, 64, 59, 66, 40, 61, 71, 74, 70, 73, 72, 75, 77, 78, 76, 79, 80, 78]
    points = []
    for at, value in enumerate(values):
        middle, reach = (61.0, 13.2) if at < 12 else (73.0, 6.1)
        mark = "worse" if value == 40 else "better" if at > 17 else ""
        said = {"worse": "below the lower limit", "better": "seven in a row above the mean"}.get(mark, "")
        label = f"{MONTHS[at % 12]} {2025 + at // 12}"
        points.append(control.Point(label, value, middle, middle - reach, middle + reach, mark, said))
    return points


def done(at: int) -> int:
    """Shares that differ from unit to unit."""
    return int((90 + 8 * at) * (0.84 + 0.05 * ((at * 7) % 11 - 5) / 5))


def example_form() -> Example:
    """The form as it comes back with mistakes."""
    sent = {
        "story": "A long story that goes on beyond the limit of it",
        "born_day": "31",
        "born_month": "2",
        "born_year": "2019",
        "seen": "half two",
        "town": "e",
    }
    return Example(sent, provenance={"place": "from the school's form, today 09:12"})


def times() -> dict[str, Any]:
    """The clocks of the gallery."""
    return {
        "now": NOW,
        "earlier": NOW - timedelta(hours=5, minutes=28),
        "soon": NOW + timedelta(minutes=80),
        "overdue": NOW - timedelta(hours=2),
        "today": NOW + timedelta(hours=5),
        "later": NOW + timedelta(days=3),
        "day": date(2026, 11, 26),
    }


def drawings() -> dict[str, Any]:
    """The numbers of the gallery's charts."""
    return {
        "reasons": [
            ("Same date of birth", 6.2),
            ("Same telephone", 4.1),
            ("Surname spelled two ways", 1.3),
            ("First names differ", -5.4),
        ],
        "counts": [("Elmcaster", 46), ("Brackenford", 31.5), ("Saltmere", 12), ("Otterley", None)],
        "weeks": pairs(10, 12, 11, 14, 22, None, 12, 9, 11),
        "limits": (5, 20),
        "marked": ("Week 5",),
        "parts": [("Elmcaster", (12, 5, 2)), ("Saltmere", (4, 4, 1))],
        "names": ("Answered", "Waiting", "Late"),
        "steady": steady(),
        "units": [*(funnel.Unit(f"Team {at:02}", done(at), 90 + 8 * at) for at in range(1, 55)),
                  funnel.Unit("Elmcaster late turn", 190, 320, "low"), funnel.Unit("Saltmere A", 160, 250, "low"),
                  funnel.Unit("Otterley response", 300, 301, "high")],
        "reach": [funnel.Limit(of, *(0.84 + way * (0.36 / of + 0.0008) ** 0.5 for way in (-2, 1.9, -3, 2.5)))
                  for of in range(40, 541, 20)],
        "middle": 0.84,
        "steps": [("Eligible", 880), ("Started", 812), ("Completed", 790), ("Supervised", 640), ("Shared", 633),
                  ("Acknowledged", 410)],
        "scale": ("Green", "Amber", "Red", "Critical"),
        "moved": [(310, 42, 6, None), (18, 204, 31, 7), (None, 12, 98, 9), (0, 0, 8, 21)],
        "months": [run.Month(f"{name} 2026", value, value and value - 0.14, value and value + 0.1, value and 40)
                   for name, value in zip(MONTHS, (0.62, 0.58, 0.66, None, 0.7, 0.74, 0.71, 0.8), strict=False)],
        "many": [("Elmcaster", pairs(9, 8, 5)), ("Saltmere", pairs(4, 3, 2)), ("Otterley", pairs(2, 5, 7))],
    }


def rows() -> dict[str, Any]:
    """The lists and tables of the gallery."""
    spelled = compare_words("Aurelia Featherstone", "Aurelia Fetherston")
    return {
        "head": [
            "Who",
            {"text": "State", "sort": "text"},
            {"text": "Days", "numeric": True, "sort": "number"},
            "Note",
        ],
        "rows": [
            {
                "cells": [
                    "Noor K., 7",
                    tag("Red", colour="red"),
                    3,
                    "mark on arm; waiting for health and police",
                ],
                "url": "#1",
            },
            {"cells": ["A. Osei-B., 7", tag("Amber", colour="orange"), 12, None], "url": "#2"},
            {
                "cells": ["Ellie M., 13", tag("Ready", colour="green"), 1, "three of three answered"],
                "url": "#3",
            },
        ],
        "page": Page(list(range(25)), 6, 312),
        "query": {"team": "north"},
        "compared": [
            {"key": "Name", "left": spelled[0], "right": spelled[1], "state": "close", "why": "one letter"},
            {"key": "Date of birth", "left": "27 March 2019", "right": "27 March 2019", "state": "same"},
            {
                "key": "First name",
                "left": "Aurelia",
                "right": "Octavia",
                "state": "different",
                "why": "may be twins",
            },
            {"key": "Telephone", "left": "01632 960 001", "right": None, "state": "missing"},
        ],
        "summary": [
            {
                "key": "School",
                "value": "Brackenford Primary",
                "source": "the school, today",
                "action": {"url": "#"},
            },
            {"key": "Lives with", "value": "Aunt and two brothers", "source": "the council, 3 November"},
            {"key": "Doctor", "value": None},
        ],
        "checks": [
            {"text": "Her own words", "url": "#", "done": True},
            {"text": "An answer from health", "url": "#", "done": False, "hint": "asked 10:05, due 14:05"},
        ],
        "events": [
            {
                "at": NOW - timedelta(hours=5),
                "title": "Form received",
                "by": "Brackenford Primary",
                "tag": "New",
                "colour": "blue",
                "text": "The teacher saw a mark.",
                "strong": True,
            },
            {"gap": "Nothing held between March and November"},
            {"at": NOW - timedelta(days=240), "title": "Visit", "by": "Priya Nair", "url": "#"},
        ],
    }


def furniture() -> dict[str, Any]:
    """The frame around the gallery."""
    return {
        "site": {
            "name": "Thornshire Partnership",
            "place": "Front desk",
            "search_url": "#",
            "sign_out_url": "#",
            "home_url": "#",
            "search_label": "Name, date of birth or reference",
            "nav": [
                {"text": "My work", "url": "#", "current": True, "count": 12},
                {"text": "Team", "url": "#"},
                {"text": "Meetings", "url": "#"},
            ],
            "footer": [{"text": "Cookies", "url": "#"}, {"text": "Accessibility", "url": "#"}],
        },
        "worker_name": "Priya Nair",
        "worker_line": "screener",
        "sheet": {
            "name": "Aurelia F., 7",
            "reference": "KTH-4821",
            "reader": "Priya Nair",
            "printed_at": "today 14:40",
        },
        "crumbs": [{"text": "My work", "url": "#"}, {"text": "Gallery"}],
        "sections": [
            {"text": "Now", "url": "#", "current": True},
            {"text": "History", "url": "#", "count": 8},
        ],
        "chips": [
            {"text": "Mine", "url": "#", "current": True, "count": 12},
            {"text": "Red", "url": "#", "count": 2},
        ],
        "facts": [
            {"key": "School", "value": "Brackenford"},
            {"key": "Worker", "value": "Priya Nair"},
            {"key": "Doctor", "value": ""},
        ],
        "flags": [{"text": "Two sisters alike", "colour": "yellow"}],
        "colours": TAG_COLOURS,
        "cookies": {"state": "ask", "url": "#", "notice_url": "#"},
        "phase": {"text": "This site is new: tell us", "url": "#", "link": "what you think"},
        "form": example_form(),
    }


def context() -> dict[str, Any]:
    """All that the gallery's templates ask for."""
    return {**furniture(), **rows(), **drawings(), **times()}


def draw(folder: Path) -> None:
    """Writes the pages, with the built style sheet and scripts beside them."""
    build.build()
    for name in ("gallery", "gallery_public", "errors/404", "errors/503"):
        html = render_to_string(f"kit/{name}.html", {**context(), "duty_phone": "01632 960 199"})
        (folder / f"{name.replace('/', '-')}.html").write_text(html.replace("/static/", ""))
    for name in ("kith.css", "kith.js", "public.js"):
        (folder / name).write_text((build.BUILT / name).read_text())


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
