"""Every address of the site, a line a room."""

from django.urls import include, path

urlpatterns = [
    path("", include("kith.public.urls")),
    path("", include("kith.authority.urls")),
    path("", include("kith.desk.urls_top")),
    path("work/", include("kith.desk.urls")),
    path("work/screening/", include("kith.desk.consistency.urls")),
    path("work/people/", include("kith.desk.urls_index")),
    path("contacts/", include("kith.frontdoor.urls")),
    path("questions/", include("kith.work.urls")),
    path("meetings/", include("kith.meetings.urls")),
    path("screenings/", include("kith.screening.urls")),
    path("", include("kith.instruments.urls")),
    path("", include("kith.exchange.urls")),
]

handler400 = "kith.authority.faults.not_understood"
handler403 = "kith.authority.faults.not_allowed"
handler404 = "kith.authority.faults.not_here"
handler500 = "kith.authority.faults.went_wrong"
