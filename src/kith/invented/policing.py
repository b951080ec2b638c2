"""Three years of police incidents across the whole county, and what became of the screening each child should have had.

The demonstration's families are a part of the county; the police work in all of it, so most of these children are known
to nobody else. Honest teams differ (overdispersed); a few are planted that screen too little or grade too low. Which,
and every true grade, goes to the truth file alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random
from uuid import UUID

from kith.invented.naming import origins
from kith.invented.nouns import Truth
from kith.invented.rhythm import BY_KEY, CHANGE_AFTER_DAYS, Rhythm
from kith.invented.shire import County
from kith.invented.streams import Weighted, stream, uid

STATIONS = ("Elmcaster", "Saltmere", "Brackenford", "Otterley")
LETTERS = "ABCDE"
FIRST_TEAMS = {("Elmcaster", "A"): ("response_a", "Response A"), ("Elmcaster", "B"): ("response_b", "Response B")}
UNDER_SCREEN = ("response_saltmere_c", "response_otterley_e")    # screen at UNDER of their rate
UNDER_GRADE = ("response_brackenford_b", "response_elmcaster_d")  # grade LOWERED of their children one too low
UNDER, LOWERED = 0.62, 0.5
RATE, SPREAD = 0.86, 60.0        # honest rates are beta(RATE * SPREAD, (1 - RATE) * SPREAD)
PARTS = ((0.88, 0.88), (0.78, 0.78), (0.83, 0.83), (0.58, 0.74))  # others, school, demeanour, words: before, after
HABIT = 0.02                     # how far honest teams differ in what they write down
TALKS = 3                        # years from which a child's own words can be asked for
A_HOUSEHOLD, MANY, BEYOND = 4.2, 2_500, 0.47  # incidents in three years: enough for figures, then as in life
FOUND_LATE = timedelta(days=10)  # after which somebody has found what was forgotten
QUIET = timedelta(hours=36)      # the last hours are left to the demonstration's own acts
KINDS = Weighted(("domestic_abuse", "missing_return", "custody", "warrant", "mental_health", "child_victim",
                  "child_suspect"), (0.52, 0.15, 0.07, 0.06, 0.08, 0.08, 0.04))
TRUE = Weighted(("green", "amber", "red"), (0.62, 0.28, 0.1))
SEEN_AS = {"green": (0.9, 0.09, 0.01), "amber": (0.16, 0.79, 0.05), "red": (0.03, 0.15, 0.82)}
GRADES = ("green", "amber", "red")
ETHNICITY = Weighted(("W1", "W9", "A1", "A2", "A9", "B1", "B2", "M1", "M9", "O9", ""),
                     (68, 7, 3, 3, 2, 3, 2, 3, 2, 2, 5))
NOT_NEEDED = Weighted(("no_child", "screened_elsewhere", "wrong_marker", "adult_now"), (5, 3, 2, 1))
NOT_SHARED = Weighted(("no_concern", "held_already", "own_worker", "other_area"), (6, 3, 2, 1))
RETURNED_FOR = Weighted(("voice", "school", "demeanour", "grade", "others"), (4, 3, 2, 2, 1))
AFTER = {"green": (16, 60, 0.35), "amber": (3, 20, 0.82), "red": (1, 3, 1.0)}  # hours least, most; shared


@dataclass(frozen=True, slots=True)
class Team:
    """A response team: its key and name, how often its officers screen, whether they grade too low, and how much more
    or less than others they write down of other children, school, demeanour and the child's words."""

    key: str
    name: str
    rate: float
    lowered: float
    written: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)


@dataclass(slots=True)
class Line:
    """What became of one expected screening: times, grades, what was missing. Empty where it never came."""

    begun_at: datetime | None = None
    not_needed: str = ""
    submitted_at: datetime | None = None
    true: str = ""
    officer: str = ""
    sergeant: str = ""
    hub: str = ""
    voice: bool = False
    demeanour: bool = False
    school: bool = False
    others: bool = False
    returned_for: str = ""
    returned_at: datetime | None = None
    improved_at: datetime | None = None
    supervised_at: datetime | None = None
    reached_at: datetime | None = None
    done_at: datetime | None = None
    shared: bool = False
    not_shared: str = ""
    acknowledged_at: datetime | None = None

    @property
    def grade(self) -> str:
        """The grade as it stands."""
        return self.hub or self.sergeant or self.officer


