"""Substantive or accidental, and of what sort: the classes of Greg and Bowers, decided from the two readings alone.

A variant is accidental only where a stated fold makes both readings one; what
no fold explains is substantive. The folds are tried from the least visible
(an invisible character) to the most (punctuation), each on top of those before
it, and the sort is the fold that closed the gap. What cannot be told apart on
a screen is named.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from provenance.diff.dates import figures_agree, same_date
from provenance.diff.older_forms import parted_by_a_sign, same_plain_word, same_written_out
from provenance.diff.spelling import modern_form, same_name
from provenance.model.unseen import UNSEEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.diff.difference import Class, Sort

QUOTES = "\"'‘’‚‛“”„‟«»‹›`´′″＂＇「」『』〝〞׳״"
DASHES = "‐‑‒–—―−﹘﹣－-"
HYPHENS = "‐‑-\u00ad⁃"
BRACKETS = "[]()⟨⟩{}［］（）〈〉"
LACUNA = "⟨…⟩"
"""What the document reading shows where words are missing: it counts as a word."""
_LACUNA_SIGN = "\ufdd0"  # a noncharacter: no fold touches it

_QUOTE_FOLD = str.maketrans(dict.fromkeys(QUOTES, "'"))
_DASH_FOLD = str.maketrans(dict.fromkeys(DASHES, "-"))
_HYPHEN_DROP = str.maketrans(dict.fromkeys(HYPHENS))
_BRACKET_DROP = str.maketrans(dict.fromkeys(BRACKETS))
_WHITE = re.compile(r"\s+")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_IN_ROUND = re.compile(r"(?<=\w)\([^\W\d_]+\)|\([^\W\d_]+\)(?=\w)|^\([^\W\d_]+\)(?= .*\w\()")
_ZERO_WIDTH = re.compile("[\u200c\u200d\ufe00-\ufe0f]")

# letters that look alike in most types; the confusables that editors meet (Unicode TS 39, the single-letter part)
_CYRILLIC_LIKE = "аАвВсСеЕнНіІјЈкКмМоОрРѕЅтТхХуУԁһԛԝ"
_LATIN_LIKE = "aABBcCeEHHiIjJKKMMoOpPsSTTxXyYdhqw"
_GREEK_LIKE = "αΑΒΕΖΗΙΚΜΝΟοΡρΤΥυΧνγ"
_LATIN_GREEK = "aABEZHIKMNOoPpTYuXvy"
_LOOK_ALIKE = str.maketrans(dict(zip(_CYRILLIC_LIKE + _GREEK_LIKE, _LATIN_LIKE + _LATIN_GREEK, strict=True)))


_SAME_IN_CAPITALS = str.maketrans(
    {there: here for there, here in zip(_CYRILLIC_LIKE + _GREEK_LIKE, _LATIN_LIKE + _LATIN_GREEK, strict=True)
     if there not in "ανγυвкмнт"}
)  # fmt: skip
"""Letters that are drawn as Latin ones, not only near them: a whole word of them can be of the wrong script."""
# the Persian letters, which keyboards put for the Arabic ones
_ARABIC_LETTERS = str.maketrans({"ی": "ي", "ک": "ك"})
_ARABIC_HAMZA = "\u0653\u0654\u0655"
_OF_SIGNS = frozenset(("invisible", "spacing", "quotes", "dash", "brackets", "hyphenation", "punctuation"))
_PARTING = _OF_SIGNS | {"accent", "spelling"}


class Verdict(NamedTuple):
    """The class and sort of a variant; ``note`` names what cannot be seen."""

    class_: Class
    sort: Sort | None
    note: str | None = None


@lru_cache(maxsize=100_000)
def classify(before: str, after: str) -> Verdict:
    """The verdict on two readings of the same place, one of which may be empty."""
    if before == after:
        return Verdict("equal", None)
    # letters that are only on one side stay there, whatever is folded
    if not (before and after) and any(c.isalnum() for c in before or after):
        return Verdict("substantive", "words")
    if before.isascii() and after.isascii() and before.isalnum() and after.isalnum():
        return _of_plain_words(before, after)
    return _folded_together(before, after) or _written_otherwise(before, after) or _substantive(before, after)


def _substantive(before: str, after: str) -> Verdict:
    return Verdict("substantive", "number" if _numeric(before) and _numeric(after) else "words")


def _folded_together(before: str, after: str) -> Verdict | None:
    """The verdict of the first fold that makes both readings one; None where none does."""
    left, right = before.replace(LACUNA, _LACUNA_SIGN), after.replace(LACUNA, _LACUNA_SIGN)
    for sort, fold in _FOLDS:
        left, right = fold(left), fold(right)
        if left == right:
            return _of_fold(sort, before, after)
        if sort == "unicode" and _look_alike(left, right):
            return Verdict("accidental", "homoglyph", _note(before, after, "homoglyph"))
    return None


def _of_fold(sort: Sort, before: str, after: str) -> Verdict:
    """The verdict on two readings that a fold made one, unless what it folds parts a number or a word here."""
    if sort in _OF_SIGNS and not figures_agree(before, after):
        return _substantive(before, after)
    if sort in _PARTING and parted_by_a_sign(before, after):
        return _substantive(before, after)
    if sort == "accent" and _vowels_clash(before, after):
        return _substantive(before, after)
    if sort == "hyphenation":
        sort = _division(before, after)
    elif sort == "punctuation" and "'" in _quotes(before + after) and same_name(_letters(before), _letters(after)):
        sort = "transliteration"
    return Verdict("accidental", sort, _note(before, after, sort))


def _written_otherwise(before: str, after: str) -> Verdict | None:
    """The verdict on two readings of the same words that no fold of letters explains; None where they are not."""
    if _private_for_letters(before, after) or _private_for_letters(after, before):
        return Verdict("accidental", "private-use", _note(before, after, "private-use"))
    if same_name(_letters(before), _letters(after)):
        return Verdict("accidental", "transliteration")
    if not (before and after):
        return None
    if same_date(before, after):
        return Verdict("accidental", "date")
    sort = same_written_out(before, after)
    if sort is None and _expanded_letters(before, after):
        sort = "abbreviation"
    return None if sort is None else Verdict("accidental", sort)


def _of_plain_words(before: str, after: str) -> Verdict:
    """Two words of a-z and digits: most of what is compared, and few folds can matter to it."""
    left, right = before.casefold(), after.casefold()
    if left == right:
        return Verdict("accidental", "capital")
    if modern_form(left) == modern_form(right):
        return Verdict("accidental", "spelling")
    if same_name(before, after):
        return Verdict("accidental", "transliteration")
    sort = same_plain_word(before, after)
    if sort is not None:
        return Verdict("accidental", sort)
    return Verdict("substantive", "number" if before.isdigit() and after.isdigit() else "words")


def _expanded_letters(before: str, after: str) -> bool:
    """Whether one side has the letters in round brackets that the other leaves out: ``d(omi)ni``, ``dni``."""
    left, right = (_IN_ROUND.sub("", words) for words in (before, after))
    return (left != before) != (right != after) and _punctuation(_spaces(left)) == _punctuation(_spaces(right)) != ""


def _division(before: str, after: str) -> Sort:
    """What parts the words where letters are the same: a bracket, a quotation mark, a hyphen, a space, or a pause."""
    unlike = {*_counted(before).items()} ^ {*_counted(after).items()}
    signs = {character for character, _ in unlike if not character.isspace()}
    if not signs.isdisjoint(BRACKETS):
        return "brackets"
    if signs and signs <= set(QUOTES):
        return "quotes"
    signs = {c for c in before + after if c in DASHES}
    if signs - set(HYPHENS) or any(" -" in f" {words}" and "- " in f"{words} " for words in (before, after)):
        return "punctuation"
    return "hyphenation" if signs else "spacing"


def _counted(words: str) -> Counter[str]:
    return Counter(c for c in words if not c.isalnum())


def _private_for_letters(private: str, letters: str) -> bool:
    """Whether a character of a font's own stands where the other side has a letter, or nothing."""
    if not _PRIVATE.search(private):
        return False
    pattern = ".?".join(re.escape(part) for part in _PRIVATE.split(private))
    return re.fullmatch(pattern, letters, re.DOTALL) is not None


