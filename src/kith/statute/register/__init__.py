"""The clock register of England, one file per part of the work. Local lengths come from the county's file."""

from ..duty import Duty
from .casework import CASEWORK
from .frontdoor import FRONT_DOOR
from .learning import LEARNING
from .outside_home import OUTSIDE_HOME
from .rights import RIGHTS
from .screening import SCREENING

REGISTER: tuple[Duty, ...] = (*FRONT_DOOR, *SCREENING, *CASEWORK, *OUTSIDE_HOME, *LEARNING, *RIGHTS)
