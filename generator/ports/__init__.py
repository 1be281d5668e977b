"""What the program wants of AWS, in its own words; one module a service.

Hallway: rooms that act take these protocols, `aws/` has the real ones, `tests/fakes/` those in
memory. Every method raises AccessError when AWS cannot be asked or does not let us ask, and
RemoteError when AWS fails. Nothing here imports a room.
"""