@dataclass(frozen=True, slots=True)
class Logged:
    """A child as the log names them."""

    key: UUID
    given: str
    family: str
    born: date
    sex: str
    ethnicity: str
    present: bool
    line: Line = field(default_factory=Line)


@dataclass(frozen=True, slots=True)
class LoggedIncident:
    """One incident of the county's command and control."""

    key: UUID
    number: str
    kind: str
    began_at: datetime
    team: Team
    officer: str
    address: str
    postcode: str
    children: tuple[Logged, ...]


def incidents_of(households: int) -> int:
    """A small county has more incidents than its families would: figures need them. A large one has what life gives."""
    return int(min(households * A_HOUSEHOLD, MANY + households * BEYOND))


class Force:
    """The county's police: its teams, and the incidents they attended."""

    def __init__(self, county: County) -> None:
        self.county, self.planted, self.wanted = county, county.planted, incidents_of(county.households)
        self.rhythm = Rhythm(county.start, county.now)

    @cached_property
    def teams(self) -> tuple[Team, ...]:
        return tuple(self._team(station, letter) for station in STATIONS for letter in LETTERS)

    def _team(self, station: str, letter: str) -> Team:
        key, name = FIRST_TEAMS.get((station, letter),
                                    (f"response_{station.lower()}_{letter.lower()}", f"{station} response {letter}"))
        rate = stream(self.county.seed, "policing", "team", key).betavariate(RATE * SPREAD, (1 - RATE) * SPREAD)
        under = self.planted and key in UNDER_SCREEN
        habits = stream(self.county.seed, "policing", "team", key, "habits")
        return Team(key, name, rate * UNDER if under else rate, LOWERED if self.planted and key in UNDER_GRADE else 0.0,
                    tuple(habits.gauss(0, HABIT) for _ in PARTS))

    def truth(self) -> Iterator[Truth]:
        """What is so of the teams: honest rates, and which were planted."""
        for team in self.teams:
            yield Truth("screening_rate", team.key, f"{team.rate:.4f}",
                        "planted: screens too little" if team.key in UNDER_SCREEN and self.planted else "honest")
            if team.lowered:
                yield Truth("under_grading", team.key, f"{team.lowered:.2f}", "planted: grades one too low")

    def incidents(self) -> Iterator[LoggedIncident]:
        """Every incident, oldest first within nothing: each from a stream of its own."""
        for number in range(self.wanted):
            yield self._incident(number, stream(self.county.seed, "policing", "incident", number))

    def _incident(self, number: int, chance: Random) -> LoggedIncident:
        team = self.teams[chance.randrange(len(self.teams))]
        began = self.rhythm.arrival(BY_KEY["police"], chance)
        began = min(began, self.county.now - QUIET - timedelta(minutes=chance.randrange(600)))
        family = origins()[chance.choice(sorted(origins()))] if chance.random() < 0.3 else origins()["gb"]
        surname, area = family.draw_family(chance), self.county.ground.draw.draw(chance)
        many = 1 + (chance.random() < 0.55) + (chance.random() < 0.2)
        children = [self._child(number, n, chance, family, surname, began) for n in range(many)]
        made = LoggedIncident(
            uid(self.county.seed, "logged", number), f"TC-{began:%Y%m%d}-{number:05d}", KINDS.draw(chance), began, team,
            officer_of(team, chance), f"{chance.randrange(1, 180)} {chance.choice(STREETS)}, {area.town}",
            f"{area.outcode} {chance.randrange(1, 9)}{chance.choice('ABDEFGHJ')}{chance.choice('LNPQRSTU')}",
            tuple(children))
        return replace(made, children=tuple(replace(c, line=self._line(made, c, chance)) for c in children))

    def _child(self, number: int, nth: int, chance: Random, family: object, surname: str, began: datetime) -> Logged:
        sex = chance.choice("FM")
        born = began.date() - timedelta(days=chance.randrange(60, 17 * 365))
        given = family.draw_given(chance, sex, False)  # type: ignore[attr-defined]
        return Logged(uid(self.county.seed, "logged", number, nth), given, surname, born, sex, ETHNICITY.draw(chance),
                      chance.random() < 0.72)

    def _line(self, incident: LoggedIncident, child: Logged, chance: Random) -> Line:
        made = Line()
        if chance.random() < 0.04:
            made.not_needed = NOT_NEEDED.draw(chance)
        elif chance.random() < incident.team.rate:
            self._screened(made, incident, child, chance)
        elif chance.random() < 0.25:
            made.begun_at = incident.began_at + timedelta(hours=2)
        return made

    def _screened(self, made: Line, incident: LoggedIncident, child: Logged, chance: Random) -> None:
        later = (incident.began_at.date() - self.county.start).days >= CHANGE_AFTER_DAYS
        made.begun_at = incident.began_at + timedelta(minutes=40 + int(120 * chance.lognormvariate(0, 0.7)))
        made.submitted_at = made.begun_at + timedelta(minutes=4 + chance.randrange(30))
        made.true = TRUE.draw(chance)
        made.officer = Weighted(GRADES, SEEN_AS[made.true]).draw(chance)
        if chance.random() < incident.team.lowered:
            made.officer = GRADES[max(0, GRADES.index(made.officer) - 1)]
        made.others, made.school, made.demeanour, made.voice = (
            chance.random() < rates[later] + habit for rates, habit in zip(PARTS, incident.team.written, strict=True))
        if (incident.began_at.date() - child.born).days < TALKS * 365:
            made.voice = False
        if chance.random() < 0.1:
            made.returned_for, made.returned_at = RETURNED_FOR.draw(chance), made.submitted_at + timedelta(hours=9)
            made.improved_at = made.returned_at + timedelta(hours=3 + chance.randrange(20))
        self._reviewed(made, chance, self.county.now - made.submitted_at)

    def _reviewed(self, made: Line, chance: Random, age: timedelta) -> None:
        assert made.submitted_at is not None
        forgotten = chance.random() < 0.05
        if forgotten and age < FOUND_LATE:
            return  # nobody has looked yet, and it has not got to the hub
        made.supervised_at = (made.improved_at or made.submitted_at) + timedelta(
            minutes=int(420 * chance.lognormvariate(0, 0.6)), days=9 if forgotten else 0)
        wrong = made.officer != made.true
        made.sergeant = made.true if wrong and chance.random() < 0.25 else ""
        made.reached_at = made.submitted_at if made.officer == "red" else made.supervised_at
        if chance.random() < 0.03 and age < FOUND_LATE:
            return
        made.hub = made.true if wrong and not made.sergeant and chance.random() < 0.75 else ""
        least, most, shared = AFTER[made.grade]
        made.done_at = made.reached_at + timedelta(hours=least + chance.random() * (most - least))
        made.shared = chance.random() < shared
        if not made.shared:
            made.not_shared = NOT_SHARED.draw(chance)
        elif chance.random() < 0.95:
            made.acknowledged_at = made.done_at + timedelta(minutes=10 + chance.randrange(400))


STREETS = ("Dock Road", "Weir Close", "Mill Lane", "Quarry Rise", "Chapel Street", "Foundry Row", "Orchard Way",
           "Station Road", "Hollow Lane", "Beacon Hill", "Tanner's Yard", "Lock View")
OFFICERS_A_TEAM = 6


def officer_of(team: Team, chance: Random) -> str:
    """Who attended, by number and name; the first of a team attends most."""
    return officers(team)[min(OFFICERS_A_TEAM - 1, int(OFFICERS_A_TEAM * chance.random() ** 1.6))]


def officers(team: Team) -> list[str]:
    """The team's officers: the first of the first two teams sign in to Kith."""
    own, gb = Random(team.key), origins()["gb"]
    names = [f"PC {4100 + n + 10 * (sum(map(ord, team.key)) % 80)} {gb.draw_given(own, own.choice('FM'), True)} "
             f"{gb.draw_family(own)}" for n in range(OFFICERS_A_TEAM)]
    first = {"response_a": "PC 4000 Ben Carrow", "response_b": "PC 4001 Shanice Vale"}.get(team.key)
    return [first, *names[1:]] if first else names
