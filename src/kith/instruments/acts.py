"""What can be done with a tool: answer it, once, about one subject. Nothing here is ever changed afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection

from kith.authority.acts import Done, Refused, act
from kith.authority.ids import uuid7
from kith.authority.who import Session
from kith.instruments import asking, rules, storing
from kith.instruments.grading import graded
from kith.instruments.models import Answer, Response, Words
from kith.instruments.tool import Answers, Tool


def new_response(*, by: Session, at: datetime, subject: UUID, tool: Tool, answers: Answers,
                 about_id: UUID | None = None, sources: Mapping[str, str] | None = None,
                 replaces: Response | None = None) -> Response:
    """A completed tool as part of another act (a screening, a visit, an audit). `sources` says where known facts came
    from, by question. Raises Refused with the tool's own sentences where something is missing or cannot be right."""
    kept = asking.kept(tool, answers)
    if reasons := rules.reasons_against(tool, answers):
        raise Refused(*reasons)
    found = graded(tool, kept)
    response = Response(
        subject_id=subject, edition_id=keep_edition(tool), tool=tool.key, about_id=about_id, grade=found.given,
        rule_grade=found.reached, replaces=replaces, agency_id=by.agency_id, given_at=at, created_by_id=by.worker_id,
    )
    Response.objects.bulk_create([response])
    answered, words = storing.rows(response, tool, kept, sources)
    Answer.objects.bulk_create(answered)
    Words.objects.bulk_create(words)
    return response


@act("response.given", when=rules.reasons_against)
def give(*, by: Session, at: datetime, subject: UUID, tool: Tool, answers: Answers, about_id: UUID | None = None,
         replaces: Response | None = None) -> Done:
    """Answer a tool about one subject, on its own. The answers keep the version they were given under."""
    response = new_response(by=by, at=at, subject=subject, tool=tool, answers=answers, about_id=about_id,
                            replaces=replaces)
    return Done(response, subject, {"tool": tool.key, "version": tool.version, "grade": response.grade})


def keep_edition(tool: Tool) -> UUID:
    """The id of the tool's very text, kept the first time somebody answers under it."""
    with connection.cursor() as cursor:
        cursor.execute("select sec.keep_edition(%s, %s, %s, %s)", [uuid7(), tool.key, tool.version, tool.text])
        row = cursor.fetchone()
    if row is None or row[0] is None:
        raise Refused("This version of the tool could not be kept. Try again, or ring the help desk.")
    return UUID(str(row[0]))
