"""How words of an HTML page look (emphasis, bold, underlined, calls), told from how the page only lays them out."""

from __future__ import annotations

from provenance.importers._page.paragraphs import Stretch

_STOPS = ' .,;:!?()[]“”"«»*'


def trimmed(stretches: list[Stretch], lines: tuple[str, ...]) -> tuple[Stretch, ...]:
    """What is known of characters that are there: in the lines that were kept, without the spaces at its ends."""
    found: list[Stretch] = []
    # words have one look in the notation: a call before emphasis, emphasis before underlined, underlined before bold
    looks = {"u": ("em", "call"), "b": ("em", "call", "u")} if any(one.kind in ("b", "u") for one in stretches) else {}
    above = {kind: _covered(stretches, lines, kinds) for kind, kinds in looks.items()}
    for one in sorted(stretches, key=lambda stretch: (stretch.line, stretch.start)):
        if one.line >= len(lines):
            continue
        if one.kind in ("cell", "page") or (one.kind == "call" and one.start == one.end):
            found.append(one)
            continue
        words = lines[one.line][one.start : one.end]
        start = one.start + len(words) - len(words.lstrip())
        end = one.start + len(words.rstrip())
        inside = found and found[-1].line == one.line and start < found[-1].end and found[-1].kind == one.kind == "em"
        covered = above[one.kind][one.line] if one.kind in above else None
        if covered is not None and (_is_layout(lines[one.line], start, end) or covered.find(1, start, end) >= 0):
            continue
        if end > start and not inside:
            found.append(Stretch(one.kind, one.line, start, end, one.value))
    return tuple(found)


def _is_layout(line: str, start: int, end: int) -> bool:
    """Whether bold or underlined words are so by the page's layout: a whole line, a number at its head, a label."""
    words, behind = line[start:end].strip(_STOPS), line[end:]
    if line[:start].strip(_STOPS):
        return False
    return (
        not behind.strip(_STOPS) or words.isdigit() or line[:end].endswith(":") or behind.lstrip(" ").startswith(":")
    )  # fmt: skip


def _covered(stretches: list[Stretch], lines: tuple[str, ...], kinds: tuple[str, ...]) -> list[bytearray]:
    """For each line a byte for each character, 1 where it stands in a stretch of these kinds."""
    covered = [bytearray(len(line)) for line in lines]
    for one in stretches:
        if one.kind in kinds and one.line < len(lines):
            covered[one.line][one.start : one.end] = b"\1" * len(covered[one.line][one.start : one.end])
    return covered
