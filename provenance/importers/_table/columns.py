"""What the heading of a column means: the words of the field, in English, Russian, German and French.

A heading is compared without case, accents, spacing and points, and without
words such as *No.* and *title of*, which say whether a level's code or its name
stands there. A heading that begins with ``/`` is a JSON Pointer of the record.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from provenance.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Part = Literal["", "code", "name"]

_WORDS: dict[str, str] = {
    "id": "id; slug; record id; record; key; идентификатор; kennung; identifiant",
    "title": (
        "title; document title; heading; subject; document; title subject; title of document; name of document; re; "
        "заголовок; заголовок дела; заголовок документа; заголовок единицы хранения; название; наименование; "
        "название документа; наименование документа; "
        "titel; betreff; bezeichnung; dokument; titel des dokuments; titel betreff; "
        "titre; intitulé; objet; titre du document; incipit; kurztitel; short title; краткое название"
    ),
    "date": (
        "date; dates; document date; date of document; date written; date of writing; dated; date from; start date; "
        "date range; inclusive dates; begin; date start; "
        "дата; даты; дата документа; дата начала; крайние даты; датировка; дата с; дата от; "
        "datum; datum von; laufzeit; beginn; datierung; dokumentdatum; zeitraum; "
        "date du document; date de début; dates extrêmes"
    ),
    "date to": (
        "date to; end date; to date; until; date end; date until; дата окончания; дата до; дата по; по; "
        "datum bis; bis; ende; date de fin; jusqu'au; date au"
    ),
    "day": "day; число; день; tag; jour",
    "month": "month; месяц; monat; mois",
    "year": "year; год; jahr; année",
    "author": (
        "author; authors; writer; written by; by; автор; авторы; автор документа; "
        "verfasser; verfasserin; verfasser in; autor; autoren; auteur; auteurs"
    ),
    "creator": "creator; creators; originator; создатель; фондообразователь; urheber; provenienz; créateur; producteur",
    "drafter": "drafter; drafters; drafted by; составитель; исполнитель; entwurf von; bearbeiter; rédacteur",
    "sender": "sender; from; sent by; отправитель; от; от кого; absender; von; expéditeur; de",
    "recipient": (
        "recipient; recipients; to; sent to; received by; получатель; кому; empfänger; empfängerin; an; à; "
        "récipiendaire"
    ),
    "addressee": "addressee; addressees; addressed to; адресат; адресаты; adressat; destinataire; destinataires",
    "signatory": "signatory; signed by; signer; подписал; подпись; unterzeichner; gezeichnet; signataire",
    "participant": "participant; participants; present; участник; участники; teilnehmer; anwesende; présents",
    "type": (
        "type; document type; doc type; typ; kind; genre; type of document; kind of document; record type; "
        "вид; тип; жанр; вид документа; тип документа; разновидность; "
        "art; dokumenttyp; dokumentart; gattung; textsorte; type de document; nature"
    ),
    "form": (
        "form; copy or original; original copy; original or copy; documentary form; подлинность; вид копии; "
        "способ воспроизведения; форма; überlieferung; überlieferungsform; forme; original copie"
    ),
    "marking": (
        "classification; marking; classification marking; security classification; гриф; гриф секретности; "
        "einstufung; geheimhaltungsgrad; vs-grad; verschlusssachengrad; mention de classification"
    ),
    "repository": (
        "repository; archive; archives; holding institution; holding repository; institution; library; "
        "архив; хранилище; место хранения; архивохранилище; archiv; bibliothek; aufbewahrungsort; verwahrort; "
        "dépôt; dépôt d'archives; lieu de conservation; bibliothèque"
    ),
    "record-group": "record group; rg",
    "division": "division; department; отдел; abteilung",
    "fonds": "fonds; bestand",
    "fond": "fond; фонд; ф",
    "collection": "collection; коллекция; sammlung; nachlass; papers",
    "series": "series; серия; serie; série; reihe",
    "subseries": "subseries; sub-series; подсерия; unterserie; sous-série",
    "opis": "opis; opis'; опись; оп",
    "entry": "entry",
    "lot": "lot; lot file",
    "job": "job",
    "accession": "accession; zugang",
    "box": "box; boxes; container; короб; коробка; karton; kasten; schachtel; boîte; carton",
    "reel": "reel; microfilm; roll; film; пленка; микрофильм; mikrofilm; bobine",
    "file": "file; file unit; akte; aktenband; dossier; liasse",
    "delo": "delo; дело; ед хр; единица хранения; д; дела; ед хранения",
    "folder": "folder; папка; mappe; ordner; chemise",
    "item": "item; единица; pièce; stück",
    "list": (
        "list; folio; folios; leaf; leaves; лист; листы; л; лл; листы дела; лист дела; blatt; blätter; bl; "
        "feuillet; feuillets"
    ),
    "reference code": (
        "reference code; reference; ref; call number; shelfmark; archival reference; archival signature; signature; "
        "шифр; архивный шифр; signatur; archivsignatur; aktenzeichen; az; bestellsignatur; cote; référence"
    ),
    "source": "source; source note; archival source; источник; quelle; fundort; fundstelle; source d'archives",
    "language": "language; languages; lang; язык; языки; sprache; sprachen; langue; langues",
    "translator": "translator; translators; translated by; переводчик; перевод; übersetzer; übersetzerin; traducteur",
    "translated from": (
        "translated from; original language; language of original; язык оригинала; originalsprache; "
        "übersetzt aus; langue originale; traduit de"
    ),
    "edition": "edition; издание; ausgabe; édition",
    "volume": (
        "volume; vol; published in; publication; printed in; том; сборник; публикация; опубликовано; "
        "band; veröffentlicht in; druck; gedruckt in; edition band; tome; publié dans"
    ),
    "number": (
        "number; document number; doc number; doc; document no; item number; running number; "
        "номер; номер документа; номер по порядку; п п; "
        "nummer; dokumentnummer; dok; lfd; laufende nummer; numéro; numéro d'ordre; numéro du document"
    ),
    "pages": "pages; page; pp; p; страницы; страница; стр; с; seiten; seite; s",
    "url": "url; link; uri; web address; permalink; address; ссылка; адрес; webadresse; lien; adresse web",
    "rights": "rights; copyright; licence; license; rights statement; права; лицензия; rechte; lizenz; droits",
    "copies": (
        "copies; copies held; copy; copy at; copy held; copies at; holder of copy; копии; копия; место хранения копии; "
        "kopien; kopie; exemplare; abschriften; copies conservées"
    ),
    "originals": "location of originals; originals; местонахождение подлинников; ort des originals; lieu des originaux",
    "place": (
        "place; place of writing; place of origin; place of dispatch; place written; sent from; "
        "место; место создания; место написания; место составления; место отправления; "
        "ort; ausstellungsort; entstehungsort; absendeort; schreibort; abgangsort; "
        "lieu; lieu d'expédition; lieu de rédaction; lieu d'envoi; lieu d'écriture"
    ),
    "summary": (
        "summary; abstract; regest; contents; scope and content; scope and contents; description; "
        "содержание; аннотация; краткое содержание; описание; "
        "inhalt; inhaltsangabe; zusammenfassung; beschreibung; résumé; contenu; analyse"
    ),
    "note": (
        "note; notes; remark; remarks; comment; comments; примечание; примечания; комментарий; "
        "bemerkung; bemerkungen; anmerkung; anmerkungen; vermerke; remarque; remarques; observations"
    ),
    "text": (
        "text; text file; file name; filename; transcript; transcription; файл; имя файла; текст; файл текста; "
        "datei; dateiname; textdatei; fichier; nom du fichier; texte"
    ),
}  # fmt: skip
FIELDS: tuple[str, ...] = tuple(_WORDS)
LEVELS = frozenset({
    "record-group", "division", "fonds", "fond", "collection", "series", "subseries", "opis", "entry", "accession",
    "lot", "job", "box", "reel", "file", "delo", "folder", "item", "list",
})  # fmt: skip
"""Fields that are levels of an archive's arrangement, each called as the model calls it."""
ROLES = frozenset({"author", "creator", "drafter", "sender", "recipient", "addressee", "signatory", "participant"})
"""Fields that say in which role somebody stood to the document, each by the word of the role."""
_MANY = ROLES | {"translator", "language", "copies", "note"}
"""Fields that two columns may say."""
_WORDS_OF_NUMBERS = "no nr num number n номер номера nummer numero code код"
_WORDS_OF_NAMES = "title name название наименование заголовок titel bezeichnung titre intitule"
_SMALL_WORDS = "of the de la du des der die das d l"
_NUMBER = frozenset(_WORDS_OF_NUMBERS.split())
_NAME = frozenset(_WORDS_OF_NAMES.split())
_OF = frozenset(_SMALL_WORDS.split())


