"""The text of an edition: blocks, spans, layers and readings.

Knows: the notation of ``editions/ID.txt`` and how to write it back byte for
byte; who speaks in each stretch; the printed, corrected and document readings;
where a locator points; fingerprints of a text that may not be shown. Refuses to
know: files, git, differences. Values in, values out.

Read first: ``blocks``, then ``notation``, then ``readings``.
"""
