"""Reports for people: nothing of the note is markup, evidence is marked where it stands, and the PDF has it all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot
from reviews import CODING, reviews, text

from medcode_desktop.core.review import Review, ReviewedCode, Signature
from medcode_desktop.core.types import (
    Assertion,
    Coding,
    CodingOptions,
    Evidence,
    RiskTotal,
    Span,
    Suggestion,
)
from medcode_desktop.services.export.reports import Chart, html_report, pieces, text_report
from medcode_desktop.ui.printing import pdf_of

AT = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
NOTE = 'Assessment: Type 2 diabetes with CKD <stage 3>.\n"Chest pain" & cough denied.'


def test_text_report() -> None:
    assert text_report(CODING).splitlines() == [
        "visit-0412  (ICD-10-CM 2026-04-01, minilm)",
        "  1  E11.22    0.91  Type 2 diabetes mellitus with diabetic chronic kidney disease  [hcc]",
        "                     “Type 2 diabetes with CKD”; “T2DM”",
        "  2  R07.9     0.40  Chest pain, unspecified  [negated]",
        "  error: Not together | ever.",
        "  info: ?",
        "  note: No assessment was found.",
    ]
    assert "no codes found" in text_report(Coding("n", "", "", "", ()))


def test_the_risk_is_a_line_of_the_text_report() -> None:
    risk = RiskTotal(("37", "226"), 1.336, 2027, "CMS-HCC Model V28")
    line = "  CMS-HCC Model V28, payment year 2027: HCC 37, 226; risk score 1.336"
    assert text_report(replace(CODING, risk=risk)).splitlines()[-1] == line
    assert "HCC" not in text_report(replace(CODING, risk=replace(risk, hccs=(), score=None)))


class Page(HTMLParser):
    """The page as a browser reads it: its tags, its texts, and the text of the note with what is marked in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.note = ""
        self.marked: list[str] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "br"):
            self._open.append(dict(attrs).get("class") or tag)

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if "style" in self._open:
            return
        self.words.append(data)
        if "note" in self._open and "sup" not in self._open:
            self.note += data
            if self._open[-1].startswith("mark"):
                self.marked.append(data)


def review_of(*evidence: str, title: str = "t", note: str = NOTE) -> Review:
    suggestions = tuple(
        Suggestion(f"I{number}", title, 0.5, True, Assertion.PRESENT, (_at(words, note),))
        for number, words in enumerate(evidence, 10)
    )
    return Review.of(Coding("visit", "", "R", "m", suggestions))


def _at(words: str, note: str) -> Evidence:
    start = note.index(words)
    return Evidence(Span(start, start + len(words)), words)


@given(st.lists(st.tuples(reviews, text()), min_size=1, max_size=2))
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=25, deadline=None)
def test_no_text_becomes_markup(these: list[tuple[Review, str]]) -> None:
    plain = [Chart(replace(r, coding=replace(r.coding, note_id="n", release="", model="")), "") for r, _ in these]
    for paper in (False, True):
        charts = [Chart(*pair) for pair in these]
        tags = Page(html_report(charts, CodingOptions(), AT, paper=paper)).tags
        assert set(tags) <= set("html head meta title style body section h1 h2 p table tr th td div span sup a".split())
        assert tags.count("section") == len(plain)


def test_the_note_is_shown_as_it_is_with_its_evidence_marked() -> None:
    review = review_of("Type 2 diabetes with CKD", "CKD <stage 3>", '"Chest pain"', title="<script>alert(1)</script>")
    html = html_report([Chart(review, NOTE)], CodingOptions(date_of_service=date(2026, 11, 24)), AT)
    page = Page(html)
    assert page.note == NOTE
    assert page.marked == ["Type 2 diabetes with ", "CKD", " <stage 3>", '"Chest pain"']
    assert "<script" not in html and "alert(1)" in html
    assert "date of service 2026-11-24" in "".join(page.words)
    assert not [v for name, v in page.attributes if name in ("src", "href") and not str(v).startswith("#")]
    targets = {v for name, v in page.attributes if name == "id"}
    assert {str(v)[1:] for name, v in page.attributes if name == "href"} <= targets


def test_a_page_has_what_a_reader_needs_and_works_in_the_dark() -> None:
    by = Signature("R. Coder", AT)
    risk = RiskTotal(("37",), 1.1, 2027, "CMS-HCC Model V28")
    review = Review.of(replace(CODING, risk=risk)).accept(0, by).reject(1, by)
    html = html_report([Chart(review, NOTE)], CodingOptions(), AT)
    words = "".join(Page(html).words)
    for part in ("accepted, R. Coder", "Rejected: R07.9", "Not together | ever.", "No assessment was found.", "HCC 37"):
        assert part in words
    assert "prefers-color-scheme: dark" in html and "@media print" in html and "default-src 'none'" in html
    assert "@media" not in html_report([Chart(review, NOTE)], CodingOptions(), AT, paper=True)


@given(st.text("ab ", max_size=12), st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=4))
def test_the_pieces_make_up_the_text(note: str, places: list[tuple[int, int]]) -> None:
    suggestions = [
        Suggestion("I10", "", 0.5, True, Assertion.PRESENT, (Evidence(Span(a, b), note[a:b]),)) for a, b in places
    ]
    cut = pieces(note, [ReviewedCode(s) for s in suggestions])
    assert "".join(piece.text for piece in cut) == note
    for place, (start, end) in enumerate(places, 1):
        wanted = note[start:end]
        assert "".join(piece.text for piece in cut if place in piece.codes) == wanted


def test_evidence_that_does_not_stand_there_is_not_marked() -> None:
    suggestion = Suggestion("I10", "", 0.5, True, Assertion.PRESENT, (Evidence(Span(0, 4), "gone"),))
    assert [p.codes for p in pieces("here", [ReviewedCode(suggestion)])] == [()]


def test_the_pdf_is_one_with_numbered_pages(qtbot: QtBot) -> None:
    short = pdf_of(html_report([Chart(review_of("CKD"), NOTE)], CodingOptions(), AT, paper=True))
    long = pdf_of(html_report([Chart(review_of("CKD"), NOTE * 300)], CodingOptions(), AT, paper=True))
    assert short.startswith(b"%PDF-") and short.rstrip().endswith(b"%%EOF")
    pages = [data.count(b"/Type /Page\n") for data in (short, long)]
    assert pages[0] == 1 < pages[1]
    assert b"visit" not in short  # its properties say nothing of the note
