"""The pages of the help: some are written in resources/help, some are made from what the program does."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from PySide6.QtGui import QTextDocument

from medcode_desktop.core.rulebook import Rule
from medcode_desktop.paths import models_folder, privacy_page, resources_folder
from medcode_desktop.ui import theme
from medcode_desktop.ui.actions import menus, shown_keys
from medcode_desktop.ui.check_words import rule_title, rules
from medcode_desktop.ui.words import severity_words, spoken, tr, without_mnemonic

_NO_WIDTH = "\u200b"
"""Stands where an anchor is: Qt gives the anchor to one character, which cuts the first syllable of Hindi in two."""
Keys = Mapping[str, tuple[str, ...]]
"""The keys of each command, as they are in force."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `name` is how the window refers to it, `html` its content, where `name=KIND` marks the check KIND."""

    name: str
    title: str
    html: str


def pages(keys: Keys, model: str) -> list[Page]:
    """All pages in order, for the keys in force and the model in use; a text that does not ship makes no page."""
    shown = {name: shown_keys(of[:1]) or tr("(no key)") for name, of in keys.items()}
    card = models_folder() / f"{model}.md"
    written = [
        ("start", tr("How to work"), _written("start").format(**shown)),
        ("confidence", tr("Confidence"), _written("confidence") + _of_the_card(_text(card))),
        ("limits", tr("Limits"), _written("limits")),
        ("privacy", tr("What could connect"), _written("privacy") or _text(privacy_page())),
        ("model", tr("The model"), _text(card)),
    ]
    made = {name: Page(name, title, _from_markdown(text)) for name, title, text in written if text}
    made["shortcuts"] = Page("shortcuts", tr("Keyboard shortcuts"), _shortcuts(keys))
    made["edits"] = Page("edits", tr("What the checks mean"), _edits(shown))
    order = ("start", "shortcuts", "edits", "confidence", "limits", "privacy", "model")
    return [made[name] for name in order if name in made]


def _written(name: str) -> str:
    """A page in the language of the window, else in English."""
    folder = resources_folder() / "help"
    return _text(folder / spoken() / f"{name}.md") or _text(folder / f"{name}.md")


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _of_the_card(card: str) -> str:
    """What the model's card says of its confidences and thresholds, as a paragraph of Markdown."""
    lines = [line for line in card.splitlines() if line.startswith("- ") and "threshold" in line]
    heading = tr("What the model's card says, measured on notes held out from its training:")
    return "\n\n".join(["", heading, "\n".join(lines), ""]) if lines else ""


def _from_markdown(text: str) -> str:
    document = QTextDocument()
    document.setMarkdown(text)
    return document.toHtml()


def _shortcuts(keys: Keys) -> str:
    html = [f"<h1>{tr('Keyboard shortcuts')}</h1>"]
    html.append(f"<p>{escape(tr('The settings change them, under Shortcuts.'))}</p>")
    for menu, commands in menus().items():
        rows = [
            f"<tr><td>{escape(command.plain)}</td><td><b>{escape(shown_keys(keys[command.name]))}</b></td></tr>"
            for command in commands
            if keys[command.name]
        ]
        html.append(f"<h2>{escape(without_mnemonic(menu))}</h2><table cellpadding='3'>{''.join(rows)}</table>")
    return "".join(html)


def edit_titles() -> dict[str, str]:
    """What each kind of edit is called."""
    written = {kind: tr(edit["title"]) for group in _groups() for kind, edit in group["edits"].items()}
    return written | {rule.id: tr(rule_title(rule.id)) for rule in rules()}


def _groups() -> list[Any]:
    return list(tomllib.loads(_text(resources_folder() / "help" / "edits.toml"))["group"])


def _edits(shown: Mapping[str, str]) -> str:
    html = [f"<h1>{tr('What the checks mean')}</h1>"]
    intro = tr(
        "Below the codes stand the checks that their set fails: errors first, then warnings, then hints. They change"
        " nothing by themselves. Where one step mends it, one key does that step."
    )
    html.append(f"<p>{escape(intro)}</p>")
    for group in _groups():
        html.append(f"<h2>{escape(tr(group['title']))}</h2>")
        html += [_edit(kind, edit, shown) for kind, edit in group["edits"].items()]
    html.append(f"<h2>{escape(tr('Single rules of the guidelines'))}</h2>")
    html += [_rule(rule) for rule in rules()]
    return "".join(html)


def _edit(kind: str, edit: Mapping[str, Any], shown: Mapping[str, str]) -> str:
    source = "; ".join(tr(part) for part in edit["source"].split("; "))
    return _entry(kind, tr(edit["title"]), tr(edit["do"]).format(**shown), source)


def _rule(rule: Rule) -> str:
    """A rule with what stands for any code in the place of the codes."""
    says = tr(rule.says, code=tr("This code"), other=tr("the other code"))
    does = {
        "never_first": tr("Move another code to the first place."),
        "first_only": tr("Move it to the first place, or see whether it is the reason for the encounter at all."),
        "conflict": tr("Keep the one that the record supports."),
        "needs": tr("Add the code that is missing if the record supports it."),
        "before": tr("Change their order."),
        "once": tr("Keep one of them."),
        "age": tr("Check the age and the code."),
        "sex": tr("Check the sex and the code."),
    }[rule.kind]
    title = f"{tr(rule_title(rule.id))} ({severity_words(rule.severity)})"
    return _entry(rule.id, title, f"{says} {does}", rule.source)


def _entry(kind: str, title: str, text: str, source: str) -> str:
    muted = theme.colours().muted
    return (
        f"<p style='margin:10px 0 0 0'><a name='{escape(kind)}'>{_NO_WIDTH}</a><b>{escape(title)}</b></p>"
        f"<p style='margin:0'>{escape(text)} <span style='color:{muted}'>{escape(source)}</span></p>"
    )
