"""What a web edition states of a document beside its text, as a label with a value: ``Verfasser: Lund, Karl``.

The pairs are no part of the document's text: they are reported, and what they
state is entered where the page itself says nothing; where it says something
else, that is a question.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date as date_of
from typing import TYPE_CHECKING, Any, cast

from provenance.importers._page import languages
from provenance.importers._page.citations import read_source
from provenance.importers._page.dates import find_dates
from provenance.importers._page.names import could_be_named, party, slugged
from provenance.importers.importer import Placed
from provenance.model.checks import in_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.draft import Draft, Page
    from provenance.importers._page.names import Party
    from provenance.importers._page.paragraphs import Residue

_LABELS = {
    "number": (
        "document number|document no|document nr|doc no|letter number|letter no|dokumentnummer|"
        "dokument nr|nr|no|briefnummer|numéro|numéro du document|n°|номер|номер документа|№"
    ),
    "date": (
        "written|delivered|date|document date|entstehungsdatum|date of document|date of letter|datum|"
        "datierung|ausstellungsdatum|date du document|datation|дата|дата документа|date written|"
        "written on"
    ),
    "type": (
        "type|document type|type of document|kind|genre|typ|dokumenttyp|dokumentart|art|textsorte|"
        "type de document|nature|nature du document|вид документа|тип документа|тип|вид"
    ),
    "author": (
        "author|authors|author(s)|creator|creators|creator(s)|written by|sender|from|verfasser|"
        "verfasserin|verfasser/in|verfasser(in)|autor|autorin|autor/in|absender|auteur|auteurs|auteur(s)|"
        "expéditeur|rédacteur|автор|авторы|отправитель"
    ),
    "addressee": (
        "addressee|addressees|recipient|recipients|recipient(s)|to|empfänger|empfängerin|empfänger/in|"
        "adressat|adressaten|adressat/in|destinataire|destinataires|адресат|получатель|кому"
    ),
    "place": (
        "place|place of writing|place written|written at|location|ort|entstehungsort|ausstellungsort|"
        "absendeort|schreibort|lieu|lieu de rédaction|lieu d'expédition|место|место создания|"
        "место написания"
    ),
    "marking": (
        "classification|classification level|original classification|klassifikation|klassifizierung|"
        "geheimhaltungsgrad|гриф|гриф секретности"
    ),
    "repository": (
        "archive|repository|holding institution|holding repository|institution|archiv|aufbewahrungsort|"
        "standort|archives|dépôt|lieu de conservation|архив|место хранения"
    ),
    "shelf": (
        "bestand/signatur|signatur/bestand|archives/cote|signature|signatur|archivsignatur|shelfmark|"
        "call number|archival reference|reference code|reference number|cote|cote d'archives|шифр|"
        "архивный шифр|fonds|bestand"
    ),
    "source": (
        "original archive|holding archive|source|sources|archival source|ms|ms.|manuscript|original|"
        "quelle|quellen|fundort|überlieferung|provenienz|источник|source archivistique|provenance"
    ),
    "language": (
        "language|languages|document language|language of document|original language|original languages|"
        "sprache|originalsprache|langue|langue originale|язык|язык оригинала|язык документа"
    ),
    "translator": (
        "translated|translator|translators|translator(s)|translated by|translation by|übersetzer|"
        "übersetzerin|übersetzt von|traducteur|traduction|переводчик|перевод"
    ),
}
FIELD_OF = {label: field for field, labels in _LABELS.items() for label in labels.split("|")}
_OTHERS = (
    "record id|document id|id|uuid|subject|subjects|subject(s)|subjects discussed|topics|topic|"
    "keywords|tags|rights|license|licence|donor|donors|contributor|contributors|contributor(s)|"
    "original uploaded date|upload date|date uploaded|date added|publisher|publication date|published|"
    "volume|series|collection|format|extent|pages|identifier|permalink|url|stable url|"
    "geographic subjects|coverage|people|persons|places|associated people|associated places|"
    "associated topics|aktenzeichen|dossier|dossiernummer|zitierempfehlung|zitierweise|schlagworte|"
    "personen|orte|organisationen|themen|band|seiten|herausgeber|regest|incipit|pièces jointes|tome|"
    "page|mots-clés|éditeur|référence|ключевые слова|том|персоналии|рубрика|электронная публикация|"
    "публикация|физическая|address|endorsed|docket|postmark|first published|online version|proofread|"
    "transcribed|html markup|transcription/markup|transcription\\html markup|copyleft|erschienen|"
    "veröffentlicht|publiziert|online seit|просмотров|опубликовано|titel|title|originaltitel|auflage|"
    "entstehungsort|verlag|drucker|erscheinungsdatum|erscheinungsort|kurzbeschreibung|bild|"
    "bearbeitungsstand|seal|condition|state|transcription|transcribed by|encoded by|editor|editors|"
    "copyright|link|links|edition"
)
OTHER_LABELS = frozenset(_OTHERS.split("|"))
"""Labels of data that no field of the record takes from a page: they are reported, and left."""
KEPT_LABELS = frozenset(
    {"summary", "document summary", "abstract", "description", "citation", "how to cite", "cite as", "transcript",
     "original language", "original languages"}
)  # fmt: skip
"""What heads words of the page, and stays with them."""
_OF_MEMOS = "to from subject re via through info cc participants an von betreff bezug de à objet кому от тема"
MEMO_LABELS = frozenset(_OF_MEMOS.split())
"""Labels of the head of a memorandum, which are the document's own words."""
_KINDS_OF_SPLIT = re.compile(r"\s?[;|]\s?|\n")
_LONGEST_NAME = 100


