"""Who may know what about people. Classes of record are those of the security matrix:
C1 index line, C3 shared chronology and family, C8 restricted place, C11 the child's words, C20 matching."""

from kith.authority.locks import Lock, install_file, protect
from kith.authority.policy import COUNCIL_HUB, HUB, grant
from kith.people import models as m
from kith.people.index import models as index

FIELD = (
    "social_worker",
    "early_help_worker",
    "team_manager",
    "conference_chair",
    "named_nurse",
    "named_doctor",
    "missing_worker",
    "youth_worker",
    "sergeant",
    "constable",
    "advocate",
)

for model, record_class in (
    (m.Name, "C1"),
    (m.Identifier, "C1"),
    (m.SourceRecord, "C3"),
    (m.PersonLink, "C3"),
    (m.Address, "C3"),
    (m.Practice, "C3"),
    (m.Event, "C3"),
    (m.RestrictedAddress, "C8"),
    (m.Voice, "C11"),
    (m.Quality, "C20"),
):
    protect(model, Lock("record", record_class, creator="" if model is m.PersonLink else "created_by_id"))
# A school reads its own roll, of the pupils it reaches: that a child is a pupil here, and nothing else of the record.
OWN_ROLL = "(school_id = (select sec.agency()) and subject_id = any ((select sec.reach('C1'))::uuid[]))"
protect(m.SchoolPlace, Lock("record", "C3", creator="created_by_id", also=OWN_ROLL))
# Who is around a child whom the reader works with: their names, and how they belong together.
KIN = "subject_id = any ((select sec.kin())::uuid[])"
protect(m.Person, Lock("record", "C1", creator="created_by_id", also=KIN))
protect(m.HouseholdMember, Lock("record", "C3", creator="created_by_id", also=KIN))
protect(m.Relationship, Lock("record", "C3", creator="created_by_id", also=KIN))
protect(m.Proposal, Lock("record", "C20", creator="created_by_id"))
protect(m.School, Lock("reference", writers=("administrator",), door_reads=True))
protect(m.IndexRecord, Lock("none"))
protect(m.IndexKey, Lock("none"))
install_file("kith.people", "index.sql")
install_file("kith.people", "emergency.sql")
install_file("kith.people", "persons.sql")
protect(index.Override, Lock("none"))
protect(index.MovedItem, Lock("none"))
protect(index.Calibration, Lock("reference", writers=("job_linkage",)))  # a curve, about nobody
for about_links in (index.Merge, index.Consequence, index.Reading, index.ReviewClaim):
    protect(about_links, Lock("record", "C20", creator="created_by_id"))

grant("child.viewed", to=HUB, opens=["C1", "C3"], because="you work in the hub, where concerns arrive")
grant(
    "child.viewed",
    to=FIELD,
    when="agency_involved",
    opens=["C1", "C3", "C11"],
    because="your service is working with this child",
)
grant("child.viewed", to=FIELD, when="involved", opens=["C1", "C3", "C11"], because="you are working with this child")
grant(
    "child.viewed", to="school_lead", when="on_school_roll", opens=["C1"], because="this child is on your school's roll"
)
grant(
    "child.viewed",
    to=("social_worker", "team_manager", "duty", "early_help_worker", "named_nurse", "sergeant", "constable"),
    when="broke_glass",
    opens=["C1", "C3"],
    because="you opened this record in an emergency",
)
grant(
    "child.viewed",
    to=(*HUB, *FIELD),
    when="named",
    opens=["C1", "C3", "C8", "C11"],
    because="a guardian of information has named you for this record",
)

grant("voice.heard", to=HUB, because="you work in the hub")
grant("voice.heard", to=FIELD, when="agency_involved", because="your service is working with this child")
grant("voice.heard", to=FIELD, when="involved", because="you are working with this child")
grant("voice.heard", to="school_lead", when="on_school_roll", because="this child is on your school's roll")
grant("voice.read", to=("hub_manager", "duty"), opens=["C11"], because="you decide in the hub")
grant("voice.read", to=HUB, when="at_the_hub", opens=["C11"], because="a concern about this child is open in the hub")
grant("voice.told_back", to=HUB, because="you work in the hub")
grant("voice.told_back", to=FIELD, when="agency_involved", because="your service is working with this child")

grant(
    "match.viewed",
    "match.decided",
    "match.undone",
    to=COUNCIL_HUB,
    opens=["C20"],
    because="you match concerns to children",
)
grant("match.viewed", to=HUB, opens=["C20"], because="you work in the hub")
grant(
    "match.proposed",
    to="job_linkage",
    opens=["C1", "C3", "C20"],
    because="arriving people are compared with those known",
)
grant("match.proposed", to=COUNCIL_HUB, because="you match concerns to children")
grant(
    "person.corrected",
    "person.also_named",
    "person.born",
    "person.numbered",
    "quality.raised",
    "address.restricted",
    to=COUNCIL_HUB,
    because="you keep the shared record in the hub",
)
grant(
    "person.corrected",
    "person.also_named",
    "person.born",
    to=FIELD,
    when="involved",
    because="you are working with this child",
)
# Intake writes about people it may not read as a person would; without this its own clocks could not be met by it.
grant("person.taken_in", to="job_intake", opens=["C1"], because="concerns are taken in as they arrive")

# Who is who, said and unsaid: a worker of the council's part of the hub; the machine only proposes.
grant(
    "persons.merge_proposed",
    "persons.merged",
    "persons.merge_declined",
    "persons.unmerged",
    "persons.split",
    "persons.said_never",
    "persons.said_always",
    "persons.word_ended",
    "review.claimed",
    "review.released",
    "review.read",
    "quality.settled",
    "link.consequences_raised",
    to=COUNCIL_HUB,
    opens=["C20M"],
    because="you match concerns to children",
)
grant("index.calibrated", to="job_linkage", because="people's answers are laid over the model every night")
grant("index.checked", "index.rekeyed", to="job_linkage", opens=["C20M"], because="the index is checked every night")
grant("index.checked", to=COUNCIL_HUB, because="you match concerns to children")
grant("review.viewed", "persons.viewed", to=COUNCIL_HUB, because="you match concerns to children")
grant("matching_quality.viewed", to=COUNCIL_HUB, because="you answer for who is who in the hub")
grant(
    "person.sealed",
    "person.unsealed",
    to="guardian",
    because="a guardian of information seals a record by order of the court",
)
