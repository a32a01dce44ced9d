"""Options that several commands share: what is coded, with which model, on which hardware."""

from __future__ import annotations

import argparse
from datetime import date

from medcode_desktop.cli import console
from medcode_desktop.core.types import CodingOptions, Facts, Scope, Setting, Sex
from medcode_desktop.services.other_systems import installed_systems
from medcode_desktop.settings import LIMITS, Settings, load_settings

_FOUND = "; without it, what each note states."


def add_model_options(parser: argparse.ArgumentParser) -> None:
    """Options that say which model runs, and where."""
    group = parser.add_argument_group("model")
    group.add_argument("--model", metavar="NAME|FILE.gguf", help=LIMITS["model"].meaning)
    group.add_argument("--language-model", metavar="NAME|FILE.gguf", help=LIMITS["language_model"].meaning)
    group.add_argument("--threads", type=int, metavar="N", help=LIMITS["threads"].meaning)
    group.add_argument("--gpu-layers", type=int, metavar="N", help=LIMITS["gpu_layers"].meaning)
    group.add_argument("--context", type=int, metavar="N", help=LIMITS["context"].meaning)


def add_coding_options(parser: argparse.ArgumentParser) -> None:
    """Options that say what is coded, and those of the model."""
    group = parser.add_argument_group("coding")
    group.add_argument("--scope", choices=LIMITS["scope"].choices, help=LIMITS["scope"].meaning)
    text = f"Date of service: chooses the release{_FOUND}"
    group.add_argument("--date", type=day, metavar="YYYY-MM-DD", help=text)
    group.add_argument("--age", type=age, metavar="YEARS", help=f"Age of the patient, for the edits on age{_FOUND}")
    group.add_argument("--sex", type=Sex, choices=list(Sex), help=f"Sex of the patient, for the edits on sex{_FOUND}")
    text = f"Where the patient was seen: it decides about suspected conditions and what may come first{_FOUND}"
    group.add_argument("--setting", type=Setting, choices=list(Setting), help=f"{text} Otherwise outpatient.")
    text = f"Payment year of the risk groups{_FOUND} Otherwise the year after the date of service."
    group.add_argument("--payment-year", type=positive, metavar="YEAR", help=text)
    group.add_argument("--threshold", type=float, metavar="P", help=LIMITS["threshold"].meaning)
    group.add_argument("--verify", action=argparse.BooleanOptionalAction, help=LIMITS["verify"].meaning)
    group.add_argument("--systems", metavar="NAME,...", help=LIMITS["systems"].meaning)
    group.add_argument("--claim-editor", action=argparse.BooleanOptionalAction, help=LIMITS["claim_editor"].meaning)
    add_model_options(parser)


def settings_from(arguments: argparse.Namespace, settings: Settings | None = None) -> Settings:
    """The settings, by default the user's, with what the command line says in their place.

    Raises SettingsError, and CodeSetError for a code system that the command line names and that is not installed; one
    that only the settings name is told, for the notes can be coded without it.
    """
    given = {name: value for name, value in vars(arguments).items() if name in LIMITS}
    found = (settings or load_settings()).with_values(given)
    if "systems" in given:
        systems, lacking = installed_systems(found.systems)
        for system in systems:
            system.close()
        if lacking is not None and given["systems"]:
            raise lacking
        if lacking is not None:
            console.complain(lacking)
    return found


def coding_options(arguments: argparse.Namespace, settings: Settings) -> CodingOptions:
    facts = Facts(arguments.age, arguments.sex, arguments.setting, arguments.payment_year)
    return CodingOptions(Scope(settings.scope), arguments.date, facts, settings.threshold, settings.verify)


def filled(text: str) -> str:
    """A text that is not empty, for argparse: "" would be the current folder."""
    if not text:
        raise argparse.ArgumentTypeError("it is empty")
    return text


def positive(text: str) -> int:
    """A whole number that is at least 1, for argparse."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1 on")
    return int(text)


def age(text: str) -> float:
    """An age in years, for argparse."""
    try:
        years = float(text)
    except ValueError:
        years = -1
    if not 0 <= years <= 150:
        raise argparse.ArgumentTypeError(f"'{text}' is not an age in years")
    return years


def day(text: str) -> date:
    """A date as an option gives it, for argparse."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date like 2026-04-01") from None
