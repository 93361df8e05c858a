"""A text of our own invention that uses every mark of the notation (the harbour of Vardal never was)."""

from __future__ import annotations

EVERY_MARK = """\
%text 1

@byline Ada Winter
| Bo Lund

@title No. 3: Minutes of the Lamp Committee, 2 May 1911

::: headnote #hn

¶1 The keepers said “[t]he lamp [was] out.”[^1] See *Lights of {name ref=vardal|Vardal}*.

:::

@classification For members only

@heading Second sitting

@participants Present: Holm, Berg

@routing To the Harbour Office
| No. 12, {u|by hand}

@salutation Dear Sir,

¶2 {speaker|HOLM:} The lamp [at Nore?] is {b|dark}; [h]e burns [*olje*]{gloss lang=no} in it. [...] Oil for the [13th]{corr was=31th}, {sic|to barrels}[!]{sic} [sic]. {pb n=2}Buy {del|one} {add by=h2|two} \\[as before\\] [two words]{illegible} [Here the lamp was lit.]{remark by=document}

¶3 @quote {q who=berg|No, sir}, he said{sup|2}; the {sc|nb} read {foreign lang=fr|à peu près} {expan abbr=Dept.|Department}, {hand ref=h2|seen}{lb n=7} {gap reason=torn}, [one name withheld]{redacted extent="1 name"} ha[d] gone.

¶4#p3a @verse No oil, no light,
|   no ship tonight;
| [A. Holm]{gloss lang=no-Latn} {var w=c2 r="no sail"|no rope}.

::: bracketed by=editor

¶#b1 Here follows the list of lamps.

¶#b2 It is not printed.

:::

¶#r1 @resolution{by=h2 place=margin} Granted. 100 \\* 2 \\{sic\\}

@stamp RECEIVED

¶5 @dateline Vardal, 2 May 1911

¶6 @signature {name ref=holm|Holm}

::: attachment #a1

@caption Lamps in use

::: table

¶#t1 Nore {|} 12 {|} {gap extent="1 cell"}

:::

:::

¶7 @source-note [Source: Vardal Harbour, box 3.]{remark}

[^1#n1]: The quotation is free.

[^1]+ A copy has “was [not] out.”
"""  # noqa: E501
