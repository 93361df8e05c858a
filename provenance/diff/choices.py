"""What an editor decides where two decisions meet: ours, theirs, or words of her own; by the conflict's key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Side = Literal["ours", "theirs", "text"]


@dataclass(frozen=True)
class Choice:
    """``text`` is what is to stand there where ``side`` is ``text``."""

    side: Side
    text: str = ""

    @classmethod
    def parse(cls, typed: str) -> Choice:
        """``ours``, ``theirs``, or any other words: those themselves."""
        if typed == "ours":
            return cls("ours")
        return cls("theirs") if typed == "theirs" else cls("text", typed)


Choices = Mapping[str, Choice]
"""Choices by the key of the conflict that each settles."""

UNSETTLED: Choices = {}
"""Nobody has decided anything yet."""
