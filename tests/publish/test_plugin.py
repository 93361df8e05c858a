from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from tests.publish.skerry.archive import DOC, HERE, WITHHELD_YAML
from tests.publish.skerry.site import CONFIG, build

if TYPE_CHECKING:
    from pathlib import Path

PAGES = ["records/index.html", "records/winter-ports/index.html", "records/winter-ports/doc-014/index.html",
         "records/winter-ports/doc-014/reader-1931/index.html",
         "records/winter-ports/doc-014/reader-1931/compare/index.html",
         "records/winter-ports/doc-017/index.html", "records/winter-ports/doc-021/index.html",
         "records/winter-ports/doc-022/index.html", "changelog/index.html", "errata/index.html"]  # fmt: skip


class Structure(HTMLParser):
    """What a page is made of, and every address it names."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def html_pages(site: Path) -> list[Path]:
    found = sorted(site.rglob("*.html"))
    assert len(found) > 1, "of no page everything is true"
    return found


def bare(tmp_path: Path, records: dict[str, str]) -> Path:
    """An archive's files without git."""
    root = tmp_path / "archive"
    for name, content in records.items():
        path = root / "records" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    (root / "provenance.toml").write_text('schema = 1\ntitle = "Bare"\n', encoding="utf-8")
    (root / "docs").mkdir(parents=True, exist_ok=True)
    (root / "docs" / "index.md").write_text("# Start\n", encoding="utf-8")
    (root / "docs" / "winter.md").write_text("# W\n", encoding="utf-8")
    return root


