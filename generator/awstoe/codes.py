"""Findings about component documents: AF7xx."""

from __future__ import annotations

from textwrap import fill

from generator.awstoe.actions import ACTIONS
from generator.findings import Code, Severity

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
_USE = "EC2 Image Builder User Guide, Use component documents in AWSTOE"
_ACTIONS = "EC2 Image Builder User Guide, Action modules supported by AWSTOE"
_LOOPS = "EC2 Image Builder User Guide, Use looping constructs in AWSTOE"
_IF = "EC2 Image Builder User Guide, Use conditional constructs in AWSTOE"
_COMPARE = "EC2 Image Builder User Guide, Use comparison operators in AWSTOE"
_VARIABLES = "EC2 Image Builder User Guide, Use variables in AWSTOE"

STRUCTURE = Code(
    "AF701", "component document with a wrong structure", ERROR,
    "A document has `schemaVersion: 1.0` and `phases`, and may have name, description,\n"
    "parameters and constants. A phase has a name and steps; a step has a name and an action,\n"
    "and may have inputs, timeoutSeconds, onFailure, maxAttempts, loop and if. Anything else is\n"
    "refused by the runner, half an hour into the build.", _USE,
)  # fmt: skip
NAME = Code(
    "AF702", "name in a component document", ERROR,
    "Names of phases are unique in a document, names of steps in their phase, names of loops in\n"
    "their phase, and names of parameters and constants among both. Parameters and constants\n"
    "have 3 to 128 letters, digits, hyphens and underscores, and are of type string.", _VARIABLES,
)  # fmt: skip
PHASE = Code(
    "AF703", "phase that Image Builder never runs", WARNING,
    "Image Builder runs the phases build and validate while it builds, and test (for containers\n"
    "container-host-test too) on a new instance of what was built. Phases of other names are\n"
    "allowed, run by nobody but your own call of the runner.", _USE,
)  # fmt: skip
ACTION = Code(
    "AF704", "unknown action", ERROR,
    "The runner has these action modules and no others:\n\n"
    f"{fill(', '.join(ACTIONS), 92)}\n\n"
    "Case counts. There is no Include, no RunCommand and no S3Copy.", _ACTIONS,
)  # fmt: skip
PLATFORM = Code(
    "AF705", "action of another platform", ERROR,
    "ExecuteBash and what sets owners and permissions are not for Windows; ExecutePowerShell,\n"
    "MSI packages and the registry are only for it; UpdateOS is not for macOS.", _ACTIONS,
)  # fmt: skip
INPUTS = Code(
    "AF706", "inputs of an action", ERROR,
    "Each action has inputs of its own, some of them required, each of one kind. Some actions\n"
    "take one mapping, others a list of mappings which are done one after the other; the wrong\n"
    "one of the two is refused.", _ACTIONS,
)  # fmt: skip
UNKNOWN_INPUT = Code(
    "AF723", "input that an action does not take", WARNING,
    "The documentation of the action has no such input. It is misspelt, or does nothing: a\n"
    "warning, since samples of AWS's own have some.", _ACTIONS,
)  # fmt: skip
PERMISSIONS = Code(
    "AF707", "permissions without quotes", WARNING,
    "YAML readers take 0644 for the number 420. Permissions are a text: write them in quotes,\n"
    "as four octal digits.", _ACTIONS,
)  # fmt: skip
PATH = Code(
    "AF708", "path of an action", ERROR,
    "A wildcard may stand in the last part of a path only. What is copied or moved by wildcard\n"
    "goes into a folder, whose path ends with its separator. S3 locations are\n"
    "s3://bucket/key, and with a wildcard end with /*.", _ACTIONS,
)  # fmt: skip
DOWNLOAD = Code(
    "AF709", "download that nobody checks", WARNING,
    "What is downloaded over http, or without a certificate, can be anybody's. Use https, and\n"
    "give checksum and algorithm so that only the file you have seen is taken.", _ACTIONS,
)  # fmt: skip
SETTING = Code(
    "AF710", "setting of a step", ERROR,
    "timeoutSeconds is a whole number of seconds above zero, or -1 for none (7200 by default);\n"
    "maxAttempts is at least 1; onFailure is Abort (default), Continue or Ignore.\n"
    "ExecuteDocument takes neither a timeout nor attempts, Reboot takes no timeout.", _USE,
)  # fmt: skip
LOOP = Code(
    "AF711", "loop", ERROR,
    "A loop has `for` (start, end and updateBy, whole numbers that come to an end) or `forEach`\n"
    "(a list of texts, or `list` with an optional `delimiter`). Expressions may stand in the\n"
    "items of forEach and in its list, nowhere else.", _LOOPS,
)  # fmt: skip
CONDITION = Code(
    "AF712", "condition", ERROR,
    "`if` and the inputs of Assert have exactly one operator: a comparison with its value or\n"
    "path, or and, or, not, nested at most four deep. `then` and `else` are Execute, Skip or\n"
    "Abort.", _IF,
)  # fmt: skip
COMPARISON = Code(
    "AF713", "comparison that never holds", WARNING,
    "Numbers are compared as numbers; what is none makes the comparison false. Patterns are in\n"
    "RE2, which knows no look-around and no back-references.", _COMPARE,
)  # fmt: skip
REFERENCE = Code(
    "AF714", "reference to nothing", ERROR,
    "`{{ phase.step.outputs.name }}` and `{{ phase.step.inputs[0].name }}` refer to a step that\n"
    "has run before, in the same stage: what the build stage leaves is not there in the test\n"
    "stage, which runs on a new instance. `{{ Name }}` is a parameter or a constant. Case\n"
    "counts.", _VARIABLES,
)  # fmt: skip
LITERAL = Code(
    "AF715", "braces that the runner takes for its own", ERROR,
    "The runner replaces every `{{ }}` and has no escape for it: templates of Jinja, Go, Docker\n"
    "or Helm cannot stand in a document as they are. Put the text into the document in base64\n"
    "and decode it in a step, download it, or make the braces when the script runs:\n"
    "`printf '%s%s' '{' '{'`.", _VARIABLES,
)  # fmt: skip
LOOP_VARIABLE = Code(
    "AF716", "loop variable outside of its loop", WARNING,
    "`{{ loop.index }}` and `{{ loop.value }}` exist in a step with a loop, under the loop's name\n"
    "when it has one. Elsewhere the runner leaves them as they are, and says nothing.", _LOOPS,
)  # fmt: skip
MISPLACED = Code(
    "AF717", "expression where none is replaced", ERROR,
    "Expressions are replaced in inputs, in the items of forEach, and in what a condition\n"
    "compares with. In names, timeouts and the bounds of a loop they stay as they are.", _VARIABLES,
)  # fmt: skip
STRICT = Code(
    "AF718", "script that goes on after an error", WARNING,
    "All commands of ExecuteBash become one script, whose exit code is that of its last command:\n"
    "one that fails in the middle is not noticed. Begin the script with `set -euo pipefail`. In\n"
    "PowerShell write `$ErrorActionPreference = 'Stop'`. Told once for a document.", _ACTIONS,
)  # fmt: skip
REBOOT = Code(
    "AF719", "reboot that the runner does not know of", WARNING,
    "A script that reboots by itself cuts the build short. Let it end with exit code 194\n"
    "(PowerShell: `[Environment]::Exit(3010)`): the runner reboots and runs the same step again,\n"
    "so the step must see that it has been there. The action Reboot goes on with the next step.",
    _ACTIONS,
)  # fmt: skip
REBOOT_FOREVER = Code(
    "AF720", "step that asks for a reboot each time", WARNING,
    "After exit code 194 (or 3010) the same step runs again. This one has no condition before\n"
    "that exit, so it asks again, until the agent gives up. Leave a mark before the reboot and\n"
    "look for it first.", _ACTIONS,
)  # fmt: skip
UNUSED = Code(
    "AF721", "parameter that nothing uses", WARNING,
    "The parameter can be given, and changes nothing: its name may be misspelt where it is\n"
    "used. Case counts.", _VARIABLES,
)  # fmt: skip
TOO_LARGE = Code(
    "AF722", "component document too large", ERROR,
    "Image Builder takes documents of up to 64 KB from S3, and of up to 16,000 characters inside\n"
    "a template, which is how payloads use them.", "imagebuilder model, CreateComponent `data`",
)  # fmt: skip

CODES = (
    STRUCTURE, NAME, PHASE, ACTION, PLATFORM, INPUTS, PERMISSIONS, PATH, DOWNLOAD, SETTING, LOOP,
    CONDITION, COMPARISON, REFERENCE, LITERAL, LOOP_VARIABLE, MISPLACED, STRICT, REBOOT,
    REBOOT_FOREVER, UNUSED, TOO_LARGE, UNKNOWN_INPUT,
)  # fmt: skip
