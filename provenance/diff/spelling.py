"""Two spellings of one word: British and American, old and reformed, one name in several transliterations.

Everything here is a rule over word forms, not a dictionary; a pair that no rule
covers is a different word. Rules are narrow on purpose: ``four`` and ``for``,
``filled`` and ``filed`` differ in sense and must stay substantive.

Sources: the word lists of the Oxford Guide to Style (2002), ch. 13 on British
and American forms; Library of Congress, BGN/PCGN, ISO 9 and GOST tables for
Russian names.
"""

from __future__ import annotations

import re
from functools import lru_cache

_OUR = (
    "arb|ard|arm|behavi|cand|clam|clang|col|demean|enam|endeav|fav|ferv|flav|glam|harb|hon|hum|lab|misdemean|"
    "neighb|od|parl|ranc|rig|rum|savi|sav|splend|succ|tum|val|vap|vig"
)
_RE = (
    "accout|calib|cent|fib|goit|lit|lust|maneuv|meag|met|mit|nit|och|reconnoit|saltpet|sab|scept|sepulch|somb|"
    "spect|theat"
)
_SINGLE = {
    "grey": "gray", "plough": "plow", "programme": "program", "sceptic": "skeptic", "aluminium": "aluminum",
    "mould": "mold", "moult": "molt", "smoulder": "smolder", "moustache": "mustache", "pyjamas": "pajamas",
    "manoeuvre": "maneuver", "catalogue": "catalog", "dialogue": "dialog", "analogue": "analog",
    "monologue": "monolog", "prologue": "prolog", "epilogue": "epilog", "judgement": "judgment",
    "acknowledgement": "acknowledgment", "abridgement": "abridgment", "ageing": "aging", "enrol": "enroll",
    "fulfil": "fulfill", "instal": "install", "distil": "distill", "skilful": "skillful", "wilful": "willful",
    "jewellery": "jewelry", "artefact": "artifact", "connexion": "connection", "reflexion": "reflection",
    "inflexion": "inflection", "gaol": "jail", "cosy": "cozy", "defence": "defense", "offence": "offense",
    "pretence": "pretense", "licence": "license", "practise": "practice", "cheque": "check", "kerb": "curb",
    "tyre": "tire", "sulphur": "sulfur", "encyclopaedia": "encyclopedia", "mediaeval": "medieval",
    "archaeology": "archeology", "anaesthetic": "anesthetic", "orthopaedic": "orthopedic", "oesophagus": "esophagus",
    "foetus": "fetus", "haemorrhage": "hemorrhage", "paediatric": "pediatric", "diarrhoea": "diarrhea",
    "amoeba": "ameba", "oenology": "enology", "aeroplane": "airplane", "axe": "ax", "furore": "furor",
    "learnt": "learned", "burnt": "burned", "dreamt": "dreamed", "spelt": "spelled", "spoilt": "spoiled",
    "whilst": "while", "amongst": "among", "towards": "toward", "speciality": "specialty", "draughtsman": "draftsman",
    "to-day": "today", "practised": "practiced", "practising": "practicing",
    "to-morrow": "tomorrow", "&": "and", "czar": "tsar", "tzar": "tsar",
}  # fmt: skip
_SINGLE_STEMS = re.compile(
    r"\b(" + "|".join(sorted((word for word in _SINGLE if len(word) > 4), key=len, reverse=True)) + r")(?!l)"  # noqa: PLR2004
)
_AMERICAN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"({_OUR})our"), r"\1or"),
    (re.compile(rf"^({_RE})re(s|d)?$"), r"\1er\2"),
    (re.compile(r"(?<=\w{3})is(e|ed|es|er|ers|ing|ation|ations|able)$"), r"iz\1"),
    (re.compile(r"(?<=[aeiou]l)ys(e|ed|es|er|ers|ing)$"), r"yz\1"),
    # two vowels before: 'travelled' has them, 'filled' (not 'filed') has one
    (re.compile(r"([aeiouy][^aeiouy]+[aeiou])ll(ed|ing|er|ers|or|ors|ous|ist)$"), r"\1l\2"),
    (re.compile(r"(judg|acknowledg|abridg|lodg)ement"), r"\1ment"),
    (re.compile(r"(def|off|pret|lic)ence"), r"\1ense"),
)
# what any of the rules needs: one search instead of a dozen for the words of which there are most
_PERHAPS = re.compile(r"our|re[sd]?$|is[eai]|ys[ei]|ll|ement|ence|" + _SINGLE_STEMS.pattern)

# Russian orthography before 1918, German before 1996
_REFORMED = str.maketrans({"ѣ": "е", "і": "и", "ѳ": "ф", "ѵ": "и", "ß": "ss"})
_FINAL_HARD_SIGN = re.compile(r"(?<=[бвгджзйклмнпрстфхцчшщ])ъ$")

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ie", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia", "ѣ": "e", "ѳ": "f", "ѵ": "i",
}  # fmt: skip
_SIGNS = re.compile(r"[ʹʺʼ'’`\"]")
# one skeleton for the Library of Congress, BGN/PCGN, ISO 9, GOST, French, German and newspaper spellings of a name
_SYSTEMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), becomes)
    for pattern, becomes in (
        (r"schtsch|shch|šč|ŝ|chtch|stsch", "щ"),
        (r"tsch|tch|ch|č", "ч"),
        (r"sch|sh|š", "ш"),
        (r"zh|ž|(?<![ts])j(?=[aeou]\b)", "ж"),
        (r"kh|x|(?<![csztgp])h", "х"),
        (r"ts|tz|(?<!s)c(?![kh])", "ц"),
        (r"ph", "f"),
        (r"w", "v"),
        (r"off\b", "ov"),
        (r"eff\b", "ev"),
        (r"ks", "х"),
        (r"[yij]+(?=[auo])", "й"),
        (r"(?:^|(?<=[aeiouй]))[yj]e", "e"),
        (r"[yj]e", "e"),
        (r"(?<=[vnl])ie(?=v|ff)", "e"),
        (r"[yij]+$", "й"),
        (r"[yj]", "i"),
        (r"ii+", "i"),
        (r"йo|(?<=[щчшж])o", "e"),
    )
)

