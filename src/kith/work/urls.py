"""Addresses under /questions/: an agency's own queue."""

from django.urls import path

from kith.work import pages

urlpatterns = [
    path("", pages.Queue.as_view(), name="questions"),
    path("answered/", pages.AnsweredToday.as_view(), name="questions-answered"),
    path("not-shared/", pages.NotShared.as_view(), name="questions-not-shared"),
    path("overdue/", pages.Overdue.as_view(), name="questions-overdue"),
    path("<uuid:question>/", pages.AnswerQuestion.as_view(), name="question"),
    path("<uuid:question>/decline/", pages.Decline.as_view(), name="question-decline"),
]
