"""One article, written for these tests, in every shape in which people keep an article.

Wikitext is the original; the others are what MediaWiki, its skins, a browser's "save as text" and copyists make of it.
"""

from xml.sax.saxutils import escape

TITLE, REVISION, LANGUAGE = "Ash and Birch raids", "77", "en"
ADDRESS = "https://en.wikipedia.org/wiki/Ash_and_Birch_raids"

LEAD = "The Ash and Birch raids were two raids by the Red Front (RF) on soldiers of Aland on 5 May 2020, part of the Some War, in which at least nine soldiers were killed."
BACKGROUND = "In April 2020 the Red Front had attacked the town of Cedar, killing four people.{c}"
FIRST = "The Alandese army said on 6 May that eleven soldiers were killed and twelve were wounded, and that twenty fighters were killed.{b}"
SECOND = "The Red Front claimed responsibility for the raids on 7 May 2020.{b} It claimed that only three of its fighters were killed in the village of Ash.{c}"

WIKITEXT = """{{Short description|2020 raids in Aland}}
{{Use dmy dates|date=May 2020}}
{{Infobox military conflict
| conflict    = Ash and Birch raids
| partof      = the [[Some War]]
| image       = Ash.jpg
| image_size  = 250px
| caption     = Ash after the raid, in which 99 were killed<ref name=c/>
| date        = {{start date|2020|5|5|df=y}}
| place       = [[Ash, Aland|Ash]] and [[Birch]], Aland
| coordinates = {{coord|12|30|N|3|15|E|display=inline,title}}
| result      = Inconclusive
| combatant1  = {{flag|Aland}}<br />{{flagdeco|Bland}} [[Bland Guard]]
| combatant2  = {{flagicon image|Red Front.svg}} [[Red Front]]
| strength1   = 120
| casualties1 = {{plainlist|
* {{nowrap|11 killed, 12 wounded}} (per Aland)<ref name="b" />
* 15&nbsp;killed (per Red Front){{efn|With those who died in hospital.}}
}}
| casualties2 = 20 killed (per Aland)<!-- 88 killed --><br>{{small|3 killed (per Red Front)}}
| casualties3 = 2 civilians killed<ref name=d>{{cite report |author=Norland Observatory |title=A year of raids |date=June 2021 |url=https://example.org/d.pdf}}</ref>
}}
The '''Ash and Birch raids''' were two raids by the [[Red Front]] (RF) on soldiers of [[Aland]] on 5 May 2020, part of the [[Some War]], in which at least nine soldiers were killed.

== Background ==
[[File:Cedar.jpg|thumb|Cedar, where 66 were killed]]
In April 2020 the Red Front had attacked the town of [[Cedar]], killing four people.<ref name=c/>

== Raids ==
The Alandese army said on 6 May that eleven soldiers were killed and twelve were wounded, and that twenty fighters were killed.<ref name=b>{{cite news |last=Doe |first=Jane |title=The raids of May |newspaper=Norland Times |date=7 May 2020 |language=fr |access-date=1 June 2021 |url=https://example.org/b |archive-url=https://archive.example.org/b |archive-date=2 June 2021}}</ref>

The Red Front claimed responsibility for the raids on 7 May 2020.<ref name=b/> It claimed that only three of its fighters were killed in the village of [[Ash, Aland|Ash]].<ref name="c"/>

== Notes ==
{{notelist}}

== References ==
{{reflist|refs=
<ref name=c>{{cite web |title=Who raids whom |website=Conflict Watch |date=2020-05-20 |access-date=2021-06-01 |url=https://example.org/c}}</ref>
}}

[[Category:Raids in 2020]]
"""

