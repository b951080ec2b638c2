"""Addresses under /meetings/."""

from django.urls import path

from kith.meetings import board_pages as board
from kith.meetings import care_pages as care
from kith.meetings import item_pages as items
from kith.meetings import minutes_pages as minutes
from kith.meetings import pages
from kith.meetings.scrutiny import pages as scrutiny

ITEM = "items/<uuid:item>/"
CHILD = ITEM + "children/<uuid:child>/"
SITTING = "<uuid:sitting>/"
ENQUIRY = "enquiries/<uuid:enquiry>/"
DISAGREEMENT = "disagreements/<uuid:disagreement>/"

urlpatterns = [
    path("", pages.Meetings.as_view(), name="meetings"),
    path("new/", pages.Convene.as_view(), name="convene"),
    path("unseen/", care.Unseen.as_view(), name="unseen"),
    path("disagreements/", care.Disagreements.as_view(), name="disagreements"),
    path("disagreements/pairs/", care.Pairs.as_view(), name="disagreement-pairs"),
    path("drawn/", scrutiny.DrawnMeetings.as_view(), name="drawn-meetings"),
    path("drawn/<uuid:drawn>/", scrutiny.DrawnMinutes.as_view(), name="drawn-minutes"),
    path("drawn/<uuid:drawn>/<slug:kind>/", scrutiny.DrawnFile.as_view(), name="drawn-file"),
    path(DISAGREEMENT, care.DisagreementPage.as_view(), name="disagreement"),
    path(DISAGREEMENT + "answer/", care.Answer.as_view(), name="disagreement-answer"),
    path(DISAGREEMENT + "close/", care.CloseDisagreement.as_view(), name="disagreement-close"),
    path(ENQUIRY, care.EnquiryPage.as_view(), name="enquiry"),
    path(ENQUIRY + "seen/", care.Seen.as_view(), name="enquiry-seen"),
    path(ENQUIRY + "attempted/", care.Attempted.as_view(), name="enquiry-attempted"),
    path(ENQUIRY + "conference/", care.BookConference.as_view(), name="enquiry-conference"),
    path(ENQUIRY + "conclude/", care.Conclude.as_view(), name="enquiry-conclude"),
    path(ITEM, board.ItemPage.as_view(), name="item"),
    path(ITEM + "start/", items.Start.as_view(), name="item-start"),
    path(ITEM + "end/", items.End.as_view(), name="item-end"),
    path(ITEM + "carry/", items.Carry.as_view(), name="item-carry"),
    path(ITEM + "withdraw/", items.Withdraw.as_view(), name="item-withdraw"),
    path(ITEM + "restrict/", items.Restrict.as_view(), name="item-restrict"),
    path(ITEM + "nothing-known/", items.NothingKnown.as_view(), name="item-nothing-known"),
    path(ITEM + "say/", board.Contribute.as_view(), name="item-say"),
    path(ITEM + "texts/<slug:name>/", board.WriteText.as_view(), name="item-text"),
    path(ITEM + "call/<slug:forum>/", items.Call.as_view(), name="item-call"),
    path(ITEM + "actions/<uuid:agreed>/done/", items.DoneAction.as_view(), name="item-action-done"),
    path(CHILD + "position/", items.Position.as_view(), name="item-position"),
    path(CHILD + "decide/", items.Decide.as_view(), name="item-decide"),
    path(CHILD + "action/", items.AgreeAction.as_view(), name="item-action"),
    path(SITTING, pages.Board.as_view(), name="sitting"),
    path(SITTING + "prepare/", pages.Prepare.as_view(), name="sitting-prepare"),
    path(SITTING + "pack/", pages.Pack.as_view(), name="sitting-pack"),
    path(SITTING + "screen/", pages.Screen.as_view(), name="sitting-screen"),
    path(SITTING + "nominate/", pages.Nominate.as_view(), name="sitting-nominate"),
    path(SITTING + "open/", pages.Open.as_view(), name="sitting-open"),
    path(SITTING + "close/", pages.Close.as_view(), name="sitting-close"),
    path(SITTING + "refresh/", pages.Refresh.as_view(), name="sitting-refresh"),
    path(SITTING + "cancel/", pages.Cancel.as_view(), name="sitting-cancel"),
    path(SITTING + "move/", pages.Move.as_view(), name="sitting-move"),
    path(SITTING + "here/", pages.Here.as_view(), name="sitting-here"),
    path(SITTING + "attend/", pages.Attend.as_view(), name="sitting-attend"),
    path(SITTING + "leave/", pages.Leave.as_view(), name="sitting-leave"),
    path(SITTING + "apologies/", pages.Apologise.as_view(), name="sitting-apologies"),
    path(SITTING + "invite/", pages.Invite.as_view(), name="sitting-invite"),
    path(SITTING + "invitation/", minutes.InvitationPage.as_view(), name="sitting-invitation"),
    path(SITTING + "calendar/", minutes.Calendar.as_view(), name="sitting-calendar"),
    path(SITTING + "pack/<slug:kind>/", minutes.PackFile.as_view(), name="sitting-pack-file"),
    path(SITTING + "minutes/", minutes.MinutesPage.as_view(), name="minutes"),
    path(SITTING + "minutes/issue/", minutes.Issue.as_view(), name="minutes-issue"),
    path(SITTING + "minutes/<slug:kind>/", minutes.MinutesFile.as_view(), name="minutes-file"),
]
