#!/usr/bin/env bash
# The whole job on the local AWS, from payload to shared AMI and back: what `make demo` runs, as
#     amifactory local run --speed 3000 -- docs/demo.sh
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

chapter() { printf '\n== %s\n' "$1"; }
run() {
  printf '\n$ amifactory %s\n' "$*"
  amifactory "$@"
}

chapter "Payloads become CloudFormation, and both linters have nothing to say"
run generate payloads/hardened-web.yaml payloads/classic.json --output "$work/templates"
run lint "$work"/templates/*.y*ml

chapter "What deploying would do, and then doing it"
cp payloads/hardened-web.yaml "$work/web.yaml"
python docs/demo_keys.py "$work/web.yaml" # the keys behind alias/golden-images, in its regions
run plan "$work/web.yaml"
run deploy "$work/web.yaml" --yes

chapter "A build, from its first step to the AMIs of three regions"
run build "Web Server" --follow
run images

chapter "The payload changes: another script, another account"
sed -i -e 's/web-1\.4\.2\.sh/web-1.5.0.sh/' -e 's/^    regions:/    accounts: ["444455556666"]\n&/' \
  "$work/web.yaml"
run plan "$work/web.yaml"

chapter "The classic engine: a Lambda function and Systems Manager Automation"
run deploy payloads/classic.json --engine classic --yes
function=$(amifactory status ami-factory --format json | python -c \
  'import json, sys; print(json.load(sys.stdin)["stacks"][0]["outputs"]["BuildAmiFunction"])')
run classic invoke payloads/classic.json --function "$function" --follow
run images Webserver

chapter "And everything goes again"
run destroy web ami-factory --yes --unprotect
