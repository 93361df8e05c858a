"""Every command's help shows how it is typed."""

from __future__ import annotations

import pytest

from provenance.cli.main import every_parser


@pytest.mark.parametrize(("name", "shown"), [(name, one.format_help()) for name, one in every_parser().items()])
def test_the_help_of_every_command_has_an_example_that_begins_with_it(name: str, shown: str) -> None:
    examples = shown.partition("Example")[2]
    assert f"provenance {name}" in examples
