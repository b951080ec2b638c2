"""Addresses of the staff shell, under /work/."""

from django.urls import path

from kith.desk import child_pages, pages

urlpatterns = [
    path("", pages.MyWork.as_view(), name="my_work"),
    path("figures/", pages.Figures.as_view(), name="figures"),
    path("children/<uuid:subject>/", child_pages.ChildPage.as_view(), name="child"),
    path("children/<uuid:subject>/hear/", child_pages.HearChild.as_view(), name="hear_child"),
    path("children/<uuid:subject>/voices/<uuid:voice>/tell/", child_pages.TellChild.as_view(), name="tell_child"),
    path("notices/", pages.Notices.as_view(), name="notices"),
]
