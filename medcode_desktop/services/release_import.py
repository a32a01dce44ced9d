"""Installs a release of ICD-10-CM from the official files as they are downloaded: a zip, or its files one by one."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from xml.parsers import expat

from medcode_desktop.core.codeset import CodeSet, dotted
from medcode_desktop.core.types import Progress
from medcode_desktop.errors import CodeSetError, printable
from medcode_desktop.services.archives import Allowance, contents, unpacked_size
from medcode_desktop.services.codeset_import import Node, billable_codes, compile_release, parse_xml, read_tabular
from medcode_desktop.services.index_import import Entry, read_index

LARGEST = 200_000_000
"""Bytes that the files of a release may have together; the official ones have some 60 million."""
MOST_FILES = 200
_PEEK, _MOST_PEEKED = 400, 2_000
"""Bytes of a file that tell what it is, and files that are looked at: other code systems come in more of them."""
_LONGEST_LINE = 500
_BEFORE_XML = b"\xef\xbb\xbf \r\n\t"
_XML = (b"<?xml", b"<ICD10CM")
_ORDER_LINE = re.compile(
    r"(?P<number>\d{5}) (?P<code>[A-Z][0-9A-Z]{2,6}) {1,5}(?P<billable>[01]) (?P<short>.{60}) (?P<long>.+)"
)
_CONVERSION_LINE = re.compile(
    r'"?(?P<code>[A-Z]\d[0-9A-Z.]{1,6})"?[\t,]\s*"?(?P<year>20\d\d)"?[\t,]\s*"?(?P<before>[A-Z].*?)"?\s*'
)
_MONTHS = tuple("january february march april may june july august september october november december".split())
_DAY = re.compile(rf"({'|'.join(_MONTHS)})-(\d{{1,2}})-(20\d\d)", re.IGNORECASE)
_HINT = "Give the official zip of the release, or its tabular XML (icd10cm-tabular-....xml) and the files beside it."


@dataclass(slots=True)
class ReleaseFiles:
    """What was found in the files: the tabular list, the indexes, the order file and the conversion table."""

    nodes: list[Node] = field(default_factory=list)
    indexes: list[list[Entry]] = field(default_factory=list)
    order: dict[str, str] = field(default_factory=dict)
    """Billable codes of the order file with their titles; {} when it is not there."""
    conversions: list[tuple[str, int, str]] = field(default_factory=list)
    effective: date | None = None
    """First day of use, where the name of the tabular list tells it ("...-April-1-2026.xml")."""
    left_alone: list[str] = field(default_factory=list)
    """Names of files that are none of these."""


@dataclass(frozen=True, slots=True)
class ReleaseChanges:
    """Billable codes that are new, that have another title, and that are gone, with their (new) titles."""

    new: dict[str, str]
    revised: dict[str, str]
    deleted: dict[str, str]


def read_release(paths: Sequence[Path]) -> Generator[Progress, None, ReleaseFiles]:
    """Reads the files of one release. Each is known by what it holds, not by its name. Progress is in bytes.

    Raises CodeSetError that names the file, the line where there is one, and the reason; so it does when the tabular
    list is not among them, or when its codes are not those of the order file.
    """
    found = ReleaseFiles()
    total = max(1, sum(map(unpacked_size, paths)))
    begun = 0
    for name, data in _files(paths):
        try:
            for read in _take(found, name, data):
                yield Progress(min(begun + read, total), total, f"Reading {name.rsplit(': ')[-1]}")
            begun += len(data)
        except (expat.ExpatError, ValueError) as error:
            raise CodeSetError(f"{name} cannot be used: {printable(str(error))}.", _HINT) from error
    if not found.nodes:
        raise CodeSetError(f"There is no tabular list in {', '.join(path.name for path in paths)}.", _HINT)
    if found.order:
        _compare_with_order(found)
    return found


def holds_release(paths: Sequence[Path]) -> bool:
    """Whether any of the files is XML, as those of a release are and those of other code systems are not.

    Only the beginning of each file in a zip is read, however large it is; what cannot be read is none.
    """
    allowance = Allowance(LARGEST, _MOST_PEEKED, _HINT)
    with contextlib.suppress(CodeSetError):
        return any(_is_xml(begins) for path in paths for _, begins in contents(path, allowance, length=_PEEK))
    return False


def _is_xml(begins: bytes) -> bool:
    return begins.lstrip(_BEFORE_XML).startswith(_XML)


def changes(files: ReleaseFiles, before: CodeSet) -> ReleaseChanges:
    """How the billable codes differ from those of a release that is installed."""
    return compared(billable_codes(files.nodes), dict(before.billable()))


def compared(now: Mapping[str, str], old: Mapping[str, str]) -> ReleaseChanges:
    """How codes with their titles differ from what they were."""
    return ReleaseChanges(
        {code: title for code, title in now.items() if code not in old},
        {code: title for code, title in now.items() if code in old and old[code] != title},
        {code: title for code, title in old.items() if code not in now},
    )


def install(files: ReleaseFiles, folder: Path, effective: date, expires: date) -> Generator[Progress, None, Path]:
    """Writes the table of the release into the folder; an older one of that day stays until the new one is complete."""
    if expires < effective:
        raise CodeSetError(f"The release would end on {expires}, before it begins on {effective}.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        hint = "Is there room, and is the folder above it yours?"
        raise CodeSetError(f"The folder {folder} cannot be made: {error}.", hint) from error
    return (
        yield from compile_release(
            files.nodes,
            folder / f"icd10cm-{effective}.sqlite",
            release=f"ICD-10-CM {effective}",
            effective=effective,
            expires=expires,
            indexes=files.indexes,
            conversions=files.conversions,
        )
    )


def end_of_fiscal_year(begin: date) -> date:
    """A release is in force to the end of the federal fiscal year it belongs to, 30 September at the latest."""
    return date(begin.year + (begin.month >= 10), 9, 30)


def _files(paths: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    allowance = Allowance(LARGEST, MOST_FILES, _HINT)
    for path in paths:
        yield from contents(path, allowance)


def _take(found: ReleaseFiles, name: str, data: bytes) -> Generator[int, None, None]:
    """Puts in what a file holds; yields how many of its bytes are read."""
    yield 0
    if _is_xml(data[:_PEEK]):
        root = yield from parse_xml(data)
        if root.tag == "ICD10CM.tabular":
            if found.nodes:
                raise ValueError("it is a second tabular list")
            found.nodes = read_tabular(root)
            found.effective = _day_in(name) or _fiscal_year(root.findtext("version") or "")
        elif root.tag == "ICD10CM.index":
            entries = read_index(root)
            if any(others[0].kind == entries[0].kind for others in found.indexes):
                raise ValueError(f"it is a second {entries[0].kind} index")
            found.indexes.append(entries)
        else:
            found.left_alone.append(name)
        return
    lines = data.decode("utf-8-sig", "replace").splitlines()
    if lines and _ORDER_LINE.fullmatch(lines[0].rstrip()):
        found.order = _read_order(lines)
    elif rows := list(filter(None, map(_conversion, lines[:50_000]))):
        found.conversions += [(dotted(m["code"]), int(m["year"]), m["before"]) for m in rows]
    else:
        found.left_alone.append(name)


def _conversion(line: str) -> re.Match[str] | None:
    return _CONVERSION_LINE.fullmatch(line) if len(line) <= _LONGEST_LINE else None


def _day_in(name: str) -> date | None:
    match = _DAY.search(name)
    return date(int(match[3]), _MONTHS.index(match[1].lower()) + 1, int(match[2])) if match else None


def _fiscal_year(version: str) -> date | None:
    """A tabular list of version 2027 is used from October 2026 on."""
    return date(int(version) - 1, 10, 1) if re.fullmatch(r"20\d\d", version.strip()) else None


def _read_order(lines: Sequence[str]) -> dict[str, str]:
    """The order file: number, code, whether it is billable, short and long title in columns of fixed width."""
    codes: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        match = _ORDER_LINE.fullmatch(line.rstrip())
        if match is None:
            raise ValueError(f"line {number} is not of the form of the order file")
        code = dotted(match["code"])
        if match["billable"] == "1":
            if code in codes:
                raise ValueError(f"line {number} has {code} for the second time")
            codes[code] = match["long"]
    return codes


def _compare_with_order(found: ReleaseFiles) -> None:
    derived = billable_codes(found.nodes)
    lacking, extra = sorted(found.order.keys() - derived), sorted(derived.keys() - found.order)
    said = [f"it lacks {_some(lacking)}"] if lacking else []
    said += [f"it alone has {_some(extra)}"] if extra else []
    if said:
        raise CodeSetError(f"The tabular list and the order file differ: {', and '.join(said)}.", _HINT)


def _some(codes: Sequence[str]) -> str:
    return f"{len(codes):,} codes ({', '.join(codes[:5])}{', ...' if len(codes) > 5 else ''})"
