"""Who may see decisions and give positions (C13; inside the hub, everybody who was asked may read them)."""

from kith.authority.locks import Lock, protect
from kith.authority.policy import DECIDERS, HUB, grant
from kith.meetings import models as m
from kith.people.policy import FIELD

protect(m.Decision, Lock("record", "C13", creator="created_by_id", updates=False))
protect(m.Position, Lock("record", "C13", creator="created_by_id", updates=False))
protect(m.Disagreement, Lock("record", "C13", creator="created_by_id"))

grant("decision.viewed", to=HUB, opens=["C13"], because="you work in the hub")
grant(
    "decision.viewed",
    to=FIELD,
    when="agency_involved",
    opens=["C13"],
    because="your service is working with this child",
)
grant("decision.viewed", to=FIELD, when="involved", opens=["C13"], because="you are working with this child")
grant(
    "position.given",
    to=("hub_manager", "hub_social_worker", "hub_police", "hub_health"),
    because="your agency is one of the three partners",
)
grant("position.lapsed", to="job_sweep", opens=["C13"], because="silence by the due time is recorded")
grant("disagreement.opened", to=(*DECIDERS, "hub_police", "hub_health"), because="a partner did not agree")
grant("disagreement.closed", to=("hub_manager", "hub_police", "hub_health"), because="your agency raised it")