EXPORT = f"""<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
<siteinfo><sitename>Wikipedia</sitename><base>https://en.wikipedia.org/wiki/Main_Page</base></siteinfo>
<page><title>Talk:{TITLE}</title><ns>1</ns><id>8</id><revision><id>70</id><text>{{{{Infobox civilian attack|fatalities=5}}}}</text></revision></page>
<page><title>{TITLE}</title><ns>0</ns><id>9</id>
<revision><id>60</id><timestamp>2020-05-06T10:00:00Z</timestamp><text>Twelve were killed.</text></revision>
<revision><id>{REVISION}</id><parentid>60</parentid><timestamp>2021-06-02T10:00:00Z</timestamp><contributor><username>A</username><id>3</id></contributor><origin>{REVISION}</origin><model>wikitext</model><format>text/x-wiki</format>
<text bytes="1" sha1="x" xml:space="preserve">{escape(WIKITEXT)}</text><sha1>x</sha1></revision></page></mediawiki>"""


def _mark(number: str, use: str = "0") -> str:
    return f'<sup id="cite_ref-{number}-{use}" class="reference"><a href="#cite_note-{number}"><span class="cite-bracket">&#91;</span>{number}<span class="cite-bracket">&#93;</span></a></sup>'


_FLAG = '<span class="flagicon"><span class="mw-image-border" typeof="mw:File"><span><img alt="" src="//upload.example.org/thumb/a/a1/Flag_of_{0}.svg/40px-Flag_of_{0}.svg.png" width="23" height="15"/></span></span>&#160;</span>'
_BOX = f"""<table class="infobox vevent"><tbody><tr><th class="summary" colspan="2" style="background-color:#C3D6EF;text-align:center">Ash and Birch raids</th></tr>
<tr><td colspan="2" style="text-align:center">Part of the <a href="/wiki/Some_War" title="Some War">Some War</a></td></tr>
<tr><td colspan="2" style="text-align:center"><span class="mw-default-size" typeof="mw:File/Frameless"><a href="/wiki/File:Ash.jpg" class="mw-file-description"><img src="//upload.example.org/Ash.jpg"/></a></span><br/>Ash after the raid, in which 99 were killed{_mark("1")}</td></tr>
<tr><td colspan="2"><table style="width:100%"><tbody><tr><th style="padding-right:1em">Date</th><td>5 May 2020<span style="display:none">&#160;(<span class="bday dtstart published updated">2020-05-05</span>)</span></td></tr>
<tr><th style="padding-right:1em">Location</th><td><div class="location"><a href="/wiki/Ash,_Aland" title="Ash, Aland">Ash</a> and <a href="/wiki/Birch" title="Birch">Birch</a>, Aland<br/><span class="geo-inline"><style data-mw-deduplicate="TemplateStyles:r1">.geo{{display:none}}</style><span class="plainlinks nourlexpansion"><a class="external text" href="https://geohack.example.org/?params=12_30_N_3_15_E"><span class="geo-default"><span class="geo-dms"><span class="latitude">12°30′N</span> <span class="longitude">3°15′E</span></span></span><span class="geo-multi-punct">&#xfeff; / &#xfeff;</span><span class="geo-nondefault"><span class="geo-dec">12.500°N 3.250°E</span></span></a></span></span></div></td></tr>
<tr><th style="padding-right:1em">Result</th><td class="status">Inconclusive</td></tr></tbody></table></td></tr>
<tr><th colspan="2" style="background-color:#C3D6EF">Belligerents</th></tr>
<tr><td style="width:50%;border-right:1px dotted #aaa">{_FLAG.format("Aland")}<a href="/wiki/Aland" title="Aland">Aland</a><br/>{_FLAG.format("Bland")} <a href="/wiki/Bland_Guard">Bland Guard</a></td><td style="width:50%"><span class="flagicon"><span typeof="mw:File"><a href="/wiki/File:Red_Front.svg"><img alt="" src="//upload.example.org/Red_Front.svg.png"/></a></span></span> <a href="/wiki/Red_Front">Red Front</a></td></tr>
<tr><th colspan="2" style="background-color:#C3D6EF">Strength</th></tr><tr><td>120</td><td></td></tr>
<tr><th colspan="2" style="background-color:#C3D6EF">Casualties and losses</th></tr>
<tr><td><style data-mw-deduplicate="TemplateStyles:r2">.plainlist ol{{margin:0}}</style><div class="plainlist"><ul><li><span class="nowrap">11 killed, 12 wounded</span> (per Aland){_mark("2")}</li><li>15&#160;killed (per Red Front)<sup id="cite_ref-n-3" class="reference"><a href="#cite_note-n-3"><span class="cite-bracket">&#91;</span>a<span class="cite-bracket">&#93;</span></a></sup></li></ul></div></td><td>20 killed (per Aland)<br/><small>3 killed (per Red Front)</small></td></tr>
<tr><td colspan="2" style="border-top:1px dotted #aaa">2 civilians killed{_mark("3")}</td></tr></tbody></table>"""

