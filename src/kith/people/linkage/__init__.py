"""The person index's arithmetic: is this the child we already know? One cleaner, one set of keys, one scorer.

Pure: no database, no clock. `clean` a source's `Record`, find rows that share one of its `keys`, `match` them. The same
functions serve the live referral and the bulk run, so the two cannot disagree.
"""

from .clean import CLEANER_VERSION, clean
from .decide import Decision, decide
from .explain import explain, sentence
from .keys import INDEX_VERSION, KEYS_VERSION, asked, indexed, keys
from .live import Candidate, Matches, match
from .model import Model, ModelError, load_model
from .record import Cleaned, Record, pack, unpack
from .score import Scored, score

__all__ = [
    "CLEANER_VERSION",
    "INDEX_VERSION",
    "KEYS_VERSION",
    "Candidate",
    "Cleaned",
    "Decision",
    "Matches",
    "Model",
    "ModelError",
    "Record",
    "Scored",
    "asked",
    "clean",
    "decide",
    "explain",
    "indexed",
    "keys",
    "load_model",
    "match",
    "pack",
    "score",
    "sentence",
    "unpack",
]
