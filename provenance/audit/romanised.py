"""Words of another language inside brackets: a gloss that nobody declared as one.

Two tests, both cheap and both conservative. Letters of another script than the
text's own need no more evidence. Romanised Slavic words are known by how they
are built (``-iyam``, ``-ogo``, ``shch``, ``zh``): endings and clusters of the
Library of Congress, BGN/PCGN and scholarly romanisations that ordinary English,
French and German words do not have. A bracket counts only where it is all
lower case, holds no little word of the text's language, and holds no word that
stands elsewhere in the text outside brackets.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_WORD = re.compile(r"[^\W\d_]+(?:[’'ʼʹ′-][^\W\d_]+)*[’'ʼʹʺ′]?")
_BRACKETED = re.compile(r"\[[^\[\]]*\]")
_LITTLE_WORDS = {
    language: frozenset(word for line in lines for word in line.split())
    for language, lines in {
        "en": (
            "a an and are as at be been but by can could did do does for from had has have he her his if in into is",
            "it its may might more most must no not of on or our out shall she should so than that the their them then",
            "there these they this those to up us was we were what when which who will with would you your me my him",
        ),
        "fr": (
            "le la les un une des du de et en que qui ne pas est dans par pour sur au aux se ce cette il elle nous",
        ),
        "de": ("der die das den dem des ein eine einer und in zu von mit ist war nicht sich auf für im er sie es wir",),
    }.items()
}
_MARKS = re.compile(
    r"""
    # letters and signs of romanisation
    shch | zhd | [čšžŝěʹʺ] | [bdfklmnprtvz]['’]$ | [a-z](?:l['’][a-z]|[nr]['’][kgdsz])
    # muzhik, zhizn, mozhno; drugikh, khozyaistvo, dukhovnyi
    | (?<![rtlnic])zh | [eo]rzh[kiu] | olzh[en] | [a-z]{3}(?:ykh|ikh|akh)$ | ^kh[lorv] | [aeiouy]kh(?=o[^ulr]|n|v)
    # adjectives: otdelnym, novogo, novomu, novymi; novaya, novaia; novoe, novoye; novyye; novyy, novyi; novuyu; novoi
    | (?:[^o]|^)nym$ | [dtlrvskb]ym$ | [a-z]{3}(?:ogo|omu|ego|emu|ymi|imi)$(?<!gogo)(?<!bogo)
    | [a-z]{2}[nlvdtkrg]aya$ | [nvlmdstr]aia$ | [a-z]{2}[vsk]oe$ | [nvlk]oye$ | [nvk]yye$ | [a-z]yy$ | [^aeiou]iy$
    | [^aeiouy]yi$ | uyu$ | iuiu$ | skoi$ | [^aeiour]noi$ | [ie]noi$ | [aeiou]voi$
    | [a-z]{3}(?:sk|n|v)oy$(?<!envoy)(?<!convoy)
    # nouns: deistviyam, reshenie, resheniye, stroitelstvo, natsiya, vozmozhnost, partii
    | [yi]ya(?:m|mi|kh)$ | iia(?:m|mi|kh)?$ | [a-z]{3}(?:en|an)i(?:e|ye|ya|iu|yu|em|yem|iakh|yakh)$
    | stv(?:o|a|u|e|om|am|ennoe|ennyi|ennyy)$ | (?:ts|s)iy[aiue]$ | ts(?:ii|iei|iia)$ | [a-z]{4}(?<![ivxlcdm]{4})ii$
    | [a-z]{3}[nltv]ost['’]?$(?<!most)(?<!provost) | nost(?:i|iu|yu)$
    # verbs, and the beginnings of words
    | [a-z]{3}(?:ov|iv|yv)a(?:t|la|li|nie|niye|niya|niia)$ | (?:et|it|at|ut)s(?:ya|ia)$ | tsa$(?<!otsa)
    | ^(?:vs[eyp]|vz|vd[aoer]|vk[loa]|vn[ioeu]|vp[eoar]|zd[aero]|zv[aeoiu]|zn[aioe]|zl[aoe]|gd[aeo]|dv[aeoiu]
      |tv[eoyi]|kt[o]|mst|rzh|lzh|shk[aoiu]|sd[aev])[a-z]{2}
    """,
    re.VERBOSE,
)
_ENGLISH_ALL_THE_SAME = frozenset({"papaya", "sheikh", "sheikhs", "zloty", "synonym", "forego", "sashimi", "pushchair"})
_FEWEST_LETTERS = 4


def script_of(words: str) -> str | None:
    """The script most of the letters belong to: ``LATIN``, ``CYRILLIC`` …; None without letters."""
    count = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in words if letter.isalpha())
    return count.most_common(1)[0][0] if count else None


def is_romanised_slavic(word: str) -> bool:
    """True where a lower-case word is built as a romanised Slavic word is and as no ordinary Western word."""
    return (
        len(word.rstrip("'’ʹ")) >= _FEWEST_LETTERS
        and word not in _ENGLISH_ALL_THE_SAME
        and _MARKS.search(word) is not None
    )


def foreign_words(words: str, language: str | None, elsewhere: str = "") -> tuple[str, str] | None:
    """The words and a BCP 47 tag for them, where a bracket's words are not of the text's language; else None.

    ``elsewhere`` is what :func:`outside_brackets` gives of the text: a word that
    stands there is the text's own. The tag is ``und-Cyrl`` and the like by script, ``und-Latn`` for romanised
    words: which language it is, words alone do not say.
    """
    written = [match[0] for match in _WORD.finditer(words)]
    little = _LITTLE_WORDS.get((language or "").partition("-")[0].lower())
    if not written or little is None:
        return None
    script = script_of(words)
    if script != "LATIN":
        return words.strip(), f"und-{_SCRIPTS.get(str(script), 'Zyyy')}"
    ordinary = any(word != word.lower() or word in little or _stands(word, elsewhere) for word in written)
    if ordinary or not any(is_romanised_slavic(word) for word in written):
        return None
    return words.strip(), "und-Latn"


_SCRIPTS = {
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "HEBREW": "Hebr",
    "ARABIC": "Arab",
    "GEORGIAN": "Geor",
    "ARMENIAN": "Armn",
    "CJK": "Hani",
    "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan",
    "HANGUL": "Hang",
    "DEVANAGARI": "Deva",
}


def outside_brackets(words: str) -> str:
    """The words of a text in small letters, without what stands in brackets."""
    return _BRACKETED.sub(" ", words).lower()


def _stands(word: str, elsewhere: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", elsewhere) is not None
