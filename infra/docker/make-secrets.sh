#!/bin/sh
# Makes the secrets of a deployment, once: in a folder that only its owner may enter, since containers read the files as users of their own. Refuses to overwrite: databases keep the old ones.
set -eu
dir="$(dirname "$0")/../secrets"
mkdir -p "$dir"
chmod 700 "$dir"
[ ! -e "$dir/fettle.json" ] || { echo "SECRETS.EXIST: $dir/fettle.json is there already" >&2; exit 1; }
secret() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
admin=$(secret) broker=$(secret) ingest=$(secret)
printf '%s' "$admin" >"$dir/postgres-password"
printf '{"admin":"%s","owner":"%s","pipeline":"%s","api":"%s","identity":"%s","broker":"%s","mqtt":"%s"}\n' \
  "$admin" "$(secret)" "$(secret)" "$(secret)" "$(secret)" "$broker" "$ingest" >"$dir/fettle.json"
printf 'FETTLE_BROKER_DB_PASSWORD=%s\nEMQX_NODE__COOKIE=%s\nEMQX_DASHBOARD__DEFAULT_PASSWORD=%s\n' \
  "$broker" "$(secret)" "$(secret)" >"$dir/emqx.env"
printf 'user_id,password,is_superuser\nfettle-ingest,%s,false\n' "$ingest" >"$dir/emqx-users.csv"
chmod 444 "$dir"/*
echo "made $dir/fettle.json, $dir/postgres-password, $dir/emqx.env"
