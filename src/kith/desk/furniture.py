"""What every page has around it: the partnership's name, the navigation of the roles held, who is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """The context variables of kit's layouts."""
    by = getattr(request, "by", None)
    return {"by": by, "now": getattr(request, "at", None)}
