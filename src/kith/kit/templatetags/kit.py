"""`{% load kit %}`: the components as template tags, each described in `kith.kit.components`."""

from datetime import datetime
from typing import Any

from django import template
from django.utils.safestring import SafeString

from kith.kit import charts, words
from kith.kit.components import fields, lists, page, record, times, visitor

register = template.Library()

for _tag in (
    page.button,
    page.warning,
    page.tag,
    page.back_link,
    page.breadcrumbs,
    page.sections,
    page.chips,
    page.empty_state,
    page.copy,
    lists.summary_list,
    lists.table,
    lists.pagination,
    lists.checklist,
    lists.timeline,
    times.clock,
    times.ago,
    times.on,
    record.fact,
    record.identity_bar,
    record.compare,
    fields.field,
    fields.error_summary,
    visitor.exit_this_page,
):
    register.simple_tag(_tag)

for _block in (
    page.details,
    page.distressing,
    page.inset,
    page.notification_banner,
    page.panel,
    page.phase_banner,
    record.own_words,
):
    register.simple_block_tag(_block)


@register.simple_tag(takes_context=True)
def cookie_banner(context: template.Context, *, url: str, notice_url: str, **given: Any) -> SafeString:
    """The cookie question, with this request's form token and the address to come back to."""
    request = context.get("request")
    back = request.get_full_path() if request is not None else ""
    token = str(context.get("csrf_token") or "")
    return visitor.cookie_banner(url=url, notice_url=notice_url, csrf_token=token, back=back, **given)


@register.simple_tag
def chart(kind: str, rows: Any, **given: Any) -> SafeString:
    """A drawing of `kith.kit.charts` by its name in DRAWINGS ("bars", "trend", "control", …), with its table."""
    return charts.DRAWINGS[kind](rows, **given).html


@register.filter
def plural(count: int, one_many: str) -> str:
    """`{{ n|plural:"answer" }}` gives "3 answers"; `{{ n|plural:"entry,entries" }}` where an s is not enough."""
    one, _, many = one_many.partition(",")
    return words.plural(count, one, many or None)


@register.filter
def join_and(parts: Any) -> str:
    """`{{ names|join_and }}` gives "tea, milk and sugar"."""
    return words.join_and([str(part) for part in parts])


@register.filter
def ordinal(number: int) -> str:
    """`{{ 2|ordinal }}` gives "2nd"."""
    return words.ordinal(number)


@register.filter
def long_date(day: Any) -> str:
    """`{{ day|long_date }}` gives "27 November 2026"; a moment is shown as its London day."""
    return words.long_date(words.local(day).date() if isinstance(day, datetime) else day)
