"""Older, shorter and contracted forms of a word, which one edition keeps and another modernises or expands.

Where :mod:`~provenance.diff.spelling` says what is one word anywhere, this says
what is one word when it stands at the same place on both sides: ``ye`` and
``the``, ``recd`` and ``received``, ``don't`` and ``do not``, ``добраго`` and
``доброго``, ``Theil`` and ``Teil``, ``vt`` and ``ut``, ``twelve`` and ``12``.
Words are never aligned by it alone.

Sources: the tables of contractions of the Papers of Benjamin Franklin and of
the Adams Papers; the decrees on Russian spelling of 1917 and 1918; the German
rules of 1901; J. Grimm's remarks on u and v in editions.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from provenance.diff.spelling import modern_form

if TYPE_CHECKING:
    from provenance.diff.difference import Sort

_SHORT = {
    "ye": "the", "yt": "that", "yn": "than", "ym": "them", "yr": "your", "yrs": "yours", "wch": "which",
    "wth": "with", "wt": "what", "cd": "could", "wd": "would", "shd": "should", "recd": "received", "sd": "said",
    "agst": "against", "servt": "servant", "obt": "obedient", "honble": "honorable", "hond": "honored",
    "wm": "william", "thos": "thomas", "chas": "charles", "jas": "james", "geo": "george", "benj": "benjamin",
    "govt": "government", "dept": "department", "cde": "comrade", "amb": "ambassador", "gen": "general",
    "col": "colonel", "capt": "captain", "lt": "lieutenant", "maj": "major", "sgt": "sergeant", "pres": "president",
    "secy": "secretary", "prof": "professor", "mr": "mister", "dr": "doctor", "vol": "volume", "inst": "instant",
    "ult": "ultimo", "&c": "etcetera", "etc": "etcetera", "jan": "january", "feb": "february", "apr": "april",
    "aug": "august", "sept": "september", "sep": "september", "oct": "october", "nov": "november",
    "dec": "december", "%": "percent", "тов": "товарищ", "г": "год", "ст": "статья", "hr": "herr", "u": "und",
    "cannot": "can not", "can't": "can not", "won't": "will not", "shan't": "shall not", "et": "and",
}  # fmt: skip
_NUMERAL_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
_NUMERALS = dict(zip(_NUMERAL_WORDS.split(), map(str, [*range(1, 21), *range(30, 100, 10)]), strict=True))
_ORDINALS = {
    "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "sixth": "6th",
    "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th", "eleventh": "11th", "twelfth": "12th",
    "thirteenth": "13th", "fourteenth": "14th", "fifteenth": "15th", "sixteenth": "16th", "seventeenth": "17th",
    "eighteenth": "18th", "nineteenth": "19th", "twentieth": "20th", "thirtieth": "30th",
}  # fmt: skip
_OLD = {
    "tho": "though", "altho": "although", "thro": "through", "thru": "through", "shou'd": "should",
    "cou'd": "could", "wou'd": "would", "shoud": "should", "coud": "could", "woud": "would", "staid": "stayed",
    "dropt": "dropped", "stopt": "stopped", "untill": "until", "expence": "expense", "agreable": "agreeable",
    "risque": "risk", "burthen": "burden", "murther": "murder", "controul": "control", "waggon": "wagon",
    "develope": "develop", "ея": "ее", "онѣ": "они", "однѣ": "одни", "сію": "эту",
    "другія": "другие", "многія": "многие", "долгія": "долгие", "строгія": "строгие", "thun": "tun",
    "seyn": "sein", "sey": "sei", "bey": "bei", "zwey": "zwei", "drey": "drei", "frey": "frei", "giebt": "gibt",
    "gieng": "ging", "hieng": "hing", "fieng": "fing",
}  # fmt: skip
_OLD_ENDS_AND_STEMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), becomes)
    for pattern, becomes in (
        (r"(?<=[a-z]{3})ick(s?)$", r"ic\1"),
        (r"^enquir", "inquir"), (r"^despatch", "dispatch"), (r"^encreas", "increas"), (r"^intire", "entire"),
        (r"^compleat", "complete"), (r"^cloath", "cloth"), (r"^antient", "ancient"), (r"^chus(e|ing)", r"choos\1"),
        (r"^shew", "show"), (r"^oeconom", "econom"), (r"^practis", "practic"),
        # Russian: after the reform -ого, -его, -ые, -ие, and с before a voiceless consonant
        (r"(?<=\w{2})аго(?=(ся)?$)", "ого"), (r"(?<=\w{2})яго(?=(ся)?$)", "его"), (r"ыя(?=(ся)?$)", "ые"),
        (r"(?<=[шжчщ])ія$|(?<=[шждв]н)ія$", "ие"),
        (r"^(бе|во|и|ни|ра|чере|чре)з(?=[скпцчшщхфт])", r"\1с"),
        # German: th, -iren, ey
        (r"theil", "teil"), (r"thür", "tür"), (r"^thal", "tal"), (r"^thier", "tier"), (r"werth", "wert"),
        (r"muth", "mut"), (r"^noth(?=$|w)", "not"), (r"rath(?=(e|es|s)?$)", "rat"), (r"thum(?=$|s$|e)", "tum"),
        (r"(?<=[a-z]{2})ir(en|t|te|ten)$", r"ier\1"), (r"(?<=[a-z]{2})ley$", "lei"),
    )
)  # fmt: skip
# one search instead of two dozen for the words of which there are most
_PERHAPS_OLD = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in _OLD_ENDS_AND_STEMS))
_CONTRACTED = re.compile(r"^([a-z]+)(n't|'re|'ve|'ll|'m)$")
_CONTRACTION = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'m": "am"}
_FORMED = re.compile(r"(?<=[a-z]{3})'d$")
_EARLY_LETTERS = str.maketrans({"v": "u", "j": "i"})
_NOT_EARLY = frozenset(("us", "vs", "ivan", "juan", "ian", "jan", "jon", "ion", "jo", "io"))
"""Words that u and v, i and j do part."""
_FUNCTION_WORDS = frozenset(("of", "the", "and", "for", "in", "to", "on"))
_SENSE_BY_SIGN_WORDS = (
    "we're/were we'll/well he'll/hell she'll/shell i'll/ill she'd/shed we'd/wed i'd/id re-sign/resign "
    "re-signed/resigned re-cover/recover re-covered/recovered re-form/reform re-formed/reformed re-lease/release "
    "re-creation/recreation re-create/recreate re-present/represent re-sent/resent re-serve/reserve re-sort/resort "
    "re-treat/retreat re-mark/remark re-solve/resolve re-count/recount re-call/recall"
)
_SENSE_BY_LETTER_WORDS = (
    # English: an apostrophe; German: ß and ss, the umlaut; French, Spanish, Italian: the accent
    "it's/its let's/lets can't/cant won't/wont maße/masse maßen/massen buße/busse bußen/bussen muße/musse "
    "konnte/könnte konnten/könnten mochte/möchte mochten/möchten hatte/hätte hatten/hätten musste/müsste "
    "mussten/müssten mußte/müßte mußten/müßten durfte/dürfte durften/dürften wurde/würde wurden/würden brachte/brächte "
    "dachte/dächte war/wär waren/wären ware/wäre schon/schön fordern/fördern forderte/förderte forderung/förderung "
    "drucken/drücken druck/drück zahlen/zählen zahlte/zählte tauschen/täuschen fallen/fällen achten/ächten losen/lösen "
    "vater/väter mutter/mütter bruder/brüder tochter/töchter stuck/stück "
    "a/à ou/où la/là des/dès du/dû sur/sûr mur/mûr cru/crû pêche/péché pêcher/pécher pêcheur/pécheur tache/tâche "
    "cote/côte cote/côté côte/côté jeune/jeûne notre/nôtre votre/vôtre el/él tu/tú mi/mí si/sí se/sé de/dé te/té "
    "mas/más esta/está este/esté ano/año anos/años e/è da/dà si/sì li/lì ne/né pero/però meta/metà papa/papà papa/papá"
)
_SENSE_BY_SIGN = frozenset(
    frozenset(pair.split("/")) for pair in f"{_SENSE_BY_SIGN_WORDS} {_SENSE_BY_LETTER_WORDS}".split()
)
_KNOWN = frozenset((*_SHORT, *_NUMERALS, *_ORDINALS, *_OLD))
_EARLY_FIRST = frozenset("uvijew")


def parted_by_a_sign(before: str, after: str) -> bool:
    """Whether a sign, an accent or ß makes another word of the same letters: ``were`` and ``we're``, ``ou`` and ``où``.

    So does an apostrophe that moved: ``boy's`` and ``boys'``. An accent may be left out on a capital at the beginning.
    """
    left, right = (word.lower().replace("’", "'").replace("‐", "-") for word in (before, after))
    if frozenset((left, right)) in _SENSE_BY_SIGN:
        return before[0] == after[0] or not (before[0].isupper() or after[0].isupper())
    return left != right and {left[-2:], right[-2:]} == {"'s", "s'"} and left[:-2] == right[:-2]


@lru_cache(maxsize=50_000)
def expanded(word: str) -> str:
    """A word written out in today's spelling; a contraction as two words."""
    low = word.casefold().replace("’", "'").replace("ſ", "s")
    bare = low.replace(".", "")
    for known in (_SHORT, _NUMERALS, _ORDINALS):
        if bare in known:
            return known[bare]
    if low in _OLD:
        return _OLD[low]
    contracted = _CONTRACTED.match(low)
    if contracted:
        return f"{contracted[1]} {_CONTRACTION[contracted[2]]}"
    form = _FORMED.sub("ed", low)
    if _PERHAPS_OLD.search(form):
        for pattern, becomes in _OLD_ENDS_AND_STEMS:
            form = pattern.sub(becomes, form)
    form = modern_form(form)
    if len(form) > 1 and form not in _NOT_EARLY and form.isascii():
        form = form.translate(_EARLY_LETTERS)
    return form


