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
    r"cleared|sent(?: to [^.;,()]{1,40}?)?)\b){0,3}"
    r"(?:\s(?:in|on|at|for)\s(?:(?!\b(?:approved|cleared|signed|initialed|revised|sent|transmitted)\b)[^.;,()]){1,40}?)?"
    r"\s(?:(?:jointly|originally|presumably|probably|apparently|"
    r"possibly)\s)?by\s"
)
_OF_THIS = re.compile(
    r"(?:(?:The|This|^[A-Z][^.;]{0,60}\bnotation[^.;]{0,40}, the) "
    r"(?:source text|original|memorandum|memo|document|paper|letter|telegram|message|record|report|text|conversation|"
    r"cable|airgram|summary|minutes|notes?|draft|attached \w+)[^.;]{0,60}?[\s,]|It\s|,\s|^)"
    r"(?:(?:was|were|is|are|had been)\s)?(?:[a-z]{3,12}ly\s)?$"
)
_WAS_DRAFTER = re.compile(
    r"(?:that\s|[:;.]\s|^)(?P<name>(?:[A-Z][\w.’'-]{0,24}\s){0,4}[A-Z][\w’'-]{1,24})(?:,?\s(?:of|"
    r"in)\s[^;.()]{2,80}?)?\s(?:was|is) (?:the )?"
    r"(?:drafter|drafting officer|author)\b"
)
_TRANSLATED = re.compile(
    r"(?:\b[Tt]ranslated\b(?:[^.;,]{0,50}?)\sby\s|"
    r"\b[Tt]ranslation (?:(?!provided|furnished|supplied|courtesy|obtained)\w+ ){0,4}?by\s|"
    r"\b[Tt]ranslation(?: for \w{2,12})?:\s|\b[Tt]ranslators?:\s|\b(?:Trans|Tr)\.(?: by|:)?\s(?=[A-Z])|"
    r"\b[Üü]bersetz(?:t|ung)\b[^.;,]{0,40}?(?:\svon\s|:\s)|^Aus dem [A-Z]\w{3,14}en von\s|"
    r"\b[Tt]raduit\b[^.;,]{0,30}?\spar\s|\b[Tt]raduction(?: (?:du|de l[’']|de la)\s?\w{4,12})?\s?(?: (?:de|par)\s|:\s)|"
    r"\b[Пп]еревод(?: с \w{4,14})?(?: языка)?:?\s(?=[А-ЯЁ])|"
    r"\b[Пп]ерев(?:ёл|ел|ела|ели|едено)\b(?: с \w{4,14})?\s(?=[А-ЯЁ]))"
)
_FURTHER_LANGUAGE = re.compile(r",?\s(?:and\s)?(?:translated\s)?from\s(?:the\s)?[A-Z][a-z]{2,14}\sby\s")

_NOT_THIS_TRANSLATION = re.compile(
    r"\b(?:rough|preliminary|another|unofficial|different|not|never|earlier|previous)\s"
    r"(?:(?:version|copy|text|translation|draft)\s(?:was|is)\s)?$",
    re.IGNORECASE,
)
_OBTAINED = re.compile(
    r"(?:^|[,;]\s(?:and\s)?|\band\s|\b[Dd]ocuments?\s(?:was\s|were\s)?|\b[Cc]op(?:y|ies)\s(?:was\s|were\s)?|\b[Tt]ext\s|"
    r"\b[Tt]ranscript\s|\b[Oo]riginal\s|:\s|\bkindly\s)(?:kindly\s)?"
    r"(?:[Oo]btained|[Pp]rovided|[Dd]onated|[Cc]ontributed|[Aa]cquired|[Mm]ade available|"
    r"[Ss]upplied)(?: and translated)?(?: for [A-Z][\w ]{1,40}?)?(?: to [A-Z][\w ]{1,40}?)?\sby\s(?:the\s)?"
)
_DRAFTING = ("rafted", "repared", "ritten", "uthored")
_OBTAINING = ("btained", "rovided", "onated", "ontributed", "cquired", "ade available", "upplied")
_TRANSLATING = ("bersetz", "Aus dem", "radui", "raduct", "ерев", "Tr. ", "Trans. ")
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
    rf"(?:(?<![Nn]ot )\b[Tt]ranslat(?:ed|ion)\b[^.;]{{0,50}}?\sfrom\s(?:the\s|an?\s)?(?:original\s)?{_LANGUAGE}\b|"
    r"\b(?:[Üü]bersetz(?:t|ung)|[Aa]us dem)\b[^.;,]{0,20}?(?<=dem )(?P<german>[A-Z]\w{3,14}en)\b|"
    r"\b[Tt]radui?(?:t|ction)\s(?:du\s|de l[’'])(?P<french>[a-zé]{4,14})\b|"
    r"\b[Пп]ерев(?:од|ёл|ел|ела|ели|едено)\sс\s(?P<slavic>\w{4,14}ого)\b|"
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
    r"\b[Nn]o (?:other |further )?drafting information\b|\b[Nn]o (?:drafter|author|translator)\b|"
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
    r"^The (?:document|memorandum|letter|text|paper|note|report|telegram|original|source text|message),? which "
    r"(?:is|was) (?:unsigned|not signed)\b|"
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
    translated = "ranslat" in sentence or any(word in sentence for word in _TRANSLATING)
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
        # what a note says of the copy it was printed from, it does not say of the document
        doubt=any(word in sentence for word in _KEYWORDS_OF_DOUBT)
        and not sentence.startswith("Printed from")
        and _DOUBT.search(sentence) is not None,
    )


def _drafters(sentence: str) -> tuple[str, ...]:
    for match in _DRAFTED.finditer(sentence) if any(word in sentence for word in _DRAFTING) else ():
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
        if _NOT_THIS_TRANSLATION.search(sentence, max(0, match.start() - 40), match.start()):
            continue
        names, end = people_after(sentence, match.end())
        further = _FURTHER_LANGUAGE.match(sentence, end) if names else None
        if further:
            names += people_after(sentence, further.end())[0]
        if names:
            return names
    return ()


def _obtained(sentence: str) -> str | None:
    match = _OBTAINED.search(sentence) if any(word in sentence for word in _OBTAINING) else None
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
    return next((name for name in match.groups() if name), None) if match else None
