"""Automation documents (runbooks) of Systems Manager, checked for the actions images need.

Systems Manager User Guide, "Systems Manager Automation actions reference"; Automation API,
"Data elements and parameters".
"""
