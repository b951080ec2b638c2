"""The main job over HTTP: a school's concern taken in, matched, asked about, decided with the child's words, and told.

Each step is what a person would do, in the pages as they are; forms are read from the page and filled in by name.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from kith.authority.models import Worker
from kith.invented.browser import Browser, Page, Unexpected
from kith.invented.load.loader import Stopwatch
from kith.invented.signins import BASE_URL, WITHOUT_TIES, link, workers_by_role

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
REFERENCE = r"K-[A-Z2-9]{3}-[A-Z2-9]{3}"
RECEIPT = r"\d{4} \d{4} \d{4} \d{4}"
WORDS = "Daddy did it with the belt. I am scared of Sunday."
HAPPENED = "A bruise in the shape of a belt on the upper arm, seen while changing for PE. Quiet since Monday."
QUESTION = "What do you hold from the last 12 months about injuries to Noor? ({})"
MEANS = "For Noor this means that nobody has looked at an injury before."
WORKER_SECONDS = 60  # in which the background worker takes a report in
PICTURE = ("School saw a mark and Noor named who made it. Health holds no earlier injury and the others hold little. "
           "What is new is Noor's own account, and that carries weight.")
RATIONALE = "The mark, what Noor said and the partners' answers together need a strategy discussion today."


@dataclass
class Walk:
    """What the steps pass on to one another."""

    base_url: str
    people: dict[str, Worker]
    now: datetime
    browsers: dict[str, Browser] = field(default_factory=dict)
    contact: str = ""
    child: str = ""
    reference: str = ""
    receipt: str = ""

    def as_(self, role: str) -> Browser:
        """The browser of whoever holds this role, signed in."""
        if role not in self.browsers:
            browser = Browser(self.base_url)
            browser.get(link("", self.people[role].pk))
            self.browsers[role] = browser
        return self.browsers[role]

    def at(self, step: str = "") -> str:
        """The contact's page, or a step of it."""
        return f"/contacts/{self.contact}/{step}/" if step else f"/contacts/{self.contact}/"

    def of_child(self, step: str) -> str:
        return self.at(f"children/{self.child}/{step}")


def check(argv: list[str]) -> int:
    """`kith demo-check [--base-url URL]`: walk the main job; 1 at the first thing that is not as it should be."""
    parser = argparse.ArgumentParser(prog="kith demo-check", description=check.__doc__)
    parser.add_argument("--base-url", default=BASE_URL)
    given = parser.parse_args(argv)
    people = workers_by_role()
    charlie = Worker.objects.using("owner").filter(email=WITHOUT_TIES).first()
    if "school_lead" not in people or charlie is None:
        print("Nobody works here yet: run `kith seed --demo` first.", file=sys.stderr)
        return 1
    people["charlie"] = charlie
    walk = Walk(given.base_url.rstrip("/"), people, datetime.now(ZoneInfo("Europe/London")))
    return 0 if all(_taken(words, step, walk) for words, step in STEPS) else 1


def _taken(words: str, step: Callable[[Walk], str], walk: Walk) -> bool:
    """Take one step and print what it saw, or what was unexpected, and how long it took."""
    watch = Stopwatch()
    try:
        saw = step(walk)
    except Unexpected as problem:
        print(f"  {words:<44} UNEXPECTED: {problem}", flush=True)
        return False
    watch.lap(words)
    print(f"  {words:<44} {saw:<52} {watch.laps[words]:5.2f} s", flush=True)
    return True


def day_parts(name: str, day: datetime) -> dict[str, str]:
    """A date's three inputs."""
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def school_files(walk: Walk) -> str:
    """The safeguarding lead of Noor's school fills in the referral form."""
    browser = walk.as_("school_lead")
    page = browser.get("/contacts/new/")
    born = datetime(2019, 5, 14)
    answers = {
        "child1_given_name": "Noor", "child1_family_name": "Haddad", "child1_sex": "F", "child1_heard": "yes",
        "child1_words": WORDS, "child1_alone": "yes", **day_parts("child1_dob", born),
        **day_parts("child1_heard_on", _today(walk, page)), "address": "18 Lantern Terrace, Elmcaster",
        "others_at_home": "no", "what_happened": HAPPENED, "safe_now": "no", "where_now": "In school, with me",
        "seen_today": "yes", "family_told": "no", "not_told": "unsafe_child"}
    sent = browser.send(page, page.form("what_happened"), answers, "Send to the hub")
    walk.contact = sent.path.strip("/").split("/")[-1]
    walk.reference = sent.found(REFERENCE, "reference")
    return f"reference {walk.reference}"


def _today(walk: Walk, page: Page) -> datetime:
    """The application's own day, which may have been moved on: as its last footer or form tells, else the machine's."""
    started = next((value for form in page.reader.forms for name, value in form.fields if name == "started"), "")
    return datetime.fromisoformat(started).astimezone(ZoneInfo("Europe/London")) if started else walk.now


