"""The MkDocs plugin ``provenance``: an archive's pages beside the pages that the documentation has.

Records stay out of the navigation (a thousand pages in it cost MkDocs four
times the time); their HTML is made when MkDocs writes them, never held, and
never goes through Markdown or the theme's templates as source: only as a value.
"""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import write_file

from provenance.errors import ProvenanceError
from provenance.exporters.exporter import exporters
from provenance.model.schema import SCHEMAS, schema_path, schema_text
from provenance.publish.front import front
from provenance.publish.page import FORMATS, Addresses, Page
from provenance.publish.site import Site, read
from provenance.shelf import members

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.utils.templates import TemplateContext

    from provenance.model.address import RecordId

log = get_plugin_logger(__name__)
THEME = "provenance"
STYLES = Path(__file__).parent / "templates" / "css"
_ID = re.compile(r'\sid="([^"]+)"')
_HEADING = re.compile(r'<h2[^>]*\sid="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)


class Options(Config):  # type: ignore[no-untyped-call]  # MkDocs types no __init_subclass__
    """What stands under ``provenance:`` in mkdocs.yml."""

    archive = config_options.Type(str, default="")
    """The archive's folder, from the folder of mkdocs.yml; empty: that folder."""
    at = config_options.Optional(config_options.Type(str))
    """The state to publish: a release, a date, a commit; none: the branch's tip."""
    prefix = config_options.Type(str, default="")
    """A folder of the site to put the archive's pages in."""
    formats = config_options.Type(bool, default=True)
    """Whether each record is also offered as JSON and as a plain catalogue entry."""


class ArchivePage(MkDocsPage):
    """A page that was made already: no source is read, no Markdown run."""

    def __init__(self, page: Page, file: File, config: MkDocsConfig) -> None:
        """Give MkDocs the title as HTML: built-in themes print it unescaped."""
        super().__init__(escape(page.title), file, config)
        self.made = page

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002  # MkDocs' signature
        """There is none."""
        self.markdown = ""
        self.meta = {}

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002  # MkDocs' signature
        """What a search index gets; the page itself is made when it is written."""
        self.content = f"<p>{escape(self.made.summary)}</p>"

    def write(self) -> None:
        """Make the page now."""
        self.content = self.made.body()
        self.present_anchor_ids = set(_ID.findall(self.content))
        links = [
            AnchorLink(re.sub(r"<[^>]+>", "", words).strip(), anchor, 1)
            for anchor, words in _HEADING.findall(self.content)
        ]
        self.toc = TableOfContents(links)


class ProvenancePlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Publishes the archive that mkdocs.yml lies in."""

    def __init__(self) -> None:
        """Nothing is read before MkDocs asks for its files."""
        self.site: Site | None = None
        self.bar: list[tuple[str, str]] = []

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Under a theme that is not ours, the sheets of the pages' content are added to every page."""
        if config.theme.name != THEME:
            for sheet in ("tokens.css", "edition.css"):
                config.extra_css.append(f"css/provenance/{sheet}")
            config.extra_javascript.append("js/provenance/edition.js")  # as MkDocs’ own search does
        return config

    def root(self, config: MkDocsConfig) -> Path:
        """The archive's folder."""
        beside = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
        return (beside / self.config.archive).resolve()

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read the archive, and add its pages."""
        addresses = Addresses(self.config.prefix.strip("/"), config.use_directory_urls)
        with _told():
            self.site = read(self.root(config), self.config.at, addresses=addresses, site_url=config.site_url)
            made = list(_pages(self.site))
        for notice in (*self.site.notices, self.site.bibliography.notice):
            if notice is not None:
                log.info("%s", notice)
        foreign = config.theme.name != THEME
        bar = []
        for page in made:
            led_to = foreign and page.in_bar is not None and config.nav is None
            inclusion = InclusionLevel.INCLUDED if led_to else InclusionLevel.NOT_IN_NAV
            file = self._file(config, files, page.uri, "", inclusion)
            file.dest_uri = addresses.destination(page.uri)
            ArchivePage(page, file, config)
            if page.in_bar is not None:
                bar.append((page.in_bar, page.title, addresses.url(page.uri)))
        self.bar = [(title, url) for _, title, url in sorted(bar)]
        if foreign:
            self._add_sheets(config, files)
        return files

    def _file(self, config: MkDocsConfig, files: Files, uri: str, content: str, inclusion: InclusionLevel) -> File:
        if files.get_file_from_path(uri) is not None:
            raise PluginError(
                f"provenance: docs/{uri} stands where a page of the archive goes; rename it, or set `prefix:`"
            )
        file = File.generated(config, uri, content=content, inclusion=inclusion)
        files.append(file)
        return file

    def _add_sheets(self, config: MkDocsConfig, files: Files) -> None:
        for name in ("tokens.css", "edition.css"):
            content = (STYLES / name).read_text(encoding="utf-8")
            self._file(config, files, f"css/provenance/{name}", content, InclusionLevel.NOT_IN_NAV)
        script = (STYLES.parent / "js" / "edition.js").read_text(encoding="utf-8")
        self._file(config, files, "js/provenance/edition.js", script, InclusionLevel.NOT_IN_NAV)

    @event_priority(100)
    def _before_search(
        self,
        context: TemplateContext,
        *,
        page: MkDocsPage,
        config: MkDocsConfig,  # noqa: ARG002  # MkDocs' signature
        nav: Navigation,  # noqa: ARG002
    ) -> TemplateContext:
        """The search plugin indexes the title in plain words: its page escapes it once more."""
        if isinstance(page, ArchivePage):
            page.title = page.made.title
        return context

    @event_priority(-100)
    def _after_search(
        self,
        context: TemplateContext,
        *,
        page: MkDocsPage,
        config: MkDocsConfig,
        nav: Navigation,  # noqa: ARG002  # MkDocs' signature
    ) -> TemplateContext:
        """Make the page, after every other plugin has had its summary."""
        context["provenance"] = self._facts(page)  # type: ignore[typeddict-unknown-key]  # for templates
        if isinstance(page, ArchivePage):
            page.title = escape(page.made.title)
            with _told():
                page.write()
            if config.theme.name != THEME:
                page.content = f'<div class="provenance">{page.content}</div>'
        return context

    on_page_context = CombinedEvent(_before_search, _after_search)

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:  # noqa: ARG002  # MkDocs' signature
        """Static pages (404, search) get the same facts; our theme escapes by default."""
        env.globals["provenance"] = self._facts(None)
        if config.theme.name == THEME:
            env.autoescape = True
        return env

    def _facts(self, page: MkDocsPage | None) -> dict[str, Any]:
        made = page.made if isinstance(page, ArchivePage) else None
        facts = {"bar": self.bar, "kind": made.kind if made else None, "title": made.title if made else None}
        if page is not None and page.is_homepage and self.site is not None and made is None:
            with _told():
                facts["front"] = front(self.site)
        return facts

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """The schemas of the data; and the search's index as a script, after its plugin wrote it, for reading files."""
        if self.site is not None:
            for which in SCHEMAS:
                path = Path(config.site_dir) / self.site.addresses.under(schema_path(which))
                write_file(schema_text(which).encode(), str(path))
        index = Path(config.site_dir) / "search" / "search_index.json"
        if config.theme.name == THEME and index.is_file():
            pages = json.loads(index.read_text(encoding="utf-8"))["docs"]
            script = f"window.provenance_index = {json.dumps(pages, ensure_ascii=False)};\n"
            write_file(script.encode(), str(index.with_name("index.js")))

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Write the record as data too, while it is at hand, and let the page go: they are never held all at once."""
        if isinstance(page, ArchivePage):
            page.content = ""
            if page.made.record is not None and self.config.formats:
                with _told():
                    self._write_data(page.made.record, config)
        return output

    def _write_data(self, record: RecordId, config: MkDocsConfig) -> None:
        if self.site is None:
            return
        for name in FORMATS:
            exporter = exporters()[name]
            content = exporter.export(self.site.dossier(record), self.site.surroundings(record))
            path = Path(config.site_dir) / self.site.addresses.record_file(record, exporter.SUFFIX)
            write_file(content.encode(), str(path))

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:  # noqa: ARG002
        """Build again when the archive changes."""
        root = self.root(config)
        for path in (root / "records", root / "provenance.toml", root / ".git" / "HEAD", root / ".git" / "refs"):
            if path.exists():
                server.watch(str(path))
        return server


@contextmanager
def _told() -> Iterator[None]:
    """An error of the archive ends the build with its place and its mend, and no traceback."""
    try:
        yield
    except ProvenanceError as error:
        hint = f" ({error.hint})" if error.hint else ""
        raise PluginError(f"provenance: {error}{hint}") from error


def _pages(site: Site) -> Iterator[Page]:
    """The pages of every kind that stands on the shelf."""
    for kind in members("provenance.publish.pages"):
        yield from kind.load().pages(site)
