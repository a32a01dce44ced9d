"""Brings the translation files up to the words in the window and compiles them: python packaging/translate.py.

Each `tr("...")` of the window is a message; one with `count=` has plural forms. So are the words that the settings,
the help, the checks and the progress of work bring along, which the window gives to `tr` by a name. What is
translated stays, what is no longer said leaves, and what is new stands unfinished in resources/translations/*.ts, to
be filled in by hand or with Qt Linguist (pyside6-linguist). English has a file for its plural forms only. The long
pages of the help are files of their own, in resources/help and its folders.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from medcode_desktop.core.frames import Doing, Frame, Part
from medcode_desktop.settings import LIMITS
from medcode_desktop.ui.check_words import rule_title, rules
from medcode_desktop.ui.settings_dialog import title_of
from medcode_desktop.ui.words import CONTEXT, LANGUAGES

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "medcode_desktop"
FOLDER = ROOT / "resources" / "translations"
FORMS = 2
"""How many forms a count has in each of the languages, the singular first."""
KEYS = {"es": {"Ctrl": "Ctrl", "Shift": "Mayús"}}
"""What stands on the keys, where Qt's own translation says it at such length that it finds no room."""
CITED = ("Guidelines ", "Medicare Code Editor", "rules.toml")
"""How sources begin that stay as they are called."""
BY_NAME = {"settings_dialog.py", "help_pages.py", "check_words.py"}
"""Where words are given to `tr` by a name; `declared` says which those are."""


def calls(folder: Path, name: str) -> Iterator[tuple[Path, ast.Call]]:
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield file, node


def messages() -> dict[str, bool]:
    """The words of the window in the order of the code, and whether they have plural forms.

    Raises ValueError for words that are given by a name where that is not known.
    """
    found: dict[str, bool] = {}
    for file, call in calls(PACKAGE / "ui", "tr"):
        if isinstance(call.args[0], ast.Constant):
            text = str(call.args[0].value)
            found[text] = found.get(text, False) or any(k.arg == "count" for k in call.keywords)
        elif file.name not in BY_NAME:
            raise ValueError(f"{file}:{call.lineno} gives tr no constant, and no list of what it may be is known.")
    return found | {text: False for text in declared() if text not in found}


def declared() -> Iterator[str]:
    """The words that are declared elsewhere and given to `tr` by a name."""
    for name, limits in LIMITS.items():
        yield from (title_of(name), limits.meaning, limits.group.value)
        yield from (choice for choice in limits.choices if choice not in LANGUAGES)
    for group in tomllib.loads((ROOT / "resources" / "help" / "edits.toml").read_text(encoding="utf-8"))["group"]:
        yield group["title"]
        for edit in group["edits"].values():
            yield from (edit["title"], edit["do"])
            yield from (part for part in edit["source"].split("; ") if not part.startswith(CITED))
    for rule in rules():
        yield from (rule_title(rule.id), rule.says)
    yield from (str(frame) for frame in (*Frame, *Part, *Doing))
    for _, call in calls(PACKAGE / "core", "Progress"):
        if isinstance(call.args[2], ast.Constant):
            yield str(call.args[2].value)


def read(language: str) -> dict[str, list[str]]:
    """The translations that a file holds: one, or the plural forms in their order."""
    path = FOLDER / f"{language}.ts"
    known = {}
    for message in ET.parse(path).iterfind(f"context[name='{CONTEXT}']/message") if path.exists() else ():
        translation = message.find("translation")
        assert translation is not None
        forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
        known[message.findtext("source", "")] = forms
    return known


def write(language: str, wanted: dict[str, bool], known: dict[str, list[str]]) -> int:
    """Write the file of a language; the number of messages without a translation."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    missing = 0
    for text, plural in wanted.items():
        if language == "en" and not plural:
            continue
        message = ET.SubElement(context, "message", {"numerus": "yes"} if plural else {})
        ET.SubElement(message, "source").text = text
        translation = ET.SubElement(message, "translation")
        forms = known.get(text, [])
        if len(forms) != (FORMS if plural else 1) or not all(forms):
            translation.set("type", "unfinished")
            missing += 1
        elif plural:
            for form in forms:
                ET.SubElement(translation, "numerusform").text = form
        else:
            translation.text = forms[0]
    if language in KEYS:
        keys = ET.SubElement(root, "context")
        ET.SubElement(keys, "name").text = "QShortcut"
        for text, shown in KEYS[language].items():
            message = ET.SubElement(keys, "message")
            ET.SubElement(message, "source").text = text
            ET.SubElement(message, "translation").text = shown
    ET.indent(root, " ")
    body = ET.tostring(root, encoding="unicode")
    (FOLDER / f"{language}.ts").write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', "utf-8")
    return missing


def main() -> int:
    wanted = messages()
    for language in LANGUAGES:
        missing = write(language, wanted, read(language))
        print(f"{language}: {len(wanted)} messages, {missing} without a translation")
        compiler = Path(sys.executable).with_name("pyside6-lrelease")
        source = FOLDER / f"{language}.ts"
        subprocess.run([compiler, "-silent", source, "-qm", source.with_suffix(".qm")], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
