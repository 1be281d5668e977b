#!/usr/bin/env bash
# The whole job on the local AWS, from payload to shared AMI and back: what `make demo` runs, as
#     amifactory local run --speed 3000 -- docs/demo.sh
set -euo pipefail

docs=$(cd "$(dirname "$0")" && pwd)
digest=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$docs/../payloads" "$work"
cd "$work"

chapter() { printf '\n== %s\n' "$1"; }
run() {
  printf '\n$ amifactory'
  printf ' %q' "$@"
  printf '\n'
  amifactory "$@"
}

chapter "Payloads become CloudFormation, and both linters have nothing to say"
cp payloads/hardened-web.yaml web.yaml
sed 's/"accounts"/"bootstrapSha256": "'"$digest"'",\n      &/' payloads/classic.json >classic.json
run generate web.yaml classic.json
run lint output/*.y*ml

chapter "What deploying would do, and then doing it"
python "$docs/demo_keys.py" web.yaml # the keys behind alias/golden-images, in its regions
run plan web.yaml
run deploy web.yaml --yes

chapter "A build, from its first step to the AMIs of three regions"
run build "Web Server" --follow
run images

chapter "The payload changes: another script, another account"
sed -i -e 's/web-1\.4\.2\.sh/web-1.5.0.sh/' -e 's/^    regions:/    accounts: ["444455556666"]\n&/' \
  web.yaml
run plan web.yaml

chapter "The classic engine: a Lambda function and Systems Manager Automation"
run deploy classic.json --engine classic --yes
function=$(amifactory status ami-factory --format json | python -c \
  'import json, sys; print(json.load(sys.stdin)["stacks"][0]["outputs"]["BuildAmiFunction"])')
run classic invoke classic.json --function "$function" --follow
run images Webserver

chapter "The stacks go again; what they built stays"
run destroy web ami-factory --yes --unprotect
