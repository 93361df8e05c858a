from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from provenance.diff.apparatus import TEI, tei
from provenance.diff.collate import collate
from tests.diff.specimen import PRINT, body, passage, passages
from tests.tei import assert_valid, needs_schema

NAMES = {"t": TEI}
SECOND = PRINT.replace("nine days", "ten days").replace("harbour", "harbor").replace("¶5 @signature Korneyev\n\n", "")
THIRD = PRINT.replace("nine days", "ten days").replace("¶5 @sig", "¶9 Snow came over the bay & the town.\n\n¶5 @sig")


def tree() -> Any:
    sources = {"print": PRINT, "web": SECOND, "copy": THIRD}
    written = tei(collate({name: passages(source) for name, source in sources.items()}), "Telegram <1931>")
    return etree.fromstring(written.encode())


def read(root: Any, witness: str) -> list[str]:
    """The text of one witness, put together from the apparatus as a reader of TEI would."""
    key = root.xpath("string(//t:witness[starts-with(., $w)]/@xml:id)", namespaces=NAMES, w=witness)

    def words(element: Any) -> str:
        said = element.text or ""
        for child in element:
            name = etree.QName(child).localname
            if name == "app":
                chosen = [reading for reading in child if f"#{key}" in reading.get("wit").split()]
                said += "".join(map(words, chosen))
            said += ("\n" if name == "lb" else "") + (child.tail or "")
        return said

    return [found for block in root.iter(f"{{{TEI}}}ab") if (found := words(block))]


def test_every_witness_can_be_read_out_of_the_apparatus() -> None:
    root = tree()
    for name, source in (("print", PRINT), ("web", SECOND), ("copy", THIRD)):
        assert read(root, name) == [passage.words for passage in passages(source)]


def test_readings_have_witnesses_and_types() -> None:
    readings = tree().xpath("//t:rdg[@n='spelling']", namespaces=NAMES)
    assert [(reading.text, reading.get("type"), reading.get("wit")) for reading in readings] == [
        ("harbor", "accidental", "#w2")
    ]
    (ten,) = tree().xpath("//t:rdg[.='ten']", namespaces=NAMES)
    assert ten.get("wit") == "#w2 #w3"


def test_the_witnesses_are_listed_and_the_method_is_declared() -> None:
    root = tree()
    assert root.xpath("//t:witness/text()", namespaces=NAMES) == ["print (base)", "web", "copy"]
    assert root.xpath("string(//t:variantEncoding/@method)", namespaces=NAMES) == "parallel-segmentation"
    assert root.xpath("string(//t:titleStmt/t:title)", namespaces=NAMES) == "Telegram <1931>"


def hostile() -> Any:
    """Witnesses that lack blocks, have their own, move, split and merge them, and hold what XML cannot."""
    first = body("We have nine [sic] days, Sir.", "Nobody came to the pier.", "The ice went out on the tenth of May.")
    second = body("Nobody came to the pier.", "We have ten days & more, Sir.", "Snow < rain.")
    third = body("We have nine days, Sir. Nobody came to the pier.", "The ice went out", "on the tenth of May.")
    sources = {"a": first, "b:x@v1": second, "c": third, "../d.txt": "%text 1\n"}
    witnesses = {name: passages(source) for name, source in sources.items()}
    witnesses["e"] = (passage("Bell\x07 \ufffe and\ttab\nline"),)
    return etree.fromstring(tei(collate(witnesses), "x \x00 y").encode())


@needs_schema
@pytest.mark.slow
def test_the_apparatus_is_valid_tei() -> None:
    assert_valid(tree())
    assert_valid(hostile())


def test_the_apparatus_has_the_structure_that_tei_asks_for() -> None:
    for root in (tree(), hostile()):
        listed = {f"#{key}" for key in root.xpath("//t:witness/@xml:id", namespaces=NAMES)}
        places = root.findall(f".//{{{TEI}}}app")
        assert places
        for app in places:
            names = [etree.QName(child).localname for child in app]
            assert names == ["lem", *["rdg"] * (len(names) - 1)]
            cited = [key for child in app for key in child.get("wit", "").split()]
            assert set(cited) <= listed
            assert len(cited) == len(set(cited))
            assert all(child.get("type") in ("substantive", "accidental", "markup") for child in app[1:])
        assert [etree.QName(child).localname for child in root] == ["teiHeader", "text"]
        assert all(block.getparent().tag == f"{{{TEI}}}div" for block in root.iter(f"{{{TEI}}}ab"))