def run_mkdocs(root: Path, site: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_every_kind_of_page_is_published(built: Path, page: str) -> None:
    assert (built / page).is_file()


def test_every_page_has_one_h1_the_landmarks_and_a_way_past_the_bar(built: Path) -> None:
    for path in html_pages(built):
        page = Structure(path.read_text(encoding="utf-8"))
        assert len(page.all("h1")) == 1, path
        assert len(page.all("main")) == 1, path
        assert len(page.all("header")) >= 1, path
        assert page.all("a")[0]["href"] == "#main", path


def test_every_page_has_a_strict_policy_and_nothing_inline(built: Path) -> None:
    for path in html_pages(built):
        html = path.read_text(encoding="utf-8")
        page = Structure(html)
        policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
        assert policy is not None
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert all(script.get("src") for script in page.all("script")), path
        assert not page.all("style"), path
        assert not [attrs for _, attrs in page.tags if "style" in attrs], path
        assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")], path


def test_no_page_asks_another_machine_for_anything(built: Path) -> None:
    for path in html_pages(built):
        page = Structure(path.read_text(encoding="utf-8"))
        loaded = [a.get("href") for a in page.all("link") if a.get("rel") != "canonical"]
        loaded += [a.get("src") for _, a in page.tags if "src" in a]
        assert not [address for address in loaded if address and re.match(r"[a-z]+:|//", address)], path
    for sheet in built.rglob("css/*.css"):
        assert "url(" not in sheet.read_text(encoding="utf-8")
        assert "@import" not in sheet.read_text(encoding="utf-8")


def check_links(built: Path, *, as_files: bool) -> None:
    ids = {path: set(re.findall(r'\sid="([^"]+)"', path.read_text(encoding="utf-8"))) for path in html_pages(built)}
    for path in html_pages(built):
        if path.name == "404.html":
            continue
        for link in Structure(path.read_text(encoding="utf-8")).all("a"):
            href = link.get("href") or ""
            if re.match(r"[a-z]+:", href):
                continue
            target, _, anchor = href.partition("#")
            file = (path.parent / target).resolve() if target else path
            if not as_files:
                file = file / "index.html" if file.is_dir() else file
            assert file.is_file(), (path, href)
            if anchor and file.suffix == ".html":
                assert anchor in ids[file], (path, href)


def test_every_link_within_the_site_leads_somewhere(built: Path) -> None:
    check_links(built, as_files=False)


def test_without_a_server_every_link_leads_to_a_file_and_none_to_a_folder(built_as_files: Path) -> None:
    check_links(built_as_files, as_files=True)
    assert (built_as_files / "records/winter-ports/doc-014/reader-1931/compare.html").is_file()


def test_the_start_page_lists_the_collections_and_the_newest_corrections_below_the_prose(built: Path) -> None:
    html = (built / "index.html").read_text(encoding="utf-8")
    prose, listed = html.split('class="provenance front"')
    assert "The Skerry Papers" in prose
    assert 'href="records/winter-ports/"' in listed
    assert "4 records, 1 withdrawn" in listed
    assert listed.index("råken") < listed.index("forty-one")
    assert "front" not in (built / "about/index.html").read_text(encoding="utf-8")


def test_an_archive_without_records_has_its_prose_alone_on_the_start_page(tmp_path: Path) -> None:
    root = bare(tmp_path, {"agents.yaml": "{}\n"})
    (root / "mkdocs.yml").write_text("site_name: Bare\ntheme: provenance\nplugins: [provenance]\n", encoding="utf-8")
    done = run_mkdocs(root, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert "provenance front" not in (tmp_path / "site/index.html").read_text(encoding="utf-8")


def test_no_id_stands_twice_on_a_page(built: Path) -> None:
    for path in html_pages(built):
        found = re.findall(r'\sid="([^"]+)"', path.read_text(encoding="utf-8"))
        assert len(found) == len(set(found)), (path, [one for one in found if found.count(one) > 1])


def test_records_stay_out_of_the_navigation_and_prose_can_link_to_them(built: Path) -> None:
    about = (built / "about" / "index.html").read_text(encoding="utf-8")
    assert 'href="../records/winter-ports/doc-014/#p5"' in about
    navs = re.findall(r"<nav.*?</nav>", about, re.DOTALL)
    assert not [nav for nav in navs if "doc-014" in nav]


def test_the_search_finds_prose_whole_and_records_by_title(built: Path) -> None:
    docs = json.loads((built / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    record = next(doc for doc in docs if doc["location"] == "records/winter-ports/doc-014/")
    assert record["title"].startswith("Memorandum from the Harbour Master")
    assert "Halvor Stangnes" in record["text"]
    assert len(record["text"]) < 400
    assert next(doc for doc in docs if "Nothing here is real" in doc["text"])


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_under_a_built_in_theme_the_content_and_its_sheets_are_there(skerry: Path, tmp_path: Path, theme: str) -> None:
    archive = tmp_path / "archive"
    shutil.copytree(skerry, archive)
    config = CONFIG.replace("nav: [index.md, {{ About: [about.md, more.md] }}]\n", "")
    build(archive, tmp_path / "site", theme=theme, config=config)
    html = (tmp_path / "site" / "records/winter-ports/doc-014/index.html").read_text(encoding="utf-8")
    assert '<div class="provenance">' in html
    assert "css/provenance/edition.css" in html
    assert (tmp_path / "site" / "css/provenance/edition.css").is_file()
    start = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert "Change log" in start, "the automatic navigation leads to the archive's few front pages"
    assert "doc-014" not in start


def test_without_git_the_site_is_built_from_the_files_and_says_so(tmp_path: Path) -> None:
    root = bare(tmp_path, {"winter/doc-021/record.yaml": WITHHELD_YAML})
    (root / "mkdocs.yml").write_text("site_name: Bare\ntheme: provenance\nplugins: [provenance]\n", encoding="utf-8")
    done = run_mkdocs(root, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert "no git history" in done.stderr
    assert "no git history" in (tmp_path / "site/changelog/index.html").read_text(encoding="utf-8")
    assert "Eleven widows" in (tmp_path / "site/records/winter/doc-021/index.html").read_text(encoding="utf-8")


def test_without_git_the_change_log_comes_from_the_released_file(tmp_path: Path) -> None:
    root = bare(tmp_path, {"winter/doc-021/record.yaml": WITHHELD_YAML})
    line = {
        "correction_id": "01J0000000000000000000002M", "date": "2026-06-03T00:00:00+00:00", "editor": {"name": "Ines"},
        "kind": "date", "subject": "doc-021, date", "reason": "Because.", "records": ["winter/doc-021"],
        "changes": [{"record": "winter/doc-021", "pointer": "/date/edtf", "before": "1922", "after": "1923"}],
    }  # fmt: skip
    (root / "CHANGES.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text("site_name: Bare\ntheme: provenance\nplugins: [provenance]\n", encoding="utf-8")
    done = run_mkdocs(root, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    log = (tmp_path / "site/changelog/index.html").read_text(encoding="utf-8")
    assert "Because." in log
    assert 'id="c-01J0000000000000000000002M"' in log


def test_a_record_that_cannot_be_read_stops_the_build_and_is_named(tmp_path: Path) -> None:
    root = bare(tmp_path, {"winter/doc-021/record.yaml": WITHHELD_YAML.replace("title:", "titel:")})
    (root / "mkdocs.yml").write_text("site_name: Bare\ntheme: provenance\nplugins: [provenance]\n", encoding="utf-8")
    done = run_mkdocs(root, tmp_path / "site")
    assert done.returncode != 0
    assert "records/winter/doc-021/record.yaml" in done.stderr
    assert "titel" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_page_of_the_documentation_is_never_overwritten(tmp_path: Path) -> None:
    root = bare(tmp_path, {"winter/doc-021/record.yaml": WITHHELD_YAML})
    (root / "docs" / "errata.md").write_text("# Mine\n", encoding="utf-8")
    config = "site_name: Bare\ntheme: provenance\nplugins:\n  - provenance\n"
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    done = run_mkdocs(root, tmp_path / "site")
    assert done.returncode != 0
    assert "docs/errata.md" in done.stderr
    assert "prefix" in done.stderr
    (root / "mkdocs.yml").write_text(config[:-1] + ":\n      prefix: archive\n", encoding="utf-8")
    done = run_mkdocs(root, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site/archive/errata/index.html").is_file()
    assert "Mine" in (tmp_path / "site/errata/index.html").read_text(encoding="utf-8")


def test_records_and_collections_called_index_do_not_meet(tmp_path: Path) -> None:
    root = bare(tmp_path, {"index/index/record.yaml": WITHHELD_YAML, "index/doc-1/record.yaml": WITHHELD_YAML})
    (root / "mkdocs.yml").write_text("site_name: Bare\ntheme: provenance\nplugins: [provenance]\n", encoding="utf-8")
    done = run_mkdocs(root, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    for page in ("records/index.html", "records/index/index.html", "records/index/index/index.html"):
        assert (tmp_path / "site" / page).is_file()
    assert "In time" in (tmp_path / "site/records/index.html").read_text(encoding="utf-8")


def test_a_withheld_text_is_on_no_page_though_its_file_lies_there(tmp_path: Path) -> None:
    """T38."""
    record = (HERE / "doc-014.yaml").read_text(encoding="utf-8")
    record = record.replace("    state: fixed\n    volume", "    state: fixed\n    text: withheld\n    volume", 1)
    text = (HERE / "winter-ports-1998.txt").read_text(encoding="utf-8")
    name = str(DOC)
    root = bare(tmp_path, {f"{name}/record.yaml": record, f"{name}/editions/winter-ports-1998.txt": text,
                           "agents.yaml": (HERE / "agents.yaml").read_text(encoding="utf-8")})  # fmt: skip
    (root / "mkdocs.yml").write_text(
        "site_name: Bare\ntheme: provenance\nplugins: [search, provenance]\n", encoding="utf-8"
    )
    done = run_mkdocs(root, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    for path in (tmp_path / "site").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for words in (b"honour to report", b"boots, and a pension", b"Ten in the Commission"):
                assert words not in content, path


def test_an_earlier_state_can_be_published(skerry: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    shutil.copytree(skerry, archive)
    config = CONFIG.replace(
        "plugins: [search, provenance]", "plugins: [search, {{ provenance: {{ at: '2026-03-05' }} }}]"
    )
    build(archive, tmp_path / "site", config=config)
    html = (tmp_path / "site" / "records/winter-ports/doc-014/index.html").read_text(encoding="utf-8")
    assert "Version 2 of 4 March 2026" in html
    assert "14 February 1923" in html
    assert "fourteen" not in html.split('id="editions"')[0]
    log = (tmp_path / "site" / "changelog/index.html").read_text(encoding="utf-8")
    assert log.count("<article") == 3
