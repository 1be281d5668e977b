"""Operate: builds are started, followed, repeated; images are listed.

Takes names and ports (`ports/builds.py`); gives what there is and what happens as values.
Leaves to others: boto3 (aws), people's eyes (present).
"""
