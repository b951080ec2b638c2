"""The decision's questions: outcome, reasons, evidence, and the child's voice or why there is none."""

from __future__ import annotations

from kith.frontdoor.bench.follows import AFTER
from kith.frontdoor.bench.forms import Choices, offer, outcomes
from kith.kit import forms
from kith.statute import codes

NO_ENTRY = "none"


class Decide(forms.KithForm):
    """One child's decision. The rules judge it all at once when it is saved; here only the shape is checked."""

    dense = True
    chosen = forms.Radios(label="Outcome", choices=(), hints=AFTER, noun="the outcome")
    level = forms.Radios(label="Level of need", choices=(), required=False, noun="the level of need",
                         hint="Where the outcome belongs to one level only, leave it empty.")
    indicator = forms.Text(label="Indicator", required=False, width="full", max_length=200,
                           hint="Which line of the levels guidance fits, for example “physical harm”")
    options_considered = forms.LongText(label="Other options considered (and why not)", rows=3, required=False,
                                        hint="What else could have been decided.")
    rationale = forms.LongText(label="Reasons for this decision (somebody will read them in five years)", rows=6,
                               required=False)
    evidence = forms.Checkboxes(label="What this decision relies on (tick all)", choices=(), required=False)
    voice = forms.Radios(label="Which words are used (or none)", choices=(), required=False)
    influence = forms.Choice(label="What difference did they make (to this decision)?", choices=(), required=False)
    difference = forms.LongText(label="How (in a sentence)", rows=2, required=False)
    no_voice_reason = forms.Choice(label="Why not (if no words are used)", choices=(), required=False)
    obtain_on = forms.DateParts(label="The day the child will be seen and heard (if not yet seen)", required=False)
    parents_view = forms.LongText(label="The parents' view", rows=3, required=False,
                                  hint="What they say about it, or why they were not asked.")
    interim_step = forms.LongText(label="If a partner does not agree: the safer step in the meantime", rows=2,
                                  required=False, hint="It stands until the disagreement is settled.")

    def __init__(self, *args, evidence: Choices = (), voices: Choices = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "chosen", outcomes())
        offer(self, "level", codes.choices("level_of_need"))
        offer(self, "evidence", evidence)
        offer(self, "voice", [*voices, (NO_ENTRY, "No entry is used; the reason stands below")])
        offer(self, "influence", [("", "Choose"), *codes.choices("voice_influence")])
        offer(self, "no_voice_reason", [("", "Choose"), *codes.choices("no_voice_reason")])
