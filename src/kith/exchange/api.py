"""The JSON API for partners' systems. Permission is the key's session; every answer is one ledger entry."""

from __future__ import annotations

import json
import logging
from datetime import datetime
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Path
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from kith.authority import ledger
from kith.authority.frame import Request
from kith.authority.who import Session
from kith.exchange import inbox, incidents, reads, rules
from kith.exchange.acts import outcome_of
from kith.exchange.fetched import mark_fetched
from kith.exchange.incidents import IncidentIn
from kith.exchange.models import Arrival
from kith.exchange.schemas import ConcernIn, Problems, Received, ScreeningIn

log = logging.getLogger("kith.exchange")
MOST_BYTES = 256 * 1024
LAYOUT_OF = {"contacts": "contact", "police-screenings": "police_screening", "incidents": "incident"}
ANSWERS = {
    200: Received,
    201: Received,
    202: Received,
    400: Problems,
    401: Problems,
    409: Problems,
    413: Problems,
    422: Problems,
}
CONFLICT = (
    "This reference came before with another text. We kept both and a person will look; nothing was "
    "overwritten. Ring the hub, or send it under a new reference."
)
ABSENT = {"errors": [{"field": "reference", "say": "We hold no concern of yours under this reference."}]}


class PartnerKey(HttpBearer):
    """A key made by `kith partner-key`. The request frame has looked it up already."""

    def authenticate(self, request: HttpRequest, token: str) -> Session | None:
        by: Session | None = getattr(request, "by", None)
        return by if by and by.kind == "partner" and by.has("partner_system") else None


api = NinjaAPI(
    title="Kith: concerns from partners' systems",
    version="1",
    docs_url=None,
    auth=PartnerKey(),
    urls_namespace="exchange-api",
    description="A concern is kept as it came, then taken in. The same reference with the same body is "
    "answered alike; with another body it is set apart for a person.",
)


def asking(request: HttpRequest) -> tuple[Session, datetime]:
    """Whose key it is and the one moment of the request, as the frame put them there."""
    framed = cast(Request, request)
    assert framed.by is not None
    return framed.by, framed.at


def problem(request: HttpRequest, status: int, say: str, field: str = "") -> HttpResponse:
    return api.create_response(request, {"errors": [{"field": field, "say": say}]}, status=status)


@api.exception_handler(AuthenticationError)
def no_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    answer = problem(
        request,
        401,
        "This key opens nothing: it is unknown, has run out or was ended. "
        "Ask the partnership's administrator for a new one.",
    )
    answer.headers["WWW-Authenticate"] = 'Bearer realm="kith"'
    return answer


@api.exception_handler(ValidationError)
def cannot_read(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A body that its layout cannot read is kept with the reasons wherever it has a reference, so that it
    is seen."""
    if len(request.body) > MOST_BYTES:
        return too_large(request, TooLarge())
    reasons = rules.problems(list(error.errors), without=2)
    layout = LAYOUT_OF.get(request.path.rstrip("/").rpartition("/")[2])
    if layout and request.method == "POST":
        keep_refused(request, layout, reasons)
    return api.create_response(request, {"errors": reasons}, status=422)


def keep_refused(request: HttpRequest, layout: str, reasons: list[rules.Problem]) -> None:
    body = json.loads(request.body)
    reference = body.get("reference") if isinstance(body, dict) else None
    if isinstance(reference, str) and reads.usable_reference(reference):
        by, at = asking(request)
        inbox.refuse(inbox.arriving(by=by, at=at, layout=layout, body=body), reasons, by=by, at=at)


@api.exception_handler(HttpError)
def not_json(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(
        request,
        error.status_code,
        "We cannot read this as JSON. Send one object, in UTF-8." if error.status_code == 400 else str(error),
    )


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return api.create_response(request, ABSENT, status=404)


@api.exception_handler(Exception)
def our_fault(request: HttpRequest, error: Exception) -> HttpResponse:
    """The request frame rolls everything back; the sender learns that nothing was kept. No content is
    logged."""
    log.error(
        "%s %s failed: %s",
        request.method,
        request.resolver_match and request.resolver_match.route,
        type(error).__name__,
    )
    return problem(
        request,
        500,
        "A fault of ours: nothing was kept. Send it again in a minute. If a child is in "
        "danger now, ring 999.",
    )


class TooLarge(Exception):
    """More than one concern can need."""


@api.exception_handler(TooLarge)
def too_large(request: HttpRequest, error: TooLarge) -> HttpResponse:
    return problem(
        request,
        413,
        f"This is larger than {MOST_BYTES // 1024} KB. Send one concern at a time, without files.",
    )


@api.post("/contacts", response=ANSWERS, summary="Send a professional's concern about a child")
def send_concern(request: HttpRequest, concern: ConcernIn) -> HttpResponse:
    return receive(request, "contact")


@api.post(
    "/police-screenings", response=ANSWERS, summary="Send a police vulnerability screening (VIST, PPN …)"
)
def send_screening(request: HttpRequest, screening: ScreeningIn) -> HttpResponse:
    return receive(request, "police_screening")


@api.post("/incidents", response=ANSWERS, summary="Send an incident of command and control")
def send_incident(request: HttpRequest, incident: IncidentIn) -> HttpResponse:
    return receive(request, "incident")


def receive(request: HttpRequest, layout: str) -> HttpResponse:
    if len(request.body) > MOST_BYTES:
        raise TooLarge
    by, at = asking(request)
    arrival = inbox.receive(by=by, at=at, layout=layout, body=json.loads(request.body))
    return answer(request, arrival)


def answer(request: HttpRequest, arrival: Arrival) -> HttpResponse:
    """What the sender is told about a row, by what became of it."""
    outcome = outcome_of(arrival)
    if outcome == "refused":
        return api.create_response(request, {"errors": arrival.reasons}, status=422)
    if outcome == "quarantined":
        return problem(request, 409, CONFLICT, "reference")
    fresh = arrival.kept_at == asking(request)[1]
    status = 202 if outcome != "taken" else (201 if fresh else 200)
    told = incidents.received(arrival) if arrival.layout == "incident" else reads.received(arrival)
    return api.create_response(request, told, status=status)


@api.get(
    "/contacts/{reference}",
    response={200: Received, 401: Problems, 404: Problems},
    summary="What became of a concern that you sent",
)
def one(
    request: HttpRequest, reference: str = Path(..., description="Our reference, such as K-7QX-4MP")
) -> Any:
    by, at = asking(request)
    arrival = reads.sent_by(by, reference)
    ledger.append(
        "receipt.viewed", at=at, subject=arrival.contact_id if arrival else None, facts={"page": "api"}
    )
    if arrival is None:
        raise Http404
    mark_fetched(arrival, by=by, at=at)
    return api.create_response(request, reads.received(arrival), status=200)
