"""Strings that have broken programs: for shells, YAML, CloudFormation, terminals, readers."""

from __future__ import annotations

SHELL = (
    "$(touch /tmp/owned)",
    "`id`",
    "; rm -rf / #",
    "' ; id ; '",
    '" && id && "',
    "a\nrm -rf /",
    "| tee /etc/passwd",
    "${IFS}x",
    "$HOME/*/?[a-z]",
    "\\' \\\" \\\\",
    "--output=/etc/shadow",
    "~root",
    "'END_OF_VALUE'\nid\n",
)
POWERSHELL = (
    "'; Remove-Item C:\\ -Recurse #",
    "$(Get-Process) $env:PATH",
    "`n`0`$x",
    "\u2018;iex\u2019 \u201cq\u201d",
    "@'\nx\n'@",
)
YAML = (
    ": ",
    "a: b",
    "- a",
    "a #b",
    "!!python/object:os.system",
    "!Ref Secret",
    "&anchor *alias",
    "*alias",
    "|",
    "---",
    "\n---\nResources: {}",
    "'",
    "'\"'\"",
    "{a: b}",
    "? key",
    "yes",
    "null",
    "012",
    "12:30:45",
    "1e999",
    " lead and trail ",
    "a\ttab",
    "<<",
)
CLOUDFORMATION = (
    "${AWS::AccountId}",
    "${!AWS::Region}",
    "${BuildRole.Arn}",
    "arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess",
    "{{resolve:secretsmanager:prod:SecretString}}",
    "{{ imagebuilder:buildDate }}",
    "{{ x }}",
    "{{{{",
    '{"Ref": "AWS::AccountId"}',
    '{"Fn::Sub": "${AWS::Region}"}',
    "Ref",
    "Fn::Sub",
    "Fn::ImportValue",
    "!Sub ${AWS::StackName}",
)
UNSEEN = (
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\u202egnp.exe",
    "a\u2066b\u2069",
    "zero\u200bwidth",
    "soft\xadhyphen",
    "no\xa0break",
    "line\u2028separator",
    "\x00",
    "\r\n",
    "\ue000private",
    "\U000e0041tag",
    "\U0001f468\u200d\U0001f469 family",
    "\u3164",
    "\uffff",
)
PATHS = (
    "../../etc/passwd",
    "/etc/passwd",
    "C:\\Windows",
    "a/../b",
    "https://user:pw@example.com/x",
    "http://169.254.169.254/latest/meta-data",
    "s3://bucket/*",
)
LONG = ("x" * 5000, "é" * 300, "a b " * 1000)
PLAINLY_ODD = (
    *("", " ", "CHANGEME", "<script>alert(1)</script>", "' OR 1=1 --"),
    *("::error::x", "##vso[x]"),
)

HOSTILE = (
    *SHELL, *POWERSHELL, *YAML, *CLOUDFORMATION, *UNSEEN, *PATHS, *LONG, *PLAINLY_ODD,
)  # fmt: skip
