"""Every address of the site, a line a room."""

from django.urls import include, path

urlpatterns = [
    path("", include("kith.public.urls")),
    path("", include("kith.authority.urls")),
    path("work/", include("kith.desk.urls")),
    path("contacts/", include("kith.frontdoor.urls")),
    path("api/", include("kith.exchange.urls")),
]
