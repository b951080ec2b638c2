"""Pages about who is who: the review queue, two people side by side, merging and its undoing, how good the data are."""

from importlib import import_module

# What the front door knows of a person's history decides whether a second person must agree to a merge.
import_module("kith.frontdoor.reliance")
