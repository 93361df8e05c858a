"""A printed title taken apart: ``Document No. N: TYPE from AUTHOR to ADDRESSEE on SUBJECT, DATE`` and its variants."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.importers._page.correspondents import STILL_A_NAME, french, from_to, pair, parties
from provenance.importers._page.dateline import without_hour
from provenance.importers._page.dates import PrintedDate, find_dates, year_at_end
from provenance.importers._page.filemarks import AT_END
from provenance.importers._page.inflection import nominative, of_russian_title
from provenance.importers._page.names import NAME, Party, party, russian_party

_NUMBER = re.compile(
    r"(?P<label>(?:(?:Document|DOCUMENT|Doc\.?|Dokument|DOKUMENT|Документ|ДОКУМЕНТ|Pièce)\s{0,2}(?:No\.?|Nr\.?|"
    r"Number|[Nn][o°º]\.?|№|#)?|No\.|"
    r"Nr\.|№)"
    r"\s{0,2}(?P<number>\d{1,5}[A-Za-z]?))(?![\w])\s{0,2}[:.—–-]?\s*",
)
ROMAN = r"(?=[IVXLC])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
NUMBER_ALONE = re.compile(
    rf"(?P<label>(?:(?:No\.|Nr\.|№|N[o°])\s?)?(?P<number>\d{{1,4}}[a-z]?|{ROMAN}(?![^\W\d_])))\.?"
)
"""A number that is a line by itself, above the title."""
NUMBERED_KIND = re.compile(
    r"(?:^|\s)(?:Memorandum|Telegram|Letter|Despatch|Dispatch|Airgram|Message|Note|Report|Paper)\s(?P<number>\d{1,4})$"
)
"""``Memorandum 330`` above the title: the edition's number."""
_ROMAN_NUMBER = re.compile(rf"(?P<label>(?P<number>{ROMAN}))\.?\s?[—–-]\s?(?=[A-ZÀ-ÞА-ЯЁ])")
"""``LXXXIV. — À Monsieur Durand``: a dash behind the figure, which an initial has not."""
_ARRIVED = re.compile(r"\.?\s?[—–-]{1,2}\s?\((?:Received|Rec[’']d|Reçue?)[^()]{0,60}\)\.?$")
"""``.—(Received February 11.)``: a day of receipt behind the title of a British despatch."""
_BARE_NUMBER = re.compile(r"(?P<label>(?P<number>\d{1,4}))\.\s+(?=[A-ZÀ-ÞА-ЯЁ])")

