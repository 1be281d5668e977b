"""Workflow documents of Image Builder, checked.

Image Builder User Guide, "Create a YAML workflow document", "Supported step actions for your
workflow document", "Use conditional statements in workflow documents", "Use dynamic variables
in your workflow document".
"""
