"""What every page of the meetings shares: whoever looks has signed in."""

from __future__ import annotations

from typing import Any

from kith.authority.pages import Page
from kith.authority.who import Session


class AtWork(Page):
    """A page for people who have signed in: nobody else was let in."""

    @property
    def by(self) -> Session:
        assert self.request.by is not None
        return self.request.by

    def who(self) -> dict[str, Any]:
        """The arguments every act takes: who acts, when."""
        return {"by": self.by, "at": self.request.at}
