"""Random trees, hostile ones, for the laws of reading, writing and splicing."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

# what an editor types, what a parser trips over, what no keyboard has; NUL and lone surrogates are refused
HOSTILE = (
    "no", "0012", "12:30", "1986-06-26", "~", "null", "true", "1e3", "", " ", "- a", "? b", ": c", "a: b", "a #b",
    "#", "f. 2 #14", "a,b", "[x]", "{y: z}", "it's", '"', "''", "\\", "|", ">", "@at", "`", "%", "&a", "*b", "!t",
    "a\n", "\n", "a\n\nb", " a", "a ", "a\n b\n", "tab\t", "\ta", "é", "Шахназаров", "漢", "𝒳", "\u2028", "\x85",
    "\ufeff", "\x1b[0m", "---", "...", "--- a", "<<", "=", "a:", "x" * 200, "ab " * 80 + "c", "\r", "a\r\nb", "-", "«",
)  # fmt: skip

texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=30),
    st.lists(st.sampled_from(HOSTILE), max_size=4).map(" ".join),
)
keys = st.one_of(
    st.from_regex(r"[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?", fullmatch=True), texts.filter(lambda text: 0 < len(text) < 100)
)
sets = st.lists(texts, max_size=4, unique=True)


def _maps(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(keys, values, max_size=5)


trees = _maps(st.recursive(st.one_of(texts, sets), _maps, max_leaves=15))