@dataclass(frozen=True)
class Column:
    """One column: its index from 0, its heading as written, and the field that it says.

    ``field`` is empty where the heading is not understood; ``part`` says whether
    a level's code or its name stands there, where the heading does; ``pointer``
    is set where the heading is one.
    """

    at: int
    heading: str
    field: str = ""
    part: Part = ""
    pointer: str = ""

    @property
    def means(self) -> str:
        """What it was read as; empty where it was not understood."""
        return self.pointer or self.field


def folded(words: str) -> str:
    """A heading as it is compared: without case, accents, spacing and points; ``№`` and ``#`` are *no*."""
    words = words.casefold().replace("й", "\0").replace("ё", "е").replace("№", " no ").replace("#", " no ")
    plain = unicodedata.normalize("NFKD", words)
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("\0", "й")
    return " ".join(re.sub(r"[^\w]+|_", " ", bare.replace("'", "").replace("’", "")).split())


_FIELD_OF = {folded(word): field for field, words in _WORDS.items() for word in words.split("; ")}


def field_of(heading: str) -> tuple[str, Part]:
    """The field that a heading names and which part of it; two empty strings where it names none."""
    for attempt in _readings(heading):
        said = folded(attempt)
        if said in _FIELD_OF:
            return _FIELD_OF[said], ""
        qualified = _qualified(said)
        if qualified is not None:
            return qualified
    return "", ""


