"""In which language a page is, and from which it was translated."""

from __future__ import annotations

import re
from collections import Counter

_SMALL_WORDS = {
    "en": "the of and to in that is was for with on by as at from this be are",
    "fr": "le la les de des et à un une du que est dans pour qui par sur au",
    "de": "der die das und in zu den von mit dem des ist nicht auf für ein eine im",
    "it": "il di che non per una del della con si al dei nel è sono i gli le la un da che",
    "es": "el de que y en los del las se por con para su una al lo como un la más",
    "pt": "o de que e do da em um os se por para com não uma dos ao na sua não",
    "ru": "и в не на что с по как это из к у за о от для мы",
}
_LANGUAGES_OF = {
    word: tuple(language for language, own in _SMALL_WORDS.items() if word in own.split())
    for words in _SMALL_WORDS.values() for word in words.split()
}  # fmt: skip
_LEAST = 3
"""Small words; fewer are chance, and so is a language that has no more of them than another."""
_TAGS = {
    "russian": "ru", "german": "de", "french": "fr", "english": "en", "polish": "pl", "czech": "cs", "slovak": "sk",
    "hungarian": "hu", "romanian": "ro", "bulgarian": "bg", "chinese": "zh", "spanish": "es", "italian": "it",
    "ukrainian": "uk", "serbian": "sr", "albanian": "sq", "korean": "ko", "mongolian": "mn", "vietnamese": "vi",
    "japanese": "ja", "portuguese": "pt", "latin": "la", "lithuanian": "lt", "latvian": "lv", "estonian": "et",
    "georgian": "ka", "armenian": "hy", "dutch": "nl", "swedish": "sv", "finnish": "fi", "turkish": "tr",
    "arabic": "ar", "persian": "fa", "hebrew": "he", "greek": "el", "croatian": "hr", "slovenian": "sl",
    "norwegian": "no", "danish": "da", "icelandic": "is", "macedonian": "mk", "belarusian": "be", "yiddish": "yi",
}  # fmt: skip
_RUSSIAN_ARCHIVES = re.compile(
    r"\b(?:RGANI|RGASPI|GARF|AVP ?RF|AVPRF|TsKhSD|APRF|RTsKhIDNI|RGVA|RGAE|TsAMO|Gorbachev Foundation|"
    r"Russian Federation|"
    r"State Archive of the Russian|РГАНИ|РГАСПИ|ГАРФ|АВП РФ)\b"
)
_ROMANISED_RUSSIAN = re.compile(
    r"(?:^|\s)[a-z’']{2,30}(?:(?:iy|yy|ykh|ikh|ymi|imi|ogo|ego|omu|emu|aya|oye|iye|yye|ost|osti|stvo|stva|yam|yami|"
    r"nyi|nym|skii|skiy|"
    r"tsiia|tsii|eniye|eniia|enie|anie|eniem|at’|it’|om)|[bcdfghklmnprstvz]ym)(?=\s|$)"
)


def language_of(words: str) -> str | None:
    """The language of a page by its small words; None where too few of them are known."""
    counts: Counter[str] = Counter()
    for word in re.findall(r"[^\W\d_]+", words[:200_000].lower()):
        counts.update(_LANGUAGES_OF.get(word, ()))
    best = counts.most_common(2)
    if not best or best[0][1] < _LEAST or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return best[0][0]


def tag_of(name: str) -> str | None:
    """The BCP 47 tag of a language named in English."""
    return _TAGS.get(name.strip().lower())


def looks_russian(words: str) -> bool:
    """Whether a bracketed word or two look like romanised Russian: lower-case, with Russian endings throughout."""
    tokens = words.split()
    return 1 <= len(tokens) <= 6 and all(_ROMANISED_RUSSIAN.fullmatch(token) for token in tokens)  # noqa: PLR2004


def is_russian_archive(name: str) -> bool:
    """Whether an archive's name or abbreviation is that of one in Russia."""
    return _RUSSIAN_ARCHIVES.search(name) is not None
