"""Addresses of this room."""

from django.urls import path

from kith.screening.pages import officer, review, second

urlpatterns = [
    path("", officer.MyScreenings.as_view()),
    path("board/", review.Board.as_view()),
    path("queue/", review.Queue.as_view()),
    path("incidents/<uuid:incident>/", officer.IncidentPage.as_view()),
    path("incidents/<uuid:incident>/begin/", officer.Begin.as_view()),
    path("incidents/<uuid:incident>/screen/", officer.ScreenPage.as_view()),
    path("expected/<uuid:expected>/not-needed/", officer.NotNeededPage.as_view()),
    path("second/", second.SecondLooks.as_view()),
    path("second/<uuid:sampled>/", second.SecondLook.as_view()),
    path("story/", second.StoryPage.as_view()),
    path("alerts/<uuid:alert>/", review.LookAtAlert.as_view()),
    path("<uuid:screening>/", review.ScreeningPage.as_view()),
    path("<uuid:screening>/supervise/", review.Supervise.as_view()),
    path("<uuid:screening>/return/", review.Return.as_view()),
    path("<uuid:screening>/regrade/", review.Regrade.as_view()),
    path("<uuid:screening>/take/", review.Take.as_view()),
    path("<uuid:screening>/research/", review.Research.as_view()),
    path("<uuid:screening>/share/", review.Share.as_view()),
    path("<uuid:screening>/not-share/", review.NotShare.as_view()),
]
