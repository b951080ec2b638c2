"""What recording costs: fields typed, fields carried over and minutes, by agency and form."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kith.authority.pages import ReadPage
from kith.frontdoor.doors import reads
from kith.frontdoor.models import CHANNELS
from kith.people.reads import rows

DAYS = 90
HEAD = [
    {"text": "Agency", "sort": "text"},
    {"text": "Form", "sort": "text"},
    {"text": "Concerns", "sort": "number", "numeric": True},
    {"text": "Fields typed", "sort": "number", "numeric": True},
    {"text": "Carried over", "sort": "number", "numeric": True},
    {"text": "Minutes (median)", "sort": "number", "numeric": True},
    {"text": "Answers to questions", "sort": "number", "numeric": True},
    {"text": "begun from an earlier one", "sort": "number", "numeric": True},
]


class Recording(ReadPage):
    """The first figures of the recording-efficiency page."""

    verb, template, title = "recording.viewed", "desk/recording.html", "Recording"

    def context(self) -> dict[str, Any]:
        by, since = self.request.by, self.request.at - timedelta(days=DAYS)
        assert by is not None
        narrow = not by.has("hub_manager")
        found = counts_only(since) if narrow else reads.recording_by_agency(since)
        shares = [
            (f"{r.agency}, {r.form.lower()}", round(100 * r.share_carried))
            for r in found
            if r.share_carried is not None
        ]
        best = max(shares, key=lambda pair: pair[1], default=("nobody", 0))
        return {
            "days": DAYS,
            "narrow": narrow,
            "head": HEAD,
            "rows": [row(r) for r in found],
            "bars": shares[:20],
            "sentence": f"Most is carried over by {best[0]}: {best[1]} %.",
        }


def counts_only(since: datetime) -> list[reads.Recording]:
    """The same figures for somebody who may see no concern: summed by the database, nothing of fewer than five."""
    forms = dict(CHANNELS) | {"answers": "Answers"}
    return [
        reads.Recording(agency or "The public", forms[form], n, typed, carried, reads.minutes_of(middle), given, again)
        for agency, form, n, typed, carried, middle, given, again in rows(
            "select * from sec.recording_figures(%s)", [since]
        )
    ]


def row(figures: reads.Recording) -> list[Any]:
    minutes = "not measured" if figures.minutes is None else f"{figures.minutes:g}"
    return [
        figures.agency,
        figures.form,
        f"{figures.contacts:,}",
        f"{figures.typed:,}",
        f"{figures.carried:,}",
        minutes,
        f"{figures.answers:,}",
        "few" if figures.answers_carried is None else f"{figures.answers_carried:,}",
    ]
