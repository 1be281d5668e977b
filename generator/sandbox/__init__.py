"""Throw-away machines (`ports/machine.py`): bubblewrap, systemd-nspawn, Docker or Podman.

Takes a root file system and limits; gives machines whose writes land in a folder that is thrown
away. What runs on them, what is printed and where logs go is for others (`rehearse`, `cli`).
A machine keeps mistakes from the host; it is no security boundary (docs/rehearse.md).
"""
