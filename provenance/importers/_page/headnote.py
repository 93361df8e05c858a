"""What a headnote claims in its own words: who drafted the document, which one came before, which book it cites."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from provenance.importers._page.names import NAME, Party, name_list, party

DOCUMENT = (
    r"(?:document|memo|memorandum|letter|telegram|cable|record|report|notes?|transcript|minutes|speech|diary|paper|"
    r"draft|text|message|statement|resolution|decree|protocol|directive|dispatch|proposal|conversation)"
)
_QUOTED = re.compile(r"[“«][^“«”»]{0,5000}[”»]|\"[^\"]{0,5000}\"")
_DRAFTED = re.compile(
    r"\b(?:co-?)?(?:drafted|prepared|written|composed|authored|compiled)\s(?:(?P<how>[a-z]{3,15}ly|"
    r"jointly)\s)?by\s(?:the\s)?",
    re.IGNORECASE,
)
HEDGES = re.compile(
    r"\b(?:probably|apparently|presumably|possibly|perhaps|reportedly|allegedly|likely|seemingly|may|might|supposedly|"
    r"is (?:thought|believed|said)|attributed)\b",
    re.IGNORECASE,
)
_WAS = (
    r"(?:was|is|were|had been|has been|may have been|is (?:said|believed|thought) to have been|"
    r"(?:seems|appears) to have been)"
)


@lru_cache(maxsize=64)
def _of_this(kind: str | None) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How a claim is known to be of this document: by what stands before ``drafted by``, or behind the names.

    ``kind`` is the document's type: of a memorandum, a speech that somebody
    drafted is another document.
    """
    own = {"memorandum": "memo|memorandum", "memo": "memo|memorandum"}.get(kind or "", re.escape(kind or ""))
    noun = rf"(?:document|paper|text|{own})" if own else DOCUMENT
    it = rf"(?:this|the)(?:\s[\w-]{{1,20}}){{0,2}}?\s{noun}(?:\sitself)?"
    before = rf"\b(?:{it}(?:,|,?\s(?:which\s)?{_WAS})|(?:it|this|which)\s{_WAS})(?:\s[a-z]{{3,14}}){{0,2}}\s$"
    behind = rf"\d{{0,3}},?\d{{0,3}}\s(?:it\b|(?:this|the)\s(?:[\w-]{{1,20}}\s){{0,2}}?{noun}\b)"
    return re.compile(before, re.IGNORECASE), re.compile(behind, re.IGNORECASE)


_COUNTED = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty"""
_NUMBER_WORDS = {word: number for number, word in enumerate(_COUNTED.split())}
_SPAN = re.compile(
    r"\b(?P<count>\d{1,4}|"
    + "|".join(_NUMBER_WORDS)
    + r")\s(?P<unit>day|week)s?\s(?P<way>earlier|before|previously|after|later|prior)\b",
    re.IGNORECASE,
)
_NEXT_DAY = re.compile(
    r"\b(?:the (?:previous|preceding) day|the day (?:before|after)|a day (?:earlier|later|before|after)|the (?:next|"
    r"following) day)\b"
)
_SEE = re.compile(r"\bsee (?:also )?(?:the )?(?P<which>previous|preceding|next|following) document\b", re.IGNORECASE)
_BOOK = re.compile(
    r"(?:\b(?:book|memoirs?|autobiography|account|study|novel|monograph)),\s"
    r"(?P<title>[A-Z][\w’'-]{0,30}(?:[:]?\s(?:[A-Z][\w’'-]{0,30}|of|the|on|in|with|and|a|to|from|for|at|by|"
    r"my)){1,14})(?=[,.;:)]|$)"
)
_NAME = re.compile(NAME)


@dataclass(frozen=True)
class Drafting:
    """Somebody is said to have drafted it. ``hedge``: the word that weakens it; ``of_this`` false: perhaps another."""

    agent: Party
    where: str
    start: int
    end: int
    hedge: str | None
    of_this: bool


@dataclass(frozen=True)
class Neighbour:
    """The document before (-1) or after (+1) in the volume, and the days between where they are counted."""

    step: int
    days: int | None
    words: str | None
    where: str


@dataclass(frozen=True)
class Work:
    """A book that is mentioned by its title, and the surname it is mentioned under."""

    title: str
    author: str | None
    where: str


def own_words(words: str) -> str:
    """The same length, with what stands in quotation marks blanked: a quotation is not the editor's claim."""
    return _QUOTED.sub(lambda match: " " * len(match[0]), words)


