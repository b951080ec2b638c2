"""Clocks of the front door, partners' replies and the first steps of protection (C01 to C09, C27, C28, C36,
C39)."""

from ..duty import Duty, Turn, since
from ..units import Length, Unit

_WT = "Working Together to Safeguard Children"
_GRADES = ("red", "amber", "green")


def _contact_grade(grade: str, register: str, name: str, note: str) -> Duty:
    """The local clock of one grade. It counts from receipt, however late the contact was graded."""
    others = tuple(f"contact.graded_{other}" for other in (*_GRADES, "blue") if other != grade)
    return Duty(
        f"contact.{grade}",
        register,
        name,
        starts=f"contact.graded_{grade}",
        met_by=("contact.decided",),
        length=None,
        owner="council",
        source="The county's published front-door response times",
        tag="R",
        in_force=since(2013, 4, 15),
        local=True,
        runs_from="received",
        superseded_by=(*others, "contact.joined"),
        warn_before=Length(1, Unit.ELAPSED_HOURS),
        note=note,
    )


def _reply(grade: str) -> Duty:
    return Duty(
        f"partner.reply_{grade}",
        "C07",
        f"Reply to the hub's questions ({grade.capitalize()})",
        starts=f"request.sent_{grade}",
        met_by=("request.answered", "request.nothing_known", "request.declined"),
        length=None,
        owner="asked agency",
        source="The county's own reply times",
        tag="L",
        in_force=since(2013, 4, 15),
        local=True,
        superseded_by=("request.withdrawn",),
        note='"Nothing known" is an answer. Silence never holds up the decision.',
    )


def _disagreement(
    stage: str, name: str, begun_by: str, moved_on_by: tuple[str, ...], at_once: bool = False
) -> Duty:
    later = (Turn("disagreement.raised_as_imminent"),) if at_once else ()
    return Duty(
        f"disagreement.{stage}",
        "C36",
        name,
        starts=begun_by,
        met_by=("disagreement.resolved", "disagreement.withdrawn"),
        length=None,
        owner="the agencies that disagree",
        source="The county's policy on professional disagreement",
        tag="L",
        in_force=since(2018, 7, 4),
        local=True,
        superseded_by=moved_on_by,
        later=later,
        note="Never blocks a protective step. Only the person who raised it closes it.",
    )


