"""Downloads from the Hugging Face hub: the only part of the program that uses the network, and only when asked."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Generator
from pathlib import Path
from typing import Any

from medcode_desktop import offline
from medcode_desktop.core.types import Progress
from medcode_desktop.errors import Cancelled, ModelError

_POLL_S = 0.2
_SHA256_DIGITS = 64


def download(repository: str, revision: str, name: str, folder: Path) -> Generator[Progress, None, tuple[Path, str]]:
    """Fetch a file into a folder; progress counts bytes, and closing the generator stops the download.

    What was fetched is kept, so the next call goes on from there. Returns the file and the sha256 that the hub states
    ("" if it states none). Raises ModelError.
    """
    results: queue.SimpleQueue[tuple[Path, str] | Exception] = queue.SimpleQueue()
    state = _State()

    def fetch() -> None:
        try:
            with offline.opened():
                results.put(_fetch(repository, revision, name, folder, state))
        except Exception as error:
            results.put(error)

    worker = threading.Thread(target=fetch, name="download", daemon=True)
    worker.start()
    try:
        while True:
            yield Progress(state.done, state.total, f"Downloading {name} from {repository}")
            try:
                result = results.get(timeout=_POLL_S)
            except queue.Empty:
                continue
            if isinstance(result, Exception):
                hint = "Check the network and try again; what was downloaded is kept."
                raise ModelError(f"{name} could not be downloaded from {repository}: {result}.", hint) from result
            return result
    finally:
        state.stopped = True
        worker.join()


class _State:
    done, total, stopped = 0, 0, False


def _fetch(repository: str, revision: str, name: str, folder: Path, state: _State) -> tuple[Path, str]:
    from huggingface_hub import constants, get_hf_file_metadata, hf_hub_download, hf_hub_url
    from huggingface_hub.utils import tqdm

    constants.HF_HUB_DISABLE_TELEMETRY = True  # which would ask the hub for one more file, too
    constants.HF_HUB_DISABLE_XET = True  # its transfers cannot be stopped half-way

    class Bar(tqdm):  # type: ignore[misc]
        """Tells how far the download is, and stops it from inside."""

        monitor_interval = 0

        def __init__(self, *arguments: Any, **options: Any) -> None:
            options.pop("name", None)
            state.total, state.done = int(options.get("total") or 0), int(options.get("initial") or 0)
            super().__init__(*arguments, **{**options, "disable": True})

        def update(self, n: float | None = 1) -> bool | None:
            if state.stopped:
                raise Cancelled
            state.done += int(n or 0)
            return None

    endpoint = os.environ.get("HF_ENDPOINT") or None
    url = hf_hub_url(repository, name, revision=revision, endpoint=endpoint)
    etag = (get_hf_file_metadata(url, token=False, endpoint=endpoint).etag or "").strip('"')
    path = hf_hub_download(
        repository, name, revision=revision, local_dir=folder, tqdm_class=Bar, token=False, endpoint=endpoint
    )
    return Path(path), etag if len(etag) == _SHA256_DIGITS else ""
