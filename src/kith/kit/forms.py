"""The base of every form: plain error texts, cleaned input, the source of what is filled in already."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.template.loader import get_template

from kith.kit.inputs import (
    Checkboxes,
    Choice,
    DateParts,
    DateWidget,
    Email,
    LongText,
    PartialDate,
    Phone,
    Radios,
    Text,
    Tick,
    TimeText,
    Whole,
)

__all__ = [
    "Checkboxes",
    "Choice",
    "DateParts",
    "DateWidget",
    "Email",
    "KithForm",
    "KithRenderer",
    "LongText",
    "PartialDate",
    "Phone",
    "Radios",
    "Text",
    "Tick",
    "TimeText",
    "Whole",
]

# Control characters, and marks that turn the direction of the text so that it reads as something else.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")


class KithRenderer(DjangoTemplates):
    """`{{ form }}` and `{{ field.as_field_group }}` in GOV.UK mark-up; Django's widgets from Django's folder."""

    form_template_name = "kit/forms/form.html"
    field_template_name = "kit/forms/field.html"

    def get_template(self, template_name: str) -> Any:
        """A template of this room from the project's loaders, any other from Django's."""
        return (
            get_template(template_name)
            if template_name.startswith("kit/")
            else super().get_template(template_name)
        )


def without_control_characters(text: str) -> str:
    """The text without characters that cannot be seen and should not be stored; tabs and single line breaks stay."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n"))


def cleaned_data_dict(data: Any) -> Any:
    """A copy of the posted values with control characters removed from each."""
    if not isinstance(data, QueryDict):
        return {key: without_control_characters(v) if isinstance(v, str) else v for key, v in data.items()}
    copy = data.copy()
    for key, values in data.lists():
        copy.setlist(key, [without_control_characters(v) if isinstance(v, str) else v for v in values])
    return copy


def _is_question(field: forms.Field) -> bool:
    return str(field.label or "").strip().endswith("?")


def noun_of(field: forms.Field, name: str) -> str:
    """What error texts call a field: its `noun`; "an answer to …" for a question; else its label in small letters."""
    given = getattr(field, "noun", "")
    label = str(given or field.label or name.replace("_", " ")).strip().rstrip(":.").replace("%", "per cent")
    if given:
        return label
    if _is_question(field):
        return f"an answer to “{label}”"
    keep = label[1:2].isupper() or label.startswith("I ")
    return label if keep else label[:1].lower() + label[1:]


def _is_choice(field: forms.Field) -> bool:
    return isinstance(field, forms.ChoiceField | forms.BooleanField)


def plain_errors(field: forms.Field, noun: str) -> dict[str, str]:
    """Error texts that say what to do, by code, for any of Django's fields."""
    wanted = (
        "Tick to confirm:"
        if isinstance(field, forms.BooleanField)
        else "Choose"
        if _is_choice(field)
        else "Enter"
    )
    said = _said(noun)
    return {
        "required": f"{wanted} {noun}",
        "invalid_choice": f"{said}: choose one of the answers shown",
        "invalid_list": f"{said}: choose from the answers shown",
        "invalid": _shape_error(field, noun, said),
        "max_value": f"{said} must be %(limit_value)s or less",
        "min_value": f"{said} must be %(limit_value)s or more",
        "max_length": f"{said} must be %(limit_value)s characters or fewer",
        "min_length": f"{said} must be %(limit_value)s characters or more",
        "missing": f"Choose {noun}",
        "empty": f"{said}: the file is empty",
    }


def _said(noun: str) -> str:
    """The noun at the head of a sentence."""
    return re.sub("^an answer", "Your answer", noun[:1].upper() + noun[1:], flags=re.IGNORECASE)


def _shape_error(field: forms.Field, noun: str, said: str) -> str:
    if isinstance(field, forms.EmailField):
        return "Enter an email address in the right format, like name@example.org"
    if isinstance(field, forms.IntegerField):
        return f"{said} must be a number, like 7"
    return f"Enter {noun} in the form asked for"


def written_errors(field: forms.Field) -> dict[str, Any]:
    """The error texts that the author of the form wrote on the field itself."""
    stock: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        stock.update(getattr(kind, "default_error_messages", {}))
    return {code: text for code, text in field.error_messages.items() if text is not stock.get(code)}


class KithForm(forms.Form):
    """The base form.

    provenance: per field name, where a filled-in value came from ("from the form of this morning, 09:12").
    Error texts written on a field itself win over the plain ones made here.
    """

    default_renderer = KithRenderer
    dense = False  # True on staff pages: smaller radios and checkboxes

    def __init__(
        self, data: Any = None, *args: Any, provenance: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(cleaned_data_dict(data) if data is not None else None, *args, **kwargs)
        self.label_suffix = ""
        self.provenance = dict(provenance or {})
        for name, field in self.fields.items():
            self._speak_plainly(name, field)

    def _speak_plainly(self, name: str, field: forms.Field) -> None:
        noun = noun_of(field, name)
        field.error_messages = {**plain_errors(field, noun), **written_errors(field)}
        if isinstance(field, DateParts):
            field.called = noun

    def hint(self, name: str) -> str:
        """The hint under a field's label."""
        return str(self.fields[name].help_text or "")

    def errors_in_order(self) -> list[tuple[str, str]]:
        """(id of the input, text) for the error summary: the form's own first, then fields in page order."""
        out = [("", str(text)) for text in self.non_field_errors()]
        for bound in self:
            out += [(bound.id_for_label or bound.auto_id, str(text)) for text in bound.errors]
        return out
