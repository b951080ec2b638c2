"""Who works in a force, read once for many incidents: `acts.attended_by` for a whole log."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from kith.authority.models import Team, TeamMember, Worker
from kith.screening.acts import Attended, bare


@dataclass
class Roster:
    """A force's workers by address and by name, its teams by key and by name, each worker's own team."""

    agency: UUID
    by_email: dict[str, list[UUID]] = field(default_factory=dict)
    by_name: dict[str, list[UUID]] = field(default_factory=dict)
    team_by_key: dict[str, UUID] = field(default_factory=dict)
    team_by_name: dict[str, UUID] = field(default_factory=dict)
    own_team: dict[UUID, UUID] = field(default_factory=dict)

    def __post_init__(self) -> None:
        workers = Worker.objects.filter(agency=self.agency, left_at__isnull=True)
        for worker, email, name in workers.values_list("id", "email", "name"):
            self.by_email.setdefault(email.upper(), []).append(worker)
            self.by_name.setdefault(name.upper(), []).append(worker)
        teams = Team.objects.filter(agency=self.agency)
        for team, key, name in teams.order_by("id").values_list("id", "key", "name"):
            self.team_by_key.setdefault(key, team)
            self.team_by_name.setdefault(name.upper(), team)
        for worker, team in TeamMember.objects.filter(team__in=teams).order_by("team__name").values_list(
                "worker_id", "team_id"):
            self.own_team.setdefault(worker, team)

    def attended(self, name: str, *, email: str = "", team: str = "") -> Attended:
        """Who attended, as `acts.attended_by` finds them: whoever cannot be told stays as the log names them."""
        found = self.by_email.get(email.upper(), []) if email else self.by_name.get(bare(name).upper(), [])
        officer = found[0] if len(found) == 1 else None
        known = self.team_by_key.get(team) or self.team_by_name.get(team.upper()) if team else None
        return Attended(name, officer, known or (self.own_team.get(officer) if officer else None))
