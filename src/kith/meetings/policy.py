"""Who may see and do what in a meeting. Classes: C13 decisions, C13R what a room hears (items, contributions,
positions), C13S the frame of a sitting (no word about a child), C13F figures, C13M redacted minutes of what was drawn,
C12 enquiries and visits.

Whoever reaches the child through one of the grants below still reads only the items of a room they sit in: that is
the second half (`only`) of every lock here."""

from kith.authority.locks import Lock, install_file, protect
from kith.authority.policy import COUNCIL_HUB, DECIDERS, HUB, grant
from kith.meetings import models as m
from kith.meetings.scrutiny import models as scrutiny
from kith.people.policy import FIELD
from kith.statute.forum import ASKED, BOOKED, HELD, UNBOOKED

ITEMS = "any ((select sec.my_items())::uuid[])"
SEATS = "(select sec.my_seats())::uuid[]"


OF_MY_ITEM = f"item_id = {ITEMS}"
SHOWN_TO_ME = f"item_id = {ITEMS} and (shown_to is null or seat_id = any ({SEATS}) or shown_to && {SEATS})"
UNSEALED = (
    "item_id is null and (subject_id = any ((select sec.reach('C13'))::uuid[]) or (select sec.reaches_all('C13'))) "
    f"or item_id is not null and (seat_id = any ({SEATS}) or sec.revealed(item_id, subject_id))")
PARTY = ("subject_id = any ((select sec.reach('C13'))::uuid[]) or (select sec.reaches_all('C13')) "
             "or agency_id = (select sec.agency()) or against_id = (select sec.agency())")
MY_SITTING = "any ((select sec.my_sittings())::uuid[])"

install_file("kith.meetings", "room.sql")
install_file("kith.meetings", "figures.sql")
install_file("kith.meetings", "redacted.sql")
protect(m.Sitting, Lock("record", "C13S", subject="id", creator="created_by_id", also=f"id = {MY_SITTING}"))
for frame in (m.Seat, m.Attendance):
    protect(frame, Lock("record", "C13S", subject="sitting_id", creator="created_by_id",
                        also=f"sitting_id = {MY_SITTING}"))
protect(m.Item, Lock("record", "C13R", creator="created_by_id", only=f"id = {ITEMS}"))
for heard in (m.ItemChild, m.SharedText, m.ItemAction):
    protect(heard, Lock("record", "C13R", creator="created_by_id", only=OF_MY_ITEM))
protect(m.ItemReason, Lock("record", "C13R", creator="created_by_id", only=OF_MY_ITEM, updates=False))
protect(m.Contribution, Lock("record", "C13R", creator="created_by_id", only=SHOWN_TO_ME, updates=False))
protect(m.Position, Lock("record", "C13R", creator="created_by_id", only=UNSEALED, updates=False))
protect(m.Decision, Lock("record", "C13", creator="created_by_id", updates=False, also=f"about_id = {ITEMS}",
                         only=f"not restricted or about_id = {ITEMS}"))
protect(m.Disagreement, Lock("record", "C13R", creator="created_by_id", only=PARTY))
protect(m.DisagreementStep, Lock("record", "C13R", creator="created_by_id", updates=False))
protect(m.Enquiry, Lock("record", "C12", creator="created_by_id"))
for visit in (m.Sight, m.Attempt):
    protect(visit, Lock("record", "C12", creator="created_by_id", updates=False))

GUESTS = (*FIELD, "school_lead", "exploitation_analyst", "exploitation_chair", "business_unit")
CONVENERS = (*DECIDERS, "hub_police", "team_manager", "conference_chair", "exploitation_chair", "business_unit",
             "social_worker")
CHAIRS = ("team_manager", "conference_chair", "exploitation_chair")
IN_THE_ROOM = "you sit in the meeting that discusses this child"
WORKING = (("agency_involved", "your service is working with this child"),
           ("involved", "you are working with this child"))

grant("decision.viewed", to=HUB, opens=["C13", "C12"], because="you work in the hub")
for tie, because in WORKING:
    grant("decision.viewed", to=FIELD, when=tie, opens=["C13", "C13R", "C12"], because=because)

# The frame of sittings: lists, seats, who came.
grant("sitting.viewed", to=(*HUB, *CONVENERS, "job_sweep"), opens=["C13S"], because="you sit in or call meetings")
grant("sitting.viewed", to=GUESTS, because="you are invited to meetings by name")
grant("sitting.convened", "sitting.cancelled", "sitting.opened", "sitting.closed", "seat.invited", "attendance.marked",
      "sitting.moved", "sitting.booked", "sitting.unbooked", "sitting.held", "sitting.asked_for",
      to=(*HUB, *CONVENERS), because="you call and keep the meetings of your forum")
BY_ITSELF = "agendas and clocks run by themselves"
grant("sitting.convened", "sitting.cancelled", "item.nominated", "item.carried", "disagreement.moved", to="job_sweep",
      because=BY_ITSELF)

# What the room hears.
IN_ROOM = ("item.viewed", "item.nominated", "item.started", "item.ended", "item.carried", "item.withdrawn",
           "item.restricted", "text.written", "contribution.given", "contribution.nothing_known", "action.carried")