TYPES = (
    "memorandum of conversation", "memorandum of a conversation", "memorandum of a telephone conversation",
    "memorandum for the record", "proclamation", "checklist", "memorandum of telephone conversation",
    "record of conversation", "record of meeting",
    "minutes", "notes", "note", "memorandum", "memo", "letter", "telegram", "cable", "report", "transcript", "diary",
    "diary entry", "speech", "address", "directive", "decree", "resolution", "protocol", "session", "message",
    "statement", "agreement", "treaty", "information", "stenographic record", "proposal", "briefing paper",
    "talking points", "circular", "dispatch", "despatch", "instruction", "order", "declaration", "summary", "excerpts",
    "excerpt", "draft", "record", "conversation", "interview", "communiqué", "appeal", "conclusions", "paper",
    "remarks", "convention", "executive order", "news conference",
    "editorial note", "intelligence memorandum", "national intelligence estimate", "airgram", "action memorandum",
    "information memorandum", "position paper", "special estimate",
    "lettre", "télégramme", "rapport", "procès-verbal", "compte rendu", "dépêche", "circulaire", "discours", "journal",
    "schreiben", "brief", "telegramm", "bericht", "aufzeichnung", "protokoll", "vermerk", "denkschrift",
    "niederschrift", "tagebuch", "rede", "erlass", "runderlass", "notiz",
    "записка", "письмо", "телеграмма", "протокол", "постановление", "доклад", "справка", "стенограмма", "дневник",
    "запись беседы", "запись", "речь", "указ", "докладная записка", "шифртелеграмма", "нота",
    "drahtbericht", "drahterlass", "fernschreiben", "schrifterlass", "schriftbericht", "gesprächsaufzeichnung",
    "gespräch", "ressortbesprechung", "deutsch-sowjetisches regierungsgespräch", "weisung",
    "note verbale", "aide-mémoire", "memorial", "petition", "proceedings", "stenogram",
    "stenographic notes", "verbatim record",
    "note pour", "entretien", "ordonnance", "décret", "note du", "déclaration",
    "декрет", "воззвание", "выписка", "телеграфный разговор", "сообщение", "резолюция", "проект", "распоряжение",
    "compte rendu d'un entretien", "compte rendu d’un entretien", "compte rendu d'entretien",
    "compte rendu d’entretien",
    "compte rendu de la conversation", "compte-rendu d'entretien", "compte-rendu d’entretien", "arrêté", "instructions",
    "compte-rendu", "adresse", "avis", "proclamation", "audience", "conversation",
    "lettera", "telegramma", "rapporto", "dispaccio", "circolare", "discorso", "verbale", "promemoria", "appunto",
    "decreto", "telespresso", "colloquio", "nota verbale", "carta", "despacho", "oficio", "informe", "memoria",
    "telegrama", "discurso", "acta", "real orden", "real cédula", "representación", "manifiesto", "ofício", "relatório",
    "ata", "minute", "remarks", "beschluss", "beschluß", "verordnung", "rundschreiben", "stellungnahme", "meldung",
    "lagebericht", "gesprächsprotokoll", "gesprächsvermerk", "aktenvermerk", "aktennotiz", "hausmitteilung",
    "sitzungsprotokoll", "ansprache", "proklamation", "unterredung",
    "отношение", "рапорт", "донесение", "депеша", "предписание", "рескрипт", "манифест", "договор", "соглашение",
    "меморандум", "памятная записка", "решение", "инструкция", "директива", "спецсообщение", "прошение",
    "объяснительная записка", "дневниковая запись", "приказ", "докладная",
    "обращение", "тезисы", "шифровка", "заявление", "сводка", "отчет", "отчёт",
)  # fmt: skip
_TYPE = re.compile(
    # words before the kind are capitals (Joint Statement): “Following is text of declaration” is a sentence
    r"(?:(?:(?-i:(?!(?:My|Your|His|Her|Our|Their|This|That|These|Following|Reference|See|In|On|At|With|From|To)\s)"
    r"[A-ZÀ-ÞА-ЯЁ«“\"][\w.’'-]{0,30}\s)){0,4}?)(?:"
    + "|".join(re.escape(name) for name in sorted(TYPES, key=len, reverse=True))
    + r")(?![\w])(?:\s(?:No\.|Nr\.|№|n°|n\.º|núm\.)?\s?\d{1,6}(?![\w,.]*\d{4}))?",
    re.IGNORECASE,
)


_NUMBERED = re.compile(r"\s(?:no\.|nr\.|№|n°|n\.º|núm\.)?\s?\d{1,6}$")
"""``Protocol No. 166`` is a protocol; its number stays in the title."""
_LANGUAGES = {
    **dict.fromkeys(("lettre", "télégramme", "procès-verbal", "compte rendu", "dépêche", "circulaire"), "fr"),
    **dict.fromkeys(("lettera", "telegramma", "rapporto", "dispaccio", "promemoria", "appunto", "verbale"), "it"),
    **dict.fromkeys(("carta", "oficio", "telegrama"), "es"),
    **dict.fromkeys(
        ("schreiben", "brief", "aufzeichnung", "vermerk", "denkschrift", "niederschrift", "tagebuch"), "de"
    ),
}
"""Kinds whose word shows the title's language, where the page has too few words to show its own."""


@dataclass(frozen=True)
class Speech:
    """The small words by which one language says from whom, to whom, on what, between whom."""

    by: str
    to: str
    on: str
    between: str