NAME_OF_EDITION = "the name of the edition"
_OF_ITS_NAME = "The edition is called"


def folded(label: str) -> str:
    """A label as the list has it: small letters, no colon."""
    return " ".join(label.replace("’", "'").lower().split()).strip(" :*")


def fill(page: Page, draft: Draft, residues: Sequence[Residue]) -> None:
    """Enter what the page's data state and its own words do not; ask where the two differ."""
    stated: dict[str, tuple[str, str]] = {}
    for one in residues:
        if one.field is not None and one.value:
            said = _OF_ITS_NAME if one.why == NAME_OF_EDITION else "The page's data"
            stated.setdefault(one.field, (one.value, f"{said}: {one.words}"))
    for field, enter in _ENTER.items():
        if field in stated:
            value, why = stated[field]
            enter(page, draft, value, why)


def _number(page: Page, draft: Draft, value: str, _why: str) -> None:
    number = re.fullmatch(r"(?:\w{1,10}\.?\s)?(?P<n>\d{1,5}[a-z]?)", value.strip())
    edition = draft.record["editions"][page.edition]
    if number is None:
        return
    if "number" not in edition:
        edition["number"] = number["n"]
        draft.put("aliases", f"doc-no-{number['n']}", f"Document {number['n']}", what="number", shown=number["n"])
    elif edition["number"] != number["n"]:
        question = f"The title has the number {edition['number']}, the page's data {number['n']}: which is right?"
        draft.ask("number", f"/editions/{page.edition}/number", question)


def _date(_page: Page, draft: Draft, value: str, why: str) -> None:
    dates = find_dates(value)
    date = dates[0].edtf if len(dates) == 1 else _in_figures(value.strip())
    if date is None and re.fullmatch(r"(?:1\d|20)\d\d(?:-[01]\d)?", value.strip()):
        date = value.strip()
    if date is None:
        return
    has = draft.record["date"]
    if "edtf" not in has:
        draft.settled("date")
        draft.set("date", {"edtf": date, "basis": "stated", "why": why}, "date", date)
    elif not (date.startswith(has["edtf"]) or has["edtf"].startswith(date)):
        question = f"The page gives {has['edtf']}, its data {date}: which is the document's?"
        draft.ask("date-of-data", "/date", question, has.get("where"))