def sentence_start(words: str, at: int, stops: str) -> int:
    """Where the sentence or clause of ``at`` begins; at most 400 characters back, so that time stays linear."""
    window = max(0, at - 400)
    return max(window, *(words.rfind(stop, window, at) + 1 for stop in stops))


_NEGATED = re.compile(r"\b(?:not|never|nor|hardly|cannot have been|n[’']t)\b[^,;.]{0,40}$", re.IGNORECASE)
_OF_ANOTHER = re.compile(
    r"\b(?:repl(?:y|ies)|answers?|response|version|part|parts|translation|enclosure|attachment|annex|copy|minutes|summary|note|"
    r"letter|telegram|speech|list)\s(?:to|of|on|for)\s(?:this|the|it)\b[^,;.]{0,60}$|\b(?:an?|another|earlier|later|other|whose)\s"
    r"(?:[\w-]{1,20}\s){0,2}?(?:reply|answer|response|version|draft|translation|letter|memorandum|note|report|text)s?\s[^,;.]{0,40}$",
    re.IGNORECASE,
)
_NAME_HEDGE = re.compile(
    r"(?:\b|,\s)(?P<hedge>possibly|probably|perhaps|presumably|apparently|allegedly|maybe)\s$", re.IGNORECASE
)


def draftings(words: str, where: str, kind: str | None = None) -> tuple[Drafting, ...]:
    """The drafting claims of one paragraph, in its own words; ``kind`` is the type of the document."""
    own = own_words(words)
    before_it, behind_it = _of_this(kind)
    found: list[Drafting] = []
    for match in _DRAFTED.finditer(own):
        spans, end = name_list(own, match.end())
        clause = own[sentence_start(own, match.start(), ".;!?") : match.start()]
        if _NEGATED.search(clause[-60:]) or _OF_ANOTHER.search(clause[-120:]):
            continue
        before = own[sentence_start(own, match.start(), ".;!?") : match.start()]
        hedge = HEDGES.search(before.rpartition(",")[2][-60:]) or (
            HEDGES.search(match["how"]) if match["how"] else None
        )
        of_this = bool(before_it.search(before)) or (not before.strip() and bool(behind_it.match(own, end)))
        for start, stop in spans:
            own_hedge = _NAME_HEDGE.search(own[max(0, start - 16) : start])
            said = own_hedge["hedge"].lower() if own_hedge else hedge[0].lower() if hedge else None
            found.append(Drafting(party(own[start:stop]), where, start, stop, said, of_this))
    return tuple(found)


def neighbours(words: str, where: str) -> tuple[Neighbour, ...]:
    """``see previous document``, and how many days lie between where the same sentence counts them."""
    own = own_words(words)
    found = []
    for match in _SEE.finditer(own):
        sentence = own[sentence_start(own, match.start(), ".!?") : match.end()]
        step = -1 if match["which"].lower() in ("previous", "preceding") else 1
        counted = _SPAN.findall(sentence)
        spans = list(_SPAN.finditer(sentence))
        near = _NEXT_DAY.findall(sentence)
        days: int | None = None
        said: str | None = None
        if len(counted) == 1 and not near:
            count = spans[0]["count"].lower()
            number = int(count) if count.isdigit() else _NUMBER_WORDS[count]
            days = number * (7 if spans[0]["unit"].lower() == "week" else 1)
            said = f"{spans[0]['count']} {spans[0]['unit']}s"
        elif len(near) == 1 and not counted:
            days, said = 1, "one day"
        found.append(Neighbour(step, days, said, where))
    return tuple(found)


def works(words: str, where: str) -> tuple[Work, ...]:
    """Books named between commas behind a word that says so (``in his book, T, …``): no others are certain."""
    own = own_words(words)
    found = []
    for match in _BOOK.finditer(own):
        before = own[sentence_start(own, match.start(), ".;!?") : match.start()]
        names = [name[0] for name in _NAME.finditer(before) if name[0] not in ("As", "In", "His", "Her", "The", "A")]
        author = re.sub(r"^(?:As|In)\s|[’']s$", "", names[-1]) if names else None
        found.append(Work(match["title"], author, where))
    return tuple(found)
