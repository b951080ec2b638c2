"""The page of figures about the meetings, for who answers for them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kith.authority.county import profile
from kith.authority.pages import ReadPage
from kith.desk.meeting_figures import asking, judging
from kith.kit.words import LONDON, local
from kith.work import clocks

PERIODS = (("13", "13 weeks"), ("26", "26 weeks"), ("52", "A year"))
USUAL = "26"
NAMED = ("hub_manager",)   # who may open the children behind a figure; to others small numbers are hidden
MOST = 25


class MeetingFigures(ReadPage):
    """What the meetings cost, who comes prepared, what follows, and whether children are heard."""

    offers = ("minutes.sampled",)
    verb, template, title = "meetings.measured", "desk/meeting_figures/figures.html", "How the meetings go"

    @property
    def period(self) -> str:
        asked = self.request.GET.get("weeks", USUAL)
        return asked if asked in dict(PERIODS) else USUAL

    def look_facts(self) -> dict[str, Any]:
        return {"page": self.__class__.__name__, "weeks": self.period}

    def since(self) -> datetime:
        """The Monday so many weeks back."""
        today = local(self.request.at).date()
        day = today - timedelta(days=today.weekday(), weeks=int(self.period))
        return datetime(day.year, day.month, day.day, tzinfo=LONDON)

    def cut(self) -> datetime:
        """Words heard before this can no longer be cited: the county's limit has passed."""
        calendar, limit = clocks.calendar(), profile().front_door.voice_max_age_working_days
        day = calendar.working_days_before(local(self.request.at).date(), limit)
        return datetime(day.year, day.month, day.day, tzinfo=LONDON)

    def context(self) -> dict[str, Any]:
        assert self.request.by is not None
        since, cut, named = self.since(), self.cut(), self.request.by.has(*NAMED)
        found = asking.everything(since, self.request.at, cut)
        return {"chips": [{"text": text, "url": f"?weeks={key}", "current": key == self.period}
                          for key, text in PERIODS],
                "since": since, "cut": cut, "named": named, "drawn": "minutes.sampled" in self.may,
                "any": bool(found.weeks or found.made or found.unused),
                "totals": judging.totals(found, hide=not named), "charts": judging.charts(found, hide=not named),
                "tables": judging.tables(found, hide=not named),
                "waiting": asking.waiting(since, cut, MOST) if named else []}
