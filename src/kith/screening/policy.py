"""Who may see and do what about incidents and screenings (C22): the officer their own, the sergeant their team's, the
hub all; a child closed to the reader closes the incident with it. The child's words go with the response (C11)."""

from dataclasses import replace

from kith.authority.locks import LOCKS, Lock, install_file, protect
from kith.authority.policy import COUNCIL_HUB, HUB, grant
from kith.people.models import SourceRecord
from kith.screening import models as m

TRIAGE = ("hub_police", *COUNCIL_HUB)
OPEN_CHILD = "subject_id <> all ((select sec.closed())::uuid[])"
OPEN_INCIDENT = "incident_id <> all ((select sec.closed_incidents())::uuid[])"

install_file("kith.screening", "screening.sql")
install_file("kith.screening", "many.sql")
protect(m.Incident, Lock("record", "C22", creator="created_by_id",
                         only="subject_id <> all ((select sec.closed_incidents())::uuid[])"))
for _model in (m.IncidentPerson, m.Expected, m.NotNeeded, m.Screening, m.Alert, m.Sampled):
    protect(_model, Lock("record", "C22", subject="incident_id", creator="created_by_id", only=OPEN_CHILD))
# What the hub found and why it shared stays in the hub; a grade it changed is for the officer to read.
IN_THE_HUB = "(not by_hub or kind = 'regraded' or (select sec.reaches_all('C22')))"
protect(m.Step, Lock("record", "C22", subject="incident_id", creator="created_by_id",
                     only=f"{OPEN_CHILD} and {IN_THE_HUB}"))
protect(m.Cause, Lock("record", "C22", subject="incident_id", creator="created_by_id", only=OPEN_INCIDENT))
protect(m.SentIn, Lock("record", "C22", subject="contact_id", creator="created_by_id"))
protect(m.Sample, Lock("reference", writers=("job_sweep",)))
protect(m.KeptFigure, Lock("reference", writers=("job_sweep",)))
protect(m.VignetteGrade, Lock("mine", column="worker_id", updates=False))
# The officer and the sergeant read the names as the log has them; who they were found to be stays with the hub.
AS_LOGGED = (
    "id in (select p.source_record_id from screening_incidentperson p "
    "where p.incident_id = any ((select sec.reach('C22'))::uuid[]))"
)
_source = LOCKS[SourceRecord._meta.db_table]
protect(SourceRecord, replace(_source, also=f"{_source.also} or {AS_LOGGED}" if _source.also else AS_LOGGED))

OFFICERS = ("constable", "sergeant")
grant("incident.received", "incident.amended", "screening.expected",
      to=("partner_system", "job_intake", "hub_police", "hub_manager"), because="incidents are taken in as they arrive")
grant("incidents.received", to="job_intake", because="a force's log of thousands is taken in together")
grant("screening.kept", to=("partner_system", "job_intake"),
      because="screenings that a force made in its own system are taken in as they arrive")
grant("screening.sent_in", "screening.sent_in_again", "screening.sent_in_asked", to="job_intake",
      because="what a force sends is laid beside what its incidents call for")
grant("incident.matched", to="job_linkage", because="whom a log names is compared with those known")
grant("incident.viewed", "screening.viewed", to=HUB, opens=["C22"],
      because="you work in the hub, where screenings arrive")
grant("incident.viewed", "screening.viewed", to=("job_linkage", "job_intake", "job_sweep"), opens=["C22"],
      because="it is the job's work")
grant("incident.viewed", "screening.viewed", to=OFFICERS, when="attended", opens=["C22", "C2", "C11"],
      because="you attended this incident")
grant("incident.viewed", "screening.viewed", to="sergeant", when="team_attended", opens=["C22", "C2", "C11"],
      because="your team attended this incident")
grant("officer.viewed", to=OFFICERS, because="these are the incidents you attended")
grant("screening.begun", "screening.submitted", "screening.not_needed", to=OFFICERS, when="attended",
      because="you attended this incident")
grant("screening.not_needed", to="sergeant", when="team_attended", because="your team attended this incident")
grant("screening.reached", to=OFFICERS, when="attended", because="you attended this incident")
grant("board.viewed", to="sergeant", because="you supervise your team's screenings")
grant("screening.supervised", "screening.returned", "screening.reached", to="sergeant", when="team_attended",
      because="your team attended this incident")
grant("screening.regraded", to="sergeant", when="team_attended", because="your team attended this incident")
grant("screening.regraded", "screening.taken", "screening.researched", "screening.shared", "screening.not_shared",
      "screening.filed", "screening.reached", "screening.queue_viewed", "alert.looked", to=TRIAGE,
      because="you research and grade screenings in the hub")
grant("screening.reached", to="job_sweep", because="the escalation rule is weighed in the background")
grant("screening.acknowledged", to=COUNCIL_HUB, because="you have taken on what it became")
grant("screening.missed", "alert.raised", "alert.withdrawn", "screening.weighed", "sample.drawn", "figure.kept",
      to="job_sweep",
      because="screenings are watched in the background")
# A run of greens that no longer stands leaves the agenda it was put on, where nothing else put the child there.
grant("item.withdrawn", to="job_sweep", because="an escalation that is withdrawn leaves the agenda")
grant("screening.unweighed", to=(*HUB, "job_linkage"), because="who a record is about has changed")
grant("second_look.given", "second_look.viewed", to=("hub_police", "hub_manager"),
      because="you grade a random share again, blind")
grant("vignette.graded", to=(*OFFICERS, *TRIAGE), because="everybody grades the month's story")
grant("consistency.viewed", to=("hub_manager", "hub_police", "senior_leader", "scrutineer", "sergeant"),
      because="you answer for screening, or look at it from outside")
