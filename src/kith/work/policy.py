"""Who may see and do what is owed. Clocks, actions and requests go with the child's contact and chronology (C2, C3);
an agency's own note is its own (C4), health detail is health's (C5)."""

from kith.authority.locks import Lock, protect
from kith.authority.policy import COUNCIL_HUB, HUB, PARTNERS_IN_HUB, grant
from kith.people.policy import FIELD
from kith.work import models as m

protect(m.Involvement, Lock("record", "C3", creator="created_by_id"))
protect(m.Deadline, Lock("record", "C2", creator="created_by_id"))
# A school reads what it has agreed to do, and nothing else of the child's record.
OWN_SCHOOLS = "(agency_id = (select sec.school()) and subject_id <> all ((select sec.closed())::uuid[]))"
protect(m.Action, Lock("record", "C3", creator="created_by_id", also=OWN_SCHOOLS))
protect(m.Request, Lock("record", "C2", creator="created_by_id"))
protect(m.Answer, Lock("record", "C2", creator="created_by_id"))
protect(m.AgencyNote, Lock("record", "C4", own_agency="agency_id", creator="created_by_id"))
protect(m.HealthDetail, Lock("record", "C5", creator="created_by_id"))
protect(m.Holiday, Lock("reference", writers=("administrator",)))

grant("note.read", to=HUB, opens=["C4"], because="it is your own agency's note")
grant("health.read", to="hub_health", opens=["C5"], because="you work for health in the hub")
grant(
    "health.read",
    to=("named_nurse", "named_doctor"),
    when="agency_involved",
    opens=["C5"],
    because="your service is working with this child",
)
grant("request.sent", "request.withdrawn", to=COUNCIL_HUB, because="you gather what the partners know")
grant(
    "request.answered",
    "request.nothing_known",
    "request.declined",
    "request.seen",
    to=(*PARTNERS_IN_HUB, "hub_manager", "duty", "hub_social_worker"),
    because="your agency was asked",
)
grant("queue.viewed", to=(*PARTNERS_IN_HUB, "hub_manager"), because="it is your agency's queue")
grant(
    "clock.explained",
    to=("hub_manager", "hub_social_worker", "duty", "team_manager"),
    because="you answer for this clock",
)
grant(
    "clock.breached",
    "clock.moved",
    to="job_sweep",
    opens=["C1", "C2", "C3"],
    because="clocks are watched in the background",
)
grant("action.agreed", to=COUNCIL_HUB, because="you work in the hub")
grant("action.done", to=HUB, because="you work in the hub")
grant("action.done", to=FIELD, when="agency_involved", because="your service is working with this child")
grant("action.done", to=FIELD, when="involved", because="you are working with this child")
grant("involvement.began", "involvement.ended", to=COUNCIL_HUB, because="you work in the hub")
grant("holiday.proclaimed", "holiday.withdrawn", to="administrator", because="you keep the calendar")
