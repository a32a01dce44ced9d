"""The same note reads the same from every kind of document, with its rows, columns, pages, parts and stated facts."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import papers
import pytest
from papers import NOTE
from PIL import Image

from medcode_desktop.core.types import CodingOptions, Facts, Note, Sex, Span, Stated
from medcode_desktop.errors import DocumentError
from medcode_desktop.services import documents
from medcode_desktop.services.documents import read_document, read_notes

STATED = Stated(date(2026, 3, 2), 65.0, Sex.FEMALE)

Writer = Callable[[bytes, str], Path]


@pytest.fixture
def written(tmp_path: Path) -> Writer:
    def write(data: bytes, name: str = "visit.txt") -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


def words(note: Note) -> list[str]:
    return note.text.split()


def positioned(content: list[tuple[float, float, str]], size: float = 10) -> str:
    rows = (f"1 0 0 1 {x} {y} Tm ({text}) Tj" for x, y, text in content)
    return f"BT /F1 {size} Tf\n" + "\n".join(rows) + "\nET"


KINDS = {
    "txt": NOTE.encode(),
    "docx": papers.docx(),
    "odt": papers.odt(),
    "rtf": papers.rtf(),
    "html": papers.html(),
    "pdf": papers.pdf(),
    "hl7": papers.hl7(),
    "xml": papers.cda(),
    "json": papers.fhir(),
    "eml": papers.mail(),
    "csv": papers.table([["id", "note"], ["7", NOTE]]),
    "xlsx": papers.workbook({"Notes": [["note"], [NOTE]]}),
    "zip": papers.packed({"in/visit.docx": papers.docx()}),
}


@pytest.mark.parametrize("ending", KINDS)
def test_the_same_note_from_every_kind(written: Writer, ending: str) -> None:
    note = read_document(written(KINDS[ending], f"visit.{ending}"))
    assert words(note) == NOTE.split()
    assert note.stated == (STATED if ending in ("hl7", "xml", "json") else Stated())


@pytest.mark.parametrize("ending", KINDS)
def test_a_wrong_ending_does_not_matter(written: Writer, ending: str) -> None:
    assert words(read_document(written(KINDS[ending], "visit.bin"))) == NOTE.split()
    assert words(read_document(written(KINDS[ending], "visit.pdf"))) == NOTE.split()


@pytest.mark.parametrize("ending", ["docx", "odt", "rtf", "pdf", "html", "hl7", "eml"])
def test_lines_stay_lines(written: Writer, ending: str) -> None:
    lines = read_document(written(KINDS[ending], f"visit.{ending}")).text.split("\n")
    assert [line for line in lines if line] == [line for line in NOTE.split("\n") if line]


# Character recognition


def test_a_scan_is_read_and_its_doubtful_words_are_marked(written: Writer) -> None:
    image = papers.drawn("Assessment: Hypertension and gout.\nPlan: allopurinol 100 mg.", size=(760, 180))
    page = Image.new("RGB", (900, 400), "white")
    page.paste(image, (20, 20))
    blurred = papers.drawn("Follow up in May", size=(400, 100)).resize((70, 18)).resize((400, 100))
    page.paste(blurred, (20, 260))
    note = read_document(written(papers.saved(page, "PNG"), "scan.dat"))
    assert note.text.startswith("Assessment: Hypertension and gout.\nPlan: allopurinol 100 mg.")
    assert all(0 <= span.start < span.end <= len(note.text) for span in note.uncertain)
    clear = note.text.index("100 mg.")
    assert not any(span.start < clear for span in note.uncertain)


def test_a_scanned_pdf_is_recognised_page_by_page_beside_pages_with_text(written: Writer) -> None:
    image = papers.drawn("Acute bronchitis.", size=(420, 160))
    scan = papers.saved(image, "PDF", resolution=100)
    assert words(read_document(written(scan, "scan.pdf"))) == ["Acute", "bronchitis."]


def test_all_pages_of_a_tiff_are_read(written: Writer) -> None:
    pages = [papers.drawn(text, size=(420, 160)) for text in ("Acute bronchitis.", "Chronic gout.")]
    data = papers.saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert words(read_document(written(data, "scan.tif"))) == ["Acute", "bronchitis.", "Chronic", "gout."]


def test_a_picture_without_words_is_refused(written: Writer) -> None:
    with pytest.raises(DocumentError, match=r"blank\.png is a picture without any words"):
        read_document(written(papers.saved(Image.new("RGB", (200, 200), "white"), "PNG"), "blank.png"))


def test_the_extra_is_named_where_recognition_is_missing(written: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    from medcode_desktop.services.readers import ocr

    def missing() -> object:
        raise ImportError("rapidocr")

    monkeypatch.setattr(ocr, "_loaded_engine", missing)
    with pytest.raises(DocumentError, match=r"pip install 'medcode-desktop\[documents\]'"):
        read_document(written(papers.picture(size=(300, 200)), "scan.png"))


# Pages


def test_columns_are_read_one_after_the_other_and_rows_of_tables_as_lines(written: Writer) -> None:
    left = [f"left line {n} of the running text in it" for n in range(6)]
    right = [f"right line {n} of the running text there" for n in range(6)]
    results = "Glucose 182 mg/dL, Sodium 139 mmol/L, Potassium 4.1 mmol/L, Urea 7 -, Chloride 101 mmol/L"
    table = [row.split() for row in results.split(", ")]
    content = [(60.0, 740.0, "A heading over both columns of this page that is as wide as both of them are together")]
    content += [(60.0, 700.0 - 14 * n, text) for n, text in enumerate(left)]
    content += [(330.0, 700.0 - 14 * n, text) for n, text in enumerate(right)]
    content += [(60.0 + 170 * at, 560.0 - 14 * n, cell) for n, row in enumerate(table) for at, cell in enumerate(row)]
    note = read_document(written(papers.pdf_of([positioned(content)]), "visit.pdf"))
    body = [line for line in note.text.split("\n") if line]
    assert body[0].startswith("A heading")
    assert body[1:13] == left + right
    assert body[13:] == ["\t".join(row) for row in table]


def test_headers_footers_and_page_numbers_go_and_divided_words_are_joined(written: Writer) -> None:
    body = [
        ["The patient has hyper-", "tension and comes for follow-", "up of well-", "controlled asthma."],
        ["On the second page", "there is gout."],
        ["On the third one", "there is nephro-", "pathy."],
    ]
    pages = [
        positioned(
            [(60, 750, "Clinic of Internal Medicine  Jane Roe")]
            + [(60, 700 - 13 * n, line) for n, line in enumerate(page)]
            + [(60, 60, "Confidential"), (60, 40, f"Page {number} of 3")]
        )
        for number, page in enumerate(body, 1)
    ]
    text = read_document(written(papers.pdf_of(pages), "visit.pdf")).text
    assert text.count("Clinic of Internal") == 1 and text.count("Confidential") == 1 and "Page" not in text
    assert "The patient has hypertension and comes for follow-up of well-controlled asthma." in text
    assert "nephropathy." in text
    assert text.index("Clinic") < text.index("second page") < text.index("third one") < text.index("Confidential")


def test_text_that_runs_over_all_pages_is_read_once(written: Writer) -> None:
    pages = [f"Page {number}\nGout" for number in range(1, 5)]
    assert read_document(written(papers.pdf(pages), "v.pdf")).text == "Gout"


def test_a_turned_page_is_read_as_it_is_seen(written: Writer) -> None:
    content = "BT /F1 11 Tf 0 1 -1 0 100 100 Tm (Assessment: gout) Tj 0 -20 Td (Plan: rest) Tj ET"
    data = papers.pdf_of([content]).replace(b"/Type /Page ", b"/Type /Page /Rotate 90 ")
    assert read_document(written(data, "visit.pdf")).text.split("\n") == ["Assessment: gout", "Plan: rest"]


# Several notes in one file


def test_rows_are_notes_with_their_ids_and_facts(written: Writer) -> None:
    rows = [["note_id", "Date of service", "DOB", "Sex", "Age", "Clinical Note"]]
    rows += [["v1", "2026-03-02", "1960-05-04", "F", "", "Gout\nof the foot"], ["v1", "", "", "", "40", "Asthma"]]
    rows += [["", "", "", "", "", ""], ["", "", "", "m", "x", "Rash, é"]]
    first, second, third = read_notes(written(papers.table(rows), "visits.csv"))
    assert (first.note_id, first.text, first.part, first.stated) == ("visits#v1", "Gout\nof the foot", "#v1", STATED)
    assert (second.note_id, second.stated) == ("visits#row-3", Stated(age=40.0))
    assert (third.note_id, third.text, third.stated.sex) == ("visits#row-5", "Rash, é", Sex.MALE)
    with pytest.raises(DocumentError, match=r"visits\.csv holds 3 notes, not one"):
        read_document(written(papers.table(rows), "visits.csv"))


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_table_is_known_by_its_header_and_any_delimiter(written: Writer, mark: str) -> None:
    data = f"id{mark}note\n1{mark}Gout\n2{mark}Asthma\n".encode("utf-16")
    assert [note.text for note in read_notes(written(data))] == ["Gout", "Asthma"]


def test_the_longest_text_is_the_column_of_notes(written: Writer) -> None:
    rows = [
        ["patient", "what was said"],
        *([str(n), f"{n} " + "There is a cough since Monday. " * 3] for n in range(3)),
    ]
    notes = read_notes(written(papers.table(rows), "visits.csv"))
    assert [note.note_id for note in notes] == ["visits#row-2", "visits#row-3", "visits#row-4"]
    with pytest.raises(DocumentError, match="has no column with notes"):
        read_notes(written(papers.table([["code", "n"], ["I10", "4"]]), "codes.csv"))


def test_sheets_of_a_workbook(written: Writer) -> None:
    one: list[list[object]] = [["note", "date"], ["Gout", date(2026, 3, 2)], ["=1+1", None]]
    data = papers.workbook({"May": one, "Codes": [["I10", 1]], "June": [["id", "report"], [12, "Asthma"]]})
    notes = read_notes(written(data, "visits.xlsx"))
    assert [(note.note_id, note.text) for note in notes] == [("visits#May#row-2", "Gout"), ("visits#June#12", "Asthma")]
    assert notes[0].stated.date_of_service == date(2026, 3, 2)


def test_encounters_are_split_only_where_headers_say_so() -> None:
    from medcode_desktop.services.readers.plain import split_encounters
    from medcode_desktop.services.readers.source import Document

    body = "The patient comes with a cough that has lasted for three days and has some fever too now.\n"
    text = f"CLINIC\n\nVisit date: 2026-03-02\n{body}\nVisit date: 2026-04-01\n{body}"
    marks = (Span(text.index("cough"), text.index("cough") + 5), Span(text.rindex("cough"), text.rindex("cough") + 5))
    first, second = split_encounters(Document(text, uncertain=marks))
    assert (first.label, second.label) == ("#1", "#2")
    assert first.text + second.text == text
    for part in (first, second):
        assert [part.text[s.start : s.end] for s in part.uncertain] == ["cough"]
    for whole in (
        text.replace("2026-04-01", "2026-03-02"),  # the same visit, named twice
        f"{body}Visit date: 2026-03-02\nVisit date: 2026-04-01\n{body}",  # a list inside a history
        text.replace("Visit date: 2026-04", "DOS: 2026-04"),
        f"Visit date: 2026-03-02\n{body}\nVisit date: 2026-04-01\nshort",
        body * 8 + "\n" + text,
    ):
        assert split_encounters(Document(whole)) == [Document(whole)]


def test_an_archive_gives_a_note_a_file_and_names_what_cannot_be_read(written: Writer) -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
    inner = papers.packed({"scan.doc": old, "b.rtf": papers.rtf("Gout")})
    files: dict[str, bytes | str] = {"2026/a.docx": papers.docx("Asthma"), "../../etc/x.txt": "Rash", "more.zip": inner}
    files |= {"c.hl7": papers.hl7("Cough"), "__MACOSX/a": "x", ".DS_Store": "y", "c.txt": "Angina"}
    data = papers.packed(files)
    refused: list[DocumentError] = []
    notes = read_notes(written(data, "visits.zip"), refused=refused)
    assert {note.note_id: note.text for note in notes} == {
        "visits/2026/a": "Asthma", "visits/etc/x": "Rash", "visits/more/b": "Gout", "visits/c": "Cough",
        "visits/c~2": "Angina",
    }  # fmt: skip
    assert [error.message.partition("visits.zip/")[2][:60] for error in refused] == [
        "more.zip/scan.doc is not a text: it looks like an old Word o"
    ]
    with pytest.raises(DocumentError, match=r"scan\.doc is not a text"):
        read_notes(written(data, "visits.zip"))


def test_mail_with_attachments(written: Writer) -> None:
    data = papers.mail(
        "See the letter.", {"letter.docx": papers.docx("Gout"), "table.csv": b"id,note\n1,Rash\n2,Acne\n"}
    )
    notes = read_notes(written(data, "mail.txt"))
    assert {note.note_id: note.text for note in notes} == {
        "mail": "See the letter.", "mail/letter": "Gout", "mail/table#1": "Rash", "mail/table#2": "Acne",
    }  # fmt: skip
    assert read_document(written(papers.mail("Caf\u00e9 \U0001f642"), "m.eml")).text == "Caf\u00e9 \U0001f642"


# What the formats of health records have of their own


def test_hl7_escapes_results_and_embedded_documents(written: Writer) -> None:
    pdf = base64.b64encode(papers.pdf(["Letter: gout"])).decode()
    more = (
        "OBX|20|NM|2345-7^Glucose^LN||182|mg/dL|70-99|H|||F\rOBX|21|CWE|1^Colour||Y^yellow^L\r"
        "NTE|1||first\\.br\\second \\T\\ \\X41\\~third\rNTE|2||broken\nacross lines\r"
        f"OBX|22|ED|PDF^Letter||^application^pdf^Base64^{pdf}\r"
    )
    letter, note = sorted(read_notes(written(papers.hl7("Dx: gout", extra=more), "m.hl7")), key=lambda n: len(n.text))
    assert letter.text == "Letter: gout" and letter.stated == note.stated == STATED
    assert note.text.split("\n") == [
        "Dx: gout", "Glucose: 182 mg/dL (H)", "Colour: yellow", "first", "second & A", "third", "broken",
        "across lines",
    ]  # fmt: skip
    two = read_notes(written(b"\x0b" + papers.hl7("one") + b"\x1c\r\x0b" + papers.hl7("two") + b"\x1c\r", "m.hl7"))
    assert [(each.note_id, each.text) for each in two] == [("m#1", "one"), ("m#2", "two")]


def test_cda_nested_sections_tables_and_wrapped_documents(written: Writer) -> None:
    body = (
        "<structuredBody><component><section><title>Results</title><text><table><thead><tr><th>Test</th><th>Value</th></tr>"
        "</thead><tbody><tr><td>A1c</td><td>8.1 <content>%</content></td></tr></tbody></table><list><item>one</item>"
        "<item>two<br/>lines</item></list></text><component><section><title>Plan:</title><text>Rest</text></section>"
        "</component></section></component></structuredBody>"
    )
    assert read_document(written(papers.cda(body=body))).text == (
        "Results:\nTest\tValue\nA1c\t8.1 %\none\ntwo\nlines\n\nPlan:\nRest"
    )
    wrapped = base64.b64encode(papers.rtf("Gout of the foot")).decode()
    body = f'<nonXMLBody><text mediaType="text/rtf" representation="B64">{wrapped}</text></nonXMLBody>'
    note = read_document(written(papers.cda(body=body), "w.xml"))
    assert (note.note_id, note.text, note.stated) == ("w", "Gout of the foot", STATED)


def test_fhir_reports_compositions_and_lines_of_json(written: Writer) -> None:
    div = (
        "<div xmlns='http://www.w3.org/1999/xhtml'><p>Cough.</p><table><tr><td>A1c</td><td>8.1</td></tr></table></div>"
    )
    composition = {
        "resourceType": "Composition", "date": "2026-03-02", "subject": {"reference": "urn:x/Patient/p1"},
        "section": [{"title": "HPI", "text": {"div": div}, "section": [{"title": "Plan", "text": {"div": "Rest"}}]}],
    }  # fmt: skip
    data = base64.b64encode(b"unreadable \x00\x01\x02").decode()
    report = {
        "resourceType": "DiagnosticReport", "effectiveDateTime": "2026-03-02", "conclusion": "Pneumonia.",
        "presentedForm": [{"url": "http://elsewhere.test/1"}, {"contentType": "text/plain", "data": data}],
    }  # fmt: skip
    bulk = "\n".join(json.dumps(resource) for resource in (composition, report, papers.PATIENT))
    refused: list[DocumentError] = []
    first, second = read_notes(written(bulk.encode(), "notes.ndjson"), refused=refused)
    assert (first.note_id, first.text) == ("notes#1", "HPI:\nCough.\n\nA1c\t8.1\n\nPlan:\nRest")
    assert (second.note_id, second.text) == ("notes#2", "Pneumonia.")
    assert first.stated == second.stated == STATED
    assert "kept elsewhere" in str(refused[0])


def test_word_tables_changes_and_hidden_text(written: Writer) -> None:
    def run(text: str, look: str = "") -> str:
        return f"<w:r>{look}<w:t xml:space='preserve'>{text}</w:t></w:r>"

    cell = "<w:tc><w:p>{}</w:p></w:tc>"
    body = (
        f"<w:p>{run('Dx: ')}<w:ins>{run('gout')}</w:ins><w:del>{run('asthma')}</w:del>"
        f"{run('secret', '<w:rPr><w:vanish/></w:rPr>')}<w:r><w:tab/></w:r>{run('left')}</w:p>"
        f"<w:tbl><w:tr>{cell.format(run('A1c'))}{cell.format(run('8.1'))}</w:tr>"
        f"<w:tr><w:tc><w:p>{run('Plan')}</w:p></w:tc><w:tc><w:p>{run('one')}</w:p><w:p>{run('two')}</w:p></w:tc></w:tr>"
        "</w:tbl>"
    )
    assert read_document(written(papers.docx(body=body))).text == "Dx: gout\tleft\nA1c\t8.1\nPlan\none\ntwo"


def test_rtf_tables_pictures_and_letters_beyond_ascii(written: Writer) -> None:
    table = rb"{\rtf1\ansi A1c\cell 8.1\cell\row {\pict\pngblip " + b"89504e47" * 40 + rb"}caf\'e9 \u-10179?\u-8638?}"
    assert read_document(written(table)).text == "A1c\t8.1\ncafé \U0001f642"


def test_what_a_page_hides_is_not_read(written: Writer) -> None:
    page = (
        b"<html><head><title>T</title><meta charset=iso-8859-1></head><body><p style='display:none'>no</p>"
        b"<p hidden>no</p><!-- no --><noscript>no</noscript>caf\xe9 <b>bo</b>ld<br>line<pre>a\n  b</pre>"
        b"<script>no()</script>end</body></html>"
    )
    assert read_document(written(page)).text == "café bold\nline\na\n  b\nend"


# What a document states goes where the reviewer left it open


def test_options_are_filled_with_what_the_document_states() -> None:
    note = Note("a", "Dx", stated=STATED)
    assert CodingOptions().for_note(note) == CodingOptions(
        date_of_service=date(2026, 3, 2), facts=Facts(65.0, Sex.FEMALE)
    )
    given = CodingOptions(date_of_service=date(2025, 1, 1), facts=Facts(0.0, Sex.MALE))
    assert given.for_note(note) == given
    assert CodingOptions().for_note(Note("a", "Dx")) == CodingOptions()


def test_streams_may_hold_any_document(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(papers.workbook({"Notes": [["note"], ["Gout"], ["Rash"]]}))
    with path.open("rb") as stream:
        assert [note.note_id for note in documents.read_stream_notes(stream)] == ["stdin#row-2", "stdin#row-3"]
