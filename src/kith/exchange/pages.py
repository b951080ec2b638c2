"""Pages of the imports: bring a file in, see how far it is, mend what could not be read, settle what
contradicts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse

from kith.authority.acts import Refused
from kith.authority.pages import ActPage, ReadPage
from kith.exchange import acts, bringing, files, forms, inbox, jobs, layouts, reads
from kith.exchange.models import LAYOUTS, Arrival, Import, Settlement
from kith.kit import pagination
from kith.kit.components.record import compare_words


class ImportsPage(ReadPage):
    verb, template, title = "import.viewed", "exchange/imports.html", "Imports"

    def context(self) -> dict[str, Any]:
        page = pagination.take(reads.imports(), self.request.GET.get("page"))
        waiting = reads.for_a_person()
        return {
            "page": page,
            "query": {},
            "imports": page.rows,
            "waiting": in_words(waiting[:25]),
            "waits": waiting.count(),
            "layouts": LAYOUTS,
        }


class BringPage(ActPage):
    """The file is read in memory and its rows are kept; the file itself is not."""

    verb, template, title = "import.received", "exchange/bring.html", "Bring a file in"
    form = forms.BringForm
    keeps_draft = False

    def make_form(self, data: Any = None, *, is_draft: bool = False) -> Any:
        return self.form(data, files=self.request.FILES if data is not None else None)

    def context(self) -> dict[str, Any]:
        return {"layouts": [(key, words, layouts.COLUMNS[key]) for key, words in LAYOUTS]}

    def act(self, answers: dict[str, Any]) -> Import:
        file = answers["file"]
        raw = file.read(files.MOST_BYTES + 1) if file else answers["pasted"].encode()
        assert self.request.by is not None
        try:
            with transaction.atomic():
                return bringing.bring_in(
                    by=self.request.by,
                    at=self.request.at,
                    layout=answers["layout"],
                    system=answers["system"],
                    raw=raw,
                    file_name=file.name if file else "",
                )
        except IntegrityError:
            raise Refused(
                "Somebody brought in rows with the same references at this moment. Try once more."
            ) from None

    def next(self, outcome: Import) -> str:
        return f"/imports/{outcome.pk}/"


class OneImport(ReadPage):
    """Base: one import, found under row security, so that another agency's is absent."""

    verb = "import.viewed"

    batch: Import

    def subject(self, **kwargs: Any) -> UUID | None:
        found = Import.objects.select_related("agency", "created_by").filter(pk=kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.batch = found
        return None

    def look_facts(self) -> dict[str, Any]:
        return {"page": self.__class__.__name__, "import": str(self.batch.pk)}


class ImportPage(OneImport):
    template, title = "exchange/import.html", "One import"

    def context(self) -> dict[str, Any]:
        page = pagination.take(
            reads.for_a_person().filter(batch=self.batch).order_by("line"), self.request.GET.get("page")
        )
        return {
            "batch": self.batch,
            "progress": reads.progress(self.batch),
            "page": page,
            "query": {},
            "rows": in_words(page.rows),
            "asked": reads.asked(self.batch),
            "layout": dict(LAYOUTS)[self.batch.layout],
        }


class RefusedFile(OneImport):
    """The rows that wait, as a file to mend in a spreadsheet; its cells are no formulas."""

    verb = "import.downloaded"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = []
        for arrival in reads.for_a_person().filter(batch=self.batch).order_by("line"):
            why = (
                "; ".join(f"{acts.place(r['field'])}: {r['say']}" for r in arrival.reasons)
                or arrival.quarantine_reason
            )
            rows += [
                row | {"line": str(arrival.line), "why": why}
                for row in layouts.rows(self.batch.layout, json.loads(arrival.body))
            ]
        asked = sorted({name for row in rows for name in row if name.startswith(layouts.ASKED)})
        head = [*(c.name for c in layouts.COLUMNS[self.batch.layout]), *asked, "line", "why"]
        return as_file(files.write(head, rows), "rows-to-mend.csv")


class ColumnsFile(ReadPage):
    """An empty file with the columns of a layout."""

    verb = "import.viewed"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["layout"] not in layouts.COLUMNS:
            raise Http404
        return as_file(
            files.write([c.name for c in layouts.COLUMNS[kwargs["layout"]]], []),
            f"{kwargs['layout'].replace('_', '-')}.csv",
        )


def in_words(rows: Iterable[Arrival]) -> list[dict[str, Any]]:
    """Rows with their reasons in words, three at most."""
    return [
        {
            "row": row,
            "more": max(0, len(row.reasons) - 3),
            "reasons": [(acts.place(r["field"]), r["say"]) for r in row.reasons[:3]],
        }
        for row in rows
    ]


def as_file(text: str, name: str) -> HttpResponse:
    """UTF-8 with its mark, so that a spreadsheet shows every letter."""
    return HttpResponse(
        "\ufeff" + text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


class OneRow:
    """Mixed into the pages of one row: found under row security."""

    arrival: Arrival

    def subject(self, **kwargs: Any) -> UUID | None:
        found = (
            Arrival.objects.select_related("agency", "batch", "replaces", "contact", "incident")
            .filter(pk=kwargs["pk"])
            .first()
        )
        if found is None:
            raise Http404
        self.arrival = found
        return found.made_id

    def look_facts(self) -> dict[str, Any]:
        return {"page": self.__class__.__name__, "arrival": str(self.arrival.pk)}

    def row(self) -> dict[str, Any]:
        """What every page of a row shows: what came, what became of it, what stands beside it."""
        arrival, other = self.arrival, inbox.standing(self.arrival) if self.arrival.quarantined_at else None
        return {
            "arrival": arrival,
            "outcome": acts.outcome_of(arrival),
            "other": other,
            "fields": side_by_side(arrival, other) if other else fields_of(arrival),
            "reasons": [{"place": acts.place(r["field"]), "say": r["say"]} for r in arrival.reasons],
            "settlement": Settlement.objects.filter(arrival=arrival).select_related("created_by").first(),
            "mended": Arrival.objects.filter(replaces=arrival)
            .select_related("contact", "created_by")
            .first(),
            "back": f"/imports/{arrival.batch_id}/" if arrival.batch_id else "/imports/",
        }


def fields_of(arrival: Arrival) -> list[dict[str, str]]:
    return [
        {"key": acts.place(place), "value": value} for place, value in layouts.flat(json.loads(arrival.body))
    ]


def side_by_side(arrival: Arrival, other: Arrival) -> list[dict[str, Any]]:
    """Both texts, field by field, the words that differ marked."""
    theirs, ours = (dict(layouts.flat(json.loads(a.body))) for a in (arrival, other))
    rows = []
    for place in dict.fromkeys([*ours, *theirs]):
        left, right = ours.get(place, ""), theirs.get(place, "")
        marked = compare_words(left, right) if left and right and left != right else (left, right)
        state = "same" if left == right else "different" if left and right else "missing"
        rows.append({"key": acts.place(place), "left": marked[0], "right": marked[1], "state": state})
    return sorted(rows, key=lambda r: r["state"] == "same")


class RowPage(OneRow, ReadPage):
    verb, template, title = "arrival.viewed", "exchange/row.html", "One row"

    def context(self) -> dict[str, Any]:
        return self.row()


class MendPage(OneRow, ActPage):
    verb, template, title = "arrival.mended", "exchange/mend.html", "Mend a row"
    done = "The row is mended and is being taken in."

    def make_form(self, data: Any = None, *, is_draft: bool = False) -> Any:
        self.form = forms.mending(self.arrival)  # type: ignore[misc]
        return super().make_form(data, is_draft=is_draft)

    def draft_key(self) -> tuple[str, str]:
        return ("MendPage", str(self.arrival.pk))

    def context(self) -> dict[str, Any]:
        return self.row() | {"first": self.form.shown_first}  # type: ignore[attr-defined]

    def act(self, answers: dict[str, Any]) -> Arrival:
        mended: Arrival = acts.mend(
            by=self.request.by,
            at=self.request.at,
            arrival=self.arrival,
            body=forms.body_of(answers, self.arrival.body),
        )
        transaction.on_commit(lambda: jobs.work_on_imports(jobs.IN_ONE, seconds=jobs.SECONDS), robust=True)
        return mended

    def next(self, outcome: Arrival) -> str:
        return f"/imports/rows/{outcome.pk}/"


class SettlePage(OneRow, ActPage):
    verb, template, title = "arrival.settled", "exchange/settle.html", "Settle a row"
    form = forms.SettleForm
    done = "Settled. Both texts stay as they came."

    def draft_key(self) -> tuple[str, str]:
        return ("SettlePage", str(self.arrival.pk))

    def form_words(self) -> dict[str, Any]:
        allowed = ("ours", "new_version") if self.arrival.quarantined_at else ("aside",)
        return {"choices": [c for c in Settlement.CHOICES if c[0] in allowed]}

    def context(self) -> dict[str, Any]:
        return self.row()

    def act(self, answers: dict[str, Any]) -> Arrival:
        body = json.loads(self.arrival.body) if answers["as_what"] == "new_version" else None
        acts.settle(
            by=self.request.by,
            at=self.request.at,
            arrival=self.arrival,
            as_what=answers["as_what"],
            note=answers["note"],
            body=body,
        )
        transaction.on_commit(lambda: jobs.work_on_imports(jobs.IN_ONE, seconds=jobs.SECONDS), robust=True)
        return self.arrival

    def next(self, outcome: Arrival) -> str:
        return f"/imports/rows/{outcome.pk}/"
