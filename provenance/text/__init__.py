"""The text of an edition: blocks, spans, layers and readings.

Knows: the notation of ``editions/ID.txt`` and how to write it back byte for
byte; who speaks in each stretch; the printed, corrected and document readings;
where a locator points; how new words are put there so that no other byte
changes; fingerprints of a text that may not be shown; the files of one record
as one value (``dossier``). Refuses to know: where files lie, git, differences.
Values in, values out.

Read first: ``blocks``, then ``notation``, then ``readings``, then ``locate``.
"""
