"""Addresses under /contacts/: the doors first, the bench after."""

from django.urls import include, path

from kith.frontdoor import naming_pages

urlpatterns = [
    path("withheld/", naming_pages.Withheld.as_view(), name="withheld"),
    path("withheld/<uuid:contact>/", naming_pages.NameReaders.as_view(), name="name_readers"),
    path("<uuid:contact>/reporter/", naming_pages.ReadName.as_view(), name="withheld_name"),
    path("", include("kith.frontdoor.doors.urls")),
    path("", include("kith.frontdoor.bench.urls")),
]
