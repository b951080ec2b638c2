"""One contact from arrival to the referrer's being told, step by step; a story stops where time, or its
set stage, stops it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from .aftermath import follow
from .incidents import incident_of
from .kin import YEAR
from .nouns import (
    Contact,
    ContactChild,
    Decision,
    JointPicture,
    Person,
    RagGrade,
    School,
    Truth,
    VoiceEntry,
)
from .nouns import Telling as Told
from .partners import PARTNERS, Asking
from .records import HABITS, Known, typed
from .referrers import Referrer, referrer
from .rhythm import CHANGE_AFTER_DAYS, QUICKER
from .streams import uid
from .telling import (
    age_on,
    aside,
    called,
    childs_words,
    narrative,
    opening_for,
    primary_need,
    reply,
    seen,
    slots,
    why,
)
from .terms import in_hours
from .words import words
from .worries import Telling, Worry

STAGES = ("received", "matched", "graded", "asked", "joined", "decided", "told")
LAG_HOURS = {"red": (2.4, 0.45), "amber": (15.0, 0.6), "green": (17.0, 0.65)}  # median, spread of the log
TOLD_BACK = 0.35
SPOKEN_TO = {"school": 0.7, "police": 0.45, "health": 0.4, "council": 0.35, "family": 0.2, "other": 0.4}


class Story:
    """Writes the rows of one contact. Each step answers whether the story goes on."""

    def __init__(self, told: Telling, worry: Worry) -> None:
        self.told, self.worry, self.kin = told, worry, told.kin
        self.chance: Random = told.chance
        self.key = uid(self.kin.frame.seed, "contact", self.kin.unit, worry.number)
        self.stage, self.at = "received", worry.received
        self.first = worry.children[0]
        self.school: School | None = told.schools.get(self.first.key)
        self.fill = slots(self.kin, self.first, self.school, self.chance)
        self.voices: dict[UUID, VoiceEntry] = {}
        self.matched_at: datetime | None = None
        frame, silent = self.kin.frame, 0.55 if worry.stop == "asked" else 0.06
        self.asking = Asking(
            frame.seed,
            self.kin.rows,
            self.chance,
            self.key,
            self.fill,
            frame.now,
            worry.grade == "red",
            silent,
        )

    def tell(self) -> None:
        """Write everything, the contact itself last (it carries the stage reached)."""
        who = referrer(self.told, self.worry, self.school)
        incident = incident_of(self.told, self.worry, self.key) if self.worry.source.key == "police" else None
        self._voices(who)
        self._run()
        self._children()
        self._contact(who, incident)
        for child in self.worry.children:
            self.told.contacted.add(child.key)
            self.told.earlier.setdefault(child.key, []).append(self.worry.received)

    def _run(self) -> None:
        for stage, step in (
            ("matched", self._match),
            ("graded", self._grade),
            ("asked", self._ask),
            ("joined", self._join),
            ("decided", self._decide),
            ("told", self._tell_back),
        ):
            if self.worry.stop == self.stage or not step(stage):
                return

    def _reach(self, stage: str, at: datetime) -> bool:
        """Move on to a stage at a time, unless that lies after the county's now."""
        now = self.kin.frame.now
        if at >= now and self.worry.stop:
            at = max(self.at, now - timedelta(minutes=2))
        if at >= now:
            return False
        self.stage, self.at = stage, max(at.replace(microsecond=0), self.at)
        return True

    def _later(self, median_minutes: float, spread: float = 0.5) -> datetime:
        """Some minutes on; red runs through the night, the rest waits for the hub to open."""
        at = self.at + timedelta(minutes=median_minutes * self.chance.lognormvariate(0, spread))
        return at if self.worry.grade == "red" else in_hours(at)

    # steps
    def _match(self, stage: str) -> bool:
        going = self._reach(stage, self._later(18))
        self.matched_at = self.at if going else None
        return going

    def _grade(self, stage: str) -> bool:
        if not self._reach(stage, self._later(9)):
            return False
        grade, by = self.worry.grade, self._screener()
        moment = timedelta(minutes=3)
        if grade != "red" and self.at + moment < self.kin.frame.now and self.chance.random() < 0.08:
            self.kin.rows.add(
                RagGrade(self.key, "amber" if grade == "green" else "red", self.at, by, "first reading")
            )
            self.at += moment
            self.kin.rows.add(
                RagGrade(
                    self.key, grade, self.at, "helen", "lowered by the manager after reading the history"
                )
            )
        else:
            self.kin.rows.add(RagGrade(self.key, grade, self.at, by, "on what is written and the history"))
        return True

    def _ask(self, stage: str) -> bool:
        if (
            self.worry.stop not in ("asked", "joined")
            and self.worry.grade == "green"
            and self.chance.random() < 0.6
        ):
            return True
        if not self._reach(stage, self._later(25)):
            return False
        sent, by = self.at, self._screener()
        partners = self.chance.sample(PARTNERS, self.chance.randrange(2, 5))
        answers = [at for partner in partners if (at := self.asking.ask(partner, sent, by))]
        if self.worry.stop != "asked":
            self.at = max(answers, default=self.at)
        return True

    def _join(self, stage: str) -> bool:
        if self.stage != "asked":
            return True
        if not self._reach(stage, self._later(30)):
            return False
        self.kin.rows.add(JointPicture(self.key, reply("joint", self.fill, self.chance), self.at, "marcus"))
        return True

    def _decide(self, stage: str) -> bool:
        median, spread = LAG_HOURS[self.worry.grade]
        if (self.worry.received.date() - self.kin.frame.start).days >= CHANGE_AFTER_DAYS:
            median *= QUICKER
        lag = timedelta(hours=median * self.chance.lognormvariate(0, spread))
        due = self.worry.received + lag
        at = max(self._later(12), due if self.worry.grade == "red" else in_hours(due))
        if not self._reach(stage, at):
            return False
        for child in self.worry.children:
            self._decide_for(child)
            follow(self.kin, self.chance, child, self.worry.outcome, self.at.date())
        return True

    def _decide_for(self, child: Person) -> None:
        worry, chance, fill = self.worry, self.chance, self.fill | called(child)
        voice, outcome = self.voices.get(child.key), worry.outcome
        dissent = self.asking.positions(child.key, self.at) if worry.grade != "green" else False
        second = "tomasz" if outcome == "nfa" and (dissent or self._needs_second(child)) else ""
        self.kin.rows.add(
            Decision(
                uid(self.kin.frame.seed, "decision", self.key, child.key),
                self.key,
                child.key,
                outcome,
                worry.level,
                f"L{worry.level}-{primary_need(worry.concern)}",
                reply("options", fill, chance),
                why(outcome, fill, chance),
                voice.key if voice else None,
                "" if voice else self._no_voice(child),
                reply("difference", fill, chance) if voice else "",
                self.at,
                "helen" if worry.level > 2 else "marcus",
                second,
            )
        )

    def _needs_second(self, child: Person) -> bool:
        """No further action on a baby, or on a third contact in twelve months, needs a second manager."""
        since = self.worry.received - timedelta(days=365)
        recent = [at for at in self.told.earlier.get(child.key, []) if at > since]
        return (
            len(recent) >= 2
            or child.born_on is None
            or (self.worry.received.date() - child.born_on).days < YEAR
        )

    def _no_voice(self, child: Person) -> str:
        years = age_on(child, self.worry.received.date())
        reasons = words("replies")["voice_reason"]
        if years < 3:
            return str(reasons[3] if years < 0 else reasons[2])
        likely = reasons[:2] if self.worry.source.key == "police" else (reasons[0], reasons[5])
        return str(self.chance.choice(likely))

    def _tell_back(self, stage: str) -> bool:
        if not self._reach(stage, self._later(60 * 7, 0.8)):
            return False
        read = self.at + timedelta(minutes=int(540 * self.chance.lognormvariate(0, 1)))
        safe = self.worry.source.key in ("family", "other")
        text = words("replies")["safe_feedback"] if safe else self._feedback()
        self.kin.rows.add(
            Told(
                self.key,
                text,
                self.at,
                read if read < self.kin.frame.now and self.chance.random() < 0.85 else None,
            )
        )
        return True

    def _feedback(self) -> str:
        at = {"assessment": 0, "early_help": 2, "strategy_discussion": 3}.get(self.worry.outcome, 1)
        return str(words("replies")["feedback"][at])

    def _screener(self) -> str:
        return "rafal" if in_hours(self.at) != self.at else self.chance.choice(("priya", "dylan", "odette"))

    # the children as named, and their words
    def _children(self) -> None:
        for position, child in enumerate(self.worry.children, 1):
            self._named(position, child, self.told.known[child.key])
            self.kin.truth("same_child", f"{self.key}#{position}", child.key)

    def _named(self, position: int, child: Person, known: Known) -> None:
        out, over = typed(known, HABITS["referral"], self.chance), self.worry.overrides
        matched = self.matched_at is not None
        years = age_on(child, self.worry.received.date())
        match = (self.worry.match or "confirmed") if matched else "unmatched"
        school = self.told.schools.get(child.key)
        self.kin.rows.add(
            ContactChild(
                self.key,
                position,
                child.key if match in ("confirmed", "new") else None,
                over.get("given", out.given),
                over.get("family", out.family),
                over.get("born", out.born.strftime("%d/%m/%Y") if out.born else ""),
                child.expected_on,
                str(years) if years >= 0 and self.chance.random() < 0.4 else "",
                out.sex,
                school.name if school and self.chance.random() < 0.7 else "",
                out.nhs_number,
                match,
                self._screener() if matched else "",
                self.matched_at,
            )
        )

    def _voices(self, who: Referrer) -> None:
        for child in self.worry.children:
            years = age_on(child, self.worry.received.date())
            share = SPOKEN_TO[self.worry.source.key] * (1 if child is self.first else 0.45)
            if years >= 0 and self.chance.random() < share:
                self._voice(child, years, who)

    def _voice(self, child: Person, years: int, who: Referrer) -> None:
        chance, talks = self.chance, years >= 4
        said = childs_words(self.worry.concern, chance) if talks else ""
        method = self._method(child, said)
        heard = self.worry.received - timedelta(minutes=chance.randrange(15, 300))
        heard = min(_not_before_birth(child, heard), self.worry.received)
        language = child.language if method == "interpreter" else "English"
        watched = seen(chance) if not talks else "" if chance.random() < 0.7 else "quiet, looked down"
        reading, wish = (aside("reading", chance), aside("wish", chance)) if talks else ("", "")
        alone = talks and chance.random() < 0.62
        entry = VoiceEntry(
            uid(self.kin.frame.seed, "voice", self.key, child.key), child.key, self.key, heard, method,
            chance.choice(who.places), alone, who.name, who.agency, language, said, watched, reading, wish,
            self._told_back(),
        )  # fmt: skip
        self.voices[child.key] = entry
        self.kin.rows.add(entry)

    def _method(self, child: Person, said: str) -> str:
        if not said:
            return "observed"
        if said.startswith("("):
            return "signs"
        if child.language != "English" and self.chance.random() < 0.15:
            return "interpreter"
        spoke_only = self.worry.source.key in ("police", "family") or self.chance.random() < 0.7
        return "spoke" if spoke_only else self.chance.choice(("drew", "written", "play"))

    def _told_back(self) -> date | None:
        """The day the child heard what became of it; mostly nobody has told them."""
        day = self.worry.received.date() + timedelta(days=self.chance.randrange(4, 25))
        return day if self.chance.random() < TOLD_BACK and day < self.kin.frame.today else None

    def _contact(self, who: Referrer, incident: UUID | None) -> None:
        worry, chance, received = self.worry, self.chance, self.worry.received
        family_told = chance.random() < 0.62 and not who.anonymous
        why_not = (
            "" if family_told else chance.choice(("unsafe to tell", "could not be reached", "not asked"))
        )
        address, postcode = self._place()
        level = min(4, max(1, worry.level + chance.choice((-1, 0, 0, 1))))
        reference = f"K{received:%y%m}-{self.key.int >> 96:08X}"
        theirs = f"{who.agency[:3].upper()}-{self.key.int >> 88:010X}"
        text, occurred, heard_back = (
            self._narrative(who, family_told),
            self._occurred(),
            self._acknowledged(who),
        )
        self.kin.rows.add(Contact(
            self.key, reference, who.agency, who.code, who.channel, theirs, who.name, who.role, who.reach,
            who.relationship, who.anonymous, received, occurred, heard_back, worry.concern,
            primary_need(worry.concern), text, address, postcode, family_told, why_not, level, incident,
            self.stage,
        ))  # fmt: skip
        if worry.stop:
            self.kin.rows.add(Truth("open_on_desk", str(self.key), worry.stop, worry.grade))

    def _place(self) -> tuple[str, str]:
        home = self.told.known[self.first.key].home
        return (f"{home.line}, {home.town}", home.postcode) if home and not home.restricted else ("", "")

    def _occurred(self) -> datetime:
        hours = self.worry.source.delay_hours * self.chance.lognormvariate(0, 0.8)
        at = self.worry.received - timedelta(minutes=int(60 * hours))
        return min(_not_before_birth(self.first, at), self.worry.received)

    def _acknowledged(self, who: Referrer) -> datetime | None:
        at = self.worry.received + timedelta(seconds=self.chance.randrange(2, 240))
        reachable = not (who.anonymous and who.channel == "telephone")
        return at if reachable and at < self.kin.frame.now else None

    def _narrative(self, who: Referrer, family_told: bool) -> str:
        opening = opening_for(self.worry.source.key, who.code)
        age = age_on(self.first, self.worry.received.date())
        return narrative(
            self.worry.concern, opening, self.fill, self.chance, age=age, family_told=family_told
        )


def _not_before_birth(child: Person, at: datetime) -> datetime:
    """No words and no event before a child was born."""
    born = child.born_on
    return at.replace(year=born.year, month=born.month, day=born.day) if born and at.date() < born else at


def write(told: Telling, worry: Worry) -> None:
    """Tell one worry."""
    Story(told, worry).tell()
