"""The API against its own description: whatever is sent, the answer is one that the description names, and
no fault."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kith.exchange import command
from kith.exchange.models import Arrival
from kith.frontdoor.models import Contact
from kith.screening.models import Incident

CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
SENDING = [("POST", "/api/v1/contacts"), ("POST", "/api/v1/police-screenings"), ("POST", "/api/v1/incidents")]
READING = ("GET", "/api/v1/contacts/{reference}")


def try_out(world, method: str, path: str, mode: GenerationMode, examples: int) -> set[int]:
    """Send generated messages under a partner's key, check each answer; returns the status codes seen."""
    key = command.make_key(world.agency("police"), "Niche")
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    seen: set[int] = set()

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=schema[path][method].as_strategy(generation_mode=mode))
    def each(case: Case) -> None:
        answer = case.call(headers={"Authorization": f"Bearer {key}"})
        case.validate_response(answer, checks=CHECKS)
        seen.add(answer.status_code)

    each()
    return seen


@pytest.mark.parametrize(("method", "path"), SENDING)
def test_a_message_that_fits_the_description_is_taken_or_answered_in_words(world, method, path):
    seen = try_out(world, method, path, GenerationMode.POSITIVE, 20)
    assert seen <= {200, 201, 409, 422}
    assert 201 in seen
    taken = Arrival.objects.using("owner").filter(taken_at__isnull=False).count()
    made = Incident if path.endswith("/incidents") else Contact
    assert taken == made.objects.using("owner").count()
    assert not Arrival.objects.using("owner").filter(tries__gt=0).exists()


@pytest.mark.parametrize(("method", "path"), [*SENDING, READING])
def test_a_message_that_does_not_fit_is_refused_in_words_and_breaks_nothing(world, method, path):
    seen = try_out(world, method, path, GenerationMode.NEGATIVE, 20)
    assert seen <= {200, 201, 400, 401, 404, 405, 409, 413, 422}
    assert not Arrival.objects.using("owner").filter(tries__gt=0).exists()


def test_any_reference_is_answered_as_absent(world):
    assert try_out(world, *READING, GenerationMode.POSITIVE, 20) == {404}