def _readings(heading: str) -> Iterable[str]:
    """The heading whole, without what stands in brackets, then each half of a heading in two languages."""
    yield heading
    bare = re.sub(r"[(\[][^)\]]{0,100}[)\]]", " ", heading)
    yield bare
    if ": " in bare:  # a group's heading over this one: by both, else by its own words, else by the group's
        group, _, own = bare.partition(": ")
        yield f"{group} {own}"
        yield own
        yield from re.split(r"[/\n|]| - ", own)
    yield from re.split(r"[/\n|]| - ", bare)
    yield from re.findall(r"[(\[]([^)\]]{1,100})[)\]]", heading)


def _qualified(folded: str) -> tuple[str, Part] | None:
    """``box no``, ``номер описи``, ``folder title``: a level with its code or its name; ``no`` alone is a number."""
    tokens = folded.split()
    if any(before in _NUMBER and after in _OF for before, after in pairwise(tokens)):
        return None  # the number of leaves is how many there are, and not which
    rest = [token for token in tokens if token not in _NUMBER]
    if len(rest) < len(tokens) and not [token for token in rest if token not in _OF]:
        return "number", ""
    for part, dropped in (("code", _NUMBER), ("name", _NAME)):
        kept = [token for token in tokens if token not in dropped and token not in _OF]
        if len(kept) == len([token for token in tokens if token not in _OF]):
            continue
        field = _FIELD_OF.get(" ".join(kept)) or _FIELD_OF.get(_nominative(" ".join(kept)))
        if field in LEVELS:
            return field, "code" if part == "code" else "name"
        if field is not None and part == "code":
            return ("number", "") if field in ("title", "number", "type") else (field, "")
    return None


