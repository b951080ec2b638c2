"""Numbers that look right and belong to nobody: NHS numbers of the 999 test range, UPNs of an authority
that is not."""

from __future__ import annotations

from .ground import LA_CODE

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # no I, O or S
_STEP, _RANGE = 611_953, 1_000_000  # coprime, so every number of the range comes up once


def nhs_check(nine: str) -> str | None:
    """The tenth digit by modulus 11 (NHS Data Dictionary), or None where it would be 10 and the number
    may not exist."""
    left = 11 - sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
    return None if left == 10 else str(left % 11)


def is_nhs_number(text: str) -> bool:
    """Ten digits with the right check digit."""
    return len(text) == 10 and text.isdigit() and nhs_check(text[:9]) == text[9]


def upn_letter(twelve: str) -> str:
    """The first letter of a unique pupil number (DfE, UPN guide): weights 2 to 13, modulus 23."""
    return _UPN_LETTERS[sum(int(digit) * weight for weight, digit in enumerate(twelve, 2)) % 23]


def is_upn(text: str) -> bool:
    """A letter and twelve digits that agree."""
    return len(text) == 13 and text[1:].isdigit() and upn_letter(text[1:]) == text[0]


class Issuer:
    """Gives out each number once, in the order people are born to the county. The only thing here that
    remembers."""

    def __init__(self, seed: int) -> None:
        self._nhs = self._pupil_id = 0
        self._offset = seed * 7919 % _RANGE
        self._intake: dict[tuple[str, int], int] = {}

    def nhs_number(self) -> str:
        """The next unused NHS number of the test range; OverflowError once all 909,000 or so are given."""
        while self._nhs < _RANGE:
            nine = f"999{(self._nhs * _STEP + self._offset) % _RANGE:06d}"
            self._nhs += 1
            digit = nhs_check(nine)
            if digit:
                return nine + digit
        raise OverflowError("the 999 range of NHS numbers is used up")

    def upn(self, estab: str, year: int) -> str:
        """The next pupil number of a school (four digits) and year of entry."""
        serial = self._intake.get((estab, year), 0)
        self._intake[estab, year] = serial + 1
        twelve = f"{LA_CODE}{estab}{year % 100:02d}{serial % 1000:03d}"
        return upn_letter(twelve) + twelve

    def la_child_id(self) -> str:
        """The next council child number: letters and digits only, at most twenty."""
        self._pupil_id += 1
        return f"TH{self._pupil_id:07d}"