_NOTES = """<div class="reflist reflist-lower-alpha"><div class="mw-references-wrap"><ol class="references"><li id="cite_note-n-3"><span class="mw-cite-backlink"><b><a href="#cite_ref-n-3">^</a></b></span> <span class="reference-text">With those who died in hospital.</span></li></ol></div></div>"""
_ENTRIES = {
    "1": '<cite class="citation web cs1"><a rel="nofollow" class="external text" href="https://example.org/c">"Who raids whom"</a>. <i>Conflict Watch</i>. 2020-05-20<span class="reference-accessdate">. Retrieved <span class="nowrap">2021-06-01</span></span>.</cite><span title="ctx_ver=Z39.88" class="Z3988"></span>',
    "2": '<cite id="CITEREFDoe2020" class="citation news cs1 cs1-prop-foreign-lang-source">Doe, Jane (7 May 2020). <a rel="nofollow" class="external text" href="https://example.org/b">"The raids of May"</a>. <i>Norland Times</i> (in French). <a rel="nofollow" class="external text" href="https://archive.example.org/b">Archived</a> from the original on 2 June 2021<span class="reference-accessdate">. Retrieved <span class="nowrap">1 June</span> 2021</span>.</cite>',
    "3": '<cite class="citation report cs1">Norland Observatory (June 2021). <a rel="nofollow" class="external text" href="https://example.org/d.pdf">"A year of raids"</a> <span class="cs1-format">(PDF)</span> (Report).</cite>',
}
_BACK = '<span class="mw-cite-backlink">^ <a href="#cite_ref-{0}-0"><sup><i><b>a</b></i></sup></a> <a href="#cite_ref-{0}-1"><sup><i><b>b</b></i></sup></a></span>'
_REFERENCES = '<div class="mw-references-wrap"><ol class="references">' + "".join(f'<li id="cite_note-{n}">{_BACK.format(n)} <span class="reference-text">{words}</span></li>' for n, words in _ENTRIES.items()) + "</ol></div>"


def _linked(words: str) -> str:
    return words.replace("{b}", _mark("2", "1")).replace("{c}", _mark("1", "1"))


def _heading(title: str) -> str:
    return f'<div class="mw-heading mw-heading2"><h2 id="{title}">{title}</h2><span class="mw-editsection"><span class="mw-editsection-bracket">[</span><a href="/w/index.php?action=edit">edit</a><span class="mw-editsection-bracket">]</span></span></div>'


def _sections(heading=_heading, wrap=lambda words: words) -> str:  # type: ignore[no-untyped-def]
    figure = '<figure class="mw-default-size" typeof="mw:File/Thumb"><img src="//x"/><figcaption>Cedar, where 66 were killed</figcaption></figure>'
    raids = f"<p>{_linked(FIRST)}\n</p><p>{_linked(SECOND).replace(' Ash.', ' <a href=/wiki/Ash,_Aland>Ash</a>.')}\n</p>"
    return (
        heading("Background") + wrap(f"{figure}<p>{_linked(BACKGROUND)}\n</p>") + heading("Raids") + wrap(raids)
        + heading("Notes") + wrap(_NOTES) + heading("References") + wrap(f'<div class="reflist">{_REFERENCES}</div>')
    )  # fmt: skip


