"""A difference as one page of HTML that needs nothing else: inline or side by side, by layer, by keyboard, on paper.

``n`` and ``p`` go from change to change, ``s`` sets the two sides beside each
other. Every word of a record is escaped; a Content-Security-Policy lets in
this page's own style and script alone, each by its hash.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from provenance.diff import telling
from provenance.model.unseen import readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.diff.difference import BlockChange, Difference, FieldChange
    from provenance.diff.telling import Piece
    from provenance.diff.whole import ArchiveDifference

_HERE = Markup("<!-- body -->")
"""Where the body goes; in a title its angle brackets would be escaped."""
_TAGS = {"before": "del", "after": "ins", "moved-from": "del", "moved-to": "ins", "marked": "mark"}

STYLE = """
:root{--ink:#1c1b19;--paper:#fdfcf9;--faint:#504d48;--line:#d9d5cc;--gone:#8d1f11;--gone-bg:#fbe6e1;
--come:#12572c;--come-bg:#e0f2e4;--mark:#5b4708;--mark-bg:#f8efcc}
@media(prefers-color-scheme:dark){:root{--ink:#e9e6df;--paper:#191816;--faint:#bdb9b0;--line:#403d37;--gone:#ffb4a6;
--gone-bg:#4a1e17;--come:#a5e3b6;--come-bg:#16381f;--mark:#f0dc93;--mark-bg:#43380f}}
body{margin:0 auto;padding:1.5rem 1rem 4rem;max-width:72rem;background:var(--paper);color:var(--ink);
font:1.0625rem/1.6 Georgia,"Noto Serif","DejaVu Serif",serif}
h1,h2,h3,p.told,nav,table,fieldset,dl{font-family:system-ui,"Noto Sans","DejaVu Sans",sans-serif}
a,a code{color:inherit}
h1{font-size:1.25rem;overflow-wrap:anywhere}h2{font-size:1.05rem;margin-top:2.5rem}h3{font-size:1rem;margin:0}
p.told,.note,code{color:var(--faint);font-size:.875rem}p.told{margin:0}
article{border-top:1px solid var(--line);padding:.9rem 0;scroll-margin-top:1rem}
article:focus-visible,article:target{outline:3px solid var(--faint);outline-offset:4px}
del{color:var(--gone);background:var(--gone-bg)}
ins{color:var(--come);background:var(--come-bg);text-decoration:underline}
mark{color:var(--mark);background:var(--mark-bg);border-bottom:2px dotted}
del.moved-from,ins.moved-to{font-style:italic}
.sides{display:none;grid-template-columns:1fr 1fr;gap:1.5rem}
body.beside .sides{display:grid}body.beside .inline{display:none}
.words{white-space:pre-line;margin:.4rem 0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
th,td{text-align:start;vertical-align:top;padding:.35rem .6rem .35rem 0;border-top:1px solid var(--line);
overflow-wrap:anywhere}
fieldset{border:1px solid var(--line);display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;font-size:.9375rem}
@media(max-width:40rem){.sides{grid-template-columns:1fr}}
@media print{fieldset,nav{display:none}body{max-width:none;font-size:10.5pt}article{break-inside:avoid}
del{background:none}ins,mark{background:none}}
"""
SCRIPT = """
const body=document.body,changes=[...document.querySelectorAll('article')];let at=-1;
function go(step){const shown=changes.filter(c=>!c.hidden);if(!shown.length)return;
at=(at+step+shown.length)%shown.length;shown[at].focus();shown[at].scrollIntoView({block:'start'})}
document.addEventListener('keydown',e=>{if(e.ctrlKey||e.metaKey||e.altKey)return;
if(e.key==='n')go(1);else if(e.key==='p')go(at<0?0:-1);
else if(e.key==='s'){const b=document.getElementById('beside');b.checked=!b.checked;
b.dispatchEvent(new Event('change'))}});
document.getElementById('beside').addEventListener('change',e=>body.classList.toggle('beside',e.target.checked));
for(const box of document.querySelectorAll('input[data-layer]'))box.addEventListener('change',()=>{
const off=new Set([...document.querySelectorAll('input[data-layer]:not(:checked)')].map(b=>b.dataset.layer));
for(const c of changes){const l=c.dataset.layers.split(' ');c.hidden=l.every(x=>off.has(x))}at=-1});
"""


def render(difference: Difference) -> str:
    """The whole page."""
    return _page(telling.sides(difference), fragment(difference))


def render_archive(found: ArchiveDifference) -> str:
    """Of two states of a whole archive: a table of contents, then each record that changed, on one page."""
    return "".join(archive_pieces(found))


def archive_pieces(found: ArchiveDifference) -> Iterator[str]:
    """As :func:`render_archive`, as it is made."""
    head, _, tail = _page(f"{found.left} → {found.right}", _HERE).partition(_HERE)
    before = head
    for part in _archive_parts(found):
        yield f"{before}{part}"
        before = "\n"
    yield tail


def _page(title: str, body: Markup) -> str:
    policy = f"default-src 'none'; style-src '{_digest(STYLE)}'; script-src '{_digest(SCRIPT)}'"
    return str(
        Markup(
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            '<meta http-equiv="Content-Security-Policy" content="{}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n{}\n<script>{}</script>\n</body>\n</html>\n"
        ).format(policy, _safe(title), Markup(STYLE), body, Markup(SCRIPT))  # noqa: S704
    )


def fragment(difference: Difference) -> Markup:
    """What stands in the page's body: a site may put it into its own page."""
    return Markup("\n").join(_parts(difference))


def _digest(source: str) -> str:
    return "sha256-" + b64encode(sha256(source.encode()).digest()).decode()


def _safe(words: str) -> Markup:
    """Words of a record: escaped, and nothing in them unseen."""
    return escape(readable(words))


def _parts(difference: Difference) -> Iterator[Markup]:
    yield Markup("<main>\n<h1>{}</h1>\n<p>{}.</p>").format(
        _safe(telling.sides(difference)), _safe(difference.summary.line)
    )
    left_out = telling.ignored(difference)
    for line in ([left_out] if left_out else []) + list(difference.notices):
        yield Markup('<p class="note">{}</p>').format(_safe(line))
    yield _switches(difference.changed_blocks)
    yield from _body(difference, 1)
    yield Markup("</main>")


def _archive_parts(found: ArchiveDifference) -> Iterator[Markup]:
    yield Markup("<main>\n<h1>{}</h1>\n<p>{}.</p>").format(_safe(f"{found.left} → {found.right}"), _safe(found.line))
    left_out = telling.ignored(found)
    if left_out:
        yield Markup('<p class="note">{}</p>').format(_safe(left_out))
    yield _switches(block for one in found.records if one.difference for block in one.difference.changed_blocks)
    if found.records:
        yield Markup("<table><thead><tr><th>Record</th><th>Title</th><th>What</th></tr></thead><tbody>")
        for record in found.records:
            name = Markup("<code>{}</code>").format(_safe(record.record))
            linked = Markup('<a href="#{}">{}</a>').format(_anchor(record.record), name) if record.difference else name
            yield Markup("<tr><th scope='row'>{}</th><td>{}</td><td>{}</td></tr>").format(
                linked, _safe(record.title), _safe(record.line)
            )
        yield Markup("</tbody></table>")
    number = 1
    for record in found.records:
        if record.difference is None:
            continue
        yield Markup('<section id="{}"><h2>{}</h2><p class="told">{}</p>').format(
            _anchor(record.record), _safe(f"{record.record} {record.title}".strip()), _safe(record.line)
        )
        for notice in record.difference.notices:
            yield Markup('<p class="note">{}</p>').format(_safe(notice))
        yield from _body(record.difference, number)
        yield Markup("</section>")
        number += len(record.difference.shown_blocks)
    yield Markup("</main>")


def _anchor(record: str) -> str:
    return "record-" + record.replace("/", "--")


def _body(difference: Difference, first: int) -> Iterator[Markup]:
    """Fields, then blocks, numbered from ``first`` on."""
    if difference.fields:
        yield Markup(
            "<h2>Fields</h2>\n<table><thead><tr><th>Field</th><th>Before</th><th>After</th></tr></thead><tbody>"
        )
        yield from (_field(change) for change in difference.fields)
        yield Markup("</tbody></table>")
    edition: str | None = None
    for number, block in enumerate(difference.shown_blocks, first):
        if number == first or block.edition != edition:
            edition = block.edition
            yield Markup("<h2>Text{}</h2>").format(Markup(" of {}").format(edition) if edition else "")
        yield _article(number, block, None if difference.everything else telling.CONTEXT)


def _layers(block: BlockChange) -> list[str]:
    return sorted({str(word.layer) for word in block.changed_words()} or {str(block.layer)})


def _switches(blocks: Iterable[BlockChange]) -> Markup:
    layers = sorted({layer for block in blocks for layer in _layers(block)})
    boxes = Markup("").join(
        Markup('<label><input type="checkbox" checked data-layer="{0}"> {0}</label>').format(layer) for layer in layers
    )
    return Markup(
        '<fieldset><legend>Show</legend><label><input type="checkbox" id="beside"> side by side</label>{}'
        "<span>Keys: n next, p previous, s sides</span></fieldset>"
    ).format(boxes)


def _field(change: FieldChange) -> Markup:
    return Markup("<tr><th scope='row'>{}<br><code>{}</code></th><td>{}</td><td>{}</td></tr>").format(
        _safe(change.label),
        _safe(change.pointer),
        Markup("<del>{}</del>").format(_safe(telling.value(change.before))) if change.before is not None else "",
        Markup("<ins>{}</ins>").format(_safe(telling.value(change.after))) if change.after is not None else "",
    )


def _article(number: int, block: BlockChange, context: int | None) -> Markup:
    told = telling.verdict(block)
    words = Markup("")
    if block.changed_words() or block.change in ("added", "removed") or context is None:
        words = Markup(
            '<p class="words inline" dir="auto">{}</p><div class="sides">'
            '<p class="words" dir="auto">{}</p><p class="words" dir="auto">{}</p></div>'
        ).format(
            _shown(telling.inline(block, context)),
            _shown(telling.side(block, "before", context)),
            _shown(telling.side(block, "after", context)),
        )
    notes = Markup("").join(Markup('<p class="note">{}</p>').format(_safe(note)) for note in telling.notes(block))
    return Markup('<article id="change-{}" tabindex="-1" data-layers="{}"><h3>{}</h3>{}{}{}</article>').format(
        number,
        " ".join(_layers(block)),
        _safe(telling.heading(block)),
        Markup('<p class="told">{}</p>').format(_safe(told)) if told else "",
        words,
        notes,
    )


def _shown(pieces: Iterable[Piece]) -> Markup:
    return Markup("").join(_piece(piece) for piece in pieces)


def _piece(piece: Piece) -> Markup:
    words = _safe(piece.text.replace("\t", " | "))
    tag = _TAGS.get(piece.role)
    if tag is None:
        return words
    title = ""
    if piece.word is not None and piece.word.class_ != "equal":
        sort = "" if piece.word.sort in (None, "words") else f", {piece.word.sort}"
        title = f"{piece.word.class_}{sort}; {piece.word.layer}"
    opened = Markup('<{} class="{}" title="{}">') if title else Markup('<{} class="{}">')
    return opened.format(Markup(tag), piece.role, title) + words + Markup("</{}>").format(Markup(tag))  # noqa: S704
