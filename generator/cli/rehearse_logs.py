"""Writes the log folders of a rehearsal where the user wants them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

from generator.errors import OutputError
from generator.rehearse.logs import Told, log_files
from generator.rehearse.model import Result, Use


def write_logs(directory: str, result: Result, uses: Sequence[Use], told: Told) -> None:
    """Write them below a folder, which is made.

    Raises:
        OutputError: when a file cannot be written.
    """
    for name, text in log_files(result, uses, told, lambda: secrets.token_hex(16)).items():
        path = Path(directory, name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise OutputError(f"cannot write {path}: {reason}", "choose another folder") from error