def is_private(character: str) -> bool:
    """True for a character of a font's own: what it means, no standard says."""
    return "\ue000" <= character <= "\uf8ff" or character >= "\U000f0000"


def _no_unseen(words: str) -> str:
    if words.isascii() and words.isprintable():
        return words
    return _ZERO_WIDTH.sub("", UNSEEN.sub("", words))


def _nfc(words: str) -> str:
    return words if words.isascii() else unicodedata.normalize("NFC", words)


def _nfkc(words: str) -> str:
    # a superscript or a fraction says something else than its digits: 'm²' is not 'm2'
    if words.isascii():
        return words
    return "".join(_plain_character(c) for c in words)


@lru_cache(maxsize=4_096)
def _plain_character(character: str) -> str:
    if unicodedata.category(character) == "No":
        return character
    if character.isdecimal():
        return str(unicodedata.decimal(character))  # Arabic-Indic and other digits say the same number
    return unicodedata.normalize("NFKC", character).translate(_ARABIC_LETTERS)


def _one_script(words: str) -> str:
    return words.translate(_LOOK_ALIKE) if not words.isascii() and _mixed_scripts(words) else words


def _look_alike(before: str, after: str) -> bool:
    """Whether two readings are drawn alike in letters of two scripts: ``СССР`` and ``CCCP``."""
    if before.isascii() and after.isascii():
        return False
    return before.translate(_SAME_IN_CAPITALS) == after.translate(_SAME_IN_CAPITALS)


