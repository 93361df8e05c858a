"""Persons and bodies as a page names them, and the permanent keys made from their names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

AgentKind = Literal["person", "body", "unknown"]

_ROMANISED = "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch  y  e yu ya i i e g"
_CYRILLIC = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ", _ROMANISED.split(" "), strict=True))
_LETTERS = {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
_WORDS_OF_BODIES = """
    academy administration agency archive archives army assembly association bank board branch brigade bureau cabinet
    cc center central centre chamber club college collegium command commission commissariat committee company
    conference congress corporation council court cpsu delegation department directorate district division embassy
    executive federation fleet foundation fund government group institute institution kgb league legation library
    management mfa ministry mission museum office organization parliament party plenum police politburo posts presidium
    press project secretariat section senate service society soviet staff states synod union university archiv
    amt bundesarchiv ministerium regierung rat ausschuss partei ministère gouvernement conseil comité parti политбюро цк
    bibliothèque bibliothek biblioteca bodleian archivio archivo
    комитет министерство совет правительство партия архив"""
_BODY_WORDS = frozenset(_WORDS_OF_BODIES.split())
_WORDS_OF_OFFICES = """
    academician acting adviser advisor aide ambassador assistant captain chairman chancellor chargé chief colonel
    marquess marquis duke earl viscount baron secretario ministro embajador presidente cónsul virrey segretario
    ambasciatore console embaixador secretário cônsul comrade commander consul count counselor deputy director doctor
    dr dr. first foreign gen gen. general head herr
    king lieutenant lord madame major marshal minister mr mr. mrs mrs. ms ms. of premier president prime prince prof
    prof. professor queen rear secretary senator sir the vice admiral tsar emperor undersecretary under-secretary under
    defense state interior finance russian soviet u.s. us american british french german polish politburo member frau
    monsieur м. mme m."""
_OFFICES = frozenset(_WORDS_OF_OFFICES.split())
_PARTICLE_WORDS = """
    van von de der den di da du la le del della dos ten ter zu al el ibn bin af av"""
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_GERMAN_OFFICE = re.compile(
    r"(?:[a-zäöüß]*(?:legations|ministerial|staats|botschafts|gesandtschafts|regierungs|oberregierungs)?(?:rat|rats|"
    r"rates|"
    r"dirigent|dirigenten|direktor|direktors|direktoren|sekretär|sekretärs|minister|ministers|kanzler|kanzlers|"
    r"präsident|"
    r"präsidenten|botschafter|botschafters|konsul|konsuls|referent|referenten|leiter|leiters|attaché|attachés|"
    r"graf|grafen|freiherr|freiherrn|fürst|fürsten|baron|barons|herzog|herzogs|prinz|prinzen|beauftragter|"
    r"beauftragten|assessor|assessors|hafenmeister|hafenmeisters)|gesandter?|gesandten|vortragender?|"
    r"vortragenden|erster?|ersten|ständiger?|ständigen|stellvertretender?|stellvertretenden|klasse|i\.|ii\.|genosse|"
    r"genossen|oberst|obersten|admiral|admirals|general|generals|z\.|a\.|d\.)$"
)
_ADDRESS = re.compile(
    r"(?:Sir|Lord|Lady|Mr\.?|Mrs\.?|Dr\.?|M\.|Viscount|Earl|Count|Baron|"
    r"Prince)\s.{1,60}?(?P<place>\s\([A-Z][\w .’'-]{1,40}\))$"
)
"""``Sir A. Lund (Vardal)``: behind somebody's name the brackets hold where he was."""
_CDE = re.compile(r"(?:Cdes?|Comrades?|Coms?|Тов|тов|Т|т)\.?\s(?=[A-ZА-ЯЁ])")
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})

