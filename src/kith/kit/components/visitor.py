"""Components of public pages: the way out, the cookie question."""

from django.utils.safestring import SafeString

from kith.kit.components.page import button
from kith.kit.markup import attrs, esc, href, safe

NEUTRAL_SITE = "https://www.bbc.co.uk/weather"
TECHNICAL_PROBLEM = "Sorry, there was a technical problem. Please try again."


def exit_this_page(*, url: str = NEUTRAL_SITE, text: str = "Leave this site") -> SafeString:
    """The way out: a plain link; with JavaScript also Escape, and Shift three times. Blanks the page first."""
    return safe(
        '<div class="govuk-exit-this-page kit-exit" data-exit>'
        f'<a href="{href(url)}" role="button" draggable="false" rel="nofollow noreferrer" '
        'class="govuk-button govuk-button--warning govuk-exit-this-page__button kit-exit__button">'
        f'{esc(text)}<span class="kit-exit__keys" hidden> (or press Escape)</span></a>'
        '<span class="govuk-visually-hidden" role="status" data-exit-status></span></div>'
    )


def _question(url: str, notice_url: str, csrf_token: str, back: str) -> str:
    token = (
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{esc(csrf_token)}">' if csrf_token else ""
    )
    buttons = (
        button("Accept additional cookies", name="cookies", value="accept", once=False)
        + button("Reject additional cookies", name="cookies", value="reject", once=False)
        + safe(f'<a class="govuk-link" href="{href(notice_url)}">Customise cookies</a>')
    )
    return (
        f'<form method="post" action="{href(url)}" data-cookie-form>{token}'
        f'<input type="hidden" name="next" value="{esc(back)}"><div class="govuk-button-group">{buttons}</div></form>'
    )


def _message(text: str, inner: str, name: str, hidden: bool, role: str | None) -> str:
    own = attrs({"data-cookie": name, "hidden": hidden, "role": role})
    return (
        f'<div class="govuk-cookie-banner__message govuk-width-container"{own}>'
        f'<div class="govuk-cookie-banner__content">{text}</div>{inner}</div>'
    )


def cookie_banner(
    *,
    url: str,
    notice_url: str,
    service: str = "this site",
    csrf_token: str = "",
    back: str = "",
    state: str = "ask",
) -> SafeString:
    """The cookie question. state: "ask", "saved" or "problem". url takes POST `cookies`=accept|reject and `next`."""
    asked = (
        f'<h2 class="govuk-cookie-banner__heading govuk-heading-m">Cookies on {esc(service)}</h2>'
        '<p class="govuk-body">We use some essential cookies to make this site work. With your agreement we also '
        "remember how you like to read: text size, spacing and colours.</p>"
    )
    saved = (
        '<p class="govuk-body">Your cookie preferences have been saved. You can update your cookie settings at any '
        f'time on the <a class="govuk-link" href="{href(notice_url)}">cookies page</a>.</p>'
    )
    press = button("Hide this message", type="button", data_cookie_hide=True, hidden=True)
    hide = f'<div class="govuk-button-group">{press}</div>'
    problem = f'<p class="govuk-body kit-problem">{TECHNICAL_PROBLEM}</p>'
    return safe(
        '<div class="govuk-cookie-banner" data-nosnippet data-cookie-banner role="region" aria-label="Cookies">'
        + _message(problem, "", "problem", state != "problem", "alert")
        + _message(asked, _question(url, notice_url, csrf_token, back), "ask", state == "saved", None)
        + _message(saved, hide, "saved", state != "saved", "alert")
        + "</div>"
    )