_HATNOTE = '<div class="shortdescription nomobile noexcerpt noprint searchaux" style="display:none">2020 raids in Aland</div><div role="note" class="hatnote">For 55 killed elsewhere, see <a href="/wiki/X">X</a>.</div>'
_FOOT = '<table class="navbox"><tbody><tr><td>77 killed</td></tr></tbody></table></div><div class="printfooter">Retrieved from "<a href="https://en.wikipedia.org/w/index.php?oldid=77">https://en.wikipedia.org/w/index.php?title=Ash_and_Birch_raids&amp;oldid=77</a>"</div>'
_LEAD_HTML = "<p>" + LEAD.replace("The Ash and Birch raids", "The <b>Ash and Birch raids</b>").replace("the Red Front", 'the <a href="/wiki/Red_Front">Red Front</a>') + "\n</p>"
_BODY = _HATNOTE + _BOX + _LEAD_HTML
_HEAD = f'<title>{TITLE} - Wikipedia</title><script>RLCONF={{"wgPageName":"Ash_and_Birch_raids","wgCurRevisionId":90,"wgRevisionId":77,"wgArticleId":9}};</script><link rel="canonical" href="{ADDRESS}"/>'

VECTOR_2022 = f"""<!DOCTYPE html><html class="client-nojs vector-feature-language-in-header-enabled" lang="en" dir="ltr"><head><meta charset="UTF-8"/>{_HEAD}</head>
<body class="skin-vector skin-vector-2022"><a class="mw-jump-link" href="#bodyContent">Jump to content</a><div class="vector-header-container"><header class="vector-header mw-header"><nav class="vector-main-menu-landmark"><ul><li>Main page</li><li>44 killed</li></ul></nav></header></div>
<div class="mw-page-container"><div class="vector-column-start"><nav id="mw-panel-toc" class="mw-table-of-contents-container"><h2 class="vector-pinnable-header-label">Contents</h2><ul><li><a href="#Background">1 Background</a></li></ul></nav></div>
<main id="content" class="mw-body"><header class="mw-body-header vector-page-titlebar"><h1 id="firstHeading" class="firstHeading mw-first-heading"><span class="mw-page-title-main">{TITLE}</span></h1><div id="p-lang-btn"><ul><li class="interlanguage-link interwiki-fr"><a href="https://fr.wikipedia.org/wiki/Raids_de_Ash" title="Raids de Ash – French" lang="fr" hreflang="fr" data-title="Raids de Ash" class="interlanguage-link-target"><span>Français</span></a></li></ul></div></header>
<div id="bodyContent" class="vector-body"><div id="siteSub" class="noprint">From Wikipedia, the free encyclopedia</div><div id="mw-content-text" class="mw-body-content"><div class="mw-content-ltr mw-parser-output" lang="en" dir="ltr">{_BODY}<meta property="mw:PageProp/toc"/>{_sections()}{_FOOT}</div><div id="catlinks" class="catlinks"><ul><li>Raids in 2020</li></ul></div></div></main></div><footer id="footer" class="mw-footer"><ul><li>This page was last edited on 2 June 2021</li></ul></footer></body></html>"""

OLD_VECTOR = f"""<!DOCTYPE html><html class="client-nojs" lang="en" dir="ltr"><head>{_HEAD}</head><body class="mediawiki ltr skin-vector-legacy action-view"><div id="content" class="mw-body" role="main"><a id="top"></a>
<h1 id="firstHeading" class="firstHeading" lang="en">{TITLE}</h1><div id="bodyContent"><div id="siteSub">From Wikipedia, the free encyclopedia</div><div id="jump-to-nav" class="mw-jump">Jump to: <a href="#mw-head">navigation</a>, <a href="#p-search">search</a></div>
<div id="mw-content-text" lang="en" dir="ltr" class="mw-content-ltr"><div class="mw-parser-output">{_BODY}<div id="toc" class="toc" role="navigation"><div class="toctitle"><h2>Contents</h2></div><ul><li><span class="tocnumber">1</span> Background</li></ul></div>
{_sections(lambda t: f'<h2><span class="mw-headline" id="{t}">{t}</span><span class="mw-editsection"><span class="mw-editsection-bracket">[</span><a href="/x">edit</a><span class="mw-editsection-bracket">]</span></span></h2>')}{_FOOT}</div></div></div>
<div id="mw-navigation"><h2>Navigation menu</h2><div id="p-lang"><ul><li class="interlanguage-link interwiki-fr"><a href="https://fr.wikipedia.org/wiki/Raids_de_Ash" title="Raids de Ash – French" lang="fr" hreflang="fr" class="interlanguage-link-target">Français</a></li></ul></div></div></body></html>"""

