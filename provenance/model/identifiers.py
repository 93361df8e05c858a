"""Identifiers held against their check digits, or where they have none against their shape.

ORCID and ISNI end in a check digit of ISO 7064 MOD 11-2, ISBN in one of its
own; VIAF, Wikidata, DOI, GND and LCNAF have a shape alone (GND a check digit
too, which older forms lack). A bare identifier is kept, not an address on the web.
"""

from __future__ import annotations

import re
from typing import ClassVar

from provenance.errors import InputError
from provenance.model.address import _Checked

_PREFIX = re.compile(
    r"\s*(?:(?:VIAF|ISNI|ORCID(?: iD)?|GND|LCCN|LCNAF|ISBN(?:-1[03])?|DOI)[: ]|\(DE-588\))\s*", re.IGNORECASE
)
"""What people write before an identifier."""


class _Identifier(_Checked):
    """An identifier of one scheme: ``NAME`` for messages, ``SHAPE`` it must have, ``EXAMPLE`` for the mend."""

    __slots__ = ()
    NAME: ClassVar[str]
    SHAPE: ClassVar[re.Pattern[str]]
    EXAMPLE: ClassVar[str]
    WEB: ClassVar[str] = ""

    @classmethod
    def parse(cls, value: str) -> _Identifier:
        """The identifier; InputError where its shape or its check digit is wrong."""
        if cls.SHAPE.fullmatch(value) is None:
            bare = _PREFIX.sub("", value)
            mended = bare if cls.SHAPE.fullmatch(bare) else cls._mended(bare)
            raise InputError(f"{value[:80]!r} is no {cls.NAME}", hint=mended or cls.EXAMPLE)
        cls._check(value)
        return cls(value)

    @classmethod
    def _check(cls, value: str) -> None:
        """Raise InputError where the check digit is wrong."""

    @classmethod
    def _mended(cls, value: str) -> str | None:
        """The identifier inside an address on the web, or with its separators put right."""
        found = cls.SHAPE.search(value)
        return found[0] if found is not None and "/" in value else None

    @property
    def url(self) -> str:
        """Its address on the web."""
        return f"{self.WEB}{self}"


class Viaf(_Identifier):
    """The number of a VIAF cluster."""

    __slots__ = ()
    NAME = "VIAF identifier"
    SHAPE = re.compile(r"[1-9][0-9]{0,21}", re.ASCII)
    EXAMPLE = "the digits alone, as in 102333412"
    WEB = "https://viaf.org/viaf/"


class Wikidata(_Identifier):
    """A Wikidata item."""

    __slots__ = ()
    NAME = "Wikidata item"
    SHAPE = re.compile(r"Q[1-9][0-9]{0,11}", re.ASCII)
    EXAMPLE = "Q and digits, as in Q42"
    WEB = "https://www.wikidata.org/wiki/"

    @classmethod
    def _mended(cls, value: str) -> str | None:
        return super()._mended(value) or (value.upper() if cls.SHAPE.fullmatch(value.upper()) else None)


class Isni(_Identifier):
    """An ISNI: 16 characters, the last a check digit."""

    __slots__ = ()
    NAME = "ISNI"
    SHAPE = re.compile(r"[0-9]{15}[0-9X]", re.ASCII)
    EXAMPLE = "16 digits without spaces, as in 0000000121032683"
    WEB = "https://isni.org/isni/"

    @classmethod
    def _check(cls, value: str) -> None:
        _mod_11_2(value, value, cls.NAME)

    @classmethod
    def _mended(cls, value: str) -> str | None:
        bare = re.sub(r"[ -]", "", value).upper()
        return bare if cls.SHAPE.fullmatch(bare) else super()._mended(value)


class Orcid(_Identifier):
    """An ORCID iD: four groups of four, the last character a check digit."""

    __slots__ = ()
    NAME = "ORCID iD"
    SHAPE = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]", re.ASCII)
    EXAMPLE = "four groups of four, as in 0000-0002-1825-0097"
    WEB = "https://orcid.org/"

    @classmethod
    def _check(cls, value: str) -> None:
        _mod_11_2(value.replace("-", ""), value, cls.NAME)

    @classmethod
    def _mended(cls, value: str) -> str | None:
        bare = re.sub(r"[ -]", "", value).upper()
        if re.fullmatch(r"[0-9]{15}[0-9X]", bare):
            return "-".join(bare[start : start + 4] for start in range(0, 16, 4))
        return super()._mended(value)


class Gnd(_Identifier):
    """An identifier of the German integrated authority file."""

    __slots__ = ()
    NAME = "GND identifier"
    SHAPE = re.compile(r"[1-9][0-9]{0,9}-?[0-9X]", re.ASCII)
    EXAMPLE = "digits, the last of which may be X, as in 118540238"
    WEB = "https://d-nb.info/gnd/"


class Lcnaf(_Identifier):
    """A name of the Library of Congress Name Authority File."""

    __slots__ = ()
    NAME = "LCNAF identifier"
    SHAPE = re.compile(r"n[a-z]{0,2}[0-9]{8,10}", re.ASCII)
    EXAMPLE = "letters and digits without a space, as in n79021164"
    WEB = "https://id.loc.gov/authorities/names/"

    @classmethod
    def _mended(cls, value: str) -> str | None:
        bare = re.sub(r"\s", "", value).lower()
        return bare if cls.SHAPE.fullmatch(bare) else super()._mended(value)


class Isbn(_Identifier):
    """An ISBN of 10 or 13 digits, with or without hyphens."""

    __slots__ = ()
    NAME = "ISBN"
    SHAPE = re.compile(r"[0-9](?:-?[0-9]){8,11}-?[0-9X]", re.ASCII)
    EXAMPLE = "10 or 13 digits, as in 978-963-9776-77-7"
    WEB = "https://www.worldcat.org/isbn/"

    @classmethod
    def _check(cls, value: str) -> None:
        from stdnum import exceptions, isbn

        try:
            isbn.validate(value)
        except exceptions.InvalidChecksum:
            raise InputError(f"{value!r} is no ISBN: its check digit does not fit", hint=_isbn_mend(value)) from None
        except exceptions.ValidationError:
            raise InputError(f"{value!r} is no ISBN", hint=cls.EXAMPLE) from None


class Doi(_Identifier):
    """A DOI without the resolver's address."""

    __slots__ = ()
    NAME = "DOI"
    SHAPE = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]{1,9}){0,4}/[!-~]{1,200}", re.ASCII)
    EXAMPLE = "prefix and suffix, as in 10.1000/182"
    WEB = "https://doi.org/"


def _mod_11_2(digits: str, written: str, name: str) -> None:
    """Hold the last character against ISO 7064 MOD 11-2."""
    from stdnum.iso7064 import mod_11_2

    if not mod_11_2.is_valid(digits):
        right = mod_11_2.calc_check_digit(digits[:-1])
        raise InputError(
            f"{written!r} is no {name}: its check digit does not fit the other digits",
            hint=f"if only the last character is wrong: {written[:-1]}{right}",
        )


def _isbn_mend(value: str) -> str | None:
    """The same ISBN with the check digit that the others ask for; None where it has neither 10 nor 13 digits."""
    from stdnum import ean

    digits = value.replace("-", "")
    if len(digits) == 10:  # noqa: PLR2004
        left = -sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits[:-1], strict=True)) % 11
        return f"if only the last character is wrong: {value[:-1]}{'X' if left == 10 else left}"  # noqa: PLR2004
    if len(digits) != 13:  # noqa: PLR2004
        return None
    return f"if only the last digit is wrong: {value[:-1]}{ean.calc_check_digit(digits[:-1])}"