def public_reports(walk: Walk) -> str:
    """A neighbour tells us about a child, without an account, and gets a receipt code."""
    browser = Browser(walk.base_url)
    page = browser.get("/worried/tell-us/")
    typed = {"what_happened": "I hear shouting and a small child crying at night, two doors down.",
             "child_names": "Perhaps Robin", "child_age": "about 4", "address": "9 Flint Road, Saltmere"}
    for _ in range(6):
        form = page.form("carried")
        last = any(value == "send" for _, value, _ in form.buttons)
        answers = {name: value for name, value in typed.items() if name in form.names}
        page = browser.send(page, form, answers, "send" if last else "on")
        if last:
            break
    walk.receipt = page.found(RECEIPT, "receipt code")
    return f"receipt code given; {_receipt_says(walk).found('has not opened it yet|is with the workers', 'state')}"


def _receipt_says(walk: Walk) -> Page:
    """The page that the receipt code opens, without an account."""
    browser = Browser(walk.base_url)
    page = browser.get("/worried/receipt/")
    return browser.send(page, page.form("code"), {"code": walk.receipt})


def neighbours_report_arrives(walk: Walk) -> str:
    """The background worker takes the report in, and it stands on the hub's queue with the others."""
    deadline = time.monotonic() + WORKER_SECONDS
    while not (found := re.search(REFERENCE, _receipt_says(walk).text)):
        if time.monotonic() > deadline:
            raise Unexpected(f"not taken in after {WORKER_SECONDS} s: does the background worker run (`kith worker`)?")
        time.sleep(1)
    browser = walk.as_("hub_social_worker")
    home = browser.get("/work/")
    form = next((f for f in home.reader.forms if "/search/" in f.action), None)
    if form is None:
        raise Unexpected("my work has no search box")
    box = next(name for name in form.names if "csrf" not in name)
    results = browser.send(home, form, {box: found.group(0)})
    contact = next(iter(results.links(rf"/contacts/{UUID}/")), "")
    if not contact:
        raise Unexpected(f"searching {found.group(0)} finds no concern: {results.text[:300]}")
    on = _through_pages(browser, "/work/?show=team", contact)
    return f"{found.group(0)}, found by search, on page {on} of the queue"


def hub_takes(walk: Walk) -> str:
    """A hub social worker finds it on the queue and takes it."""
    browser = walk.as_("hub_social_worker")
    seen = _through_pages(browser, "/work/?show=team", rf"/contacts/{walk.contact}/")
    page = browser.get(walk.at("take"))
    browser.send(page, page.form(button="Take it"), {}, "Take it")
    return f"on page {seen} of the queue, taken"


def _through_pages(browser: Browser, address: str, link_to: str, most: int = 20) -> int:
    """The number of the first page of a list that links there. Unexpected where none does."""
    for number in range(1, most + 1):
        page = browser.get(f"{address}&page={number}")
        if page.links(link_to):
            return number
        if not page.links(rf".*page={number + 1}$"):
            break
    raise Unexpected(f"{address} has no line that leads to {link_to}")


def hub_grades(walk: Walk) -> str:
    """Red, with a reason; both clocks show."""
    browser = walk.as_("hub_social_worker")
    page = browser.get(walk.at("grade"))
    browser.send(page, page.form("grade", "reason"), {"grade": "red", "reason": "A mark and her own words."})
    due = re.findall(r"(?i)decide by ([^()]*)", browser.get(walk.at()).text)
    if len(due) < 2:
        raise Unexpected(f"two clocks should show on the contact's page; it shows {due or 'none'}")
    return f"red; decide by {due[0].strip()}, by law {due[1].strip()}"


def hub_matches(walk: Walk) -> str:
    """Who Noor is: linked by the index, or said by a person."""
    browser = walk.as_("hub_social_worker")
    page = browser.get(walk.at())
    how = "linked by the index"
    for _ in range(8):
        people = page.links(rf"/contacts/{walk.contact}/people/{UUID}/match/")
        if not people:
            break
        asked = browser.get(people[0])
        verdicts = [(f, b[1]) for f in asked.reader.forms for b in f.buttons if b[0] == "verdict"]
        if not verdicts:
            break
        form, verdict = next(((f, v) for f, v in verdicts if v == "same"), verdicts[0])
        page = browser.send(asked, form, {}, verdict)
        how = "said by a person"
    links = browser.get(walk.at()).links(rf"/contacts/{walk.contact}/children/{UUID}/")
    if not links:
        raise Unexpected("the contact's page leads to no child")
    walk.child = links[0].split("/")[4]
    return how


