"""All that is said of a code, a term of the index, or a code of another system, as a page with links."""

from __future__ import annotations

from html import escape

from medcode_desktop.core.alphabetic_index import AlphabeticIndex, IndexEntry, IndexKind
from medcode_desktop.core.catalogue import Hit, Use
from medcode_desktop.core.codeset import CodeEntry, CodeKind, CodeSet
from medcode_desktop.core.codesystem import CodeSystem
from medcode_desktop.ui import theme
from medcode_desktop.ui.detail import also_called, headed, kind_words
from medcode_desktop.ui.links import link, linked
from medcode_desktop.ui.words import tr

INDEX_LINK = "index:"
"""Begins the links that lead to an entry of the index; all others lead to a code, a block or a chapter."""
_MOST_BELOW = 80


def page_of_code(entry: CodeEntry, codeset: CodeSet) -> str:
    """Its place, whether it is billable, 7th characters, other names, what is below, and the notes that hold for it."""
    is_code = entry.kind not in (CodeKind.CHAPTER, CodeKind.BLOCK)
    line: list[str] = []
    above = entry.parent
    while above:
        line.insert(0, link(above, above))
        above = codeset.get(above).parent
    html = [_quiet(" › ".join(line)) if line else "", _title(entry.code, entry.title)]
    characters = codeset.seventh_characters(entry.code) if is_code else {}
    below = codeset.children(entry.code)
    if is_code:
        html.append(_quiet(_said_of_use(entry, takes_seventh=bool(characters))))
    html.append(also_called(entry.inclusion_terms))
    if characters and not entry.billable:
        html.append(headed(tr("7th character"), (f"{k}: {escape(v)}" for k, v in characters.items())))
    if below:
        rows = (f"{link(code, code)} {escape(codeset.title(code))}" for code in below)
        html.append(headed(tr("Below"), rows))
    groups: dict[str, list[str]] = {}
    for note in codeset.notes(entry.code):
        where = "" if note.source == entry.code else f" ({note.source})"
        groups.setdefault(kind_words(note.kind) + where, []).append(linked(note.text, codeset))
    html += [headed(heading, texts) for heading, texts in groups.items()]
    return "".join(html)


def page_of_term(entry: IndexEntry, codeset: CodeSet) -> str:
    """The terms above it, the codes that it leads to, where else to look, and the terms below."""
    index = codeset.index
    above = [_quiet(escape(f"{index_words(entry.kind)} › {' › '.join(entry.path[:-1])}".rstrip(" ›")))]
    html = [*above, _title(entry.title, "")]
    codes = [f"{escape(heading)}: " if heading else "" for heading, _ in entry.codes]
    named = (
        f"{lead}{linked(code, codeset)} {escape(_title_of(code, codeset))}"
        for lead, (_, code) in zip(codes, entry.codes, strict=True)
    )
    if entry.codes:
        html.append(headed(tr("Codes"), named))
    for heading, words in ((tr("See"), entry.see), (tr("See also"), entry.see_also)):
        if words:
            target = index.follow(entry)
            html.append(headed(heading, [_term_link(target, words) if target else escape(words)]))
    subterms = index.subterms(entry)
    if subterms:
        rows = [f"{_term_link(t, t.title)} {escape(_first_code(t))}" for t in subterms[:_MOST_BELOW]]
        rows += [tr("and {count} more", count=len(subterms) - _MOST_BELOW)] if len(subterms) > _MOST_BELOW else []
        html.append(headed(tr("Below"), rows))
    return "".join(html)


def page_of_other(hit: Hit, system: CodeSystem, codeset: CodeSet) -> str:
    """A code of another system with its other names, and where the publisher's map leads."""
    entry = system.get(hit.code)
    html = [_quiet(escape(f"{system.system} {system.version}")), _title(entry.code, entry.title)]
    if hit.use is Use.RETIRED:
        html.append(_quiet(tr("No longer used")))
    html.append(also_called(entry.terms))
    targets = system.maps_to(entry.code)
    if targets:
        rows = (f"{linked(code, codeset)} {escape(_title_of(code, codeset))}" for code in targets)
        html.append(headed(tr("In ICD-10-CM"), rows))
    return "".join(html)


def index_words(kind: IndexKind) -> str:
    """What a part of the index is called."""
    return {
        IndexKind.ALPHABETIC: tr("Alphabetic Index"),
        IndexKind.NEOPLASM: tr("Table of neoplasms"),
        IndexKind.DRUG: tr("Table of drugs and chemicals"),
        IndexKind.EXTERNAL_CAUSE: tr("Index of external causes"),
    }[kind]


def use_words(use: Use) -> str:
    """What keeps a code from being reported as it is; "" when nothing does."""
    return {
        Use.USABLE: "",
        Use.NOT_BILLABLE: tr("not billable"),
        Use.NEEDS_SEVENTH: tr("needs a 7th character"),
        Use.RETIRED: tr("no longer used"),
    }[use]


def entry_of_link(link: str, index: AlphabeticIndex) -> IndexEntry | None:
    """The entry that a link leads to; None when it leads to a code."""
    return index.get(int(link.removeprefix(INDEX_LINK))) if link.startswith(INDEX_LINK) else None


def _said_of_use(entry: CodeEntry, *, takes_seventh: bool) -> str:
    if entry.billable:
        return tr("Billable")
    if takes_seventh:
        return tr("Not billable: it needs a 7th character")
    return tr("Not billable: it needs more characters")


def _title(code: str, title: str) -> str:
    return f"<p><b>{escape(code)}</b>&nbsp; {escape(title)}</p>"


def _quiet(html: str) -> str:
    return f"<p style='color:{theme.colours().muted}'>{html}</p>"


def _title_of(code: str, codeset: CodeSet) -> str:
    plain = code.rstrip("-").rstrip(".")
    return codeset.title(plain) if plain in codeset else ""


def _first_code(term: IndexEntry) -> str:
    return next((code for _, code in term.codes if code.strip("-")), "")


def _term_link(term: IndexEntry, words: str) -> str:
    return link(f"{INDEX_LINK}{term.id}", words)
