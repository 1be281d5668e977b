"""Runs component documents as AWSTOE would, on a machine that is thrown away.

Takes documents that `awstoe` has checked, with their parameters, and a way to make machines
(`ports/machine.py`); gives events while it runs and a `Result`. It touches nothing by itself:
every action, those on files too, is a program run inside the machine with paths as arguments.
What a machine is, what is printed and where logs go is for others (`sandbox`, `cli`, `present`).
"""