PRINTABLE = OLD_VECTOR.replace("skin-vector-legacy", "skin-vector-legacy printable").replace('<span class="mw-editsection">', '<span class="mw-editsection" style="display:none">')

MINERVA = f"""<!DOCTYPE html><html class="client-nojs" lang="en" dir="ltr"><head>{_HEAD}</head><body class="mediawiki ltr skin-minerva"><div id="mw-mf-viewport"><header class="header-container"><nav><ul><li>Home</li></ul></nav></header><main id="content" class="mw-body">
<div class="pre-content heading-holder"><div class="page-heading"><h1 id="firstHeading" class="firstHeading"><span class="mw-page-title-main">{TITLE}</span></h1><div class="tagline"></div></div><ul id="p-associated-pages" class="minerva__tab-container"><li>Article</li><li>Talk</li></ul></div>
<div id="bodyContent" class="content"><div id="mw-content-text" class="mw-body-content"><div class="mw-content-ltr mw-parser-output" lang="en" dir="ltr"><section class="mf-section-0" id="mf-section-0">{_HATNOTE}{_LEAD_HTML}{_BOX}</section>
{_sections(lambda t: f'<div class="mw-heading mw-heading2 section-heading" onclick="mfTempOpenSection(1)"><span class="indicator mf-icon"></span><h2 id="{t}">{t}</h2><span class="mw-editsection"><a href="/x" class="cdx-button"><span>edit</span></a></span></div>', lambda words: f'<section class="mf-section-1 collapsible-block" id="mf-section-1">{words}</section>')}{_FOOT}</div></div></div></main>
<footer class="mw-footer minerva-footer"><a class="last-modified-bar" href="/x">Last edited on 2 June 2021, at 10:00</a></footer></div></body></html>"""

_PARSOID_CITE = '<sup about="#mwt9" class="mw-ref reference" typeof="mw:Extension/ref" data-mw=\'{"name":"ref","attrs":{"name":"b"},"body":{"html":"12 killed"}}\'><a href="./Ash_and_Birch_raids#cite_note-{n}"><span class="mw-reflink-text"><span class="cite-bracket">[</span>{n}<span class="cite-bracket">]</span></span></a></sup>'
PARSOID = (
    f'<!DOCTYPE html>\n<html prefix="dc: http://purl.org/dc/terms/ mw: http://mediawiki.org/rdf/" about="https://en.wikipedia.org/wiki/Special:Redirect/revision/77"><head prefix="mwr: https://en.wikipedia.org/wiki/Special:Redirect/"><meta charset="utf-8"/><meta property="mw:pageId" content="9"/><link rel="dc:replaces" resource="mwr:revision/60"/><meta property="dc:modified" content="2021-06-02T10:00:00.000Z"/><link rel="dc:isVersionOf" href="//en.wikipedia.org/wiki/Ash_and_Birch_raids"/><title>{TITLE}</title><base href="//en.wikipedia.org/wiki/"/></head>'
    '<body lang="en" class="mw-content-ltr sitedir-ltr ltr mw-body-content parsoid-body mediawiki mw-parser-output" dir="ltr"><section data-mw-section-id="0" id="mwAQ">'
    + (_BODY + _sections(lambda t: f'</section><section data-mw-section-id="1"><h2 id="{t}">{t}</h2>')).replace('href="/wiki/', 'href="./').replace(_mark("2"), _PARSOID_CITE.replace("{n}", "2"))
    .replace('<span class="mw-cite-backlink">', '<span class="mw-cite-backlink" rel="mw:referencedBy">').replace('<span class="reference-text">', '<span class="mw-reference-text reference-text" id="x">')
    + '</section><link rel="mw:PageProp/Category" href="./Category:Raids_in_2020"/><link rel="mw:PageProp/Language" href="https://fr.wikipedia.org/wiki/Raids_de_Ash"/></body></html>'
)  # fmt: skip