def _mixed_scripts(words: str) -> bool:
    scripts = {unicodedata.name(c, "").partition(" ")[0] for c in words if c.isalpha()}
    return len(scripts & {"LATIN", "CYRILLIC", "GREEK"}) > 1


def _spaces(words: str) -> str:
    return _WHITE.sub(" ", words).strip()


def _quotes(words: str) -> str:
    return words.translate(_QUOTE_FOLD).replace("''", "'")


def _dashes(words: str) -> str:
    return re.sub(r" ?-+ ?", "-", words.translate(_DASH_FOLD)) if any(c in DASHES for c in words) else words


def _capitals(words: str) -> str:
    # casefold makes ss of ß: that is spelling, and told as such
    return "ß".join(part.casefold() for part in words.split("ß"))


def _accents(words: str) -> str:
    """Without accents that a language may leave out; signs that make another letter (й, Indic vowels) stay."""
    if words.isascii():
        return words
    kept: list[str] = []
    base = ""
    for letter in unicodedata.normalize("NFD", words):
        if unicodedata.category(letter) == "Mn" and _may_go(base, letter):
            continue
        if unicodedata.category(letter) != "Mn":
            base = letter
        kept.append(letter)
    return unicodedata.normalize("NFC", "".join(kept))


def _may_go(base: str, mark: str) -> bool:
    name = unicodedata.name(base, "") if base else ""
    if "CYRILLIC" in name:
        return mark == "\u0301" or (base in "еЕ" and mark == "\u0308")
    if "LATIN" in name or "GREEK" in name:
        return "\u0300" <= mark <= "\u036f"
    return _is_vowel(mark) or mark in _ARABIC_HAMZA


def _is_vowel(mark: str) -> bool:
    """Whether a mark is a point or a vowel of Hebrew or Arabic, which most texts leave out."""
    return "\u0591" <= mark <= "\u05c7" or "\u064b" <= mark <= "\u0652" or mark == "\u0670"


