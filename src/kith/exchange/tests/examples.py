"""Examples of what partners send, and the key to send it with. Every person and place is invented."""

from __future__ import annotations

from typing import Any

from django.test import Client

from kith.exchange import command


def concern(**changes: Any) -> dict[str, Any]:
    return {
        "reference": "SYS-1001",
        "received_at": "2026-11-20T09:12:00+00:00",
        "what_happened": "A bruise on the arm.",
        "address": "4 Mill Lane, Elmcaster",
        "postcode": "TS9 1AA",
        "reporter_name": "Dee Lead",
        "children": [
            {
                "given_name": "Noor",
                "family_name": "Karim",
                "dob": "2019-05-02",
                "sex": "F",
                "voice": {"words": "Daddy did it", "heard_by": "Dee Lead", "alone": True},
            }
        ],
        "adults": [{"role": "mother", "given_name": "Sana", "family_name": "Karim"}],
        "others_at_home": "no",
        **changes,
    }


def screening(**changes: Any) -> dict[str, Any]:
    return {
        "reference": "TC-26-4411",
        "incident_number": "TC-26-4411",
        "received_at": "2026-11-21T02:05:00+00:00",
        "happened_at": "2026-11-20T23:10:00+00:00",
        "officer": "PC 4411 Ives",
        "tool": "VIST",
        "tool_version": "7",
        "what_happened": "Shouting heard by neighbours; the parents had argued.",
        "children": [
            {
                "given_name": "Finn",
                "family_name": "Hale",
                "dob": "2021-03-01",
                "seen": True,
                "spoken_to_alone": False,
                "not_heard_because": "Child asleep, not spoken to",
                "voice": {"demeanour": "Asleep in a warm, tidy bed", "heard_by": "PC 4411 Ives"},
            }
        ],
        "adults": [
            {"role": "mother", "given_name": "Jo", "family_name": "Hale"},
            {"role": "risk", "given_name": "Kit", "family_name": "Moss"},
        ],
        "address": "9 Quay Street, Saltmere",
        "postcode": "TS4 2BB",
        "address_conditions": "Tidy, a door broken",
        "answers": {"Were weapons used?": "No", "Who called?": "A neighbour"},
        "officer_grade": "amber",
        "officer_rationale": "Third call this year",
        **changes,
    }


def partner(world: Any, agency: str = "police", system: str = "Niche") -> Client:
    """A client that sends with that system's key."""
    key = command.make_key(world.agency(agency), system)
    return Client(headers={"authorization": f"Bearer {key}"})


def send(client: Client, path: str, body: Any) -> Any:
    return client.post(f"/api/v1/{path}", body, content_type="application/json")