# no space inside: 'A. B. C.' must be read in one way only, or a page of initials takes minutes
_INITIAL = r"(?:[A-ZÀ-ÞА-ЯЁ]\.(?:-?[A-ZÀ-ÞА-ЯЁ]\.){0,3})"
_CAPITAL = r"(?:[A-ZÀ-ÞĀ-ŽА-ЯЁ][\w’'`-]{0,40}[^\W\d_](?![^\W\d_]))"
_PARTICLE = "(?:(?:" + "|".join(sorted(_PARTICLES)) + r")(?![^\W\d_]))"
NAME = rf"(?:(?:{_INITIAL}|{_CAPITAL})(?:\s(?:{_INITIAL}|{_CAPITAL}|{_PARTICLE})){{0,5}})"
"""A run of capitalised words and initials, as a pattern; bounded, so that a search stays linear."""


@dataclass(frozen=True)
class Party:
    """A person or body as a page names it; ``inflected``: the form of the page, where ``name`` is concluded from it."""

    words: str
    name: str
    key: str
    short: str
    kind: AgentKind
    inflected: str | None = None


def slugged(words: str, limit: int = 64) -> str:
    """Lower-case ASCII words joined by hyphens: the way a permanent key is made from a name."""
    letters: list[str] = []
    for character in unicodedata.normalize("NFKD", words.lower()):
        if unicodedata.combining(character):
            continue
        letters.append(_CYRILLIC.get(character, _LETTERS.get(character, character)))
    plain = re.sub(r"[’'`]s\b|[’'`]", "", "".join(letters))
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(key) > limit:
        key = re.sub(r"(?:-(?:of|the|for|and|in|to))+$", "", key[:limit].rpartition("-")[0] or key[:limit])
    return key.strip("-") or "unnamed"


_SMALL_IN_NAMES = _PARTICLES | {"of", "the", "for", "in", "and", "at", "to", "on", "&", "und", "für", "et"}
_OFFICE_HOLDER = re.compile(r".{3,160}?\s\(\s?(?P<surname>[A-ZÀ-ÞĀ-Ž][\w’'-]{1,30})\s?\)$")
_MEMBER = re.compile(rf"(?P<name>{NAME})\s(?:of|from|at)\s(?:the\s)?[A-Z].{{2,100}}")


def could_be_named(words: str) -> bool:
    """Whether every word could belong to the name of a person, a body or an office: no verb, no common noun alone."""
    tokens = re.sub(r"[(),;:.“”\"]", " ", words).split()
    return any(token[:1].isupper() for token in tokens) and all(map(_in_a_name, tokens))


def _in_a_name(token: str) -> bool:
    return (
        token[:1].isupper()
        or token.lower().rstrip("’'") in _SMALL_IN_NAMES
        or re.fullmatch(r"[’']s|\d{1,3}(?:st|nd|rd|th)?", token) is not None
    )


def party(words: str) -> Party:
    """The person or body that ``words`` name; an office before a person's name is no part of the name."""
    plain = words.strip(" ,;:") if re.search(r"\b(?:Jr|Sr)\.$", words) else words.strip(" ,;:.")
    beside = _ADDRESS.fullmatch(plain)
    plain = plain[: beside.start("place")] if beside else _CDE.sub("", plain, count=1) if _CDE.match(plain) else plain
    bare = re.sub(r"^(?:the|an?|die|der|das|den|dem|le|la|les|l’|l')\s+", "", plain, flags=re.IGNORECASE)
    tokens = bare.split()
    holder = _OFFICE_HOLDER.fullmatch(bare)
    if holder and (
        bare.isupper() or not holder["surname"].isupper()
    ):  # no body's initials: the Under Secretary of State (Hoover)
        return _person(plain, [holder["surname"]])
    behind_office = _after_office(tokens) or _after_german_office(tokens)
    if behind_office:
        return _person(plain, list(behind_office))
    initials = tokens[:1] == ["M."] and len(tokens) > 2 and re.fullmatch(_INITIAL, tokens[1]) is not None  # noqa: PLR2004
    if tokens and tokens[0].lower().strip(",") in _OFFICES and len(tokens) > 1 and not initials:
        return Party(plain, bare, slugged(bare), slugged(bare, 40), "unknown")
    member = _MEMBER.fullmatch(bare)
    if member and bare == plain and not _is_body(member["name"].split()) and " " in member["name"]:
        return _person(plain, member["name"].split())
    if bare != plain or _is_body(tokens):
        return _body(plain, bare, tokens)
    return _person(plain, tokens)


