"""Addresses of the desk that stand at the root: emergency opening and its review."""

from django.urls import path

from kith.desk import emergency_pages as pages

urlpatterns = [
    path("emergency/", pages.Emergency.as_view(), name="emergency"),
    path("openings/", pages.Openings.as_view(), name="openings"),
    path("openings/<uuid:opening>/", pages.Review.as_view(), name="review_opening"),
]
