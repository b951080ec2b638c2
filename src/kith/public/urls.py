"""Addresses of the public site, and of the pages behind it (under work/public/)."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import path

from kith.public import choices, pages, staff, telling

SECTION = {s: {"section": s} for s in ("news", "arrangements", "reports")}


def words(template: str, title: str, **more: str) -> Callable[..., HttpResponseBase]:
    """A page that only says something."""
    return pages.Words.as_view(template=f"public/{template}.html", title=title, **more)


urlpatterns = [
    path("", pages.Home.as_view(title="Keeping children safe"), name="home"),
    path("worried/", words("worried", "Worried about a child"), name="worried"),
    path("worried/tell-us/", telling.TellUs.as_view(), name="tell_us"),
    path("worried/receipt/", telling.Receipt.as_view(), name="receipt"),
    path("children/", words("children", "Children and young people"), name="for_children"),
    path("professionals/", words("professionals", "Professionals"), name="professionals"),
    path("easy-read/", words("easy_read", "Easy read"), name="easy_read"),
    path("contact/", words("contact", "Contact us"), name="contact_us"),
    path("privacy/", words("privacy", "How we use information"), name="privacy"),
    path(
        "privacy/children/",
        words("privacy_children", "What we know about you", back="/privacy/"),
        name="privacy_children",
    ),
    path("accessibility/", words("accessibility", "Accessibility"), name="accessibility"),
    path("offline/", words("offline", "You are not connected"), name="offline"),
    path("cookies/", choices.Cookies.as_view(), name="cookies"),
    path("cookies/choose/", choices.ChooseCookies.as_view(), name="choose_cookies"),
    path("reading/", choices.Reading.as_view(), name="reading"),
    path("feedback/", pages.LeaveFeedback.as_view(), name="feedback"),
    path("feedback/answers/", pages.FeedbackAnswers.as_view(), name="feedback_answers"),
    path("robots.txt", pages.Robots.as_view(), name="robots"),
    path("security.txt", pages.SecurityText.as_view(), name="security_short"),
    path(".well-known/security.txt", pages.SecurityText.as_view(), name="security"),
    *(path(f"{s}/", pages.PublishedList.as_view(), SECTION[s], name=s) for s in SECTION),
    *(
        path(f"{s}/<slug:slug>/", pages.PublishedPage.as_view(), SECTION[s], name=f"{s}_page")
        for s in SECTION
    ),
    *(
        path(
            f"{s}/<slug:slug>/<int:version>/", pages.PublishedPage.as_view(), SECTION[s], name=f"{s}_version"
        )
        for s in SECTION
    ),
    path("work/public/", staff.PublicDesk.as_view(), name="public_desk"),
    path("work/public/new/", staff.NewEdition.as_view(), name="edition_new"),
    path("work/public/editions/<uuid:id>/", staff.EditionPage.as_view(), name="edition"),
    path("work/public/editions/<uuid:id>/draft/", staff.DraftEdition.as_view(), name="edition_draft"),
    path("work/public/editions/<uuid:id>/sign/", staff.SignEdition.as_view(), name="edition_sign"),
    path("work/public/editions/<uuid:id>/publish/", staff.PublishEdition.as_view(), name="edition_publish"),
    path(
        "work/public/editions/<uuid:id>/withdraw/", staff.WithdrawEdition.as_view(), name="edition_withdraw"
    ),
    path("work/public/feedback/", staff.FeedbackQueue.as_view(), name="feedback_queue"),
    path("work/public/feedback/<uuid:id>/", staff.AnswerFeedback.as_view(), name="feedback_answer"),
]
