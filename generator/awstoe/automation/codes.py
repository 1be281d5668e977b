"""Findings about Automation documents: AF78x."""

from __future__ import annotations

from generator.findings import Code, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING
_GUIDE = "AWS Systems Manager User Guide, Automation actions reference"

STRUCTURE = Code(
    "AF781", "Automation document with a wrong structure", ERROR,
    "A runbook has schemaVersion '0.3' and mainSteps, and may have description, assumeRole,\n"
    "parameters, variables, outputs and files. Each step has a name of its own of letters,\n"
    "digits and underscores (no hyphens), and an action.", _GUIDE,
)  # fmt: skip
ACTION = Code(
    "AF782", "action of an Automation document", ERROR,
    "The action does not exist, or lacks an input that it needs, or has one that it does not\n"
    "take. Runtimes of aws:executeScript come and go: python3.6 to 3.8 are gone.", _GUIDE,
)  # fmt: skip
JUMP = Code(
    "AF783", "step that leads to nowhere", ERROR,
    "nextStep, onFailure: step:NAME, onCancel: step:NAME and the choices of aws:branch name a\n"
    "step of the document. A step that is cancelled has two minutes, and cannot go to one that\n"
    "launches, copies or waits.", _GUIDE,
)  # fmt: skip
REFERENCE = Code(
    "AF784", "reference to nothing in an Automation document", ERROR,
    "`{{ Name }}` is a parameter, `{{ step.Output }}` an output of a step, `{{ global:NAME }}`\n"
    "and `{{ automation:EXECUTION_ID }}` are the service's. `{{ ssm:name }}` may stand in a\n"
    "parameter's default, not in an input.", _GUIDE,
)  # fmt: skip
LEAK = Code(
    "AF785", "instance that a failure leaves running", WARNING,
    "A step after the launch ends the run when it fails, and the instance stays. Let each of\n"
    "them go on with a step that terminates it: `onFailure: step:terminateInstance`, and the\n"
    "same for onCancel.", _GUIDE,
)  # fmt: skip
TIMEOUT = Code(
    "AF786", "step that the service ends earlier", WARNING,
    "aws:executeScript runs ten minutes at most, aws:invokeLambdaFunction five, whatever\n"
    "timeoutSeconds says.", _GUIDE,
)  # fmt: skip
METADATA = Code(
    "AF787", "instance that answers metadata requests without a token", WARNING,
    "aws:runInstances takes the account's default for instance metadata, which may be version 1.\n"
    "Set MetadataOptions: {HttpTokens: required}.", _GUIDE,
)  # fmt: skip

CODES = (STRUCTURE, ACTION, JUMP, REFERENCE, LEAK, TIMEOUT, METADATA)