_SPEECHES = {
    "en": Speech(r"from|by|of", r"to", r"on|regarding|concerning|about|re", "between"),
    "fr": Speech(
        r"de|du|des|d[’']", r"à|au|aux", r"sur|concernant|relati(?:f|ve)s? (?:à|aux?)|portant|au sujet d[eu]s?", "entre"
    ),
    "de": Speech(r"von|vom|des|der", r"an", r"über|betreffend|betr\.|zur?|zum", "zwischen"),
    "it": Speech(r"di|del|dal|della|dall[’']|dell[’']", r"a|al|alla|ai|agli|all[’']", r"su|sul|sulla|circa", "tra|fra"),
    "es": Speech(r"de|del", r"a|al", r"sobre|acerca de", "entre"),
    "pt": Speech(r"de|do|da", r"a|ao|à", r"sobre|acerca de", "entre"),
    "ru": Speech(r"от", r"\Zв", r"\Zо", r"между"),
}
_DESIGNATION = re.compile(r"\s[A-Z0-9][^a-z]{0,40}(?=\s(?:[Ff]rom|[Bb]y|[Tt]o|[Oo]f)\s)")
_POSSESSIVE = re.compile(
    rf"\s(?:[Ff]rom|[Oo]f)\s(?:the\s)?(?P<who>{NAME})[’']s?\s(?:[A-Z][a-z]+\s)?(?:Diary|Diaries|Notes|Notebooks?|"
    rf"Journal|Letters?)\b"
)
OWNER = re.compile(
    rf"(?:(?:Excerpts?|Extracts?)\s[Ff]rom|From)\s(?:the\s)?(?:[Dd]iary|DIARY|[Jj]ournal|JOURNAL)\s(?:of|"
    rf"OF)\s(?P<who>{NAME})"
    r"(?=$|[,.;:])|Из\s(?:служебного\s)?дневника\s(?P<ru>[^,;:«]{4,60})|"
    r"Aus\sdem\sTagebuch\s(?:von\s)?(?P<de>[^,;:„]{4,60})",
)
"""``From the diary of Karl Lund``: a diary is its owner's, and so is a record that is taken from it."""
WEEKDAY_AT_END = re.compile(
    r"[\s,(]+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$|[\s,(]+(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|"
    r"Samstag|Sonntag)$"
)
_ACTS = frozenset(
    {"arrêté", "decree", "resolution", "order", "proclamation", "directive", "ordonnance", "décret", "декрет"}
)
"""Kinds that a body or a ruler issues: behind them ``of`` names the author, whoever it is."""
_TALKS = frozenset(
    {"gespräch", "gesprächsaufzeichnung", "unterredung", "ressortbesprechung", "entretien", "colloquio", "conversation",
     "audience", "gesprächsprotokoll", "gesprächsvermerk"}
)  # fmt: skip
_PERSONAL = frozenset(
    {"diary", "diary entry", "notes", "letter", "speech", "address", "statement", "journal", "tagebuch"}
)
"""Kinds that somebody has, not some meeting: behind them ``of`` names the author."""


@dataclass(frozen=True)
class Title:
    """What a printed title says. ``parts`` names what was found, in the printed order."""

    words: str
    number: str | None
    label: str | None
    type: str | None
    authors: tuple[Party, ...]
    addressees: tuple[Party, ...]
    participants: tuple[Party, ...]
    subject: str | None
    date: PrintedDate | None
    bare: str

    @property
    def parts(self) -> str:
        """``number, type, author, addressee, subject, date``: those that are there."""
        present = {
            "number": self.number, "type": self.type, "author": self.authors, "addressee": self.addressees,
            "participants": self.participants, "subject": self.subject, "date": self.date,
        }  # fmt: skip
        return ", ".join(name for name, value in present.items() if value)


def number_of(words: str) -> re.Match[str] | None:
    """``Document No. 6:`` at the start of ``words``."""
    return _NUMBER.match(words) or _BARE_NUMBER.match(words) or _ROMAN_NUMBER.match(words)