def _in_figures(value: str) -> str | None:
    """``11/00/1974``, ``11/24/1974``, ``1974.11.24``: of two figures that could both be a month neither is taken."""
    turned = re.fullmatch(r"((?:1\d|20)\d\d)[./-]([01]?\d)[./-]([0-3]?\d)", value)
    figures = re.fullmatch(r"([0-3]?\d)[/.]([0-3]?\d)[/.]((?:1\d|20)\d\d)", value)
    if turned is None and figures is None:
        return None
    if turned:
        year, month, day = map(int, turned.groups())
    else:
        first, second, year = map(int, figures.groups()) if figures else (0, 0, 0)
        if first == second or ((second == 0 or second > _MONTHS) and first <= _MONTHS):
            month, day = first, second
        elif first > _MONTHS >= second:
            month, day = second, first
        else:
            return None
    if not 0 <= month <= _MONTHS:
        return None
    try:
        return date_of(year, month, day).isoformat() if month and day else f"{year}-{month:02}" if month else str(year)
    except ValueError:
        return None


_MONTHS = 12


def _type(_page: Page, draft: Draft, value: str, why: str) -> None:
    kind = value.strip().lower()
    if "type" not in draft.record and could_be_named(value.strip().title()) and len(kind) < _LONGEST_NAME:
        draft.settled("type")
        draft.set("type", kind, "type", kind)
        draft.infer("type", kind, "medium" if why.startswith(_OF_ITS_NAME) else "high", why)


def _persons(value: str) -> list[Party]:
    """``Lund, Karl`` is one person; several stand behind semicolons."""
    found = []
    for piece in _KINDS_OF_SPLIT.split(value):
        words = re.sub(r"\s?\([^()]{0,80}\)$|,?\s(?:\d{4}\s?[-–]\s?\d{0,4})$", "", piece.strip(" .,"))
        surname, comma, given = words.partition(", ")
        turned = f"{given} {surname}" if comma and re.fullmatch(r"(?:[^\W\d_][\w.’'-]{0,30}\s?){1,3}", given) else words
        who = party(turned) if turned and len(turned) < _LONGEST_NAME and could_be_named(turned) else None
        if who is not None and comma and turned != words:
            who = replace(who, kind="person")
        if who is not None:
            found.append(who)
    return found


def _role(role: str) -> Any:
    def enter(page: Page, draft: Draft, value: str, why: str) -> None:
        claims = draft.record.get("attributions", {})
        if any(claim["role"] == role for claim in claims.values()):
            return
        if role == "author" and page.title.participants:
            why = f"{why}; the title names those who spoke"
        named = why.startswith(_OF_ITS_NAME)
        for who in _persons(value):
            asserted = {"by": "edition", "certainty": "medium" if named else "high", "why": why}
            key = slugged(f"{role}-{who.short}")
            draft.put(
                "attributions", key, {"role": role, "agent": draft.agent(who, None), "asserted": asserted},
                what=role, shown=who.name,
            )  # fmt: skip
            draft.settled(role)
            if named:
                draft.infer(role, who.name, "medium", why)
                draft.ask(role, f"/attributions/{key}", f"{why}: is {who.name} the {role}?")

    return enter


def _place(_page: Page, draft: Draft, value: str, why: str) -> None:
    if "name" not in draft.record.get("place", {}) and could_be_named(value.strip()):
        draft.set("place", {"name": value.strip(), "basis": "stated", "why": why}, "place", value.strip())


def _marking(_page: Page, draft: Draft, value: str, why: str) -> None:
    if "marking" not in draft.record["source"]:
        draft.record["source"]["marking"] = {"basis": "stated", "text": value.strip(), "why": why}


