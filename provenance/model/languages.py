"""Language tags (BCP 47), accepted only in their standard form: ``ru``, ``ru-Latn``, never ``rus`` or ``ru_RU``."""

from __future__ import annotations

import re

from provenance.errors import InputError
from provenance.model.address import _Checked

# the registry takes 40 ms to load: what documents mostly have is known without it
_FAMILIAR = frozenset({
    "ar", "be", "bg", "cs", "da", "de", "el", "en", "en-GB", "en-US", "es", "et", "fi", "fr", "he", "hi", "hu", "hy",
    "it", "ja", "ka", "kk", "ko", "la", "lt", "lv", "mn", "mul", "nl", "no", "pl", "pt", "ro", "ru", "ru-Latn", "sk",
    "sl", "sq", "sv", "tr", "uk", "und", "vi", "yi", "zh",
})  # fmt: skip
_LONGEST = 60
"""Characters of a tag."""


class LanguageTag(_Checked):
    """A BCP 47 language tag in its standard form."""

    __slots__ = ()

    @classmethod
    def parse(cls, value: str) -> LanguageTag:
        """The tag; InputError, with the standard form, where it is none or is written otherwise."""
        if value in _FAMILIAR:
            return cls(value)
        if not value.isascii() or len(value) > _LONGEST:
            raise InputError(f"{value[:60]!r} is no language tag (BCP 47)", hint=_by_name(value) or "ru, en, ru-Latn")
        import langcodes

        try:
            standard = langcodes.standardize_tag(value)
            valid = langcodes.tag_is_valid(value)
        except ValueError:  # LanguageTagError is one
            standard, valid = "", False
        if not valid:
            raise InputError(f"{value!r} is no language tag (BCP 47)", hint=_by_name(value) or "ru, en, ru-Latn")
        if standard != value:
            raise InputError(f"{value!r} is not the standard form of that language tag", hint=standard)
        return cls(value)


_NAMES = {
    "english": "en", "russian": "ru", "german": "de", "french": "fr", "polish": "pl", "czech": "cs",
    "hungarian": "hu", "romanian": "ro", "bulgarian": "bg", "chinese": "zh", "spanish": "es", "italian": "it",
    "ukrainian": "uk", "slovak": "sk", "latin": "la", "japanese": "ja", "korean": "ko", "vietnamese": "vi",
    "русский": "ru", "немецкий": "de", "английский": "en", "французский": "fr", "польский": "pl", "deutsch": "de",
    "englisch": "en", "russisch": "ru", "französisch": "fr", "français": "fr", "anglais": "en", "russe": "ru",
    "allemand": "de",
}  # fmt: skip


def _by_name(value: str) -> str | None:
    """The tag of a language called by its name, or of the first of several: for a hint."""
    first, *more = re.split(r"[,;/(]| and ", value.lower()[:_LONGEST])
    tag = _NAMES.get(first.strip()) or (first.strip() if first.strip() in _FAMILIAR else None)
    return f"{tag}; one language a field" if tag and more and "(" not in value else tag


_ENGLISH = {
    "ar": "Arabic", "be": "Belarusian", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hu": "Hungarian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "la": "Latin",
    "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch", "no": "Norwegian", "nb": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sr": "Serbian", "sv": "Swedish",
    "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""Names of the languages met most; a tag that is not here is shown as it is."""
_LETTERS = {"Arab": "Arabic", "Cyrl": "Cyrillic", "Grek": "Greek", "Hebr": "Hebrew", "Latn": "Latin"}


def language_name(tag: str | None) -> str:
    """A language by name: ``ru-Latn`` is Russian in Latin letters."""
    if tag is None:
        return "not known"
    primary, _, rest = tag.partition("-")
    name = _ENGLISH.get(primary)
    if name is None:
        return tag
    if rest in _LETTERS:
        return f"{name} in {_LETTERS[rest]} letters"
    return f"{name} ({rest})" if rest else name
