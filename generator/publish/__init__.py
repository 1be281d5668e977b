"""Publish: templates in a bucket, and links that launch them.

Takes templates and a store; gives the keys, links, snippets and the button. Leaves to others:
boto3 (aws), files (output).
"""