_GERMAN_OR_CZECH = re.compile(r"sch|[šžč]|[ow]w\b")
_SHORTEST_NAME = 4
_SHORTEST_TERM = 6
_SHORTEST_FRENCH = 6
_SLAVIC_END = re.compile(
    r"(?:[oe](?:v|w|ff|va)|(?:ts|ch|sh|zh|sk|[bdgklmnprstz])ine?|sk(?:y|i|ii|ij|iy|yi|aia|aya|aja)|dze|vi?t?ch|enko|"
    r"uk|iuk|tsin|an|shvili)$"
)
_ROMANISED = re.compile(
    r"kh|zh|shch|tch|tsch|sch|chtch|(?=\w{5})\w*(?:iu|ia|yu|ya)|ks|x|^ye[vlfkrg]\w{3}|[bdfgklmnprstvz]yo|"
    r"[^aeiou]ri$|sk$|[aeiouy][ijy]$|[^aeiou]ii|ii|iy|ij|yi|^[vw]l|['’ʹ]|"
    r"[oe](?:v|w|ff|va|wa)$|(?:ts|ch|sh|zh|sk|[bdgklmnprstz])ine?$|sk[iy]$|dze$|vi?t?ch$|enko$|(?<=\w{4})[ao]$"
)
_TERM_GLIDE = re.compile(r"(?<=[aeou])[yj](?=[^aeiouy])|(?<=[aeou])[yj]$")
_UNACCENTED = str.maketrans({
    **dict.fromkeys("ëèéêěė", "e"), **dict.fromkeys("ïĭíìî", "i"), **dict.fromkeys("áàāă", "a"), "û": "iu", "â": "ia",
    **dict.fromkeys("óòôōŏ", "o"), **dict.fromkeys("úùūŭ", "u"), "ý": "y",
})  # fmt: skip


@lru_cache(maxsize=50_000)
def modern_form(word: str) -> str:
    """A casefolded word in one spelling: American for English, reformed for Russian and German."""
    form = word.translate(_REFORMED)
    if not word.isascii():
        form = _FINAL_HARD_SIGN.sub("", form)
        form = form.replace("æ", "ae").replace("œ", "oe")
    if form in _SINGLE:
        return _SINGLE[form]
    if not _PERHAPS.search(form):
        return form
    for pattern, becomes in _AMERICAN:
        form = pattern.sub(becomes, form)
    return _SINGLE_STEMS.sub(lambda match: _SINGLE[match[1]], form)


@lru_cache(maxsize=50_000)
def name_skeleton(word: str) -> str:
    """What is left of a romanised (or Cyrillic) name when the differences between systems are taken out.

    Lossy: equal skeletons make one name in two systems likely for names, and say nothing of common words.
    """
    form = "".join(_CYRILLIC.get(letter, letter) for letter in word.casefold())
    form = _SIGNS.sub("", form)
    for pattern, becomes in _SYSTEMS:
        form = pattern.sub(becomes, form)
    return form


def same_name(before: str, after: str) -> bool:
    """Whether two words are one name in two systems of transliteration.

    Two capitals alone make no name: *Went* and *Vent*, *Years* and *Ears* begin
    sentences. One of the two must look like a name of such a system, or be in another script.
    """
    if min(len(before), len(after)) < _SHORTEST_NAME:
        return False
    if not (before[:1].isupper() and after[:1].isupper()):
        return before.islower() and after.islower() and _same_term(before, after)
    if not (_looks_romanised(before) or _looks_romanised(after)):
        return False
    return bool(_skeletons(before) & _skeletons(after))


def _looks_romanised(word: str) -> bool:
    return not word.isascii() or _ROMANISED.search(word.casefold()) is not None


def _same_term(before: str, after: str) -> bool:
    """A term left untranslated, in two systems: ``perestroika``, ``perestroyka``; ``oblast'``, ``oblast``."""
    if min(len(before), len(after)) < _SHORTEST_TERM or (before[0] != after[0] and (before[0] + after[0]).isalpha()):
        return False  # as most pairs, and at once
    left, right = (_TERM_GLIDE.sub("i", _SIGNS.sub("", word)) for word in (before, after))
    return left == right and len(left) >= _SHORTEST_TERM


@lru_cache(maxsize=50_000)
def _skeletons(word: str) -> frozenset[str]:
    """One skeleton, and those of the German and Czech *ch* for х, of the French spelling, where a word may be such."""
    low = word.casefold().translate(_UNACCENTED)
    found = {name_skeleton(low)}
    if "ch" in low and _GERMAN_OR_CZECH.search(low):
        found.add(name_skeleton(re.sub(r"(?<![st])ch", "kh", low)))
    if low.isascii() and len(low) >= _SHORTEST_FRENCH and _SLAVIC_END.search(low):
        french = re.sub(r"(?<![ts])ch", "sh", low)
        for theirs, ours in (("tch", "ch"), ("ou", "u"), ("j", "zh"), ("ss", "s")):
            french = french.replace(theirs, ours)
        french = re.sub(r"ine$", "in", re.sub(r"(?<![ktsczp])h?off$", "ov", french))
        found.add(name_skeleton(french))
    if low.startswith("h") and not word.isascii():
        found.add(name_skeleton("kh" + low[1:]))
    return frozenset(found)
