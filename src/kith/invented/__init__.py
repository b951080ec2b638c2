"""The invented county of Thornshire, for the demonstration, the tests and the load runs.

Nobody in it exists. Families are born, move, part and re-form; four agencies keep their own imperfect
records of them; worries arrive, are asked about, decided and told. The same seed always gives the same
county. What is really true (which records are one person, who are twins, which likenesses are traps) goes
to a file of its own that the application never reads.
"""

from . import nouns
from .shire import County, county

__all__ = ["County", "county", "nouns"]
