"""Who may see the notes, and when: unlocking, locking, creating the workspace, its passphrase and backups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from medcode_desktop.errors import WorkspaceError
from medcode_desktop.paths import workspace_folder
from medcode_desktop.services.workspace import (
    KeyFile,
    Person,
    Workspace,
    create_workspace,
    open_workspace,
    recover_workspace,
)
from medcode_desktop.services.workspace.backups import DATABASE_FILE
from medcode_desktop.services.workspace.keys import KEY_FILE
from medcode_desktop.ui.actions import all_commands
from medcode_desktop.ui.backing_up import DailyBackup
from medcode_desktop.ui.messages import Message, Tone
from medcode_desktop.ui.pages import Field, Form, Question, SecretShown
from medcode_desktop.ui.parts import Parts
from medcode_desktop.ui.removal import Removal
from medcode_desktop.ui.words import tr

if TYPE_CHECKING:
    from medcode_desktop.ui.window import MainWindow

_ASK_MS = 2000
"""How often it is asked whether nobody is there any more."""
_SETTLED_MS = 300
"""A place is kept when it is held for so long, and not for each step of an arrow key."""
_SIGNS_OF_LIFE = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel}
_ALWAYS = set("quit help shortcuts privacy settings palette look_system look_light look_dark look_contrast".split())
_CHANGING = {
    *"new paste open sample edit code delete undo redo accept reject reopen replace add specify fix accept_all".split(),
    *"accept_above move_up move_down code_words mark".split(),
    *"say_present say_negated say_possible say_historical say_family".split(),
    *(f"alternative_{n}" for n in range(1, 10)),
}
_OF_A_WORKSPACE = {"lock", "passphrase", "keyring", "show_closed"}


class Access(QObject):
    """Stands between the window and its safe. While a page is up, nothing of any note is shown."""

    def __init__(self, window: MainWindow, parts: Parts, desk: QWidget) -> None:
        super().__init__(window)
        self._window, self._live, self._safe, self._desk = window, parts.live, window.safe, desk
        self.page: Form | SecretShown | None = None
        self.question = Question()
        self.removal = Removal(window, parts, self.question)
        self._to_code: set[int] = set()
        self._backup = DailyBackup(self)
        self._clock = QTimer(self)
        self._clock.setInterval(_ASK_MS)
        self._clock.timeout.connect(self._lock_if_due)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self._keep_place)
        self._safe.told.connect(window.status.show_kept)
        self._safe.failed.connect(lambda error: window.show_message(Message.of(error)))
        window.saving.exported = self._safe.keep_exported
        window.decisions.is_refused = self._safe.refuses
        window.decisions.signer = lambda: self._safe.reviewer
        self._backup.failed.connect(lambda error: window.show_message(Message.of(error)))

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the commands of the menus do that are about the workspace."""
        return {
            "workspace": lambda: self.ask_for_key() if self._exists else self.ask_to_create(),
            "lock": self.lock,
            "passphrase": self.ask_for_passphrase,
            "keyring": self._switch_keyring,
            **self.removal.commands(),
        }

    def begin(self, layout: QVBoxLayout) -> None:
        """Ask for the key where there is a workspace, in the window that is laid out by `layout`; else go without."""
        self._layout = layout
        layout.insertWidget(1, self.question)
        for signal in (self._window.work_list.selected, self._window.codes.position_selected):
            signal.connect(lambda _at: self._settled.start())
        self._live.when("lock_minutes", self._apply_lock_minutes)
        if self._exists:
            self.ask_for_key(first=True)
        else:
            self._switch()

    def end(self) -> None:
        """The window closes: everything is written, and other programs may write."""
        self._stop_watching()
        self._settled.stop()
        self._backup.wait()
        self._keep_place()
        self._safe.workspace.close()

    @property
    def _folder(self) -> Path:
        place = self._safe.workspace.place
        return place.folder if place else workspace_folder(self._live.current.workspace)

    @property
    def _exists(self) -> bool:
        """Whether there is a workspace, if only parts of it."""
        return (self._folder / KEY_FILE).exists() or (self._folder / DATABASE_FILE).exists()

    # Unlocking

    def ask_for_key(self, *, first: bool = False) -> None:
        """Show what unlocks the workspace; where it is the `first` time, the system's keyring may do it at once."""
        if not (people := self._people()):
            return
        self._safe.awaits_key = True
        person = self._person_of(people)
        others: list[tuple[str, Callable[[], object]]] = [(tr("Use the recovery key…"), self._ask_for_recovery_key)]
        if not self._safe.on_disk:
            others.append((tr("Work without it, in memory only"), self._go_without))
        if any(p.in_keyring for p in people):
            by_keyring = tr("Use the system's keyring")
            others.insert(0, (by_keyring, lambda: self._open(page.values[0], None)))
        words = tr("Your notes are encrypted in {folder}.", folder=self._folder)
        fields = [person, Field(tr("Passphrase"), secret=True)]
        page = Form(tr("Unlock the workspace"), words, fields, tr("Unlock"), self._unlock, others)
        self._show(page)
        if first and any(p.in_keyring for p in people if p.name == person.value):
            page.others[0].click()

    def _ask_for_recovery_key(self) -> None:
        if not (people := self._people()):
            return
        fields = [self._person_of(people), Field(tr("Recovery key")), *_new_passphrase()]
        words = tr("The recovery key opens the workspace once, and you choose a new passphrase.")
        others = [(tr("Back"), self.ask_for_key)]
        self._show(Form(tr("Use the recovery key"), words, fields, tr("Recover"), self._recover, others))

    def _people(self) -> tuple[Person, ...]:
        """Who has a key; nobody where the key file cannot be read, which is told."""
        try:
            return KeyFile.read(self._folder).people
        except WorkspaceError as error:
            self._window.show_message(Message.of(error))
            if not self._safe.on_disk:
                self._go_without()
            return ()

    def _person_of(self, people: Sequence[Person]) -> Field:
        names = tuple(person.name for person in people)
        likely = self._safe.workspace.person.name  # who locked it, or the reviewer of the settings
        return Field(tr("Person"), likely if likely in names else names[0], choices=names)

    def _unlock(self, values: list[str]) -> None:
        person, passphrase = values
        self._open(person, passphrase)

    def _open(self, person: str, passphrase: str | None) -> None:
        """Unlock the workspace and show it; None asks the system's keyring."""
        workspace = self._safe.workspace
        if self._safe.on_disk and workspace.person.name == person:
            workspace.unlock(passphrase)
            self._enter()
        else:
            folder = self._let_go()
            self._take(open_workspace(folder, person, passphrase))
            self._enter()

    def _recover(self, values: list[str]) -> None:
        person, key, new, again = values
        _be_same(new, again)
        folder = self._let_go()
        workspace, shown = recover_workspace(folder, person, key, new)
        self._take(workspace)
        self._show_recovery_key(shown, self._enter)

    def _let_go(self) -> Path:
        """Let another person have the workspace that is locked here; the folder it lies in."""
        folder = self._folder
        if self._safe.on_disk:
            self._safe.workspace.close()
        return folder

    def _take(self, workspace: Workspace) -> None:
        self._safe.take(workspace)
        self._to_code.clear()

    def _enter(self) -> None:
        """The workspace is open: show its notes, the one that was in view last, and do what is due."""
        self._safe.awaits_key = False
        self.removal.purge()
        window, model = self._window, self._window.work_list.model
        try:
            shown = {e.number for e in model.encounters}  # what was on the desk before, and is in the workspace now
            model.extend([e for e in self._safe.returned(self._safe.encounters()) if e.number not in shown])
            number, position = self._safe.place
        except WorkspaceError as error:
            window.show_message(Message.of(error))
            number, position = 0, -1
        self._open_desk()
        last = next((e for e in model.encounters if e.number == number), None)
        window.new_note()
        if last is not None:
            window.work_list.select(last)
            if last.review is not None and 0 <= position < len(last.review.codes):
                window.codes.select(position)
        for encounter in [e for e in model.encounters if e.number in self._to_code and self._safe.load(e)]:
            window.coding.code(encounter)
            model.refresh(encounter)
        self._to_code.clear()
        if reason := self._safe.read_only:
            window.show_message(Message(tr("The workspace is open for reading only."), reason, Tone.WARNING))

    def _open_desk(self) -> None:
        """Show the notes instead of a page, and watch from now on whether somebody is there."""
        self._leave_page()
        self._safe.tell()
        self._apply_lock_minutes()
        if self._safe.on_disk:
            self._safe.workspace.touch()
            QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
            self._clock.start()
            self._backup.begin(self._safe.workspace)

    def _go_without(self) -> None:
        self._safe.awaits_key = False
        self._leave_page()
        self._safe.tell()
        self._window.new_note()

    # Locking

    def lock(self) -> None:
        """Close the workspace and leave no word of a note on the screen."""
        if not self._safe.on_disk or self._safe.locked:
            return
        window, encounters = self._window, self._window.work_list.model.encounters
        window.workbench.give_up()
        window.drafts.keep()
        self._keep_place()
        self._stop_watching()
        self._to_code = {e.number for e in encounters if e.ticket}
        for encounter in encounters:
            window.coding.cancel(encounter)
        self._safe.hold(self._safe.at_risk(encounters))
        self._safe.workspace.lock()
        for other in QApplication.topLevelWidgets():
            if other is not window and other.isVisible():
                other.close()
        window.decisions.let_go()  # the code browser is at a code of the note
        self.question.leave()
        window.clear()
        self._settled.stop()
        self._safe.tell()
        self.ask_for_key()

    def _lock_if_due(self) -> None:
        if self._safe.workspace.lock_is_due:
            self.lock()

    def _apply_lock_minutes(self) -> None:
        self._safe.workspace.lock_after_s = self._live.current.lock_minutes * 60.0

    def _stop_watching(self) -> None:
        self._clock.stop()
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            self._safe.workspace.touch()
        return False

    # Keys

    def ask_to_create(self) -> None:
        fields = [Field(tr("Your name"), self._live.current.reviewer), *_new_passphrase()]
        words = tr(
            "Notes, codes and decisions are then kept encrypted in {folder}. Nobody can open them without the"
            " passphrase or the recovery key that you get next.",
            folder=self._folder,
        )
        others = [(tr("Cancel"), self._leave_page)]
        self._show(Form(tr("Create a workspace"), words, fields, tr("Create"), self._create, others))

    def _create(self, values: list[str]) -> None:
        name, new, again = values
        if not name.strip():
            raise WorkspaceError(tr("The workspace needs your name."), tr("It signs what you decide."))
        _be_same(new, again)
        workspace, shown = create_workspace(self._folder, name.strip(), new)
        self._window.drafts.keep_in_view()
        self._safe.take(workspace)
        self._show_recovery_key(shown, self._open_desk)

    def _show_recovery_key(self, key: str, go_on: Callable[[], object]) -> None:
        words = tr(
            "It opens the workspace when the passphrase is forgotten, and is shown only now. Keep it where only you"
            " find it, not on this computer."
        )
        self._show(SecretShown(tr("Your recovery key"), words, key, go_on))

    def ask_for_passphrase(self) -> None:
        fields = [Field(tr("Passphrase until now"), secret=True), *_new_passphrase()]
        words = tr("It changes for {person} in the workspace and its backups.", person=self._safe.workspace.person.name)
        others = [(tr("Cancel"), self._leave_page)]
        self._show(Form(tr("Change the passphrase"), words, fields, tr("Change"), self._change_passphrase, others))

    def _change_passphrase(self, values: list[str]) -> None:
        old, new, again = values
        _be_same(new, again)
        self._safe.workspace.change_passphrase(old, new)
        self._leave_page()
        self._window.show_message(Message(tr("The passphrase is changed.")))

    def _switch_keyring(self) -> None:
        """Let the system's keyring unlock the workspace for this person, or no longer."""
        workspace = self._safe.workspace
        held = not workspace.person.in_keyring
        try:
            workspace.hold_in_keyring(held)
        except WorkspaceError as error:
            self._window.show_message(Message.of(error))
            return
        self._switch()
        if held:
            words = tr("The system's keyring unlocks the workspace for you from now on, without the passphrase.")
            hint = tr("Whoever can use your account on this computer can then open it.")
        else:
            words, hint = tr("The keyring no longer unlocks the workspace; you need the passphrase."), ""
        self._window.show_message(Message(words, hint))

    def _keep_place(self) -> None:
        if (encounter := self._window.decisions.encounter) is not None and encounter.number:
            self._safe.keep_place(encounter.number, self._window.codes.position)

    # Pages

    def _show(self, page: Form | SecretShown) -> None:
        """Show a page instead of the notes."""
        self._take_page_away()
        self.page = page
        self._desk.hide()
        self._layout.insertWidget(1, page, 1)
        page.show()
        self._switch()
        self._safe.tell()
        page.begin()

    def _leave_page(self) -> None:
        self._take_page_away()
        self._desk.show()
        self._switch()
        self._window.work_list.view.setFocus()

    def _take_page_away(self) -> None:
        if self.page is not None:
            self._layout.removeWidget(self.page)
            self.page.hide()
            self.page.deleteLater()
            self.page = None

    def _switch(self) -> None:
        """Switch off what cannot be done now."""
        self._safe.barred = self.page is not None
        off = {"workspace"} if self._safe.on_disk else set(_OF_A_WORKSPACE)
        if self.page is not None:
            off |= set(all_commands()) - _ALWAYS
        elif self._safe.read_only:
            off |= _CHANGING
        again = self._exists and not self._safe.on_disk
        self._window.commands.rename("workspace", tr("Unlock the workspace…") if again else tr("Create a workspace…"))
        held = self._safe.on_disk and self._safe.workspace.person.in_keyring
        by_keyring = tr("No longer unlock by the system's keyring") if held else tr("Unlock by the system's keyring")
        self._window.commands.rename("keyring", by_keyring)
        self._window.commands.switch_off(off)
        self._window.enable_actions()


def _new_passphrase() -> list[Field]:
    return [Field(tr("New passphrase"), secret=True), Field(tr("The same once more"), secret=True)]


def _be_same(new: str, again: str) -> None:
    if new != again:
        raise WorkspaceError(tr("The two passphrases are not the same."), tr("Type them again."))