def _plain(words: str) -> str:
    return words.replace("{b}", "[2]").replace("{c}", "[1]")


_TAIL = f"""Background[edit]
{_plain(BACKGROUND)}

Raids[edit]
{_plain(FIRST)}

{_plain(SECOND)}

Notes[edit]
 a. ^ With those who died in hospital.

References[edit]
 1. ^ a b c "Who raids whom". Conflict Watch. 2020-05-20. Retrieved 2021-06-01.
 2. ^ a b c Doe, Jane (7 May 2020). "The raids of May". Norland Times (in French). Archived from the original on 2 June 2021. Retrieved 1 June 2021.
 3. ^ Norland Observatory (June 2021). "A year of raids" (PDF) (Report).
"""

SAVED = f"""Jump to content
{TITLE}

From Wikipedia, the free encyclopedia

{TITLE}
Part of the Some War

Date5 May 2020
Location
Ash and Birch, Aland
12°30′N 3°15′E
ResultInconclusive
Belligerents

Flag of Aland.svg Aland
Flag of Bland.svg Bland Guard

Red Front
Strength
120
Casualties and losses

11 killed, 12 wounded (per Aland)[2]
15 killed (per Red Front)[a]

20 killed (per Aland)
3 killed (per Red Front)
2 civilians killed[3]

{LEAD}

{_TAIL}"""

PIPES = f"""{TITLE} | |||||||
---|---|---|---|---|---|---|---|
Part of the Some War | |||||||
Date | 5 May 2020
Location | Ash and Birch, Aland
Result | Inconclusive
Belligerents | |||||||
Aland Bland Guard | Red Front | ||||||
Strength | |||||||
120 |
Casualties and losses | |||||||
11 killed, 12 wounded (per Aland) [2] 15 killed (per Red Front) [a] | 20 killed (per Aland) 3 killed (per Red Front) | ||||||
2 civilians killed [3] |

{LEAD}

{_TAIL.replace("[edit]", "")}"""

FLAT = f"""# {TITLE}

- Conflict: {TITLE}
- Partof: the Some War
- Date: 5 May 2020
- Place: Ash and Birch, Aland
- Result: Inconclusive
- Combatant1: Aland, Bland Guard
- Combatant2: Red Front
- Strength1: 120
- Casualties1: 11 killed, 12 wounded (per Aland)[2], 15 killed (per Red Front)[a]
- Casualties2: 20 killed (per Aland), 3 killed (per Red Front)
- Casualties3: 2 civilians killed[3]

{LEAD}

## {_TAIL.replace("[edit]", "").replace("Raids", "## Raids", 1).replace("Notes", "## Notes", 1).replace("References", "## References", 1)}"""

YAML = f"""---
title: {TITLE}
infobox:
  partof: the Some War
  date: 5 May 2020
  place: Ash and Birch, Aland
  result: Inconclusive
  combatant1: |
    Aland
    Bland Guard
  combatant2: Red Front
  strength1: 120
  casualties1: |
    11 killed, 12 wounded (per Aland)[2]
    15 killed (per Red Front)[a]
  casualties2: |
    20 killed (per Aland)
    3 killed (per Red Front)
  casualties3: 2 civilians killed[3]
---

{LEAD}

## {_TAIL.replace("[edit]", "").replace("Raids", "## Raids", 1).replace("Notes", "## Notes", 1).replace("References", "## References", 1)}"""

SHAPES = {
    "wikitext": WIKITEXT, "export": EXPORT, "vector-2022": VECTOR_2022, "old-vector": OLD_VECTOR, "printable": PRINTABLE, "minerva": MINERVA, "parsoid": PARSOID,
    "saved-text": SAVED, "pipes": PIPES, "flat": FLAT, "yaml": YAML,
}  # fmt: skip