def parse_title(words: str, language: str = "en", first_line: str = "") -> Title:
    """Take a title apart; what is not found is absent, and nothing is guessed from the rest.

    ``first_line``: the first of several lines, where a number may stand by itself.
    """
    alone = NUMBER_ALONE.fullmatch(first_line)
    numbered = number_of(words) or (NUMBER_ALONE.match(words) if alone and words.startswith(f"{first_line} ") else None)
    rest = AT_END.sub("", _ARRIVED.sub("", words[numbered.end() :].lstrip() if numbered else words))
    date, rest = _without_date(rest)
    bare = re.sub(r",(?=[”\"]$)", "", rest.strip(" ,;:.")) or words.strip()
    if re.search(
        r"\s(?:du|de|des|of|vom|del|di|за|от)$", bare
    ):  # Séance du 3 mai 1931: the day is the title's own word
        bare = (words[numbered.end() :] if numbered else words).strip(" ,;:.")
    speech = _SPEECHES.get(language, _SPEECHES["en"])
    if rest.isupper():  # LETTER FROM KARL LUND TO OLGA BRANDT
        speech = Speech(*(f"(?i:{words})" for words in vars(speech).values()))
    before = _WHO_FIRST.match(rest) if _TYPE.match(rest) is None else None
    before = before if before and _TYPE.match(rest, before.end()) else None
    rest = rest[before.end() :] if before else rest
    kind = _TYPE.match(rest)
    after = rest[kind.end() :] if kind else ""
    designated = _DESIGNATION.match(after)  # Backchannel Message SITTO 88/WH 12696 From …
    after = after[designated.end() :] if designated else after
    name = re.sub(r"^(?:the|an?)\s", "", _NUMBERED.sub("", kind[0].strip(' «“"').lower())) if kind else None
    speech = _SPEECHES[_LANGUAGES[name]] if name in _LANGUAGES and not rest.isupper() else speech
    owner = OWNER.match(rest)
    people: dict[str, tuple[Party, ...]]
    if owner and owner["who"]:
        people = {"by": (party(owner["who"]),)}
        name = name or "diary"
    elif owner and owner["ru"] and name is None:
        who, name = owner["ru"].strip(" ."), "дневник"
        initialed = re.match(r"(?:[А-ЯЁ]\.\s?){1,2}[А-ЯЁ][\w-]+", who)
        people = {"by": (russian_party(initialed[0], nominative(initialed[0], "genitive")),)} if initialed else {}
    elif name is None:
        people = from_to(rest, language)
    elif name.startswith(("excerpt", "extract")):
        people = _of_an_excerpt(after)  # 'from' names the work it is taken from
    elif language == "ru" and not re.match(r"\s?(?:от|между)\s", after):
        people = _of_russian(after)
    else:
        people = _people(after, speech, of=name in _PERSONAL, talk=name in _TALKS)
        if name in _ACTS and not people:
            people = _of_an_act(after, speech)
    if before and name and "by" not in people:
        people["by"] = parties(before["who"])
    return Title(
        words=words,
        number=numbered["number"] if numbered else None,
        label=numbered["label"] if numbered else None,
        type=name,
        authors=people.get("by", ()),
        addressees=people.get("to", ()),
        participants=people.get("between", ()),
        subject=_subject(after, speech),
        date=date,
        bare=bare,
    )


_WHO_FIRST = re.compile(rf"(?P<who>(?:The\s)?{NAME}(?:\s(?:of|for|on)\s(?:the\s)?{NAME}){{0,2}}),\s(?=[A-Z])")
"""``Arne Vik, Memorandum for the President``: who wrote stands before the kind."""
_WHO_TO_WHOM = re.compile(rf",\s(?P<by>{NAME})\sto\s(?:the\s)?(?P<to>{NAME})(?=$|[,;.])")
_WITH_WHOM = re.compile(
    r"\s(?:des|der|zwischen|von|de|du|entre|del|di|dell[’'])\s?(?P<one>.{3,80}?)\s(?:mit|und|avec|et|con)\s"
    r"(?:dem\s|der\s)?(?P<other>.{3,80})"
)


def _without_date(words: str) -> tuple[PrintedDate | None, str]:
    """The date at the title's end (or the only one in it), and the title without it."""
    dates = find_dates(words)
    if not dates:
        year = year_at_end(words)
        return (year, words[: year.start].rstrip(" ,;([")) if year and year.start else (None, words)
    last = dates[-1]
    if not without_hour(words[last.end :]).strip(" .)]"):
        before = re.sub(r"[\s,;(\[–—-]+$|\s+(?:dated|on|le|vom|am|от)\s*$", "", words[: last.start].rstrip())
        before = WEEKDAY_AT_END.sub("", before).rstrip(" ,;([")
        return last, re.sub(r",?\s(?:on|am|le)$", "", before)
    return (last if len(dates) == 1 else None), words


def _of_an_excerpt(after: str) -> dict[str, tuple[Party, ...]]:
    """``Excerpt from Olga Brandt's Diary``: the author is whose the diary is."""
    match = _POSSESSIVE.match(after)
    return {"by": (party(match["who"]),)} if match else {}


def _of_an_act(after: str, speech: Speech) -> dict[str, tuple[Party, ...]]:
    """``Decree of the Council of Ministers on Flour``, ``Proclamation of Karl IV, King of the Isles``."""
    by = re.match(r"\s(?:[Oo]f|OF|[Dd]u|[Dd]es?)\s", after)
    if by is None:
        return {}
    end = _next(after, by.end(), speech.on)
    if end == len(after):  # a council's name may end before its subject: the Council on the Sale of Rope
        on = rf"\s(?:{speech.on})\s(?=the\s|le\s|la\s|les\s|l[’'])"
        subject = re.compile(on, re.IGNORECASE).search(after, by.end())
        end = subject.start() if subject else end
    who = after[by.end() : end]
    who = re.sub(r"\s(?:No\.|№|n°)\s?[\d/-]{1,12}[a-z]?$", "", who.partition(", ")[0].strip())
    return {"by": parties(who)}


