"""An AWS without an account: moto, and what moto lacks.

Takes API calls, in this process or over loopback, as botocore makes them; answers as AWS's own
models, schemas and documents say it would, and refuses loudly what it does not know. It exists
to hold the rest of the program honest. Leaves to others: everything that is not AWS. No other
room may know of it but the command `local`.
"""
