"""What is kept in the encrypted workspace comes back as it was, for the person who may, and leaves nothing behind."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import sys
import threading
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safe import (
    CHEAP,
    CODES,
    MARKERS,
    PASSPHRASE,
    TEXT,
    add_notes,
    assert_looks_like_chance,
    coding,
    decide,
    files_with_markers,
    make,
    reopened,
    signature,
    system_keyring,
)  # fmt: skip

from medcode_desktop.core.review import History, Review, Status
from medcode_desktop.core.types import (
    Assertion,
    Candidate,
    CodingOptions,
    Edit,
    Facts,
    Note,
    Setting,
    Severity,
    Sex,
    Span,
    Suggestion,
)  # fmt: skip
from medcode_desktop.errors import WorkspaceError, WrongPassphrase
from medcode_desktop.services.workspace import (
    Role,
    Workspace,
    attempts,
    audit,
    create_workspace,
    find_backups,
    in_memory,
    keys,
    open_workspace,
    recover_workspace,
    restore_backup,
)  # fmt: skip
from medcode_desktop.services.workspace.keys import database_key


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


class TestKeeping:
    def test_all_of_a_note_comes_back_as_it_was(self, folder: Path) -> None:
        workspace = make(folder, notes=0)
        facts = Facts(64.5, Sex.FEMALE, Setting.INPATIENT)
        text = "Half a pair \ud83d, a NUL \0 and \r\nlines"
        note = Note("Über \ud83d", text, "in/ü.csv", "#row-3 \ud83d", uncertain=(Span(0, 4), Span(21, 24)))
        number = workspace.add_note(note, facts, date(2026, 4, 1))
        assert workspace.load(number).history is None
        workspace.keep_coding(number, coding())
        history = decide(decide(History(Review.of(coding())), 0), 1).undo()
        edits = (Edit(Severity.ERROR, "excludes1", ("E11.22",), "No.", ("N18.31",)),)
        workspace.keep_review(number, history, edits)
        workspace.keep_draft(number, "typed \0")
        workspace.close()

        workspace = reopened(folder)
        stored = workspace.load(number)
        assert (stored.note, stored.facts, stored.history, stored.edits) == (note, facts, history, edits)
        assert stored.draft == "typed \0"
        (entry,) = workspace.notes()
        assert entry == stored.entry
        assert (entry.number, entry.name, entry.date_of_service) == (number, note.note_id, date(2026, 4, 1))
        assert (entry.part, entry.has_draft) == (note.part, True)
        assert (entry.coded, entry.codes, entry.decided, entry.errors) == (True, len(CODES), 1, 1)
        workspace.keep_draft(number, None)
        workspace.change_note(number, replace(note, text="edited", uncertain=()))
        workspace.keep_facts(number, Facts(), None)
        workspace.keep_failure(number, "The model is missing.")
        stored = workspace.load(number)
        assert (stored.note, stored.facts, stored.draft) == (replace(note, text="edited", uncertain=()), Facts(), None)
        assert not stored.entry.has_draft
        assert stored.entry.failure == "The model is missing."
        workspace.close()

    def test_numbers_of_numpy_are_kept(self) -> None:
        workspace = in_memory()
        number = workspace.add_note(Note("a", "b"))
        first = replace(coding().suggestions[0], confidence=np.float32(0.25))
        workspace.keep_coding(number, replace(coding(), suggestions=(first,)))
        workspace.load(workspace.add_note(Note("other", "")))
        history = workspace.load(number).history
        assert history is not None and history.present.codes[0].suggestion == first

    def test_exported_until_the_next_decision(self) -> None:
        workspace = in_memory("Ada")
        add_notes(workspace, 1)
        workspace.mark_exported([1], "csv")
        assert workspace.notes()[0].exported
        history = workspace.load(1).history
        assert history is not None
        workspace.keep_review(1, history)
        assert workspace.notes()[0].exported
        workspace.keep_review(1, decide(history, 0))
        assert not workspace.notes()[0].exported

    def test_state_is_each_persons_own(self, folder: Path) -> None:
        workspace = make(folder)
        workspace.add_person("Bo", Role.AUDITOR, PASSPHRASE)
        workspace.keep_state("place", {"row": 17})
        workspace.close()
        workspace = open_workspace(folder, "Bo", PASSPHRASE)
        assert workspace.state("place", "nowhere") == "nowhere"
        workspace.keep_state("place", 1)
        workspace.keep_state("place", None)
        assert workspace.state("place") is None
        workspace.close()
        workspace = reopened(folder)
        assert workspace.state("place") == {"row": 17}
        workspace.close()

    def test_a_transaction_is_kept_whole_or_not_at_all(self, folder: Path) -> None:
        workspace = make(folder)
        history = workspace.load(1).history
        assert history is not None
        with pytest.raises(ZeroDivisionError), workspace.transaction():
            workspace.add_note(Note("x", "y"))
            workspace.keep_review(1, decide(history, 0))
            1 / 0  # noqa: B018
        assert [entry.name for entry in workspace.notes()] == ["visit-1"]
        assert workspace.load(1).history == history
        with workspace.transaction():
            workspace.keep_draft(1, "typed")
            with pytest.raises(ZeroDivisionError), workspace.transaction():
                workspace.keep_draft(1, "lost")
                1 / 0  # noqa: B018
        assert workspace.load(1).draft == "typed"
        workspace.keep_review(1, decide(history, 3))
        assert workspace.load(1).history == decide(history, 3)
        assert workspace.trail.faults() == []
        workspace.close()

    def test_what_is_not_there_is_said(self) -> None:
        workspace = in_memory()
        number = workspace.add_note(Note("a", "b"))
        with pytest.raises(WorkspaceError, match="not coded yet"):
            workspace.keep_review(number, History(Review.of(coding())))
        for call in (workspace.load, lambda n: workspace.keep_draft(n, ""), lambda n: workspace.delete([n])):
            with pytest.raises(WorkspaceError, match="There is no note 99"):
                call(99)

    def test_threads_wait_for_each_other(self, folder: Path) -> None:
        workspace = make(folder, notes=4)
        failures: list[BaseException] = []

        def work(number: int) -> None:
            try:
                for i in range(10):
                    history = workspace.load(number).history
                    assert history is not None
                    workspace.keep_review(number, decide(history, i))
                    workspace.notes()
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=work, args=(n,)) for n in range(1, 5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        loaded = [workspace.load(number).history for number in range(1, 5)]
        assert [len(history.past) for history in loaded if history] == [10] * 4
        assert workspace.faults() == []
        workspace.close()


_ACTIONS = ("accept", "reject", "replace", "add", "move", "undo", "redo", "recode")
operations = st.lists(
    st.tuples(st.sampled_from(_ACTIONS), st.integers(0, 30), st.integers(0, 30)),
    max_size=25,
)


@given(operations)
@settings(max_examples=60, deadline=None)
def test_any_history_is_stored_step_by_step(steps: list[tuple[str, int, int]]) -> None:
    workspace = in_memory("Ada")
    add_notes(workspace, 2)
    history = History(Review.of(coding()))
    for action, a, b in steps:
        review, by = history.present, signature(a)
        place, to = a % len(review.codes), b % len(review.codes)
        code = f"R{a:02}.{b % 10}"
        fits = all(c.code != code for c in review.reported)
        match action:
            case "accept":
                history = history.record(review.accept(place, by))
            case "reject" if len(review.codes) > 1:
                history = history.record(review.reject(place, by))
            case "replace" if fits:
                history = history.record(review.replace(place, Candidate(code, "New", 0.5), billable=True, by=by))
            case "add" if fits:
                new = Suggestion(code, "Added", 0.0, True, Assertion.PRESENT, ())
                history = history.record(review.add(new, by))
            case "move":
                history = history.record(review.move(place, to))
            case "undo":
                history = history.undo()
            case "redo":
                history = history.redo()
            case "recode":
                history = history.record(review.recoded(coding(codes=CODES[a % 3 :]), TEXT))
        workspace.keep_review(1, history)
        workspace.load(2)  # what is remembered of note 1 is dropped
        assert workspace.load(1).history == history
    assert workspace.trail.faults() == []


class TestUnlocking:
    def test_a_wrong_passphrase_is_told_and_each_one_after_the_third_costs_more_time(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make(folder).close()
        now = time.monotonic()
        monkeypatch.setattr(attempts.time, "monotonic", lambda: now)
        waits = []
        for _ in range(5):
            with pytest.raises(WrongPassphrase, match="not the passphrase of Ada") as caught:
                open_workspace(folder, "Ada", "not this one")
            waits.append(caught.value.wait_s)
            if caught.value.wait_s:
                with pytest.raises(WrongPassphrase, match="the next one is possible in") as caught:
                    reopened(folder)
                assert caught.value.wait_s == waits[-1]
            now += waits[-1]
        assert waits == [0, 0, 2, 4, 8]
        workspace = reopened(folder)
        assert [e.detail for e in workspace.trail.entries() if e.action == "unlocked"] == ["after 5 wrong attempts"]
        workspace.close()
        with pytest.raises(WrongPassphrase) as caught:
            open_workspace(folder, "Ada", "not this one")
        assert caught.value.wait_s == 0

    def test_neither_a_restart_nor_a_changed_clock_shortens_the_pause(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make(folder).close()
        for _ in range(6):
            with pytest.raises(WrongPassphrase):
                open_workspace(folder, "Ada", "not this one")
            record = json.loads((folder / "attempts.json").read_bytes())
            record["Ada"]["at"] -= 1000  # as if the pause were over
            (folder / "attempts.json").write_text(json.dumps(record))
        with pytest.raises(WrongPassphrase):
            open_workspace(folder, "Ada", "not this one")
        for jump in (timedelta(days=-5000), timedelta(days=5000)):
            monkeypatch.setattr(time, "time", lambda jump=jump: (datetime.now(UTC) + jump).timestamp())
            with pytest.raises(WrongPassphrase) as caught:
                reopened(folder)
            assert 25 < caught.value.wait_s <= 32
        monkeypatch.setattr(attempts, "_boot", lambda: "another start")
        later = time.monotonic() + 10_000
        monkeypatch.setattr(attempts.time, "monotonic", lambda: later)
        with pytest.raises(WrongPassphrase) as caught:
            reopened(folder)
        assert caught.value.wait_s == pytest.approx(32)
        monkeypatch.setattr(attempts.time, "monotonic", lambda: later + 33)
        reopened(folder).close()

    def test_the_same_words_from_another_keyboard(self, folder: Path) -> None:
        create_workspace(folder, "Ada", "cafe\u0301 au lait, s\u2019il", cost=CHEAP)[0].close()
        open_workspace(folder, "Ada", "caf\u00e9 au lait, s\u2019il").close()

    def test_people_have_their_own_keys_and_roles(self, folder: Path) -> None:
        workspace = make(folder)
        workspace.add_person("Bo", Role.AUDITOR, "bo's own passphrase")
        with pytest.raises(WorkspaceError, match="Bo has a key to this workspace already"):
            workspace.add_person("Bo", Role.CODER, "bo's own passphrase")
        with pytest.raises(WorkspaceError, match="at least 10 characters"):
            workspace.add_person("Cy", Role.CODER, "short")
        with pytest.raises(WorkspaceError, match="Ada is the only coder"):
            workspace.remove_person("Ada")
        workspace.close()
        with pytest.raises(WorkspaceError, match=r"Several people.*Ada, Bo"):
            open_workspace(folder, "", PASSPHRASE)
        with pytest.raises(WorkspaceError, match="Cy has no key"):
            open_workspace(folder, "Cy", PASSPHRASE)

        auditor = open_workspace(folder, "Bo", "bo's own passphrase")
        history = auditor.load(1).history
        assert history is not None
        for refused in (
            lambda: auditor.keep_review(1, decide(history, 0)),
            lambda: auditor.add_note(Note("a", "b")),
            lambda: auditor.delete([1]),
            lambda: auditor.add_person("Cy", Role.CODER, "cy's own passphrase"),
        ):
            with pytest.raises(WorkspaceError, match="An auditor reads, and decides nothing"):
                refused()
        auditor.record("audit trail exported")
        auditor.change_passphrase("bo's own passphrase", "bo's other passphrase")
        assert auditor.person.role is Role.AUDITOR
        auditor.close()

        changed = json.loads((folder / "people.json").read_bytes())
        changed["roles"]["Bo"] = "coder"
        changed["checksum"] = keys._checksum(changed)
        (folder / "people.json").write_text(json.dumps(changed))
        with pytest.raises(WrongPassphrase):
            open_workspace(folder, "Bo", "bo's other passphrase")
        workspace = reopened(folder)
        workspace.remove_person("Bo")
        workspace.close()
        with pytest.raises(WorkspaceError, match="Bo has no key"):
            open_workspace(folder, "Bo", "bo's other passphrase")

    def test_an_old_passphrase_opens_neither_the_workspace_nor_its_backups(self, folder: Path) -> None:
        workspace = make(folder)
        backup = workspace.back_up()
        with pytest.raises(WrongPassphrase):
            workspace.change_passphrase("not this one", "nine dry otters hum")
        workspace.change_passphrase(PASSPHRASE, "nine dry otters hum")
        workspace.close()
        for place in (folder, backup.path):
            with pytest.raises(WrongPassphrase):
                open_workspace(place, "Ada", PASSPHRASE)
            open_workspace(place, "Ada", "nine dry otters hum", read_only=True).close()

    def test_the_recovery_key_works_once(self, folder: Path) -> None:
        workspace, recovery_key = create_workspace(folder, "Ada", PASSPHRASE, cost=CHEAP)
        workspace.close()
        with pytest.raises(WrongPassphrase, match="not the recovery key"):
            recover_workspace(folder, "Ada", "AAAA-" * 8, "nine dry otters hum")
        spoken = recovery_key.replace("-", " ").lower().replace("o", "0")
        workspace, new_key = recover_workspace(folder, "Ada", spoken, "nine dry otters hum")
        assert new_key != recovery_key
        workspace.close()
        with pytest.raises(WrongPassphrase):
            recover_workspace(folder, "Ada", recovery_key, "nine dry otters hum")
        open_workspace(folder, "Ada", "nine dry otters hum").close()

    def test_locked_it_says_so_and_keeps_others_from_writing(self, folder: Path) -> None:
        workspace = make(folder)
        workspace.lock_after_s = 0.0
        assert workspace.lock_is_due
        workspace.lock_after_s = 600.0
        assert not workspace.lock_is_due
        workspace.lock()
        assert workspace.locked and not workspace.lock_is_due
        for call in (workspace.notes, lambda: workspace.load(1), lambda: workspace.add_note(Note("a", "b"))):
            with pytest.raises(WorkspaceError, match="is locked"):
                call()
        other = reopened(folder)
        assert "Another program" in other.read_only
        other.close()
        with pytest.raises(WrongPassphrase):
            workspace.unlock("not this one")
        workspace.unlock(PASSPHRASE)
        assert workspace.load(1).note.text == TEXT
        workspace.close()

    def test_sleep_and_a_clock_set_forward_count_as_idle(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        workspace = make(folder)
        slept = time.time() + 3600
        monkeypatch.setattr(time, "time", lambda: slept)
        assert workspace.lock_is_due
        monkeypatch.setattr(time, "time", lambda: slept - 7200)
        assert not workspace.lock_is_due
        workspace.close()

    def test_the_keyring_unlocks(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with system_keyring() as secrets:
            workspace = make(folder)
            with pytest.raises(WorkspaceError, match="holds no key of Ada"):
                open_workspace(folder, "Ada")
            workspace.hold_in_keyring(True)
            assert workspace.person.in_keyring
            assert PASSPHRASE not in secrets.values()
            workspace.close()
            workspace = open_workspace(folder, "Ada")
            workspace.hold_in_keyring(False)
            workspace.close()
            assert not secrets
        monkeypatch.setitem(sys.modules, "keyring", None)
        workspace = reopened(folder)
        with pytest.raises(WorkspaceError, match=r"medcode-desktop\[keyring\]"):
            workspace.hold_in_keyring(True)
        workspace.close()


class TestAuditTrail:
    def test_it_says_who_did_what_to_which_code(self) -> None:
        workspace = in_memory("Ada")
        number = workspace.add_note(Note("visit", TEXT))
        workspace.keep_coding(number, coding(), CodingOptions(threshold=0.5, date_of_service=date(2026, 4, 1)))
        history = History(Review.of(coding()))
        by = signature()
        steps = [
            history.present.accept(0, by),
            history.present.accept(0, by).reject(1, by),
            history.present.accept(0, by).reject(1, by).replace(0, Candidate("E11.21", "x", 0.1), billable=True, by=by),
        ]
        for review in steps:
            history = history.record(review)
            workspace.keep_review(number, history)
        added = steps[-1].add(Suggestion("R05.9", "Cough", 0.0, True, Assertion.PRESENT, ()), by)
        for review in (added, added.move(5, 0)):
            history = history.record(review)
            workspace.keep_review(number, history)
        for change in (History.undo, History.undo, History.redo):
            history = change(history)
            workspace.keep_review(number, history)
        workspace.keep_review(number, history)
        told = [(e.action, e.code, e.before, e.detail) for e in workspace.trail.entries() if e.note == number]
        assert told == [
            ("added", "", "", ""),
            ("coded", "", "", " ".join(CODES)),
            ("accepted", "E11.22", "", ""),
            ("rejected", "N18.31", "", ""),
            ("replaced", "E11.21", "E11.22", ""),
            ("added", "R05.9", "", ""),
            ("moved", "R05.9", "", "from 6 to 1"),
            ("moved", "R05.9", "", "from 1 to 6, undo"),
            ("removed", "R05.9", "", "undo"),
            ("added", "R05.9", "", "redo"),
        ]
        entry = list(workspace.trail.entries())[-1]
        assert (entry.person, entry.model, entry.release) == ("Ada", "minilm", "ICD-10-CM 2026-04-01")
        assert json.loads(entry.settings) == {"scope": "reportable", "threshold": 0.5, "verify": False}
        assert entry.text_hash == hashlib.sha256(TEXT.encode()).hexdigest()
        assert datetime.now(UTC) - datetime.fromisoformat(entry.at) < timedelta(minutes=1)

    def test_a_decision_on_an_edited_note_that_is_carried_over(self) -> None:
        workspace = in_memory("Ada")
        add_notes(workspace, 1)
        history = workspace.load(1).history
        assert history is not None
        history = decide(history, 0)
        workspace.keep_review(1, history)
        anew = coding(codes=CODES[:2])
        workspace.keep_coding(1, anew, history=History(history.present.recoded(anew, TEXT)))
        *_, coded, carried = workspace.trail.entries()
        assert (coded.action, carried.action, carried.detail) == ("coded", "accepted", "carried over")
        loaded = workspace.load(1).history
        assert loaded is not None and loaded.present.codes[0].status is Status.ACCEPTED and not loaded.past

    def test_it_is_append_only(self, folder: Path) -> None:
        workspace = make(folder)
        for statement in ("UPDATE audit SET person = 'Bo'", "DELETE FROM audit",
                          "INSERT INTO audit SELECT entry + 5, at, person, action, note, code, before, detail, model,"
                          " release, settings, text_hash, previous, hash FROM audit"):  # fmt: skip
            with pytest.raises(WorkspaceError), workspace._database.writing():
                workspace._database.run(statement)
        assert workspace.trail.faults() == []
        workspace.close()

    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            ("UPDATE audit SET code = 'Z99' WHERE entry = 3", r"entry 3 \(.*, Ada, coded\) was changed"),
            ("DELETE FROM audit WHERE entry = 2", "entry 2 is missing"),
            ("DELETE FROM audit WHERE entry IN (2, 3)", "entries 2 to 3 are missing"),
            ("DELETE FROM audit WHERE entry > 3", "entries 4 to 5 are missing at the end"),
        ],
    )
    def test_a_change_of_the_past_is_found_and_named(self, folder: Path, change: str, fault: str) -> None:
        workspace = make(folder, notes=2)
        assert workspace.trail.head().count == 5
        _tamper(workspace, change)
        (found,) = workspace.trail.faults()
        assert re.fullmatch(fault, found)
        workspace.close()

    def test_hashes_that_were_computed_anew_are_found_by_a_head_that_was_written_down(self, folder: Path) -> None:
        workspace = make(folder, notes=2)
        head = workspace.trail.head()
        assert workspace.trail.faults(head) == []
        entries = list(workspace.trail.entries())
        entries[2] = replace(entries[2], person="Bo")
        entries[2] = replace(entries[2], hash=entries[2].computed_hash())
        assert audit.chain_faults(entries) == ["entry 3 was replaced after entry 4 had been made"]
        for i in (3, 4):
            entries[i] = replace(entries[i], previous=entries[i - 1].hash)
            entries[i] = replace(entries[i], hash=entries[i].computed_hash())
        assert audit.chain_faults(entries) == []
        assert "not those that were written down" in audit.chain_faults(entries, head)[0]
        workspace.close()

    def test_the_exported_trail_reads_back(self, folder: Path) -> None:
        workspace = make(folder)
        workspace.record("=1+1", 'evil, "cell"\n')
        entries = list(workspace.trail.entries())
        data = json.loads(audit.json_of(entries, workspace.trail.faults()))
        assert [audit.AuditEntry(**row) for row in data["entries"]] == entries
        rows = list(csv.reader(audit.csv_of(entries).splitlines(keepends=True)))
        assert rows[0] == list(audit.COLUMNS)
        assert [row[0] for row in rows[1:]] == [str(entry.entry) for entry in entries]
        assert rows[-1][3] == "'=1+1"
        workspace.close()


def _tamper(workspace: Workspace, statement: str) -> None:
    """As someone would who has the key and another program."""
    with workspace._database.writing():
        for trigger in ("audit_is_not_changed", "audit_is_not_deleted"):
            workspace._database.run(f"DROP TRIGGER {trigger}")
        workspace._database.run(statement)


class TestPrivacy:
    def test_no_word_of_a_note_is_in_any_file(self, folder: Path) -> None:
        workspace = make(folder, notes=20)
        workspace.keep_draft(1, TEXT)
        workspace.back_up()
        assert {file.name for file in folder.iterdir()} >= {"workspace.db", "workspace.db-wal", "backups"}
        assert files_with_markers(folder) == []
        key = database_key(workspace._data_key)
        workspace.close()
        assert files_with_markers(folder) == []
        assert len(files_with_markers(folder, key)) == 2, "behind the encryption the words are found"

    @pytest.mark.parametrize("backed_up", [False, True])
    def test_a_database_looks_like_chance(self, folder: Path, backed_up: bool) -> None:
        workspace = make(folder, notes=40)
        path = workspace.back_up().path if backed_up else folder
        workspace.close()
        data = (path / "workspace.db").read_bytes()
        assert len(data) > 100_000
        assert_looks_like_chance(data)

    def test_what_is_deleted_is_gone_also_behind_the_encryption(self, folder: Path) -> None:
        workspace = make(folder, notes=5)
        history = workspace.load(2).history
        assert history is not None
        workspace.keep_review(2, decide(history, 0))
        workspace.keep_draft(3, TEXT)
        backups = [workspace.back_up(), workspace.back_up("daily")]
        key = database_key(workspace._data_key)
        assert files_with_markers(folder, key)
        purged = workspace.delete([1, 2, 3, 4, 5])
        assert (purged.notes, purged.backups_cleaned, purged.backups_removed, purged.log_emptied) == (5, 2, 0, True)
        assert workspace.notes() == []
        assert files_with_markers(folder, key) == []
        workspace.close()
        assert files_with_markers(folder, key) == []
        copy = open_workspace(backups[0].path, "Ada", PASSPHRASE, read_only=True)
        assert copy.notes() == [] and copy.faults() == []
        copy.close()
        workspace = reopened(folder)
        assert workspace.faults() == []
        assert [e.note for e in workspace.trail.entries() if e.action == "deleted"] == [1, 2, 3, 4, 5]
        assert workspace.add_note(Note("new", "new")) == 6, "numbers are not given twice"
        workspace.close()

    def test_a_backup_that_cannot_be_cleaned_goes_as_a_whole(self, folder: Path) -> None:
        workspace = make(folder)
        backup = workspace.back_up()
        (backup.path / "workspace.db").write_bytes(b"\0" * 8192)
        assert workspace.delete([1]).backups_removed == 1
        assert not backup.path.exists()
        workspace.close()

    def test_a_backup_that_is_being_made_keeps_no_deleted_note(self, folder: Path) -> None:
        workspace = make(folder, notes=200)
        key = database_key(workspace._data_key)
        backing_up = threading.Thread(target=workspace.back_up)
        backing_up.start()
        workspace.delete(range(1, 201))
        backing_up.join()
        assert len(find_backups(folder)) == 1
        assert files_with_markers(folder, key) == []
        with pytest.raises(RuntimeError), workspace.transaction():
            workspace.delete([])
        workspace.close()

    def test_what_a_killed_program_left_half_written_goes(self, folder: Path) -> None:
        workspace = make(folder)
        backup = workspace.back_up()
        workspace.close()
        shutil.copytree(backup.path, backup.path.with_name(f".{backup.path.name}.part"))
        shutil.copy(folder / "workspace.db", folder / ".workspace.db.part")
        reopened(folder).close()
        assert not [*folder.rglob(".*.part")]

    def test_files_are_their_owners_alone(self, folder: Path) -> None:
        workspace = make(folder)
        workspace.back_up()
        with pytest.raises(WrongPassphrase):
            open_workspace(folder, "Ada", "wrong wrong wrong")
        modes = {str(file): file.stat().st_mode & 0o077 for file in [folder, *folder.rglob("*")]}
        assert len(modes) > 8 and {file for file, mode in modes.items() if mode} == set()
        workspace.close()

    def test_in_memory_nothing_is_written(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        before = set(Path("/proc/self/fd").iterdir()) if sys.platform == "linux" else set()
        workspace = in_memory("Ada")
        add_notes(workspace, 3)
        after = set(Path("/proc/self/fd").iterdir()) if sys.platform == "linux" else set()
        assert len(after) == len(before)
        assert list(tmp_path.iterdir()) == []
        assert not workspace.backup_is_due and not workspace.lock_is_due
        for call in (workspace.lock, workspace.back_up, workspace.people):
            with pytest.raises(WorkspaceError, match="memory only"):
                call()
        assert workspace.delete([1]).notes == 1
        workspace.close()


class TestRetention:
    def test_notes_past_their_time_are_deleted(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        workspace = make(folder, notes=2)
        with workspace._database.writing():
            old = (datetime.now(UTC) - timedelta(days=31)).isoformat()
            workspace._database.run("UPDATE notes SET added_at = ? WHERE number = 1", old)
        assert workspace.purge(30).notes == 1
        assert [entry.number for entry in workspace.notes()] == [2]
        workspace.close()

    @pytest.mark.parametrize("days", [-400, 400])
    def test_a_clock_that_jumped_deletes_nothing(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, days: int
    ) -> None:
        class Clock(datetime):
            @classmethod
            def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
                return datetime.now(UTC) + timedelta(days=days)

        make(folder).close()
        workspace = reopened(folder)
        monkeypatch.setattr("medcode_desktop.services.workspace.notes.datetime", Clock)
        with pytest.raises(WorkspaceError, match="No note was deleted: the clock says"):
            workspace.purge(1)
        if days > 0:
            assert workspace.purge(1, date_is_right=True).notes == 1
        workspace.close()


class TestBackups:
    def test_one_a_day_and_the_oldest_goes(self, folder: Path) -> None:
        workspace = make(folder)
        assert workspace.backup_is_due
        workspace.back_up("daily")
        assert not workspace.backup_is_due
        for _ in range(8):
            workspace.back_up("daily")
        asked = workspace.back_up()
        kept = find_backups(folder)
        assert Counter(backup.reason for backup in kept) == {"daily": 7, "asked": 1}
        for backup in kept:
            backup.path.rename(backup.path.with_name(f"2099{backup.path.name[4:]}"))
        assert workspace.backup_is_due, "backups of the future were made before the clock was put right"
        assert not asked.path.exists()
        workspace.close()

    def test_restored_it_is_as_it_was_and_what_it_replaced_is_kept(self, folder: Path) -> None:
        workspace = make(folder, notes=2)
        backup = workspace.back_up()
        workspace.delete([1])
        add_notes(workspace, 1, "later")
        with pytest.raises(WorkspaceError, match=r"Nothing was restored\. Another program"):
            restore_backup(folder, backup.path, "Ada", PASSPHRASE)
        workspace.close()
        workspace = restore_backup(folder, backup.path, "Ada", PASSPHRASE)
        assert [entry.number for entry in workspace.notes()] == [2]
        assert list(workspace.trail.entries())[-1].action == "restored"
        assert workspace.faults() == []
        workspace.close()
        (replaced,) = (b for b in find_backups(folder) if b.reason == "replaced")
        copy = open_workspace(replaced.path, "Ada", PASSPHRASE, read_only=True)
        assert [entry.number for entry in copy.notes()] == [2, 3]
        copy.close()

    def test_on_another_machine(self, folder: Path, tmp_path: Path) -> None:
        workspace = make(folder)
        workspace.copy_to(tmp_path / "stick" / "copy")
        with pytest.raises(WorkspaceError, match="is there already"):
            workspace.copy_to(tmp_path / "stick" / "copy")
        workspace.close()
        new = restore_backup(tmp_path / "new", tmp_path / "stick" / "copy", "", PASSPHRASE)
        assert new.load(1).note.text == TEXT
        new.close()
        assert MARKERS[0] in TEXT

    def test_a_damaged_or_foreign_backup_changes_nothing(self, folder: Path, tmp_path: Path) -> None:
        workspace = make(folder)
        backup = workspace.back_up()
        workspace.close()
        make(tmp_path / "other").close()
        data = bytearray((backup.path / "workspace.db").read_bytes())
        data[5 * 4096 + 100] ^= 1
        (backup.path / "workspace.db").write_bytes(data)
        for wrong in (backup.path, tmp_path / "other", tmp_path / "nowhere"):
            with pytest.raises(WorkspaceError):
                restore_backup(folder, wrong, "Ada", PASSPHRASE)
        workspace = reopened(folder)
        assert not workspace.read_only and workspace.faults() == []
        workspace.close()