def _of_russian(after: str) -> dict[str, tuple[Party, ...]]:
    """``Записка А. П. Лунда в Совет гавани``: the author in the genitive, the addressee in the dative."""
    authors, addressees, body = of_russian_title(after)
    by = tuple(russian_party(one.printed, one.nominative) for one in authors)
    to = tuple(russian_party(one.printed, one.nominative) for one in addressees) or ((party(body),) if body else ())
    return {role: who for role, who in (("by", by), ("to", to)) if who}


def _people(after: str, speech: Speech, *, of: bool, talk: bool = False) -> dict[str, tuple[Party, ...]]:
    """Who wrote, and to whom, from the words behind the type."""
    found: dict[str, tuple[Party, ...]] = {}
    plain = _WHO_TO_WHOM.match(after)
    if plain:
        return {"by": parties(plain["by"]), "to": parties(plain["to"])}
    talked = _WITH_WHOM.fullmatch(after) if talk else None
    if talked:
        return {"between": (*parties(talked["one"]), *parties(talked["other"]))}
    if speech is _SPEECHES["fr"] and (both := french(re.sub(r"^\sd(?:e|u|es)\s", "", after))):
        return both
    between = re.match(
        rf"\s{{0,2}}(?:(?:(?:of|in)\s(?:an?\s|the\s)?|d[’']une?\s|einer\s|eines\s|"
        rf"di\sun\s)[\w ]{{1,40}}?\s)?(?:{speech.between})\s",
        after,
    )
    if between:
        return {"between": pair(after[between.end() : _next(after, between.end(), speech.on)])}
    by = re.match(rf"\s{{0,2}},?\s?(?:{speech.by})(?:\s|(?<=[’']))", after, re.IGNORECASE)
    at = 0
    if by and by[0].strip(" ,").lower() == "of" and not of:
        by = None  # minutes of a session, a memorandum of a conversation: not its author
    if by:
        to_at = _next(after, by.end(), speech.to)
        end = min(to_at, _next(after, by.end(), speech.on))
        found["by"] = parties(after[by.end() : end])
        at = end
        if by[0].strip(" ,").lower() == "of" and any(who.kind != "person" for who in found["by"]):
            del found["by"]
    # 'Memorandum for the President', but not 'the Assistant Secretary for Harbours'
    to = re.compile(rf"\s?,?\s?(?:{speech.to}{'' if at else '|for'})\s").match(after, at)
    if to:
        found["to"] = parties(after[to.end() : _next(after, to.end(), speech.on)])
    return {role: parties for role, parties in found.items() if parties}


def _next(words: str, start: int, small_words: str) -> int:
    """Where the next of these small words stands that does not belong to a body's name; else the end."""
    skipped: int | None = None
    for match in re.compile(rf"\s(?:{small_words})\s").finditer(words, start):
        if not STILL_A_NAME.search(words[start : match.start()]):
            return match.start()
        if skipped is None and _BODY_TO.search(words[start : match.end()]) and _WHOM.match(words, match.end()):
            skipped = match.start()
    return len(words) if skipped is None else skipped


_BODY_TO = re.compile(r"(?:committee|commission|council|office)\sto\s$", re.IGNORECASE)
_WHOM = re.compile(
    r"(?:the\s)?(?:Mr|Mrs|Dr|Sir|Lord|[\w ]{0,30}?(?:Consul|Ambassador|Minister|Department|Council|Embassy))\b|"
    r"(?!(?:Aid|Save|Defend|Help|Support|Free|Protect|Restore|Stop|Combat|Promote|Assist)\s)"
    r"[A-Z][\w.’-]{0,30}(?:\s[A-Z][\w.’-]{0,30}){0,2}\s[A-Z][\w’-]{1,30}(?=$|,)"
)
"""``From the Council to the Consul``: a body writes to him; a Committee to Aid is a body whole."""


def _subject(after: str, speech: Speech) -> str | None:
    at = _next(after, 0, speech.on)
    subject = re.sub(rf"^\s?(?:{speech.on})\s", "", after[at:]).strip(" ,;:")
    return subject or None