grant(*IN_ROOM, to=HUB, opens=["C13R"], because="you work in the hub and sit in this meeting")
grant(*IN_ROOM, to=GUESTS, when="in_the_room", opens=["C1", "C13R"], because=IN_THE_ROOM)
for tie, because in WORKING:
    grant(*IN_ROOM, to=FIELD, when=tie, because=because)
grant("item.viewed", to="job_sweep", opens=["C13R", "C12"], because=BY_ITSELF)

# The three keys.
grant("position.given", to=("hub_manager", "hub_social_worker", "hub_police", "hub_health"),
      because="your agency is one of the three partners")
grant("position.written", to=HUB, because="your agency has a seat in the decision")
grant("position.written", to=GUESTS, when="in_the_room", because=IN_THE_ROOM)
grant("position.lapsed", to="job_sweep", opens=["C13"], because="silence by the due time is recorded")
grant("meeting.decided", "decision.succeeded", to=(*DECIDERS, "hub_police", "hub_health"),
      because="the function is your body's, or the meeting's")
grant("meeting.decided", "decision.succeeded", to=CHAIRS, when="in_the_room", opens=["C13"],
      because="you chair this meeting")
grant("action.agreed", to=HUB, because="you agree actions in meetings")
grant("action.agreed", to=GUESTS, when="in_the_room", because=IN_THE_ROOM)
for tie, because in WORKING:
    grant("action.agreed", to=FIELD, when=tie, because=because)   # who may open an item may agree what it owes
grant("action.evidenced", to=HUB, because="you work in the hub")
grant("action.evidenced", to=GUESTS, when="in_the_room", because=IN_THE_ROOM)

# Disagreement: stages move by themselves; only the raiser closes.
STAGES = ("disagreement.raised", "disagreement.moved_to_line_managers", "disagreement.moved_to_senior_managers",
          "disagreement.moved_to_heads", "disagreement.moved_to_partners", "disagreement.raised_as_imminent")
PARTIES = (*DECIDERS, "hub_police", "hub_health", "hub_education", "hub_early_help")
grant("disagreement.opened", "disagreement.moved", "disagreement.answered", "disagreement.viewed",
      "disagreement.resolved", "disagreement.withdrawn", *STAGES, to=PARTIES, because="a partner did not agree")
grant("disagreement.opened", "disagreement.moved", "disagreement.answered", "disagreement.viewed",
      "disagreement.resolved", "disagreement.withdrawn", *STAGES, to=GUESTS, when="in_the_room", because=IN_THE_ROOM)
grant(*STAGES, to="job_sweep", because=BY_ITSELF)
grant("disagreements.counted", to=("scrutineer", "hub_manager", "senior_leader"), opens=["C13F"],
      because="you look at how the partners challenge each other")
grant("meetings.measured", to=("hub_manager", "senior_leader", "scrutineer", "business_unit"), opens=["C13F"],
      because="you answer for how the meetings go")

# Enquiries: begun by a decision, met only by the child being seen.
grant("enquiry.started", to=DECIDERS, because="the duty to enquire is the council's")
grant("enquiry.started", to=CHAIRS, when="in_the_room", because=IN_THE_ROOM)
grant("enquiry.viewed", "enquiry.child_seen", "enquiry.visit_attempted", to=(*COUNCIL_HUB, "hub_police", "hub_health"),
      because="you work in the hub")
for tie, because in (*WORKING, ("in_the_room", IN_THE_ROOM)):
    grant("enquiry.viewed", "enquiry.child_seen", "enquiry.visit_attempted", to=FIELD, when=tie, because=because)
grant("enquiry.concluded", to=DECIDERS, because="the duty to enquire is the council's")
grant("enquiry.concluded", to="team_manager", when="agency_involved", because="your service is working with this child")
grant("unseen.viewed", to=HUB, because="you work in the hub")
grant(*BOOKED, *UNBOOKED, *HELD, *ASKED, to=(*HUB, *CONVENERS), because="you call and keep the meetings of your forum")

# Minutes: a version is a moment; what it says is read under the locks above. A receipt is its reader's own.
protect(m.Minutes, Lock("record", "C13S", subject="sitting_id", creator="created_by_id", updates=False,
                        also=f"sitting_id = {MY_SITTING}"))
protect(m.MinutesReading, Lock("record", "C13S", subject="sitting_id", creator="worker_id", updates=False,
                               anyone_creates=True, also=f"sitting_id = {MY_SITTING}"))
protect(m.MinutesChase, Lock("record", "C13S", subject="sitting_id", creator="created_by_id", updates=False))
grant("minutes.chased", to="job_sweep", because=BY_ITSELF)
grant("minutes.issued", to=(*HUB, *CONVENERS), because="you call and keep the meetings of your forum")
grant("minutes.viewed", "minutes.read", "minutes.printed", to=(*HUB, *CONVENERS, *GUESTS), because=IN_THE_ROOM)

# Which meetings were drawn, and with which seed, is no secret; only the timetable writes it. What was said in them in
# codes is read by a definer function that knows one reader.
for drawn in (scrutiny.Draw, scrutiny.Drawn):
    protect(drawn, Lock("reference", writers=("job_sweep",), updates=False))
grant("minutes.drawn", to="job_sweep", because=BY_ITSELF)
grant("minutes.sampled", to="scrutineer", opens=["C13M"],
      because="you look from outside at how the partners decide, at meetings drawn by chance")