def _is_body(tokens: list[str]) -> bool:
    return any(token.strip(",.()").lower() in _BODY_WORDS for token in tokens)


def _after_office(tokens: list[str]) -> tuple[str, ...]:
    """The personal name after the words of an office; empty where there is none."""
    at = 0
    while at < len(tokens) and (tokens[at].lower().strip(",") in _OFFICES or tokens[at].lower() in {"cc", "cpsu"}):
        at += 1
    if at and tokens[at - 1] == "M." and at < len(tokens) and re.fullmatch(_INITIAL, tokens[at]):
        at -= 1  # M. T. Lund: an initial before another is no Monsieur
    rest = tokens[at:]
    if at == 0 or not 1 <= len(rest) <= 5:  # noqa: PLR2004 - no personal name is longer
        return ()
    if tokens[at - 1].lower() in ("of", "the"):  # the President of Paraguay
        return ()
    if any(token.strip(",.").lower() in _BODY_WORDS for token in rest) or not rest[-1][:1].isupper():
        return ()
    if any(not token[:1].isupper() and token.lower() not in _PARTICLES for token in rest):
        return ()
    return tuple(rest)


def is_german_office(tokens: list[str]) -> bool:
    """Whether a name begins with the words of a German office: ``Ministerialdirigent von Holm``."""
    return bool(tokens) and _GERMAN_OFFICE.match(tokens[0].lower().strip(",")) is not None


def _after_german_office(tokens: list[str]) -> tuple[str, ...]:
    """The personal name after a German office, also in the genitive (``des Referenten Müller``)."""
    at = 0
    if tokens and len(tokens[0].strip(",")) < 4:  # noqa: PLR2004 - I. Petrov: an initial begins no office
        return ()
    while at < len(tokens) and _GERMAN_OFFICE.match(tokens[at].lower().strip(",")):
        at += 1
    rest = tokens[at:]
    if at == 0 or not 1 <= len(rest) <= 4:  # noqa: PLR2004 - no personal name is longer
        return ()
    if any(not token[:1].isupper() and token.lower() not in _PARTICLES for token in rest) or not rest[-1][:1].isupper():
        return ()
    return () if rest[0].lower() in ("der", "des", "für") or _is_body(rest) else tuple(rest)


def russian_party(printed: str, nominative: str) -> Party:
    """A person whom a Russian title names in another case; ``words`` keeps the form of the page."""
    parts = re.findall(r"[А-ЯЁ]\.|[А-ЯЁ][\w-]+", nominative)
    initials = [part for part in parts if part.endswith(".")]
    rest = [part for part in parts if not part.endswith(".")]
    inflected = printed if printed != nominative else None
    return replace(_person(printed, [*initials, *rest]), words=nominative, inflected=inflected)


def _person(words: str, tokens: list[str]) -> Party:
    capitals = all(token.isupper() for token in tokens) and any(len(token) > _INITIALS for token in tokens)
    tokens = [_in_small(token, capitals=capitals, last=at + 1 == len(tokens)) for at, token in enumerate(tokens)]
    main = [token for token in tokens if token.lower().strip(",") not in _SUFFIXES] or tokens
    first_of_surname = len(main) - 1
    while first_of_surname > 0 and main[first_of_surname - 1].lower() in _PARTICLES:
        first_of_surname -= 1
    surname = slugged(" ".join(main[first_of_surname:]), 40)
    given = slugged(" ".join(main[:first_of_surname]), 23) if first_of_surname else ""
    key = f"{surname}-{given}" if given else surname
    kind: AgentKind = (
        "person" if all(token[:1].isupper() or token.lower() in _PARTICLES for token in main) else "unknown"
    )
    return Party(words, " ".join(tokens), key, surname, kind)