def _vowels_clash(before: str, after: str) -> bool:
    """Whether both sides point the same letter, and differently: no sign was left out, another was set."""
    left, right = _pointed(before), _pointed(after)
    return len(left) == len(right) and any(
        not (mine <= theirs or theirs <= mine) for mine, theirs in zip(left, right, strict=True)
    )


def _pointed(words: str) -> list[set[str]]:
    marks: list[set[str]] = []
    for character in unicodedata.normalize("NFD", words):
        if unicodedata.category(character) != "Mn":
            marks.append(set())
        elif marks and (_is_vowel(character) or character in _ARABIC_HAMZA):
            marks[-1].add(character)
    return marks


def _hyphens(words: str) -> str:
    return words.translate(_HYPHEN_DROP).replace(" ", "")


def _spelled(words: str) -> str:
    return " ".join(modern_form(word) for word in words.split(" "))


def _punctuation(words: str) -> str:
    return "".join(c for c in words if not is_sign(c)).strip()


_FOLDS: tuple[tuple[Sort, Callable[[str], str]], ...] = (
    ("invisible", _no_unseen),
    ("unicode", _nfc),
    ("spacing", _spaces),
    ("unicode", _nfkc),
    ("homoglyph", _one_script),
    ("quotes", _quotes),
    ("dash", _dashes),
    ("capital", _capitals),
    ("accent", _accents),
    ("spelling", _spelled),
    ("brackets", lambda words: words.translate(_BRACKET_DROP)),
    ("hyphenation", _hyphens),
    ("punctuation", _punctuation),
)


@lru_cache(maxsize=4_096)
def is_sign(character: str) -> bool:
    """True for what punctuates or encloses; false for letters, digits and symbols that are read aloud ($, %, §, &)."""
    return (unicodedata.category(character)[0] == "P" and character not in "%&§@#") or character in QUOTES


def _letters(words: str) -> str:
    return "".join(c for c in words if not is_sign(c)).strip()


def _numeric(words: str) -> bool:
    return any(c.isdigit() for c in words) and not any(c.isalpha() for c in words)


def _note(before: str, after: str, sort: Sort) -> str | None:
    """Names for what two readings do not show: the characters that one has and the other has not."""
    if sort not in ("invisible", "unicode", "homoglyph", "private-use", "spacing"):
        return None
    gone = [c for c in before if c not in after]
    come = [c for c in after if c not in before]
    names = [", ".join(dict.fromkeys(_name(c) for c in characters)) for characters in (gone, come)]
    if not any(names) or (sort == "spacing" and all(c == " " for c in gone + come)):
        return None
    if all(names):
        return f"{names[0]} → {names[1]}"
    return f"{names[0]} gone" if names[0] else f"{names[1]} added"


def _name(character: str) -> str:
    if character == "\n":
        return "line break"
    if character == "\t":
        return "boundary of cells"
    if character == " ":
        return "space"
    name = unicodedata.name(character, "private use" if _PRIVATE.match(character) else "unnamed")
    return f"{name} (U+{ord(character):04X})"


@lru_cache(maxsize=100_000)
def fold_word(word: str) -> str:
    """What accidental variants of one word have in common: they are aligned by it, then classed exactly.

    A look-alike letter counts as the Latin one, everywhere: two words of
    different scripts that fold to one are told apart by :func:`classify`.
    """
    if word.isascii():
        return modern_form(word.casefold().replace("'", ""))
    folded = unicodedata.normalize("NFKC", _ZERO_WIDTH.sub("", UNSEEN.sub("", word))).casefold()
    if not folded.isascii() and folded.isdecimal():
        folded = "".join(str(unicodedata.decimal(digit)) for digit in folded)
    folded = folded.translate(_QUOTE_FOLD).replace("'", "")
    return modern_form(_accents(folded).translate(_LOOK_ALIKE) if _mixed_scripts(folded) else _accents(folded))
