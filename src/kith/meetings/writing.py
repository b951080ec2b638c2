"""The writing boxes of an item, as one writer finds them: their own unsent words first, and whether somebody else has
written in between. A box whose words were begun on an older text is sent by a press only, with both texts in sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kith.authority import drafts
from kith.authority.frame import Request
from kith.authority.models import Draft
from kith.meetings.board import Shared
from kith.meetings.models import Item, SharedText

PAGE = "WriteText"  # drafts of a text are kept under this name, item/text/version on which they were begun


@dataclass(frozen=True)
class Box:
    """What stands in the box. `base` is the version that whoever saves it has before them."""

    text: str
    base: int
    joining: bool       # begun on an older text: both are shown
    draft_url: str
    draft: Draft | None = None


def boxes(request: Request, item: Item, shared: Sequence[Shared]) -> dict[str, Box]:
    """The box of every shared text, by its key, in one query."""
    assert request.by is not None
    kept = Draft.objects.filter(worker_id=request.by.worker_id, page=PAGE, about__startswith=f"{item.pk}/")
    newest = {d.about.split("/")[1]: d for d in kept.order_by("saved_at")}
    return {s.key: box(request, item, s, newest.get(s.key)) for s in shared}


def box(request: Request, item: Item, shared: Shared, draft: Draft | None) -> Box:
    """The newest of: what this writer typed and has not sent, what they sent beside another's text, what stands."""
    assert request.by is not None
    url = drafts.address(request, key(item, shared.key, shared.version), shared.name)
    mine = [a for a in shared.asides if a.created_by_id == request.by.worker_id]
    if draft and (text := unsent(draft, [*mine, *([shared.stands] if shared.stands else [])])):
        return Box(text, shared.version, bool(mine) or begun_on(draft) != shared.version, url, draft)
    if mine:
        return Box(mine[-1].text, shared.version, True, url)
    return Box(shared.stands.text if shared.stands else "", shared.version, False, url)


def key(item: Item, name: str, version: int) -> drafts.Key:
    return (PAGE, f"{item.pk}/{name}/{version}")


def begun_on(draft: Draft) -> int:
    return int(draft.about.rsplit("/", 1)[1])


def unsent(draft: Draft, sent: Sequence[SharedText]) -> str:
    """The draft's text, unless its writer has sent something later, or exactly that stands already."""
    text = str(next(iter(draft.answers.get("text", [])), ""))
    known = any(s.text.strip() == text.strip() or s.created_by_id == draft.worker_id and s.written_at > draft.saved_at
                for s in sent)
    return "" if known else text


def forget(request: Request, item: Item, name: str) -> None:
    """Sent: no draft of this text is needed any more."""
    assert request.by is not None
    Draft.objects.filter(worker_id=request.by.worker_id, page=PAGE, about__startswith=f"{item.pk}/{name}/").delete()
