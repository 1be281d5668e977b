"""The action modules, one subject a file; `acts.py` names them."""
