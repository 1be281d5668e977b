"""Fetch: bootstrap scripts over https, as a stranger's URL deserves.

Takes a URL; gives the bytes, or an error of ours. Only https, at most three redirects, each
looked at again; no address that is not on the public internet unless it is allowed; nothing
larger and nothing slower than a script may be. Leaves to others: s3:// (aws), digests (lock).
"""
