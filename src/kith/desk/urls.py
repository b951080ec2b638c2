"""Addresses of the staff shell, under /work/."""

from django.urls import path

from kith.desk import child_pages, clock_pages, oversight, pages, recording, sealing_pages, search_pages, site_pages
from kith.desk.meeting_figures.pages import MeetingFigures

urlpatterns = [
    path("", pages.MyWork.as_view(), name="my_work"),
    path("figures/", pages.Figures.as_view(), name="figures"),
    path("children/<uuid:subject>/", child_pages.ChildPage.as_view(), name="child"),
    path("search/", search_pages.Search.as_view(), name="search"),
    path("children/<uuid:subject>/why/", search_pages.Why.as_view(), name="why"),
    path("children/<uuid:subject>/hear/", child_pages.HearChild.as_view(), name="hear_child"),
    path(
        "children/<uuid:subject>/voices/<uuid:voice>/tell/",
        child_pages.TellChild.as_view(),
        name="tell_child",
    ),
    path("clocks/<uuid:deadline>/explain/", clock_pages.Explain.as_view(), name="explain"),
    path("actions/<uuid:action>/done/", clock_pages.FinishAction.as_view(), name="finish_action"),
    path("sealing/", sealing_pages.Seal.as_view(), name="seal"),
    path("sealing/lift/", sealing_pages.Lift.as_view(), name="lift_seal"),
    path("site/", site_pages.Site.as_view(), name="site"),
    path("site/rota/", site_pages.SetRota.as_view(), name="rota"),
    path("site/holidays/", site_pages.Proclaim.as_view(), name="holidays"),
    path("site/holidays/<slug:on>/withdraw/", site_pages.Withdraw.as_view(), name="withdraw_holiday"),
    path("today/", oversight.Today.as_view(), name="today"),
    path("duty/", oversight.Duty.as_view(), name="duty"),
    path("recording/", recording.Recording.as_view(), name="recording"),
    path("meetings/", MeetingFigures.as_view(), name="meeting_figures"),
    path("notices/", pages.Notices.as_view(), name="notices"),
]
