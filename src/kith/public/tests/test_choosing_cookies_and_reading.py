"""Nothing is kept in a browser without a yes, and a no takes it away again."""

from __future__ import annotations

SAVED = "Your cookie preferences have been saved. You can update your cookie settings at any"
PROBLEM = "Sorry, there was a technical problem. Please try again."
ASKED = "Accept additional cookies"


def test_the_question_is_asked_until_it_is_answered(world):
    client = world.client()
    assert ASKED in client.get("/").content.decode()
    client.post("/cookies/choose/", {"cookies": "reject", "next": "/children/"})
    assert ASKED not in client.get("/").content.decode()


def test_an_answer_leads_back_to_the_page_and_says_it_is_saved(world):
    answer = world.client().post("/cookies/choose/", {"cookies": "accept", "next": "/children/"}, follow=True)
    assert answer.redirect_chain[0][0] == "/children/?cookies=saved"
    html = answer.content.decode()
    assert (
        SAVED in html
        and '<div class="govuk-cookie-banner__message govuk-width-container" data-cookie="saved" role' in html
    )


def test_an_answer_that_cannot_be_kept_says_so(world):
    answer = world.client().post(
        "/cookies/choose/", {"cookies": "perhaps", "next": "/children/"}, follow=True
    )
    html = answer.content.decode()
    assert (
        'data-cookie="problem" role="alert"><div class="govuk-cookie-banner__content"><p' in html
        and PROBLEM in html
    )


def test_nobody_is_sent_to_another_site_by_the_banner(world):
    for wanted in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        answer = world.client().post("/cookies/choose/", {"cookies": "accept", "next": wanted})
        assert answer.headers["Location"] == "/?cookies=saved"


def test_the_settings_page_saves_with_the_sentence_and_shows_the_choice(world):
    client = world.client()
    html = client.post("/cookies/", {"cookies": "accept"}, follow=True).content.decode()
    assert SAVED in html and 'value="accept" checked' in html


def test_the_settings_page_asks_for_a_choice_and_shows_a_technical_problem_for_a_broken_one(world):
    client = world.client()
    assert "Choose yes or no" in client.post("/cookies/", {}).content.decode()
    assert PROBLEM in client.post("/cookies/", {"cookies": "perhaps"}).content.decode()


def test_reading_settings_show_without_consent_and_are_not_kept(world):
    client = world.client()
    answer = client.post("/reading/", {"size": "larger", "contrast": "on", "go": "show"})
    assert "kit-size-larger" in answer.content.decode() and not answer.cookies
    assert "kit-size-larger" not in client.get("/").content.decode()


def test_reading_settings_are_kept_with_consent_on_every_page(world):
    client = world.client()
    client.post("/reading/", {"size": "large", "spacing": "on", "go": "agree"})
    assert "kit-size-large kit-spacing-wide" in client.get("/worried/").content.decode()


def test_a_later_no_takes_the_reading_settings_away(world):
    client = world.client()
    client.post("/reading/", {"size": "large", "go": "agree"})
    answer = client.post("/cookies/", {"cookies": "reject"})
    assert answer.cookies["kith_reading"]["max-age"] == 0
    assert "kit-size-large" not in client.get("/").content.decode()


def test_a_reading_cookie_written_by_somebody_else_reaches_no_page(world):
    client = world.client()
    client.cookies["kith_cookies"], client.cookies["kith_reading"] = "all", "large.<b>"
    html = client.get("/").content.decode()
    assert "kit-size-large" in html and "<b>" not in html
