"""Who may file, see, grade and decide contacts (C2), and who may know a reporter's name (C16)."""

from dataclasses import replace

from kith.authority.locks import LOCKS, Lock, install_file, protect
from kith.authority.policy import COUNCIL_HUB, DECIDERS, HUB, grant
from kith.frontdoor import models as m
from kith.people.models import SourceRecord
from kith.people.policy import FIELD

THROUGH_A_CHILD = (
    "subject_id in (select p.contact_id from frontdoor_contactperson p "
    "where p.subject_id = any ((select sec.reach('C2'))::uuid[]))"
)

protect(m.Contact, Lock("record", "C2", creator="created_by_id", also=THROUGH_A_CHILD))
protect(
    m.ContactPerson,
    Lock("record", "C2", creator="created_by_id", also="contact_id = any ((select sec.reach('C2'))::uuid[])"),
)
# The referrer reads back the names as typed; who they were found to be stays with the hub.
AS_TYPED = (
    "id in (select p.source_record_id from frontdoor_contactperson p "
    "where p.contact_id = any ((select sec.reach('C2'))::uuid[]))"
)
protect(SourceRecord, replace(LOCKS[SourceRecord._meta.db_table], also=AS_TYPED))
protect(m.Grading, Lock("record", "C2", creator="created_by_id", updates=False))
protect(m.Message, Lock("record", "C2", creator="created_by_id"))
protect(m.JointPicture, Lock("record", "C13", creator="created_by_id", updates=False))
protect(m.HistoryShown, Lock("record", "C13", creator="created_by_id"))
protect(m.SecondView, Lock("record", "C13", creator="created_by_id"))
protect(m.Reporter, Lock("record", "C16", creator="created_by_id", updates=False))
# Guardians see who is named; the hub, whom to ask; whoever is named, their own. Changed by definer functions alone.
protect(
    m.Naming,
    Lock(
        "record",
        "C16",
        creator="created_by_id",
        anyone_creates=True,
        updates=False,
        also="((select sec.reaches_all('C18')) or (select sec.reaches_all('C2'))) "
        "and subject_id <> all ((select sec.closed())::uuid[])",
    ),
)
install_file("kith.frontdoor", "naming.sql")
protect(m.PublicReport, Lock("none"))
install_file("kith.frontdoor", "reports.sql", door=("file_report(bytea, jsonb)", "receipt_says(bytea)"))

PROFESSIONALS = (
    "school_lead",
    "referrer",
    "named_nurse",
    "named_doctor",
    "constable",
    "sergeant",
    "social_worker",
    "early_help_worker",
    "youth_worker",
    "missing_worker",
    "hub_police",
    "hub_health",
    "hub_education",
    "hub_early_help",
    "team_manager",
)

grant("contact.received", to=(*COUNCIL_HUB,), because="you take in concerns in the hub")
grant("contact.received", to=PROFESSIONALS, because="everybody may report a concern about a child")
grant("contact.received", to=("job_intake", "partner_system"), because="concerns are taken in as they arrive")
grant("contact.viewed", to=HUB, opens=["C2"], because="you work in the hub, where concerns arrive")
grant("contact.viewed", to=("job_linkage", "job_intake", "job_sweep"), opens=["C2"], because="it is the job's work")
grant(
    "contact.viewed", to=FIELD, when="agency_involved", opens=["C2"], because="your service is working with this child"
)
grant("contact.viewed", to=FIELD, when="involved", opens=["C2"], because="you are working with this child")
grant(
    "receipt.viewed",
    to=(*PROFESSIONALS, *HUB, "partner_system"),
    when="referred",
    opens=["C2"],
    because="you sent this concern",
)
grant("reporter.read", to=(*HUB,), when="named", opens=["C16"], because="you are one of the two named people")
grant(
    "withheld.viewed",
    "reporter.name_proposed",
    "reporter.name_opened",
    "reporter.name_closed",
    to="guardian",
    because="you guard your agency's information",
)
grant("contact.matched", to="job_linkage", because="arriving people are compared with those known")
grant("contact.matched", to=COUNCIL_HUB, because="you match concerns to children")
grant(
    "contact.acknowledged",
    to=("job_intake", *COUNCIL_HUB, *PROFESSIONALS, "partner_system"),
    because="whoever tells us something hears back at once",
)
grant(
    "contact.graded",
    "contact.joined",
    "contact.taken",
    "contact.handed_to_duty",
    "person.settled",
    "contact.viewed_history",
    "contact.viewed_no_history",
    "contact.others_answered",
    "person.named",
    "person.unsettled",
    to=COUNCIL_HUB,
    because="you screen concerns",
)
grant("person.settled", to="job_linkage", because="a clear single match is linked by the index, reversibly")
grant("second.asked", to=DECIDERS, because="you want to close a concern")
grant("second.given", to=("hub_manager", "duty"), because="a second manager looks before a concern is closed")
grant("contact.handed_to_duty", to="job_sweep", because="a red concern runs on past closing")
grant("picture.written", to=COUNCIL_HUB, because="you put the partners' answers together")
grant("child.decided", "contact.decided", to=DECIDERS, because="the decision on the level of need is the council's")
grant("decision.corrected", to=("hub_manager", "duty"), because="you may correct a decision, by a new one")
grant(
    "contact.told",
    "contact.not_reached",
    "message.said",
    "contact.asked_for_more",
    to=COUNCIL_HUB,
    because="whoever reported is told what came of it",
)
grant("message.read", to=(*PROFESSIONALS, *HUB, "partner_system"), when="referred", because="it was sent to you")
grant("reply.read", to=COUNCIL_HUB, because="whoever reported has answered the hub")
grant("manager.viewed", to=("hub_manager", "duty"), because="you answer for the hub's day")
grant("candidates.viewed", to=COUNCIL_HUB, because="you match concerns to children while a caller is on the line")
grant(
    "contact.more_told", to=(*PROFESSIONALS, *HUB), when="referred", because="you sent this concern and can add to it"
)
