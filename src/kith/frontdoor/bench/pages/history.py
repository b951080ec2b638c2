"""Everything reported before about the child, the brothers and sisters and the adults: read before deciding."""

from __future__ import annotations

from typing import Any

from kith.authority.pages import ReadPage
from kith.authority.policy import may
from kith.frontdoor import acts
from kith.frontdoor.bench import family
from kith.frontdoor.bench.base import OnChild


class History(OnChild, ReadPage):
    """Shown to somebody who screens or decides, it is written down as shown: no decision without it."""

    verb = "contact.viewed"
    template = "frontdoor/bench/history.html"
    title = "History"

    def context(self) -> dict[str, Any]:
        found, by, at = self.bench, self.by, self.request.at
        around = family.around(found)
        earlier = family.earlier_contacts(found, around.relatives, only=self.child.subject)
        if may(by, "contact.viewed_history"):
            acts.show_history(by=by, at=at, subject=self.child.subject, referral=found.referral, count=len(earlier))
        return super().context() | {
            "relatives": around.relatives, "earlier": earlier, "cumulative": family.cumulative(earlier, at),
            "professionals": around.professionals, "events": [event(e, at) for e in earlier],
            "may_decide": may(by, "child.decided") and not self.child.decided}


def event(contact: family.Earlier, at) -> dict[str, Any]:
    """One earlier contact as a line of the timeline."""
    return {"at": contact.received_at, "title": f"{contact.source}: {contact.outcome}", "by": contact.agency,
            "url": f"/contacts/{contact.contact}/", "text": f"{contact.reference}. About {', '.join(contact.who)}.",
            "tag": contact.grade.capitalize(), "strong": contact.grade == "red",
            "colour": {"red": "red", "amber": "orange", "green": "green"}.get(contact.grade, "grey")}
