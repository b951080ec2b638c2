"""What is typed and not yet sent: kept for its writer only, across time-outs, closed laptops and restarts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone

from kith.authority.frame import Request
from kith.authority.models import Draft

Key = tuple[str, str]
NOT_KEPT = {"csrfmiddlewaretoken", "password", "code"}


def kept(request: Request, key: Key) -> Draft | None:
    """The writer's own draft of this page, if any."""
    assert request.by is not None
    return Draft.objects.filter(worker_id=request.by.worker_id, page=key[0], about=key[1]).first()


def keep(request: Request, key: Key, *, answers: Mapping[str, list[str]], path: str, title: str) -> Draft:
    """Save what has changed in the form since last time; the browser sends changed fields only.

    Saving one's own draft is not a look and makes no ledger entry.
    """
    assert request.by is not None
    before = kept(request, key)
    merged = (before.answers if before else {}) | {k: v for k, v in answers.items() if k not in NOT_KEPT}
    draft, _ = Draft.objects.update_or_create(
        worker_id=request.by.worker_id, page=key[0], about=key[1],
        defaults={"answers": merged, "path": path[:200], "title": title[:120], "saved_at": timezone.now()})
    return draft


def address(request: Request, key: Key, title: str) -> str:
    """Where the form's autosave posts to: `<form data-draft="{{ draft_url }}">`. No personal words stand in it."""
    return "/draft/?" + urlencode({"page": key[0], "about": key[1], "path": request.path, "title": title})


def forget(request: Request, key: Key) -> None:
    assert request.by is not None
    Draft.objects.filter(worker_id=request.by.worker_id, page=key[0], about=key[1]).delete()


def discard(request: Request, draft: UUID) -> None:
    assert request.by is not None
    Draft.objects.filter(worker_id=request.by.worker_id, id=draft).delete()


def mine(request: Request) -> list[Draft]:
    """The writer's drafts, newest first, for My work."""
    assert request.by is not None
    return list(Draft.objects.filter(worker_id=request.by.worker_id).order_by("-saved_at"))


def as_initial(answers: Mapping[str, list[str]], form: type[forms.Form]) -> dict[str, Any]:
    """Turn kept answers into initial values, field by field, through each field's own widget (dates have three)."""
    data = QueryDict(mutable=True)
    for name, values in answers.items():
        data.setlist(name, values)
    out: dict[str, Any] = {}
    for name, field in form.base_fields.items():
        if any(k == name or k.startswith(f"{name}_") for k in answers):
            out[name] = field.widget.value_from_datadict(data, {}, name)
    return out
