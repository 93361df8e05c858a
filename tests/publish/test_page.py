from __future__ import annotations

import posixpath
from urllib.parse import unquote, urljoin

from hypothesis import given
from hypothesis import strategies as st

from provenance.publish.page import Addresses

SLUGS = st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True) | st.just("index")
URIS = st.lists(SLUGS, min_size=1, max_size=4).map(lambda parts: "/".join(parts) + ".md")


@given(URIS, URIS, st.booleans())
def test_a_relative_address_leads_from_any_page_to_any_other(here: str, there: str, directories: bool) -> None:
    addresses = Addresses(directory_urls=directories)
    base = "https://x.example/site/"
    relative = addresses.between(here, there)
    if here == there:
        assert relative == "#main"
    else:
        assert urljoin(base + addresses.url(here), relative) == base + addresses.url(there)


@given(URIS, URIS, st.booleans())
def test_two_pages_never_have_one_file(first: str, second: str, directories: bool) -> None:
    addresses = Addresses(directory_urls=directories)
    assert (addresses.destination(first) == addresses.destination(second)) == (first == second)


def test_a_record_called_index_has_a_folder_of_its_own() -> None:
    addresses = Addresses()
    assert addresses.destination(addresses.record("c/index")) == "records/c/index/index.html"
    assert addresses.destination(addresses.record("c")) == "records/c/index.html"


def test_a_fragment_is_quoted() -> None:
    assert Addresses().between("a.md", "b.md", 'x"y') == "../b/#x%22y"
    assert unquote(posixpath.basename(Addresses().between("a.md", "b.md", "p12"))) == "#p12"
