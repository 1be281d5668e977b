"""Lint: rendered templates against AWS's own models, schemas and limits.

Takes templates as dict or text; gives findings that point at the payload line that caused
them. Two engines read the text (cloudformation-validate, cfn-lint); limits and API
constraints read the dict. Leaves to others: the payload itself (payload, rules).
"""
