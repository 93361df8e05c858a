"""What the sentences behind the citation say: marking, drafting, translating, copies, doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.importers._note.citation import is_institution
from provenance.importers._note.people import people_after

_MARK = (
    r"(?:Cosmic Top Secret|T[Oo][Pp] (?:[Ss]ecret|SECRET)|Secret|SECRET|CONFIDENTIAL|Strictly [Ss]ecret|"
    r"Most [Ss]ecret|Confidential|Restricted|Unclassified|"
    r"Limited Distribution|Limit Distribution|Priority|Niact|Flash|"
    r"(?:For |Limited )?Official Use(?: Only)?|Administratively Confidential|No classification\b[^.;]{0,60}|"
    r"Sensitive|Personal|Private|"
    r"Eyes Only|Plain|Highly [Cc]onfidential|[Ss]trictly [Cc]onfidential|Streng geheim|Geheim|Sov\. sekretno|"
    r"For your eyes only|"
    r"Unmarked|Very [Ss]ecret|Top [Ss]ecret|Limdis|Nodis|Exdis|\[[^\]]{0,60}not declassified\])"
)
_MARKING = re.compile(rf"{_MARK}(?:(?:;|,|/|\sand\s|\s[A-Z[]).{{0,160}})?")
_VERB = re.compile(r"\b(?:is|was|were|are|has|had|by|sent|from|drafted|reads|which|that|see|the)\b")
_MARKING_BEHIND = re.compile(
    r"\s(?=(?:Top Secret|Secret|Confidential|Official Use Only|Limited Official Use)(?:;[^.]{1,80})?$)"
)

_DRAFTED = re.compile(
    r"(?:(?P<hedge>[Pp]resumably|[Pp]robably|[Aa]pparently|[Pp]ossibly|[Pp]erhaps|[Ll]ikely)\s)?"
    r"\b(?:[Dd]rafted|[Pp]repared|[Ww]ritten|[Aa]uthored)\b"
    r"(?:,?\s(?:and\s|also\s|jointly\s|originally\s)?(?:initialed|signed|approved|transmitted|dictated|revised|"
    r"cleared)\b){0,3}"
    r"(?:\s(?:in|on|at|for)\s[^.;,()]{1,40}?)?\s(?:(?:jointly|originally|presumably|probably|apparently|"
    r"possibly)\s)?by\s"
)
_OF_THIS = re.compile(
    r"(?:(?:The|This) (?:source text|original|memorandum|memo|document|paper|letter|telegram|message|record|report|"
    r"text|"
    r"conversation|cable|airgram|summary|minutes|notes?|draft|attached \w+)[^.;]{0,60}?[\s,]|It\s|,\s|^)"
    r"(?:(?:was|were|is|are|had been)\s)?(?:[a-z]{3,12}ly\s)?$"
)
_WAS_DRAFTER = re.compile(
    r"(?:that\s|[:;.]\s|^)(?P<name>(?:[A-Z][\w.’'-]{0,24}\s){0,4}[A-Z][\w’'-]{1,24})(?:,?\s(?:of|"
    r"in)\s[^;.()]{2,80}?)?\s(?:was|is) (?:the )?"
    r"(?:drafter|drafting officer|author)\b"
)
_TRANSLATED = re.compile(
    r"(?:\b[Tt]ranslated\b(?:[^.;,]{0,50}?)\sby\s|\b(?:a |the )?[Tt]ranslation (?:\w+ ){0,3}?by\s|"
    r"\b[Tt]ranslation:\s|\b[Tt]ranslator:\s)"
)
_OFFICE_ONLY = re.compile(r"(?:in|at)\s")
_OBTAINED = re.compile(
    r"\b(?:[Oo]btained|[Pp]rovided|[Dd]onated|[Cc]ontributed|[Aa]cquired|"
    r"[Ss]upplied)(?: and translated)?(?: for [A-Z][\w ]{1,40}?)?(?: to [A-Z][\w ]{1,40}?)?\sby\s(?:the\s)?"
)
_KEYWORDS_OF_DOUBT = ("sign", "draft", "author", "ably", "aps", "ently", "translator", "ibly", "Unknown", "unknown")
_COPY = re.compile(
    r"(?:^|;\s|,\s)(?:(?:[Aa]|[Aa]nother|[Aa]n additional|[Tt]he original|[Ss]igned|"
    r"[Aa] second)\s)?(?:\w{1,12}\s)?(?:[Cc]op(?:y|ies))"
    r"(?: of (?:this|the) [\w ]{1,30}?)?\s(?:is|are|may be found|can be found|was found)\s(?:also\s)?(?:located |"
    r"kept |held |available |filed )?(?:in|at)\s(?:the\s)?"
)
_ON_FILE = re.compile(
    r"(?:[Oo]n (?:file|deposit)|[Aa]vailable|[Cc]op(?:y|ies) (?:on file|held|available|deposited))\s(?:at|in|"
    r"with)\s(?:the\s)?"
)
_HOUSE = re.compile(r"(?P<house>[A-Z][^,;.()]{1,100}?(?:U\.S\.[^,;.()]{1,80})?)(?=[,;.()]|\s(?:under|as)\s|$)")

_LANGUAGE = (
    r"(?P<language>Russian|German|French|English|Polish|Czech|Slovak|Hungarian|Romanian|Bulgarian|Chinese|Spanish|"
    r"Italian|Ukrainian|"
    r"Serbian|Serbo-Croatian|Croatian|Slovenian|Macedonian|Albanian|Korean|Mongolian|Vietnamese|Japanese|Portuguese|"
    r"Latin|Lithuanian|"
    r"Latvian|Estonian|Georgian|Armenian|Azerbaijani|Dutch|Swedish|Norwegian|Danish|Finnish|Turkish|Arabic|Persian|"
    r"Farsi|Dari|Pashto|"
    r"Hebrew|Greek|Hindi|Urdu|Indonesian|Thai|Khmer|Lao|Burmese|Yiddish|Belarusian|Kazakh)"
)
_FROM_LANGUAGE = re.compile(
    rf"(?:\b[Tt]ranslat(?:ed|ion)\b[^.;]{{0,30}}?\sfrom\s(?:the\s)?(?:original\s)?{_LANGUAGE}\b|"
    rf"\b[Tt]he (?:original )?{_LANGUAGE.replace('language', 'original')}(?:-language)? original\b|"
    rf"^[Tt]he {_LANGUAGE.replace('language', 'text')}(?:-language)? (?:text|version)\s(?:is|was|appears)\b|"
    rf"\boriginal,? (?:which )?(?:is|was) in {_LANGUAGE.replace('language', 'written')}\b)"
)
_DOUBT = re.compile(
    r"\b(?:[Pp]resumably|[Pp]robably|[Aa]pparently|[Pp]ossibly|[Pp]erhaps)\s(?:was\s|also\s)?(?:drafted|written|"
    r"prepared|authored|translated)\b|"
    r"\b(?:drafted|written|prepared|authored|translated),?\s(?:presumably|probably|apparently|possibly|perhaps)\sby\b|"
    r"\b(?:was|were)\s(?:presumably|probably|apparently|possibly|perhaps)\s(?:drafted|written|prepared|authored|"
    r"translated)\b|"
    r"\b[Nn]o (?:other |further )?drafting information\b|\b[Nn]o (?:drafter|author)\b|"
    r"\b(?:drafter|drafting officer|author)\b[^.;]{0,30}\bdoes not appear\b|"
    r"\b(?:presumably|probably|apparently|possibly|perhaps) by\s(?=[A-Z])|"
    r"\b(?:author|drafter|translator)\s(?:is|was)\s(?:presumably|probably|apparently|possibly|perhaps)\b|"
    r"\bno (?:indication|information) (?:of|on|about|as to) (?:the )?(?:draft|author)|"
    r"\b[Nn]o indication of (?:the )?(?:draft|author)|\b[Nn]either [^.]{0,40}drafting information|"
    r"\b(?:[Dd]rafter|[Dd]rafting officer|[Aa]uthor|[Aa]uthorship|[Tt]ranslator|"
    r"[Dd]rafting information)\s(?:of [^.;]{1,40}\s)?(?:(?:is|are|was|remains?|has|"
    r"have)\s)?(?:not (?:been )?(?:known|identified|indicated|given|named|further identified)|unknown|unidentified|"
    r"uncertain|unnamed|anonymous)\b|"
    r"\b[Uu]nknown (?:author|drafter|translator)\b|"
    r"\b(?:document|memorandum|memo|letter|text|paper|note|report|telegram|original|source text|message|"
    r"record)\s(?:is|was)\s(?:unsigned|not signed|neither signed|undated and unsigned|unsigned and undated)\b|"
    r"\b(?:is|was) not signed\b|\b(?:bears|has|carries) no signature\b|^Unsigned\b"
)


@dataclass(frozen=True)
class Said:
    """What one sentence says; empty where it says nothing that a field takes."""

    drafters: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    obtained_by: str | None = None
    holding_copies: tuple[str, ...] = ()
    from_language: str | None = None
    doubt: bool = False


def is_marking(sentence: str) -> bool:
    """Whether a sentence (without its stop) is a classification marking, with precedence and distribution."""
    match = _MARKING.fullmatch(sentence)
    if match is None:
        return False
    return sentence.startswith("No classification") or _VERB.search(sentence) is None


def marking_behind(citation: str) -> tuple[str, str | None]:
    """A marking that follows the citation with no stop between them: the citation without it, and the marking."""
    match = _MARKING_BEHIND.search(citation, max(0, len(citation) - 140))
    return (citation[: match.start()], citation[match.end() :]) if match else (citation, None)


def read_sentence(sentence: str) -> Said:
    """Read one sentence behind the citation."""
    # the bare words first: most sentences hold none of them, and a search for a word is ten times a pattern's speed
    by = " by " in sentence
    translated = "ranslat" in sentence
    return Said(
        drafters=_drafters(sentence)
        if by or "drafter" in sentence or "drafting" in sentence or "author" in sentence
        else (),
        translators=_translators(sentence) if translated else (),
        obtained_by=_obtained(sentence) if by else None,
        holding_copies=_copies(sentence),
        from_language=_language(sentence)
        if translated or "original" in sentence or "text" in sentence or "version" in sentence
        else None,
        doubt=any(word in sentence for word in _KEYWORDS_OF_DOUBT) and _DOUBT.search(sentence) is not None,
    )


def _drafters(sentence: str) -> tuple[str, ...]:
    for match in _DRAFTED.finditer(sentence):
        before = sentence[max(0, match.start() - 120) : match.start()]
        if before.strip() and not _OF_THIS.search(before):
            continue
        names, _ = people_after(sentence, match.end())
        if names:
            return names
    was = _WAS_DRAFTER.search(sentence)
    return people_after(sentence, was.start("name"))[0][:1] if was else ()


def _translators(sentence: str) -> tuple[str, ...]:
    for match in _TRANSLATED.finditer(sentence):
        if re.search(
            r"\b(?:very )?(?:rough|preliminary|another|unofficial|different)\s$",
            sentence[max(0, match.start() - 20) : match.start()],
        ):
            continue
        names, _ = people_after(sentence, match.end())
        if names:
            return names
    return ()


def _obtained(sentence: str) -> str | None:
    match = _OBTAINED.search(sentence)
    if match is None:
        return None
    names, end = people_after(sentence, match.end())
    return sentence[match.end() : end].strip() if names else None


def _copies(sentence: str) -> tuple[str, ...]:
    found: list[str] = []
    if " at " not in sentence and " in " not in sentence and " with " not in sentence:
        return ()
    for pattern in (_ON_FILE, _COPY):
        for match in pattern.finditer(sentence):
            house = _HOUSE.match(sentence, match.end())
            if (
                house
                and (is_institution(house["house"]) or pattern is _ON_FILE)
                and not house["house"].startswith("Ibid")
            ):
                name = house["house"].strip()
                if name not in found:
                    found.append(name)
    return tuple(found)


def _language(sentence: str) -> str | None:
    match = _FROM_LANGUAGE.search(sentence)
    return (
        next((name for name in (match["language"], match["original"], match["text"], match["written"]) if name), None)
        if match
        else None
    )
