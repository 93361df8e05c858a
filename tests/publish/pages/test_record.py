from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.model.address import RecordId
from provenance.publish.citation import cite
from provenance.publish.pages.record import body, view_of
from provenance.publish.site import assemble
from provenance.publish.source import Folder
from tests.publish.skerry.archive import DOC, GONE, WITHHELD
from tests.shared import SAMPLE_FINGERPRINTS, SAMPLE_RECORD, needs_shared

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.publish.site import Site


def test_the_lede_says_what_the_document_is_and_what_is_read(skerry_site: Site) -> None:
    lede = view_of(skerry_site, DOC).lede
    assert lede.startswith("About 14 February 1923. Carbon of a memorandum, probably in Norwegian, unsigned;")
    assert lede.endswith("no. 14, with 3 errata of ours laid over it.")


def test_claims_that_are_argued_come_first_and_rejected_ones_stay_last(skerry_site: Site) -> None:
    claims = view_of(skerry_site, DOC).claims
    assert [claim.key for claim in claims] == [
        "drafter-lunde", "author-stangnes", "addressee-commission", "translator-morrow",
    ]  # fmt: skip
    assert claims[0].open_doubts
    assert claims[0].offices == ("clerk in the Harbour Office, 1 June 1923 or later",)
    assert claims[-1].rejected


def test_held_stands_beside_asserted_and_says_so_where_nobody_has_judged(skerry_site: Site) -> None:
    html = body(skerry_site, DOC)
    drafter = html[html.index('id="claim-drafter-lunde"') : html.index('id="claim-author-stangnes"')]
    assert "we hold it" in drafter
    assert "Asserted by the edition" in drafter
    addressee = html[html.index('id="claim-addressee-commission"') :]
    assert "not yet judged by us" in addressee[:600]


def test_an_erratum_slip_names_who_decided_and_why(skerry_site: Site) -> None:
    text = view_of(skerry_site, DOC).text
    assert text is not None
    slips = {slip.key: slip for slip in text.slips}
    assert [slip.siglum for slip in text.slips] == ["e1", "e2", "e3"]
    assert (slips["dockers"].printed, slips["dockers"].now, slips["dockers"].place) == ("dockers", "pilots", "¶5")
    assert slips["dockers"].entry is not None
    assert slips["dockers"].entry.reported_by == "Runa Tamm"
    assert slips["fortnight"].entry is not None, "written with the import, so the import decided it"


def test_an_erratum_that_fits_nowhere_is_named_and_laid_over_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "records" / "c" / "r" / "editions"
    folder.mkdir(parents=True)
    (folder / "e.txt").write_text("%text 1\n\n¶1 Words.\n", encoding="utf-8")
    (folder.parent / "record.yaml").write_text(
        "schema: 1\ntitle: T\neditions: {e: {state: fixed, errata: {k: {where: 'p1 \"absent\"', now: x}}}}\n",
        encoding="utf-8",
    )
    html = body(assemble("T", Folder(tmp_path)), RecordId("c/r"))
    assert "Erratum k fits no place" in html
    assert 'class="errmark" popover' not in html


def test_what_an_import_did_not_understand_stands_among_what_is_left_open(tmp_path: Path) -> None:
    folder = tmp_path / "records" / "c" / "r"
    folder.mkdir(parents=True)
    (folder / "record.yaml").write_text(
        "schema: 1\ntitle: T\nattributions: {author-a: {role: author, agent: a}}\n"
        "left_over: {weather: {words: calm, why: no field of it}}\n",
        encoding="utf-8",
    )
    html = body(assemble("T", Folder(tmp_path)), RecordId("c/r"))
    left_open = html.index('id="questions"')
    assert html.index('id="claims"') < left_open < html.index("that the import did not understand")
    assert "questions" in dict(view_of(assemble("T", Folder(tmp_path)), RecordId("c/r")).sections)


def test_a_withheld_text_gives_way_to_our_summary_with_numbers_as_addresses(skerry_site: Site) -> None:
    html = body(skerry_site, WITHHELD)
    assert "in our own words" in html
    assert '<li id="p1"><a class="num" href="#p1"' in html
    assert "How the text is shown" not in html


def test_a_withdrawn_record_keeps_its_place_and_reason(skerry_site: Site) -> None:
    html = body(skerry_site, GONE)
    assert "The family of the writer asked for it" in html
    assert "9 April 2026" in html


def test_the_citation_names_the_version_and_escapes_its_formats(skerry_site: Site) -> None:
    citation = cite(skerry_site, DOC)
    assert "version 7 of 19 March 2026" in citation.sentence
    assert citation.bibtex.startswith("@misc{winter-ports-doc-014,\n  author = {{Halvor Stangnes}},")
    assert "\nPY  - 1923\n" in citation.ris
    assert not citation.provisional


def test_a_version_that_is_not_published_is_never_given_as_a_citation(skerry_site: Site) -> None:
    newest = skerry_site.history(str(DOC))[0].commit
    entries = skerry_site.entries
    some = assemble("T", skerry_site.source, entries, unpublished=frozenset({newest}), audited=False)
    assert some.versions(DOC)[-1].name == "v7*"
    assert "version 6 of" in cite(some, DOC).sentence
    none = assemble("T", skerry_site.source, entries, unpublished=frozenset(e.commit for e in entries), audited=False)
    assert cite(none, DOC).provisional
    assert "not for citation" in body(none, DOC)


@pytest.mark.parametrize(("words", "escaped"), [("a & b_c {d}", r"a \& b\_c \{d\}"), ("x\ny", "x y")])
def test_bibtex_is_escaped_for_its_place(words: str, escaped: str) -> None:
    from provenance.publish.citation import _in_bibtex

    assert _in_bibtex(words) == escaped


@needs_shared
def test_the_reference_record_is_a_whole_page_without_its_text(tmp_path: Path) -> None:
    folder = tmp_path / "records" / "masterpieces-of-history" / "doc-006"
    (folder / "editions").mkdir(parents=True)
    (folder / "record.yaml").write_bytes(SAMPLE_RECORD.read_bytes())
    (folder / "editions" / "ceu-web.fingerprints").write_bytes(SAMPLE_FINGERPRINTS.read_bytes())
    html = body(assemble("T", Folder(tmp_path)), RecordId("masterpieces-of-history/doc-006"))
    assert "Withheld: the text may not be shown." in html
    assert "whoever owns a copy can check it" in html
    assert '<a href="#p26">¶26</a>' not in html, "the source note has no summary, so no place on this page"
    assert '<a href="#p1">¶1</a>' in html
