"""Form fields in GOV.UK mark-up, drawn by widget: label, hint, error, provenance, and the input itself."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString

from kith.kit.inputs import PARTS, DateWidget
from kith.kit.markup import attrs, classes, esc, safe

_SIZES = ("", "s", "m", "l", "xl")


@dataclass(frozen=True)
class Look:
    """How one field is to be drawn: the tag's arguments over the field's own."""

    bound: BoundField
    id: str
    label: str
    hint: str
    size: str
    heading: bool
    width: str
    prefix: str
    suffix: str
    source: str
    more: Mapping[str, Any]

    @property
    def error(self) -> bool:
        return bool(self.bound.errors)

    @property
    def described(self) -> str | None:
        """The ids of hint, source and errors, for `aria-describedby`."""
        there = (("hint", self.hint), ("source", self.source), ("error", self.error))
        return " ".join(f"{self.id}-{name}" for name, is_there in there if is_there) or None


def _look(bound: BoundField, given: dict[str, Any]) -> Look:
    field = bound.field
    size = given.pop("size", "")
    if size not in _SIZES:
        raise ValueError(f"no such size of label: {size}")
    sources = getattr(bound.form, "provenance", {})
    return Look(
        bound=bound,
        id=bound.id_for_label.removesuffix("_day") if _is_date(bound) else bound.auto_id,
        label=str(given.pop("label", None) or bound.label),
        size=size,
        heading=bool(given.pop("heading", False)),
        hint=str(given.pop("hint", None) or bound.help_text or ""),
        width=str(given.pop("width", None) or getattr(field, "width", "")),
        prefix=str(given.pop("prefix", None) or getattr(field, "prefix", "")),
        suffix=str(given.pop("suffix", None) or getattr(field, "suffix", "")),
        source=str(given.pop("provenance", None) or sources.get(bound.name, "")),
        more=given,
    )


def _is_date(bound: BoundField) -> bool:
    return isinstance(bound.field.widget, DateWidget)


def field(bound: BoundField, **given: Any) -> SafeString:
    """A bound form field. Arguments over the field's own: label, hint, size ("s", "m", "l", "xl"), heading (the label
    is the page's h1), width, prefix, suffix, provenance; anything else becomes an attribute of the input."""
    if bound.is_hidden:
        return safe(str(bound))
    look = _look(bound, given)
    draw = _drawing(bound.field.widget)
    group = classes("govuk-form-group", "govuk-form-group--error" if look.error else None)
    return safe(f'<div class="{group}" data-field="{esc(bound.html_name)}">{draw(look)}</div>')


def _drawing(widget: forms.Widget) -> Callable[[Look], str]:
    for kind, draw in _DRAWINGS:
        if isinstance(widget, kind):
            return draw
    return _other


def _under_label(look: Look) -> str:
    hint = f'<div id="{esc(look.id)}-hint" class="govuk-hint">{esc(look.hint)}</div>' if look.hint else ""
    source = f'<p id="{esc(look.id)}-source" class="kit-source">{esc(look.source)}</p>' if look.source else ""
    lines = "<br>".join(esc(text) for text in look.bound.errors)
    error = (
        f'<p id="{esc(look.id)}-error" class="govuk-error-message"><span class="govuk-visually-hidden">Error:</span> '
        f"{lines}</p>"
        if look.error
        else ""
    )
    return hint + source + error


def _optional(look: Look) -> str:
    """Optional fields say so, once, in the label."""
    needless = look.bound.field.required or "optional" in look.label.lower() or "(" in look.label
    return "" if needless else ' <span class="kit-optional">(optional)</span>'


def _label(look: Look, for_: str) -> str:
    size = f" govuk-label--{look.size}" if look.size else ""
    label = f'<label class="govuk-label{size}" for="{esc(for_)}">{esc(look.label)}{_optional(look)}</label>'
    return f'<h1 class="govuk-label-wrapper">{label}</h1>' if look.heading else label


def _fieldset(look: Look, inner: str, role: str | None = None) -> str:
    size = f" govuk-fieldset__legend--{look.size}" if look.size else ""
    words = f"{esc(look.label)}{_optional(look)}"
    title = f'<h1 class="govuk-fieldset__heading">{words}</h1>' if look.heading else words
    own = attrs({"role": role, "aria-describedby": look.described})
    return (
        f'<fieldset class="govuk-fieldset"{own}><legend class="govuk-fieldset__legend{size}">{title}</legend>'
        f"{_under_label(look)}{inner}</fieldset>"
    )