def _repository(_page: Page, draft: Draft, value: str, _why: str) -> None:
    """The archive by its name, whatever stands round it; the way within it is read as a source note's is."""
    source = draft.record["source"]
    first, _, shelf = value.partition("\n")
    name = first.strip(" .,")
    who = party(name)
    own = draft.agents.get(source.get("repository", ""), {}).get("name", "")
    told = read_source(name)
    if not name or (own == name and not shelf) or (not shelf and told.repository and told.parts):
        return  # the whole reference, read as a source note is
    first_read = source.get("repository")
    key = draft.agent(replace(who, name=name, kind="body", key=slugged(name), short=slugged(name)), source.get("where"))
    draft.settled("source")
    tried = (read_source(f"{name}{sign} {shelf}") for sign in ",.") if shelf else ()
    note = next((one for one in tried if one.repository and one.parts and not one.unparsed), None)
    levels: dict[str, dict[str, str]] = {}
    for part in note.parts if note else ():
        if part.name not in name:  # the town of the archive is no collection of it
            levels.setdefault(part.level, {"code": part.name})
    kept = {name: source[name] for name in ("where", "marking") if name in source}
    draft.record["source"] = {"basis": "stated", **kept, "repository": key}
    if levels:
        draft.record["source"]["levels"] = in_order(cast("Any", levels))
    if shelf:
        draft.record["source"]["reference_code"] = shelf
    if first_read != key and first_read is not None and repr(first_read) not in repr(draft.record):
        draft.agents.pop(first_read, None)
    draft.left = [one for one in draft.left if one.place != source.get("where") or one.words not in shelf]
    draft.placed = [one for one in draft.placed if one.pointer != "/source"]
    draft.placed.append(Placed("source", name, "/source", source.get("where")))


_OWN_NAMES = {
    **dict.fromkeys(("deutsch", "allemand", "немецкий"), "german"),
    **dict.fromkeys(("englisch", "anglais", "английский"), "english"),
    **dict.fromkeys(("französisch", "français", "французский"), "french"),
    **dict.fromkeys(("russisch", "russe", "русский"), "russian"),
    **dict.fromkeys(("italienisch", "italien", "italiano"), "italian"),
    **dict.fromkeys(("spanisch", "espagnol"), "spanish"), "polnisch": "polish", "latein": "latin",
}  # fmt: skip


def _language(page: Page, draft: Draft, value: str, why: str) -> None:
    """The language of the original, where it is not the page's own: then the page is a translation."""
    tags = {
        tag for name in re.split(r"[;,/]\s?", value) if (tag := languages.tag_of(_OWN_NAMES.get(name.lower(), name)))
    }
    if len(tags) != 1 or page.language is None:
        return
    tag = tags.pop()
    if tag == page.language:
        return
    stated = {"tag": tag, "basis": "stated", "why": why}
    translation = draft.record.get("translation")
    if translation is None:
        to = {"tag": page.language, "basis": "inferred", "why": "The page's words"}
        draft.record.pop("languages", None)
        draft.set("translation", {"from": stated, "to": to}, "translated from", tag)
    elif "tag" not in translation["from"] or translation["from"]["basis"] != "stated":
        translation["from"] = stated
        draft.settled("language")


def _translator(page: Page, draft: Draft, value: str, _why: str) -> None:
    translation = draft.record.get("translation")
    if translation and translation.get("by"):
        return
    by = {draft.agent(who, None): {"role": "translator"} for who in _persons(value)}
    if not by:
        return
    to = (
        {"tag": page.language, "basis": "inferred", "why": "The page's words"}
        if page.language
        else {"basis": "unknown"}
    )
    if translation is None:
        draft.record.pop("languages", None)
        translation = {"from": {"basis": "unknown", "why": "The page names no language"}, "to": to}
        draft.record["translation"] = translation
    translation["by"] = by


_ENTER: dict[str, Any] = {
    "number": _number, "date": _date, "type": _type, "author": _role("author"), "addressee": _role("addressee"),
    "place": _place, "marking": _marking, "repository": _repository, "translator": _translator, "language": _language,
}  # fmt: skip