_INITIALS = 3
"""Letters; no more are a person's initials, or a body's."""


def _in_small(token: str, *, capitals: bool, last: bool) -> str:
    """A word of a name that a page sets in capitals: ``DE LUND`` is de Lund, ``ARNE VIK`` is Arne Vik."""
    if token.isupper() and token.lower() in _PARTICLES and not last:
        return token.lower()
    return token.capitalize() if capitals and len(token) == _INITIALS and token.isalpha() else _small(token)


def _small(token: str) -> str:
    """A surname that is set in capitals, as other names are: capitals are the page's letters, not the name's."""
    if len(token) < 4 or not token.isupper() or "." in token:  # noqa: PLR2004 - initials, II, KGB
        return token
    return re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), token)


def _body(words: str, bare: str, tokens: list[str]) -> Party:
    """A body; ``CC CPSU Politburo`` is filed under its own word, and a foundation's archive under the foundation."""
    *leading, last = tokens
    name = bare
    if leading and all(token.isupper() for token in leading) and not last.isupper():
        return Party(words, name, slugged(" ".join((last, *leading))), slugged(last), "body")
    within = re.fullmatch(r"(?:Archives?|Library) of (?:the )?(.{3,80}(?:Foundation|Institute|Museum|Society))", bare)
    key = slugged(within[1] if within else bare)
    return Party(words, name, key, _short_of_body(tokens, key), "body")


def _short_of_body(tokens: list[str], key: str) -> str:
    """The word a body is called by: the first that is a kind of body (``Collegium of the …`` → collegium)."""
    for token in tokens:
        if token.strip(",.").lower() in _BODY_WORDS and token[:1].isupper() and not token.isupper():
            return slugged(token)
    return key


_LIST_END = re.compile(r"\s*(?:,\s*)?(?:\band\b|\bet\b|\bund\b|\bи\b|&)\s+")
_NAME = re.compile(NAME)


def name_list(words: str, start: int) -> tuple[tuple[tuple[int, int], ...], int]:
    """The names from ``start`` on: ``A``, ``A and B``, ``A, B, and C``; their spans, and where the list ends.

    A comma goes on with the list only where an ``and`` closes it: after
    ``Drafted by A, the document`` the list is one name.
    """
    first = _NAME.match(words, start)
    if first is None:
        return (), start
    spans = [_trimmed(first)]
    pending: list[tuple[int, int]] = []
    at = spans[0][1]
    while len(spans) + len(pending) < 12:  # noqa: PLR2004 - a longer list is no list of persons
        at = _past_call(words, at)
        joined = _LIST_END.match(words, at)
        if joined:
            closing = _NAME.match(words, _past_hedge(words, joined.end()))
            if closing is None:
                break
            spans += [*pending, _trimmed(closing)]
            pending = []
            at = spans[-1][1]
            continue
        more = re.compile(r",\s+").match(words, at)
        following = _NAME.match(words, _past_hedge(words, more.end())) if more else None
        if following is None:
            break
        pending.append(_trimmed(following))
        at = pending[-1][1]
    return tuple(spans), spans[-1][1]


def _past_hedge(words: str, at: int) -> int:
    """Past a word that doubts the next name alone: ``Ilyin, Brandt, and possibly Lund``."""
    match = re.compile(r"(?:possibly|probably|perhaps|presumably|apparently|allegedly|maybe|also)\s").match(words, at)
    return match.end() if match else at


def _past_call(words: str, at: int) -> int:
    """Past a flattened call right behind a name: ``Medvedev1 and``."""
    match = re.compile(r"\d{1,3}(?=[\s,])").match(words, at)
    return match.end() if match else at


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    """A possessive and a trailing particle are no part of a name."""
    text = re.sub(rf"(?:\s{_PARTICLE})+$|[’']s$", "", match[0])
    return match.start(), match.start() + len(text)