def _own_attrs(look: Look) -> dict[str, Any]:
    """The widget's attributes, the tag's over them, and those that every input carries."""
    widget = {key: val for key, val in look.bound.field.widget.attrs.items() if key not in ("class", "type")}
    more = {key.replace("_", "-"): val for key, val in look.more.items()}
    flag = "true" if look.error else None
    return {
        **widget,
        **more,
        "aria-describedby": look.described,
        "aria-invalid": flag,
        "disabled": look.bound.field.disabled or None,
    }


def _input(look: Look) -> str:
    bound = look.bound
    kind = bound.field.widget.attrs.get("type") or getattr(bound.field.widget, "input_type", "text")
    kind = "text" if kind == "number" else kind
    style = classes(
        "govuk-input",
        f"govuk-input--width-{look.width}" if look.width.isdigit() else None,
        "govuk-input--error" if look.error else None,
    )
    value = None if kind == "password" else bound.field.widget.format_value(bound.value())
    own = {
        "class": style,
        "id": look.id,
        "name": bound.html_name,
        "type": kind,
        "value": value,
        "maxlength": getattr(bound.field, "max_length", None),
        **_own_attrs(look),
    }
    return _label(look, look.id) + _under_label(look) + _wrapped(look, f"<input{attrs(own)}>")


def _wrapped(look: Look, html: str) -> str:
    if not (look.prefix or look.suffix):
        return html
    before = (
        f'<div class="govuk-input__prefix" aria-hidden="true">{esc(look.prefix)}</div>' if look.prefix else ""
    )
    after = (
        f'<div class="govuk-input__suffix" aria-hidden="true">{esc(look.suffix)}</div>' if look.suffix else ""
    )
    return f'<div class="govuk-input__wrapper">{before}{html}{after}</div>'


def _textarea(look: Look) -> str:
    bound, limit = look.bound, getattr(look.bound.field, "max_length", None)
    style = classes("govuk-textarea", "govuk-textarea--error" if look.error else None)
    extra = {"class": style, "id": look.id, "name": bound.html_name, "data-limit": limit, **_own_attrs(look)}
    extra.pop("cols", None)
    extra.setdefault("rows", 5)
    box = f"<textarea{attrs(extra)}>\n{esc(bound.value())}</textarea>"
    count = (
        f'<p class="govuk-hint govuk-character-count__message" data-count-for="{esc(look.id)}">'
        f"You can enter up to {limit:,} characters</p>"
        if limit
        else ""
    )
    return _label(look, look.id) + _under_label(look) + box + count


def _options(look: Look) -> Iterator[tuple[str, dict[str, Any]]]:
    """(group name, option) for each choice, as Django's widget has selected them."""
    widget = look.bound.field.widget
    context = widget.get_context(look.bound.html_name, look.bound.value(), {"id": look.id})
    for group, options, _ in context["widget"]["optgroups"]:
        for option in options:
            yield group or "", option


def _item(look: Look, kind: str, at: int, option: Mapping[str, Any]) -> str:
    item_id = look.id if at == 0 else f"{look.id}-{at + 1}"
    hint = getattr(look.bound.field, "hints", {}).get(option["value"], "")
    described = {"aria-describedby": f"{item_id}-item-hint" if hint else None}
    box = "radio" if kind == "radios" else "checkbox"
    own = {
        "class": f"govuk-{kind}__input",
        "id": item_id,
        "name": look.bound.html_name,
        "type": box,
        "value": option["value"],
        "checked": bool(option["selected"]),
        **described,
        **look.more,
        "disabled": look.bound.field.disabled or None,
    }
    under = (
        f'<div id="{esc(item_id)}-item-hint" class="govuk-hint govuk-{kind}__hint">{esc(hint)}</div>'
        if hint
        else ""
    )
    return (
        f'<div class="govuk-{kind}__item"><input{attrs(own)}><label class="govuk-label govuk-{kind}__label" '
        f'for="{esc(item_id)}">{esc(option["label"])}</label>{under}</div>'
    )


def _several(kind: str, module: str) -> Callable[[Look], str]:
    def draw(look: Look) -> str:
        items = [o for _, o in _options(look) if not (kind == "radios" and o["value"] == "")]
        inner = "".join(_item(look, kind, at, option) for at, option in enumerate(items))
        small = getattr(look.bound.form, "dense", False)
        side = classes(
            " govuk-" + kind + "--inline" if getattr(look.bound.field, "inline", False) else None,
            " govuk-" + kind + "--small" if small else None,
        )
        return _fieldset(look, f'<div class="govuk-{kind}{side}" data-module="{module}">{inner}</div>')

    return draw


