"""Findings of the classic engine: AF6xx."""

from __future__ import annotations

from generator.findings import Code, Severity

UNUSED_KEYS = Code(
    "AF601",
    "classic engine does not use a key",
    Severity.WARNING,
    "The classic engine bakes an image from source, updates and bootstrap script, and shares it.\n"
    "What else a payload can say is for EC2 Image Builder: the classic engine would build the\n"
    "image without it. docs/payload.md has the table of keys and engines. Said only where the\n"
    "classic engine is asked for by name, with --engine classic.",
)
UNUSABLE = Code(
    "AF602",
    "classic engine cannot build this",
    Severity.ERROR,
    "The classic engine launches an AMI: it takes an AMI id, or an SSM parameter that holds one.\n"
    "Images of Image Builder and Marketplace products are for --engine image-builder, and so are\n"
    "bootstrap scripts beside the payload: an event has no room for them. One event of its\n"
    "function carries at most 100 images.",
)
LARGE_EVENT = Code(
    "AF603",
    "scheduled event too large",
    Severity.ERROR,
    "EventBridge Scheduler hands a constant input of at most 262,144 bytes to its target. The\n"
    "event of a scheduled image is the image's part of the payload; shorten its lists and tags.",
    "https://docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html",
)
ONE_NAME = Code(
    "AF604",
    "two payloads give the classic engine one image",
    Severity.ERROR,
    "All payloads of one call share one classic factory, which knows an image by its name: it\n"
    "would retire the AMIs of the one as old versions of the other. Rename one of the images, or\n"
    "generate the payloads one by one into different folders.",
)

CODES = (UNUSED_KEYS, UNUSABLE, LARGE_EVENT, ONE_NAME)