FRONT_DOOR: tuple[Duty, ...] = (
    Duty(
        "contact.decision",
        "C01",
        "Decide the type of response to a contact",
        starts="contact.received",
        met_by=("contact.decided",),
        length=Length(1, Unit.WORKING_DAYS),
        owner="council",
        source=f"{_WT}: decision within one working day of receiving a referral",
        tag="M",
        in_force=since(2013, 4, 15),
        runs_from="received",
        superseded_by=("contact.joined",),
        warn_before=Length(2, Unit.ELAPSED_HOURS),
        note="Asking the referrer for more does not stop it. Recheck against the 2026 edition.",
    ),
    Duty(
        "contact.acknowledged",
        "C02",
        "Acknowledge the referrer",
        starts="contact.received",
        met_by=("contact.acknowledged",),
        length=Length(1, Unit.WORKING_DAYS),
        owner="council",
        source=f"{_WT}: acknowledge receipt to the referrer",
        tag="M",
        in_force=since(2013, 4, 15),
        runs_from="received",
        superseded_by=("contact.joined",),
    ),
    Duty(
        "contact.told",
        "C03",
        "Tell the referrer the outcome",
        starts="contact.decided",
        met_by=("contact.told",),
        length=None,
        owner="council",
        source=f"{_WT}: feedback to referrers; the length is the county's",
        tag="L",
        in_force=since(2013, 4, 15),
        local=True,
        superseded_by=("contact.joined",),
    ),
    _contact_grade(
        "red",
        "C04",
        "Decide a Red contact",
        "Runs through closing time: the out-of-hours team carries it on.",
    ),
    _contact_grade(
        "amber",
        "C05",
        "Decide an Amber contact",
        "The one-working-day decision runs beside it; neither hides the other.",
    ),
    _contact_grade("green", "C06", "Respond to a Green contact", "Counts to the early help response."),
    *(_reply(grade) for grade in _GRADES),
    Duty(
        "strategy.held_red",
        "C08",
        "Hold the strategy discussion (Red)",
        starts="strategy.requested_red",
        met_by=("strategy.held",),
        length=None,
        owner="council, police and health",
        source=f"{_WT}: promptly; the length is the county's",
        tag="L",
        in_force=since(2013, 4, 15),
        local=True,
        superseded_by=("strategy.withdrawn",),
    ),
    Duty(
        "strategy.held",
        "C08",
        "Hold the strategy discussion",
        starts="strategy.requested",
        met_by=("strategy.held",),
        length=None,
        owner="council, police and health",
        source=f"{_WT}: promptly; the length is the county's",
        tag="L",
        in_force=since(2013, 4, 15),
        local=True,
        superseded_by=("strategy.withdrawn", "strategy.requested_red"),
    ),
    Duty(
        "enquiry.child_seen",
        "C09",
        "See the child in a section 47 enquiry",
        starts="enquiry.started",
        met_by=("enquiry.child_seen",),
        length=None,
        owner="council",
        source="Children Act 1989 s.47(4); the same day if required; the length is the county's",
        tag="L",
        in_force=since(2013, 4, 15),
        local=True,
        runs_from="happened",
        superseded_by=("enquiry.concluded",),
        note="The same day where danger is immediate. An attempted visit does not meet it.",
    ),
    Duty(
        "police_protection.end",
        "C27",
        "End police protection or obtain an order",
        starts="police_protection.taken",
        met_by=("police_protection.ended",),
        length=Length(72, Unit.ELAPSED_HOURS),
        owner="police",
        source="Children Act 1989 s.46(6)",
        tag="M",
        in_force=since(1991, 10, 14),
        runs_from="happened",
        warn_before=Length(12, Unit.ELAPSED_HOURS),
    ),
    Duty(
        "school.notice",
        "C28",
        "Tell the school before the child's next school day (Operation Encompass)",
        starts="school.notice_raised",
        met_by=("school.notice_acknowledged",),
        length=Length(0, Unit.BEFORE_NEXT_SCHOOL_DAY),
        owner="police",
        source="Domestic Abuse Act 2021 s.49A and the statutory guidance of November 2025",
        tag="R",
        in_force=since(2025, 11, 7),
        superseded_by=("school.notice_withdrawn",),
        note=(
            "As soon as is reasonably practicable; this is the latest moment. Met when the "
            "school acknowledges."
        ),
    ),
    _disagreement("talk", "Talk it through", "disagreement.raised", ("disagreement.moved_to_line_managers",)),
    _disagreement(
        "line_managers",
        "Line managers settle it",
        "disagreement.moved_to_line_managers",
        ("disagreement.moved_to_senior_managers",),
    ),
    _disagreement(
        "senior_managers",
        "Senior managers or named professionals settle it",
        "disagreement.moved_to_senior_managers",
        ("disagreement.moved_to_heads",),
        at_once=True,
    ),
    _disagreement(
        "heads",
        "Heads of service or designated professionals settle it",
        "disagreement.moved_to_heads",
        ("disagreement.moved_to_partners",),
    ),
    _disagreement(
        "partners", "The delegated safeguarding partners settle it", "disagreement.moved_to_partners", ()
    ),
    Duty(
        "allegation.lado",
        "C39",
        "Refer an allegation about someone who works with children",
        starts="allegation.made",
        met_by=("allegation.referred",),
        length=Length(1, Unit.WORKING_DAYS),
        owner="employer",
        source=f"Keeping Children Safe in Education; {_WT}",
        tag="M",
        in_force=since(2013, 4, 15),
        runs_from="happened",
    ),
)
