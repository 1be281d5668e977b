"""The command line: options in, one call, show, exit code.

One command a file; `wiring.py` joins the rooms, `door.py` turns every error into a message.
What a command needs is imported inside it, so that help is quick.
"""

from __future__ import annotations

from generator.cli.door import main

__all__ = ["main"]
