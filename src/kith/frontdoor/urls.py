"""Addresses under /contacts/: the doors first, the bench after."""

from django.urls import include, path

urlpatterns = [
    path("", include("kith.frontdoor.doors.urls")),
    path("", include("kith.frontdoor.bench.urls")),
]