_GENITIVES = {
    "фонда": "фонд", "описи": "опись", "дела": "дело", "листа": "лист", "листов": "листы", "коробки": "коробка",
    "папки": "папка", "серии": "серия", "коллекции": "коллекция", "документа": "номер документа", "тома": "том",
}  # fmt: skip


def _nominative(words: str) -> str:
    return _GENITIVES.get(words, words)


def worth(rows: Sequence[Sequence[str]]) -> int:
    """How many headings are known in the row that has most of them."""
    return max((known_in(row) for row in rows), default=0)


def known_in(row: Sequence[str]) -> int:
    """How many headings of a row are known."""
    return len({cell.strip() for cell in row if _means(cell)})


def _means(cell: str) -> bool:
    said = cell.strip()
    return 0 < len(said) <= 100 and (_is_pointer(said) or field_of(said)[0] != "")  # noqa: PLR2004 - a heading is short


def _is_pointer(heading: str) -> bool:
    return re.fullmatch(r"(?:/[A-Za-z0-9_-]{1,64}){1,12}", heading) is not None


def is_heading_row(cells: Sequence[str]) -> bool:
    """Whether a row could be that of the headings: two known ones, or a title's, or one where nothing else stands."""
    known = known_in(cells)
    if known == 1:
        said = [cell for cell in cells if cell.strip()]
        return len(said) == 1 or any(field_of(cell)[0] == "title" for cell in said)
    return known > 1


def columns_of(cells: Sequence[str], name: str, line: int) -> tuple[Column, ...]:
    """The columns of a row of headings; InputError for one field said by two, or a pointer that names no field."""
    found = []
    for at, cell in enumerate(cells):
        heading = " ".join(cell.split())
        if _is_pointer(heading):
            _check_pointer(heading, name, line, at)
            # a title is what a record and its id are made of, however its column is headed
            title = heading == "/title"
            found.append(Column(at, heading, "title") if title else Column(at, heading, pointer=heading))
        else:
            field, part = field_of(cell)
            found.append(Column(at, heading, field, part))
    _check_twice(found, name, line)
    return tuple(found)


def _check_twice(columns: Sequence[Column], name: str, line: int) -> None:
    from provenance.importers._table.grid import column_letters

    seen: dict[tuple[str, str], Column] = {}
    for column in columns:
        said = (column.pointer or column.field, column.part)
        if not said[0] or column.field in _MANY:
            continue
        first = seen.setdefault(said, column)
        if first is not column:
            here, there = (f"{one.heading!r} (column {column_letters(one.at)})" for one in (first, column))
            raise InputError(
                f"two columns say the {said[0]}: {here} and {there}", code="columns", file=name, line=line,
                column=column.at + 1, hint="leave one, or give the other a heading of its own",
            )  # fmt: skip


def _check_pointer(heading: str, name: str, line: int, at: int) -> None:
    from provenance.model.address import Pointer
    from provenance.model.shape import shape_at
    from provenance.model.wording import nearest

    pointer = Pointer.parse(heading)
    if shape_at("record", pointer) is not None:
        return
    above = shape_at("record", Pointer(pointer.parts[:-1]))
    near = tuple(
        str(Pointer((*pointer.parts[:-1], one)))
        for one in nearest(pointer.parts[-1], (above.fields or above.choices) if above else ())
    )
    raise InputError(
        f"{heading} is no field of a record", code="columns", file=name, line=line, column=at + 1,
        hint=near[0] if near else "/title, /date/edtf, /source/reference_code", candidates=near,
    )  # fmt: skip
