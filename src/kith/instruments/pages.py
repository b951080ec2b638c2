"""The page of a form made from a tool: kept on the phone when the signal is lost, sent once. Rooms above declare their
own by subclassing ToolPage."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.decorators import method_decorator
from django.views.decorators.gzip import gzip_page

from kith.authority import drafts
from kith.authority.pages import ActPage
from kith.instruments import sending
from kith.instruments.forms import ONE, About, Known, ToolForm, form_class
from kith.instruments.tool import Tool


class ToolPage(ActPage):
    """An ActPage whose form is a tool's. Say `tool()`, `asked_about()`, `known()`, `act(answers)` and `next(outcome)`:
    `answers["given"]` holds typed answers by the person's key, `answers["sources"]` where known facts came from."""

    template = "instruments/form.html"
    send_words = "Send"
    later = "/work/"   # where "Save and finish later" leads

    def tool(self) -> Tool:
        """The version that is asked now. Keep it stable while a draft stands."""
        raise TypeError(f"{self.__class__.__name__} must say which tool it asks")

    def asked_about(self) -> tuple[About, ...]:
        """Whom the questions "for each" are asked about; nobody in particular by itself."""
        return ONE

    def known(self) -> Known:
        """What is held already: shown with its source, not asked again."""
        return {}

    @cached_property
    def form(self) -> type[ToolForm]:  # type: ignore[override]
        return form_class(self.tool(), self.asked_about(), self.known())

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What already arrived is answered with its receipt, before anything else is asked of the page."""
        key, by = self.send_key(request), getattr(request, "by", None)
        if request.method == "POST" and key and by and (path := sending.received(by, key)):
            return self.moved(path)
        return super().dispatch(request, *args, **kwargs)

    @method_decorator(gzip_page)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The long form goes compressed to a phone with a weak signal. It repeats nothing of the request (no search
        words, no query), Django masks its token anew each time and pads the length, so what is secret in it cannot be
        guessed from how well it packs. The answer to a POST repeats what was typed and stays as it is."""
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "finish_later" in request.POST:
            return self.keep_for_later()
        return super().post(request, *args, **kwargs)

    def keep_for_later(self) -> HttpResponse:
        """Without a script, or by choice: everything typed goes into the writer's draft."""
        answers = {name: [str(v) for v in self.request.POST.getlist(name)] for name in self.request.POST}
        drafts.keep(self.request, self.draft_key(), answers=answers, path=self.request.path, title=self.title)
        return HttpResponseRedirect(self.later)

    @staticmethod
    def send_key(request: HttpRequest) -> Any:
        """The key this sending carries, or None."""
        return sending.key_in(request.POST.get(sending.FIELD, ""))

    def after(self, outcome: Any) -> HttpResponse:
        """Note the receipt, then move on; a script is told where to."""
        response = super().after(outcome)
        key = self.send_key(self.request)
        if key and self.request.by:
            sending.receive(self.request.by, self.request.at, key, response.headers["Location"])
        return self.moved(response.headers["Location"], response)

    def moved(self, path: str, response: HttpResponse | None = None) -> HttpResponse:
        """To the next page; as JSON for the script that sends what a phone kept, cookies with it."""
        if self.request.headers.get(sending.HEADER) != "1":
            return response or HttpResponseRedirect(path)
        told = JsonResponse({"next": path})
        told.cookies.update(response.cookies if response else {})
        return told

    def show(self, *, status: int = 200, **extra: Any) -> Any:
        """The form's page also carries its tool, its key and the lock of what the phone keeps."""
        form, by = extra.get("form"), self.request.by
        if isinstance(form, ToolForm) and by:
            key = self.send_key(self.request) or uuid4()
            extra |= {"tool": form.tool, "blocks": form.blocks(), "send_key": key, "send_words": self.send_words,
                      "lock": sending.phone_lock(by, self.draft_key(), self.request.at) if self.drafting() else ""}
        return super().show(status=status, **extra)
