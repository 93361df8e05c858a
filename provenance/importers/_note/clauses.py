"""What the sentences behind the citation say: drafting, translating, copies, language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.importers._note.citation import is_institution
from provenance.importers._note.copies import TOWN_BEHIND, copies
from provenance.importers._note.doubt import is_doubted
from provenance.importers._note.gazetteer import LANGUAGES
from provenance.importers._note.people import people_after

_DRAFTED = re.compile(
    r"(?:(?P<hedge>[Pp]resumably|[Pp]robably|[Aa]pparently|[Pp]ossibly|[Pp]erhaps|[Ll]ikely)\s)?"
    r"\b(?:[Dd]rafted|[Pp]repared|[Ww]ritten|[Aa]uthored)\b"
    r"(?:,?\s(?:and\s|also\s|jointly\s|originally\s)?(?:initialed|signed|approved|transmitted|dictated|revised|"
    r"cleared|sent(?: to [^.;,()]{1,40}?)?)\b){0,3}"
    r"(?:\s(?:in|on|at|for)\s(?:(?!\b(?:approved|cleared|signed|initialed|revised|sent|transmitted)\b)[^.;,()]){1,40}?)?"
    r",?\s(?:(?:jointly|originally|presumably|probably|apparently|possibly|perhaps)\s)?by\s"
    r"(?:an?\s[a-z][a-z ]{2,40},\s(?:presumably|probably|apparently|possibly|perhaps)\s(?=[A-Z]))?"
)
_OF_THIS = re.compile(
    r"(?:(?:The|This|but the|^[A-Z][^.;]{0,60}\bnotation[^.;]{0,40}, the) "
    r"(?:source text|original|memorandum|memo|document|paper|letter|telegram|message|record|report|text|conversation|"
    r"cable|airgram|summary|minutes|notes?|draft|attached \w+)[^.;]{0,60}?[\s,]|It\s|"
    r"(?:but|information,|notation,)\sit\s|,\s|"
    r"^(?:Minutes|Memorandum|Summary|Notes|Report|Paper|Study|Record|Draft|Telegram|Letter|Cable|Text)\s|^)"
    r"(?:(?:was|were|is|are|had been)\s)?(?:[a-z]{3,12}ly\s)?$"
)
_WAS_DRAFTER = re.compile(
    r"(?:that\s|[:;.]\s|notation, |^)(?P<name>(?:[A-Z][\w.’'-]{0,24}\s){0,4}[A-Z][\w’'-]{1,24})(?:,?\s(?:of|"
    r"in)\s[^;.()]{2,80}?)?\s(?:(?:was|is) (?:the )?"
    r"(?:drafter|drafting officer|author)|drafted (?:the|this) (?:memorandum|letter|telegram|paper|report|message))\b"
)
_TRANSLATED = re.compile(
    r"(?:\b[Tt]ranslated\b(?:(?:,\s[a-z]{4,12}){0,2},?\sand\s[a-z]{4,12})?(?:[^.;,]{0,50}?)\sby\s|"
    r"\b[Tt]ranslation (?:(?!provided|furnished|supplied|courtesy|obtained|revised|edited|checked|corrected|reviewed|"
    r"approved|sent|given|handed|delivered|transmitted|amended|was sent|read)\w+ ){0,4}?by\s|"
    r"\b[Tt]ranslation(?: for \w{2,12})?:\s|\b[Tt]ranslators?:\s|\b(?:Trans|Tr)\.(?: by|:)?\s(?=[A-Z])|"
    r"\b[Üü]bersetz(?:t|ung)\b[^.;,]{0,40}?(?:\svon\s|:\s)|^Aus dem [A-Z]\w{3,14}en von\s|"
    r"\b[Tt]raduit\b[^.;,]{0,30}?\spar\s|\b[Tt]raduction(?: (?:du|de l[’']|de la)\s?\w{4,12})?\s?(?: (?:de|par)\s|:\s)|"
    r"\b[Tt]raducido\b[^.;,]{0,30}?\spor\s|\b[Tt]raducción(?: del? \w{4,12})?(?: (?:de|por)\s|:\s)|"
    r"\b[Tt]radotto\b[^.;,]{0,30}?\sda\s(?=[A-Z])|\bTradus\b[^.;,]{0,30}?\sde\s(?=[A-Z])|"
    r"\b(?:Fordította|Fordítás|Fordító):?\s(?=[A-ZÀ-Þ])|\bTłum(?:aczył[ai]?|aczenie|\.):?\s(?=\w)|"
    r"\bPrzeł(?:ożył[ai]?|\.):?\s|\bPřeloži(?:la|li|l):?\s|\bPreloži(?:la|li|l):?\s|\bPře?klad:\s|"
    r"\b[Пп]реве(?:л|ла|де):?\s(?=[А-ЯЁ])|\b[Пп]ереклад:?\s(?=[А-ЯЁ])|"
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
    r"(?:^|[,;]\s(?:and\s)?|\band\s|"
    r"\b(?:[Dd]ocuments?|[Pp]hotocop(?:y|ies)|[Mm]aterials?|[Ss]cans?)\s(?:was\s|were\s)?|\b[Cc]op(?:y|ies)\s(?:was\s|were\s)?|\b[Tt]ext\s|"
    r"\b[Tt]ranscript\s|\b[Oo]riginal\s|:\s|\bkindly\s)(?:kindly\s)?"
    r"(?:[Oo]btained|[Pp]rovided|[Dd]onated|[Cc]ontributed|[Aa]cquired|[Mm]ade available|"
    r"[Ss]upplied)(?: and translated)?(?: for (?:the )?[A-Z][\w ]{1,40}?)?"
    r"(?: to (?:the )?(?:[A-Z][\w ]{1,40}?|project|editors?))?(?: from the archives?)?"
    r"(?: (?:through|under|via) [^.;,]{2,50}?(?:request|release|review|Act|FOIA)[^.;,]{0,12})?\sby\s(?:the\s)?"
)
_SPELLED_OUT = re.compile(r"\s\([A-Z][^()]{3,60}\)")
"""``CHI (Coastal History Institute)``."""
_DRAFTING = ("rafted", "repared", "ritten", "uthored")
_OBTAINING = ("btained", "rovided", "onated", "ontributed", "cquired", "ade available", "upplied")
_TRANSLATING = (
    "bersetz",
    "Aus dem",
    "radui",
    "raduct",
    "ерев",
    "рев",
    "Tr. ",
    "Trans. ",
    "radu",
    "radotto",
    "ordít",
    "łum",
    "rzeł",
    "řelož",
    "relož",
    "klad",
    "ереклад",
)
_LANGUAGE = rf"(?P<language>{LANGUAGES})"
_FROM_LANGUAGE = re.compile(
    rf"(?:(?<![Nn]ot )\b[Tt]ranslat(?:ed|ion)\b[^.;]{{0,50}}?\sfrom\s(?:the\s|an?\s)?(?:original\s)?{_LANGUAGE}\b|"
    r"\b(?:[Üü]bersetz(?:t|ung)|[Aa]us dem)\b[^.;,]{0,20}?(?<=dem )(?P<german>[A-Z]\w{3,14}en)\b|"
    r"\b[Tt]radui?(?:t|ction)\s(?:du\s|de l[’'])(?P<french>[a-zé]{4,14})\b|"
    r"\b[Пп]ерев(?:од|ёл|ел|ела|ели|едено)\sс\s(?P<slavic>\w{4,14}ого)\b|"
    rf"\b[Tt]he (?:original )?{_LANGUAGE.replace('language', 'original')}(?:-language)? original\b|"
    rf"(?:^|;\s)[Tt]he {_LANGUAGE.replace('language', 'text')}(?:-language)? (?:text|version)(?:,? and [^.;]{{2,60}}?)?"
    r"\s(?:is|was|are|were|appears?)\b|"
    rf"\b[Tt]ranslation of (?:the|an?) {_LANGUAGE.replace('language', 'translated')}(?:-language)? "
    r"(?:text|version|note)\b|"
    rf"\b[Oo]riginal(?:(?: language)?:| in)\s(?:the\s)?{_LANGUAGE.replace('language', 'stated')}\b|"
    rf"\boriginal,? (?:which )?(?:is|was) in {_LANGUAGE.replace('language', 'written')}\b)"
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


def read_sentence(sentence: str) -> Said:
    """Read one sentence behind the citation."""
    # the bare words first: most sentences hold none of them, and a search for a word is ten times a pattern's speed
    by = " by " in sentence
    translated = "ranslat" in sentence or any(word in sentence for word in _TRANSLATING)
    return Said(
        drafters=_drafters(sentence)
        if by or "drafter" in sentence or "drafted t" in sentence or "drafting" in sentence or "author" in sentence
        else (),
        translators=_translators(sentence) if translated else (),
        obtained_by=_obtained(sentence) if by else None,
        holding_copies=copies(sentence),
        from_language=_language(sentence)
        if translated or "riginal" in sentence or "text" in sentence or "version" in sentence
        else None,
        doubt=is_doubted(sentence),
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
    if names and names[-1].isupper() and (spelled := _SPELLED_OUT.match(sentence, end)):
        end = spelled.end()
    elif names and is_institution(names[-1]) and (town := TOWN_BEHIND.match(sentence, end)):
        end = town.end()
    return sentence[match.end() : end].strip() if names else None


def _language(sentence: str) -> str | None:
    match = _FROM_LANGUAGE.search(sentence)
    return next((name for name in match.groups() if name), None) if match else None
