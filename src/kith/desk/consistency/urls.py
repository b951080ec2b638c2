"""Addresses of the figures on screening, under /work/screening/."""

from django.urls import path

from kith.desk.consistency import pages

urlpatterns = [
    path("", pages.ConsistencyPage.as_view()),
    path("list/", pages.Behind.as_view()),
    path("month/<str:month>/", pages.MonthFile.as_view()),
]