def same_plain_word(before: str, after: str) -> Sort | None:
    """As :func:`same_written_out`, of two words of plain letters: quick to say no, as most of them are two words."""
    left, right = before.casefold(), after.casefold()
    if left not in _KNOWN and right not in _KNOWN:
        if left[0] != right[0] and (left[0] not in _EARLY_FIRST or right[0] not in _EARLY_FIRST):
            return None
        if abs(len(left) - len(right)) > 2:  # noqa: PLR2004 -- the most that a rule adds to a word
            return None
    return same_written_out(before, after)


def same_written_out(before: str, after: str) -> Sort | None:
    """The sort of a variant of which one side, or both, is an older or a shorter form; None where none explains it."""
    left, right = (words.replace("'", "’").split() for words in (before, after))
    if not left or not right or max(len(left), len(right)) > 12:  # noqa: PLR2004
        return None
    written = [[expanded(word) for word in words] for words in (left, right)]
    if _joined(written[0]) == _joined(written[1]):
        return _sort([*left, *right], [*written[0], *written[1]], {*left} ^ {*right})
    return "abbreviation" if _initials_of(left, right) or _initials_of(right, left) else None


def _joined(words: list[str]) -> str:
    return "".join(expanded(word) for part in words for word in part.split())


def _sort(words: list[str], written: list[str], unlike: set[str]) -> Sort:
    differing = [
        word.casefold().replace("’", "'").replace(".", "")
        for word, form in zip(words, written, strict=True)
        if word in unlike
    ]
    if any(word in _NUMERALS or word in _ORDINALS for word in differing):
        return "figures"
    if any((word in _SHORT and word != "et") or _CONTRACTED.match(word) for word in differing):
        return "abbreviation"
    return "spelling"


def _initials_of(short: list[str], full: list[str]) -> bool:
    """Whether capitals stand for the words of the other side: ``CC CPSU``."""
    letters = "".join(short).replace(".", "")
    if not (letters.isalpha() and letters.isupper() and len(letters) > 1 and len(full) > len(short)):
        return False
    initials = "".join(word[0] for word in full if word.casefold() not in _FUNCTION_WORDS)
    return initials.upper() == letters
