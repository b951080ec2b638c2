"""Addresses of the bench, in one place. They carry identifiers only, never a word about a person."""

from __future__ import annotations

from uuid import UUID


def contact(pk: UUID, step: str = "") -> str:
    """The contact's page, or one of its steps ("grade", "ask", "picture", "tell" …)."""
    return f"/contacts/{pk}/{step}/" if step else f"/contacts/{pk}/"


def child(pk: UUID, subject: UUID, step: str) -> str:
    """A step about one child of a contact ("history", "decide", "position" …)."""
    return f"/contacts/{pk}/children/{subject}/{step}/"


def undo_link(record: UUID) -> str:
    """Where a wrong link is undone, with everything that relied on it (the desk's page)."""
    return f"/work/people/links/{record}/undo/"


def person(pk: UUID, named: UUID, step: str = "match") -> str:
    """A step about one person as the contact names them ("match", "number")."""
    return f"/contacts/{pk}/people/{named}/{step}/"