def hub_asks(walk: Walk) -> str:
    """One question to the partners, under its lawful basis."""
    browser = walk.as_("hub_social_worker")
    page = browser.get(walk.at("ask"))
    form = page.form("question", "lawful_basis")
    browser.send(page, form, {"question": QUESTION.format(walk.reference), "family_told": "unsafe_child"})
    return f"{len(form.choices.get('agencies', []))} agencies asked"


def health_answers(walk: Walk) -> str:
    """Health finds the question on its own queue and answers."""
    return _answers(walk, "hub_health", "No injury is on record. Two visits in 18 months, both explained.")


def police_answer(walk: Walk) -> str:
    """Police too."""
    return _answers(walk, "hub_police", "No calls to the address and no offences are held.")


def _answers(walk: Walk, role: str, text: str) -> str:
    browser = walk.as_(role)
    queue = browser.get("/questions/")
    for address in queue.links(rf"/questions/{UUID}/$"):
        page = browser.get(address)
        if walk.reference in page.text:
            browser.send(page, page.form("text", "means"), {"text": text, "means": MEANS})
            return "answered in its own queue"
    raise Unexpected(f"the question with {walk.reference} is not on the queue: {queue.text[:300]}")


def hub_puts_together(walk: Walk) -> str:
    """The joint picture, in one worker's words, beside the answers."""
    browser = walk.as_("hub_social_worker")
    page = browser.get(walk.at("picture"))
    page.found("No injury is on record", "health's answer")
    browser.send(page, page.form("text"), {"text": PICTURE})
    return "the answers beside it, written"


def partners_give_positions(walk: Walk) -> str:
    """Council, police and health each say what they think."""
    for role in ("hub_manager", "hub_police", "hub_health"):
        page = walk.as_(role).get(walk.of_child("position"))
        walk.as_(role).send(page, page.form("view"), {"view": "agree", "proposes": "strategy"})
    return "three of three"


def hub_reads_history(walk: Walk) -> str:
    """Nothing is decided before the history was on the screen."""
    page = walk.as_("hub_social_worker").get(walk.of_child("history"))
    return f"{len(page.text.split())} words on the screen"


def hub_decides(walk: Walk) -> str:
    """A strategy discussion, with reasons, and what Noor's words changed."""
    browser = walk.as_("hub_social_worker")
    page = browser.get(walk.of_child("decide"))
    form = page.form("chosen", "rationale", "voice")
    answers = {"chosen": "strategy", "level": "4", "indicator": "Physical harm", "rationale": RATIONALE,
               "options_considered": "An assessment alone was weighed and is too slow.",
               "voice": form.choices["voice"][0], "influence": "changed",
               "difference": "She named who did it: the strategy discussion is today."}
    browser.send(page, form, answers)
    browser.get(walk.at()).found("(?i): decided", "decision")
    return "strategy discussion, level 4; both clocks stopped"


def hub_tells(walk: Walk) -> str:
    """The school is told in words that are safe."""
    browser = walk.as_("hub_social_worker")
    page = browser.get(walk.at("tell"))
    browser.send(page, page.form("text"), {})
    return "sent, to be chased until it is read"


def school_reads(walk: Walk) -> str:
    """The safeguarding lead reads what came of it, and nothing more."""
    page = walk.as_("school_lead").get(f"/contacts/sent/{walk.contact}/")
    walk.as_("school_lead").get(walk.at(), status=404)
    return page.found("Thank you for telling us[^.]*", "outcome")


def nobody_else_sees(walk: Walk) -> str:
    """Charlie and the administrator: the same bytes for what is hidden and what is not there."""
    absent = str(uuid4())
    for role in ("charlie", "administrator"):
        for path in (walk.at(), walk.of_child("history"), f"/contacts/sent/{walk.contact}/",
                     f"/work/children/{walk.child}/"):
            hidden = walk.as_(role).get(path, status=404)
            missing = walk.as_(role).get(path.replace(walk.contact, absent).replace(walk.child, absent), status=404)
            if hidden.body != missing.body:
                raise Unexpected(f"{role} can tell {path} from a page that is not there")
    return "404 for both, hidden and absent alike"


STEPS: tuple[tuple[str, Callable[[Walk], str]], ...] = (
    ("A school files a concern", school_files),
    ("A neighbour reports without an account", public_reports),
    ("The hub takes it from the queue", hub_takes),
    ("The hub grades it", hub_grades),
    ("The hub says who the child is", hub_matches),
    ("The hub asks the partners", hub_asks),
    ("Health answers", health_answers),
    ("Police answer", police_answer),
    ("The neighbour's report reaches the hub", neighbours_report_arrives),
    ("The hub puts the answers together", hub_puts_together),
    ("The partners give their positions", partners_give_positions),
    ("The hub reads the history", hub_reads_history),
    ("The hub decides, with the child's words", hub_decides),
    ("The hub tells the school", hub_tells),
    ("The school reads the outcome", school_reads),
    ("Charlie and the administrator look", nobody_else_sees),
)
