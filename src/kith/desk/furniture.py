"""What every page has around it: the partnership's name, the ways open to the roles held, who is signed in, the sheet
that is printed. A context processor: pages may override any of it in their own context."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest

from kith.authority.county import profile
from kith.authority.policy import COUNCIL_HUB, HUB, PARTNERS_IN_HUB, ROLES
from kith.authority.who import Session
from kith.frontdoor.policy import PROFESSIONALS
from kith.meetings.policy import CONVENERS


@dataclass(frozen=True)
class Way:
    text: str
    url: str
    roles: tuple[str, ...]


WAYS = (
    Way("My work", "/work/", tuple(r for r in ROLES if r not in ("administrator", "partner_system", "scrutineer"))),
    Way("Questions to my agency", "/questions/", PARTNERS_IN_HUB),
    Way("My screenings", "/screenings/", ("constable", "sergeant")),
    Way("Screenings of my team", "/screenings/board/", ("sergeant",)),
    Way("Police screenings", "/screenings/queue/", ("hub_police", *COUNCIL_HUB)),
    Way("Second looks", "/screenings/second/", ("hub_police", "hub_manager")),
    Way("Meetings", "/meetings/", (*HUB, *CONVENERS)),
    Way("Phone call", "/contacts/phone/", COUNCIL_HUB),
    Way("Report a concern", "/contacts/new/", PROFESSIONALS),
    Way("What I have sent", "/contacts/sent/", PROFESSIONALS),
    Way("Duty", "/work/duty/", ("duty", "hub_manager")),
    Way("The hub today", "/work/today/", ("hub_manager", "duty")),
    Way("Who is who", "/work/people/review/", COUNCIL_HUB),
    Way("Recording", "/work/recording/", ("hub_manager", "senior_leader")),
    Way("Imports", "/imports/", ("hub_manager", "hub_police", "hub_health", "hub_education")),
    Way("Public site", "/work/public/", ("hub_manager", "business_unit", "hub_police", "hub_health", "senior_leader")),
    Way("Emergency opening", "/emergency/", ("social_worker", "team_manager", "duty", "early_help_worker",
                                             "named_nurse", "sergeant", "constable")),
    Way("Emergency openings to review", "/openings/", ("guardian",)),
    Way("Withheld names", "/contacts/withheld/", ("guardian",)),
    Way("Seal a record", "/work/sealing/", ("guardian",)),
    Way("Disagreements", "/meetings/disagreements/pairs/", ("scrutineer",)),
    Way("Drawn meetings", "/meetings/drawn/", ("scrutineer",)),
    Way("Figures", "/work/figures/", ("senior_leader", "scrutineer", "hub_manager")),
    Way("Screening figures", "/work/screening/", ("senior_leader", "scrutineer", "hub_manager", "hub_police",
                                                  "sergeant")),
    Way("Meeting figures", "/work/meetings/", ("senior_leader", "scrutineer", "hub_manager", "business_unit")),
    Way("Tools", "/tools/", ("administrator", "senior_leader", "sergeant")),
    Way("Site", "/work/site/", ("administrator",)),
    Way("Notices", "/work/notices/", tuple(r for r in ROLES if r != "partner_system")),
)


def page(request: HttpRequest) -> dict[str, Any]:
    """The context variables of kit's layouts."""
    by: Session | None = getattr(request, "by", None)
    now = getattr(request, "at", None)
    words: dict[str, Any] = {"by": by, "now": now, "site": site(by, request.path), "county": profile().county,
                             "phones": profile().phones, "said": request.COOKIES.get("kith_said", "").replace("_", " ")}
    if by:
        words["worker_name"] = by.name
        words["worker_line"] = ", ".join([by.agency_name, *(ROLES[r] for r in sorted(by.roles) if r in ROLES)][:2])
        words["sheet"] = {"name": "", "reference": "", "reader": by.name,
                          "printed_at": f"{now.astimezone(ZoneInfo('Europe/London')):%-d %B %Y %H:%M}" if now else ""}
    return words


def site(by: Session | None, path: str) -> dict[str, Any]:
    partnership = f"{profile().county.name} Safeguarding Children Partnership"
    found: dict[str, Any] = {"name": partnership, "home_url": "/work/" if by else "/", "sign_in_url": "/sign-in/",
                             "sign_out_url": "/sign-out/"}
    if by:
        found["nav"] = [{"text": w.text, "url": w.url, "current": path == w.url} for w in WAYS
                        if any(r in by.roles for r in w.roles)]
        if by.has(*[r for r in ROLES if r not in ("administrator", "senior_leader", "scrutineer", "referrer")]):
            found |= {"search_url": "/work/search/", "search_method": "post",
                      "search_label": "Name, date of birth, address or reference"}
    if settings.MODE == "demo" and by:
        found["notice"] = "Demonstration: every person and place is invented."
    return found
