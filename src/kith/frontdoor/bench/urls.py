"""Addresses of the bench, under /contacts/."""

from django.urls import path

from kith.frontdoor.bench.pages import (
    asking,
    contact,
    decide,
    history,
    match,
    positions,
    screening,
    strategy,
    telling,
    voice,
)

CHILD = "<uuid:contact>/children/<uuid:child>/"
PERSON = "<uuid:contact>/people/<uuid:person>/"

urlpatterns = [
    path("<uuid:contact>/", contact.ContactPage.as_view()),
    path("<uuid:contact>/take/", screening.Take.as_view()),
    path("<uuid:contact>/grade/", screening.Grade.as_view()),
    path("<uuid:contact>/join/<uuid:other>/", screening.Join.as_view()),
    path("<uuid:contact>/others/", screening.Others.as_view()),
    path("<uuid:contact>/duty/", screening.Duty.as_view()),
    path("<uuid:contact>/ask/", asking.Ask.as_view()),
    path("<uuid:contact>/picture/", asking.Picture.as_view()),
    path("<uuid:contact>/discuss/", strategy.CallDiscussion.as_view()),
    path("<uuid:contact>/tell/", telling.Tell.as_view()),
    path("<uuid:contact>/more/", telling.More.as_view()),
    path(PERSON + "match/", match.Match.as_view()),
    path(PERSON + "number/", match.Number.as_view()),
    path(CHILD + "history/", history.History.as_view()),
    path(CHILD + "position/", positions.PositionPage.as_view()),
    path(CHILD + "decide/", decide.DecidePage.as_view()),
    path(CHILD + "correct/", decide.Correct.as_view()),
    path(CHILD + "second/", decide.AskSecond.as_view()),
    path(CHILD + "second/<uuid:view>/", decide.GiveSecond.as_view()),
    path(CHILD + "voice/", voice.Hear.as_view()),
    path(CHILD + "voice/<uuid:voice>/told-back/", telling.ToldBack.as_view()),
]