def _tick(look: Look) -> str:
    own = {
        "class": "govuk-checkboxes__input",
        "id": look.id,
        "name": look.bound.html_name,
        "type": "checkbox",
        "value": "on",
        "checked": bool(look.bound.value()),
        **_own_attrs(look),
    }
    label = (
        f'<label class="govuk-label govuk-checkboxes__label" for="{esc(look.id)}">{esc(look.label)}</label>'
    )
    item = f'<div class="govuk-checkboxes__item"><input{attrs(own)}>{label}</div>'
    return f'{_under_label(look)}<div class="govuk-checkboxes">{item}</div>'


def _select(look: Look) -> str:
    style = classes("govuk-select", "govuk-select--error" if look.error else None)
    many = isinstance(look.bound.field.widget, forms.SelectMultiple)
    own = {"class": style, "id": look.id, "name": look.bound.html_name, "multiple": many, **_own_attrs(look)}
    inner, open_group = [], ""
    for group, option in _options(look):
        if group != open_group:
            inner.append(
                ("</optgroup>" if open_group else "") + (f'<optgroup label="{esc(group)}">' if group else "")
            )
            open_group = group
        chosen = {"value": option["value"], "selected": bool(option["selected"])}
        inner.append(f"<option{attrs(chosen)}>{esc(option['label'])}</option>")
    end = "</optgroup>" if open_group else ""
    return _label(look, look.id) + _under_label(look) + f"<select{attrs(own)}>{''.join(inner)}{end}</select>"


def _date(look: Look) -> str:
    texts = look.bound.field.widget.parts(look.bound.value())
    inner = "".join(_date_part(look, part, text) for part, text in zip(PARTS, texts, strict=True))
    return _fieldset(look, f'<div class="govuk-date-input" id="{esc(look.id)}">{inner}</div>', role="group")


def _date_part(look: Look, part: str, text: str) -> str:
    own_id = f"{look.id}_{part}"
    width = "4" if part == "year" else "2"
    style = classes(
        "govuk-input govuk-date-input__input",
        f"govuk-input--width-{width}",
        "govuk-input--error" if look.error else None,
    )
    own = {
        "class": style,
        "id": own_id,
        "name": f"{look.bound.html_name}_{part}",
        "type": "text",
        "inputmode": None if part == "month" else "numeric",
        "value": text or None,
        **_date_autocomplete(look, part),
    }
    return (
        f'<div class="govuk-date-input__item"><div class="govuk-form-group"><label class="govuk-label '
        f'govuk-date-input__label" for="{esc(own_id)}">{part.title()}</label><input{attrs(own)}></div></div>'
    )


def _date_autocomplete(look: Look, part: str) -> dict[str, Any]:
    base = look.more.get("autocomplete")
    return {"autocomplete": f"bday-{part}" if base == "bday" else base or "off"}


def _other(look: Look) -> str:
    return _label(look, look.id) + _under_label(look) + str(look.bound)


_DRAWINGS: tuple[tuple[type[forms.Widget], Callable[[Look], str]], ...] = (
    (DateWidget, _date),
    (forms.CheckboxSelectMultiple, _several("checkboxes", "govuk-checkboxes")),
    (forms.RadioSelect, _several("radios", "govuk-radios")),
    (forms.CheckboxInput, _tick),
    (forms.Select, _select),
    (forms.Textarea, _textarea),
    (forms.ClearableFileInput, _other),
    (forms.widgets.Input, _input),
)


def error_summary(form: Any = None, *more: Any, title: str = "There is a problem") -> SafeString:
    """The box at the top that takes the keyboard: each error a link to its input. Nothing when there are none.

    Takes forms (with or without `errors_in_order`); several may be given.
    """
    found = [pair for each in (form, *more) if each is not None for pair in _errors_of(each)]
    if not found:
        return safe("")
    items = "".join(
        f'<li><a href="#{esc(anchor)}">{esc(text)}</a></li>' if anchor else f"<li>{esc(text)}</li>"
        for anchor, text in found
    )
    return safe(
        '<div class="govuk-error-summary" data-module="govuk-error-summary" tabindex="-1"><div role="alert">'
        f'<h2 class="govuk-error-summary__title">{esc(title)}</h2><div class="govuk-error-summary__body">'
        f'<ul class="govuk-list govuk-error-summary__list">{items}</ul></div></div></div>'
    )


def _errors_of(form: Any) -> list[tuple[str, str]]:
    if not form.is_bound:
        return []
    if hasattr(form, "errors_in_order"):
        return form.errors_in_order()
    own = [("", str(text)) for text in form.non_field_errors()]
    return own + [(bound.auto_id, str(text)) for bound in form for text in bound.errors]
