#!/usr/bin/env bash
# Deploys Ally beside a live system, and takes it back. `deploy.sh help` tells how;
# docs/deployment.md tells what each step does and why.
#
# What a function needs is asked of `ally functions --lines`; nothing of it stands
# here. Every step may be repeated. Nothing is ever forced.
set -eu

# All of it is read before any of it is run, so that a change of this file meanwhile
# does no harm.
{
root=$(cd "$(dirname "$0")" && pwd)
runtime=go126
rules_api=${ALLY_RULES_API:-https://firebaserules.googleapis.com/v1}
firestore_api=${ALLY_FIRESTORE_API:-https://firestore.googleapis.com/v1}
PATH=$PATH:$root/deploy/node_modules/.bin

usage() {
  cat <<'EOF'
deploy.sh --env FILE --project ID [--work DIR] [--base FILE] COMMAND

  plan [COMMAND…]            print every command that COMMAND would run (without one: apply,
                             indexes, rules, hosting), change nothing, use no network
  build [FUNCTION…]          build and measure here what would be deployed
  apply [FUNCTION…]          deploy functions with their accounts, secrets, triggers, schedules
  base                       record the live rules, without Ally's part, as what you have looked at
  rules                      put Ally's part into the live rules, unless those changed since
  indexes                    add Ally's indexes to the live ones
  hosting                    deploy the page with its ways to the functions
  verify                     look at the live system; ALLY_COOKIE holds a session's token
  rollback user ID           take Ally from one person        (--undo: as it was before)
  rollback global off        Ally off for everybody in 15 s   (on, or --undo: on again)
  rollback frontend          take away the ways to the functions   (--undo: put them back)
  rollback archive           delete Ally's functions and jobs, close its data, keep all of it

--env FILE      settings, see deploy/staging.env.example
--project ID    must be the file's GOOGLE_CLOUD_PROJECT
--work DIR      for what is fetched and made on the way (.ally/deploy/ID)
--base FILE     the recorded rules (deploy/base/ID.rules)
EOF
}

say() { printf '%s\n' "$*" >&2; }
refuse() {
  say "deploy.sh: $*"
  exit 1
}

# ── what to do, and where ───────────────────────────────────────────────────

planning=
env_file=
project=
work=
base=
while [ $# -gt 0 ]; do
  case $1 in
    --env | --project | --work | --base)
      [ $# -ge 2 ] || refuse "$1 needs a value"
      case $1 in
        --env) env_file=$2 ;;
        --project) project=$2 ;;
        --work) work=$2 ;;
        --base) base=$2 ;;
      esac
      shift 2
      ;;
    help | --help | -h)
      usage
      exit 0
      ;;
    -*) refuse "there is no option $1 before the command" ;;
    *) break ;;
  esac
done
[ $# -gt 0 ] || {
  usage >&2
  exit 2
}

ally() {
  if [ -n "${ALLY_TOOL:-}" ]; then
    (cd "$root" && "$ALLY_TOOL" "$@")
  else
    (cd "$root" && go run ./cmd/ally "$@")
  fi
}

# setting NAME gives the file's value, or nothing. The file is read, never run.
setting() {
  local line value=
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in "$1="*) value=${line#*=} ;; esac
  done <"$env_file"
  printf '%s' "$value"
}

settings="REGION DATABASE_LOCATION MIN_INSTANCES MAX_INSTANCES HOSTING_SITE PUBLIC_URL FRONTEND_ROAD CLASSIC_SERVICE URL_MAP"

read_settings() {
  [ -n "$env_file" ] || refuse "which environment? Give --env FILE"
  [ -f "$env_file" ] || refuse "there is no file $env_file"
  [ -n "$project" ] || refuse "which project? Name it with --project; none is guessed"
  [ "$project" = "$(setting GOOGLE_CLOUD_PROJECT)" ] ||
    refuse "--project is $project, but $env_file is for $(setting GOOGLE_CLOUD_PROJECT)"
  case $project in *[!a-z0-9-]* | -* | [0-9]*) refuse "$project is not a project's id" ;; esac
  lines=$(ally functions --lines)
  variables=${lines%%$'\n'*}
  lines=${lines#*$'\n'}
  local number=0 line name value
  while IFS= read -r line || [ -n "$line" ]; do
    number=$((number + 1))
    case $line in '' | '#'*) continue ;; esac
    name=${line%%=*} value=${line#*=}
    case $line in
      *=*) ;;
      *) refuse "$env_file, line $number: expected NAME=value" ;;
    esac
    case $name in
      SECRET_*) ;;
      *) known "$name" "$settings" "$variables" || refuse "$env_file, line $number: nothing reads $name" ;;
    esac
    case $value in
      *';'* | \'* | \"* | *' #'* | *$'\r'*) refuse "$env_file, line $number: $name is taken as it stands, without quotes, comments, semicolons and Windows' line endings" ;;
    esac
  done <"$env_file"
  region=$(needed REGION)
  work=${work:-$root/.ally/deploy/$project}
  base=${base:-$root/deploy/base/$project.rules}
}

# known NAME LIST… says whether a list of names, separated by spaces or lines, has it.
known() {
  local wanted=$1 name
  shift
  # shellcheck disable=SC2048 # the lists are meant to fall apart
  for name in $*; do
    [ "$name" != "$wanted" ] || return 0
  done
  return 1
}

needed() {
  local value
  value=$(setting "$1")
  [ -n "$value" ] || refuse "$env_file has no $1"
  printf '%s' "$value"
}

# ── running and planning ────────────────────────────────────────────────────

print() {
  local word
  for word in "$@"; do
    case $word in
      *\'*) printf '%q ' "$word" ;;
      *[!A-Za-z0-9_./:=@%+,-]* | '') printf "'%s' " "$word" ;;
      *) printf '%s ' "$word" ;;
    esac
  done
  printf '\n'
}

# run changes something.
run() {
  if [ -n "$planning" ]; then
    print "$@"
  else
    print "$@" >&2
    "$@"
  fi
}

# absent says whether a look finds nothing; in a plan it is printed, and says yes.
absent() {
  if [ -n "$planning" ]; then
    printf '# where this finds nothing, the next:\n'
    print "$@"
    return 0
  fi
  ! "$@" >/dev/null 2>&1
}

# again tries a few times: what was made a moment ago is not known everywhere yet.
again() {
  local attempt
  for attempt in 1 2 3 4; do
    if run "$@"; then return 0; fi
    sleep $((attempt * 3))
  done
  run "$@"
}

# api METHOD URL [JSON] calls a Google API as whoever is signed in to gcloud. The
# token goes through standard input, where no process list shows it.
api() {
  local method=$1 url=$2 token
  shift 2
  if [ $# -gt 0 ]; then set -- -H 'Content-Type: application/json' --data-raw "$1"; fi
  if [ -n "$planning" ]; then
    print gcloud auth print-access-token
    print curl -sS --fail -X "$method" -H @- "$@" "$url"
    return 0
  fi
  token=$(gcloud auth print-access-token)
  printf 'Authorization: Bearer %s\n' "$token" | curl -sS --fail -X "$method" -H @- "$@" "$url"
}

make_work() { [ -n "$planning" ] || mkdir -p "$work"; }

# ── functions ───────────────────────────────────────────────────────────────

account() { printf '%s@%s.iam.gserviceaccount.com' "$1" "$project"; }

secret_of() { setting "SECRET_$1"; }

# environment gives all variables as gcloud takes them, separated by semicolons.
# An empty one is left out, so that its default counts.
environment() {
  local name value list=
  for name in $variables; do
    value=$(setting "$name")
    [ -z "$value" ] || list="$list;$name=$value"
  done
  printf '^;^%s' "${list#;}"
}

# mounted gives a function's secrets as gcloud takes them.
mounted() {
  local variable from list=
  for variable in ${1//,/ }; do
    from=$(secret_of "$variable")
    if [ -n "$from" ]; then
      case $from in *:*) ;; *) refuse "SECRET_$variable is $from: expected a secret and its version, such as $from:latest" ;; esac
      list="$list,$variable=$from"
    elif [ "$variable" != GOOGLE_AI_API_KEY ] && [ "$variable" != ALLY_SMTP_URL ]; then
      refuse "$env_file has no SECRET_$variable"
    fi
  done
  printf '%s' "${list#,}"
}

# grant gives an account these roles in the project and takes every other.
grant() {
  local member=serviceAccount:$1 role have=
  shift
  if [ -n "$planning" ]; then
    printf '# of the following what is missing; a role that is none of them is taken:\n'
    roles_of "$member"
  else
    have=$(roles_of "$member")
  fi
  for role in "$@"; do
    known "$role" "$have" ||
      again gcloud projects add-iam-policy-binding "$project" "--member=$member" "--role=$role" --condition=None --format=none --quiet
  done
  for role in $have; do
    known "$role" "$*" ||
      run gcloud projects remove-iam-policy-binding "$project" "--member=$member" "--role=$role" --condition=None --format=none --quiet
  done
}

roles_of() {
  set -- gcloud projects get-iam-policy "$project" '--flatten=bindings[].members' "--filter=bindings.members:$1" '--format=value(bindings.role)'
  if [ -n "$planning" ]; then print "$@"; else "$@"; fi
}

services="artifactregistry cloudbuild cloudfunctions cloudscheduler eventarc firebaserules firestore iam pubsub run secretmanager"

# chosen FUNCTION… gives the facts of the named functions, or of all.
chosen() {
  local name
  for name in "$@"; do
    printf '%s\n' "$lines" | grep -q "^$name|" || refuse "there is no function $name"
  done
  printf '%s\n' "$lines" | while IFS='|' read -r name rest; do
    if [ $# -eq 0 ] || known "$name" "$*"; then printf '%s|%s\n' "$name" "$rest"; fi
  done
}

apply() {
  local list enabled='' service open
  list=$(chosen "$@")
  open=$(environment)
  needed DATABASE_LOCATION >/dev/null
  needed MAX_INSTANCES >/dev/null
  while IFS='|' read -r -u 3 name kind _ _ _ _ _ _ _ _ _ _ _ secrets; do
    mounted "$secrets" >/dev/null # refuses before anything is changed
  done 3<<<"$list"
  for service in $services; do enabled="$enabled $service.googleapis.com"; done
  if [ -z "$(secret_of GOOGLE_AI_API_KEY)" ]; then enabled="$enabled aiplatform.googleapis.com"; fi
  # shellcheck disable=SC2086 # names without spaces
  run gcloud services enable $enabled "--project=$project" --quiet
  while IFS='|' read -r -u 3 name kind _ _ event document cron memory timeout concurrency writes model signs secrets; do
    one_function
  done 3<<<"$list"
}

# one_function deploys the function whose facts apply has read.
one_function() {
  local who roles='' secret variable dir mount minimum=0 maximum
  say "── $name"
  who=$(account "$name")
  mount=$(mounted "$secrets")
  maximum=$(needed MAX_INSTANCES)

  if absent gcloud iam service-accounts describe "$who" "--project=$project"; then
    run gcloud iam service-accounts create "$name" "--display-name=Ally: $name" "--project=$project" --quiet
  fi
  if [ "$writes" = yes ]; then roles=roles/datastore.user; else roles=roles/datastore.viewer; fi
  if [ "$model" = yes ] && [ -z "$(secret_of GOOGLE_AI_API_KEY)" ]; then roles="$roles roles/aiplatform.user"; fi
  if [ "$kind" = event ]; then roles="$roles roles/eventarc.eventReceiver"; fi
  # shellcheck disable=SC2086 # names without spaces
  grant "$who" $roles
  if [ "$signs" = yes ]; then
    again gcloud iam service-accounts add-iam-policy-binding "$who" "--member=serviceAccount:$who" \
      --role=roles/iam.serviceAccountTokenCreator "--project=$project" --condition=None --format=none --quiet
  fi
  for variable in ${secrets//,/ }; do
    secret=$(secret_of "$variable")
    [ -n "$secret" ] || continue
    again gcloud secrets add-iam-policy-binding "${secret%%:*}" "--member=serviceAccount:$who" \
      --role=roles/secretmanager.secretAccessor "--project=$project" --condition=None --format=none --quiet
  done

  dir=$work/stage/$name
  if [ -z "$planning" ]; then rm -rf "$dir"; fi
  staged "$name" "$dir"
  set -- gcloud functions deploy "$name" --gen2 "--project=$project" "--region=$region" "--runtime=$runtime" \
    "--source=$dir" "--entry-point=$name" "--service-account=$who" "--memory=$memory" --cpu=1 "--timeout=${timeout}s" \
    "--concurrency=$concurrency" "--set-env-vars=$open" "--set-secrets=$mount" --update-labels=system=ally --quiet
  case $kind in
    http)
      # Anybody may knock: who calls is known by the session, which Google does not know.
      minimum=$(setting MIN_INSTANCES)
      set -- "$@" --trigger-http --allow-unauthenticated
      ;;
    schedule)
      maximum=1
      set -- "$@" --trigger-http --no-allow-unauthenticated
      ;;
    event)
      set -- "$@" "--trigger-event-filters=type=$event" '--trigger-event-filters=database=(default)' \
        "--trigger-event-filters-path-pattern=document=$document" "--trigger-location=$(needed DATABASE_LOCATION)" \
        "--trigger-service-account=$who" --retry
      ;;
  esac
  run "$@" "--min-instances=${minimum:-0}" "--max-instances=$maximum"

  [ "$kind" != http ] || return 0
  run gcloud functions add-invoker-policy-binding "$name" "--member=serviceAccount:$who" "--project=$project" "--region=$region" --quiet
  [ "$kind" = schedule ] || return 0
  if [ -n "$planning" ]; then
    absent gcloud scheduler jobs describe "$name" "--project=$project" "--location=$region"
    job create
    printf '# and where it finds one:\n'
    job update
  elif absent gcloud scheduler jobs describe "$name" "--project=$project" "--location=$region"; then
    job create
  else
    job update
  fi
}

staged() {
  if [ -n "$planning" ]; then
    print go run ./cmd/ally stage "$1" "$2"
  else
    ally stage "$1" "$2"
  fi
}

functions_url() { printf '%s' "${ALLY_FUNCTIONS_URL:-https://$region-$project.cloudfunctions.net}"; }

# job creates or updates the schedule of the function. A run that fails is not
# tried again: the next one comes anyway.
job() {
  local url
  url=$(functions_url)/$name
  run gcloud scheduler jobs "$1" http "$name" "--project=$project" "--location=$region" "--schedule=$cron" --time-zone=Etc/UTC \
    "--uri=$url" --http-method=POST "--oidc-service-account-email=$who" "--oidc-token-audience=$url" \
    "--attempt-deadline=${timeout}s" --max-retry-attempts=0 --quiet
}

# ── rules and indexes ───────────────────────────────────────────────────────

# live_rules fetches the live ruleset into live.rules, and without our part into
# theirs.rules.
live_rules() {
  local ruleset
  make_work
  if [ -n "$planning" ]; then
    api GET "$rules_api/projects/$project/releases/cloud.firestore"
    printf '# and the ruleset that it names, such as:\n'
    api GET "$rules_api/projects/$project/rulesets/ID"
    return 0
  fi
  api GET "$rules_api/projects/$project/releases/cloud.firestore" >"$work/release.json"
  ruleset=$(sed -n 's/.*"rulesetName": *"\(projects\/[^"]*\)".*/\1/p' "$work/release.json")
  [ -n "$ruleset" ] || refuse "the live release names no ruleset: $work/release.json"
  api GET "$rules_api/$ruleset" >"$work/ruleset.json"
  ally rules text --live "$work/ruleset.json" >"$work/live.rules"
  ally rules remove --live "$work/live.rules" >"$work/theirs.rules"
  say "live: $ruleset"
}

record_base() {
  live_rules
  if [ -z "$planning" ]; then
    if [ -f "$base" ]; then diff -u "$base" "$work/theirs.rules" >&2 || true; fi
    mkdir -p "$(dirname "$base")"
    cp "$work/theirs.rules" "$base"
    say "recorded in $base: look at it, and commit it"
  fi
}

# rules merge|close puts our part, or one that closes our data, into the live rules.
rules() {
  live_rules
  if [ -z "$planning" ]; then
    [ -f "$base" ] || refuse "there is no $base: look at $work/theirs.rules, and record it with the command base"
    if ! diff -u "$base" "$work/theirs.rules" >&2; then
      refuse "the live rules changed since they were recorded (above): look, and record them with the command base"
    fi
    ally rules "$1" --live "$work/live.rules" >"$work/firestore.rules"
    if cmp -s "$work/live.rules" "$work/firestore.rules"; then
      say "the live rules are so already"
      return 0
    fi
    diff -u "$work/live.rules" "$work/firestore.rules" >&2 || true
    cp "$work/live.rules" "$work/before-$(date -u +%Y%m%dT%H%M%SZ).rules"
  fi
  firebase_config
  deploy_firebase firestore:rules
  [ -z "$planning" ] || return 0
  live_rules
  cmp -s "$work/live.rules" "$work/firestore.rules" || refuse "what is live is not what was deployed: look at $work/live.rules"
}

indexes() {
  make_work
  if [ -n "$planning" ]; then
    print firebase firestore:indexes --project "$project" --non-interactive
  else
    firebase firestore:indexes --project "$project" --non-interactive >"$work/live.indexes.json"
    ally indexes merge --live "$work/live.indexes.json" >"$work/firestore.indexes.json"
    diff -u "$work/live.indexes.json" "$work/firestore.indexes.json" >&2 || true
  fi
  firebase_config
  deploy_firebase firestore:indexes
}

# firebase_config [--closed] makes the firebase.json that is deployed from.
firebase_config() {
  set -- firebase --region "$region" --public dist "$@"
  if [ -n "$(setting HOSTING_SITE)" ]; then set -- "$@" --site "$(setting HOSTING_SITE)"; fi
  if [ -n "$planning" ]; then
    printf '# its output is %s:\n' "$work/firebase.json"
    print go run ./cmd/ally "$@"
  else
    ally "$@" >"$work/firebase.json"
  fi
}

deploy_firebase() {
  run firebase deploy --only "$1" --project "$project" --config "$work/firebase.json" --non-interactive
}

# ── the page and the ways to the functions ──────────────────────────────────

hosting() {
  needed HOSTING_SITE >/dev/null # a project's own site may be somebody else's
  make_work
  run npm --prefix "$root/web" ci
  run npm --prefix "$root/web" run build
  run rm -rf "$work/dist"
  run cp -R "$root/web/dist" "$work/dist"
  firebase_config "$@"
  deploy_firebase "hosting:$(setting HOSTING_SITE)"
}

verify() {
  local at failed=0
  at=$(needed PUBLIC_URL)
  look 200 "$at/api/ally/health" nobody
  look 200 "$at/api/ally/openapi.json" nobody
  look 401 "$at/api/ally/conversations" nobody
  look '200 403' "$at/api/ally/conversations" somebody
  look 200 "$at/api/feature-flags" somebody
  while IFS='|' read -r -u 3 name kind _; do
    [ "$kind" = http ] || look '401 403' "$(functions_url)/$name" nobody
  done 3<<<"$lines"
  [ "$failed" = 0 ] || refuse "$failed of these are not as they should be"
}

# look STATUSES URL WHO asks, and compares the status and that nothing is kept.
look() {
  local got status kept
  if [ -n "$planning" ]; then
    if [ "$3" = somebody ]; then print curl -sS -o /dev/null -D - -H @- "$2"; else print curl -sS -o /dev/null -D - "$2"; fi
    return 0
  fi
  if [ "$3" = somebody ]; then
    [ -n "${ALLY_COOKIE:-}" ] || refuse "whose session? Put a token into ALLY_COOKIE"
    got=$(printf 'Cookie: __session=%s\n' "$ALLY_COOKIE" | curl -sS -o /dev/null -D - -H @- "$2") || got=
  else
    got=$(curl -sS -o /dev/null -D - "$2") || got=
  fi
  status=$(printf '%s\n' "$got" | tr -d '\r' | sed -n 's/^HTTP\/[0-9.]* \([0-9]*\).*/\1/p' | tail -n 1)
  kept=
  case $2 in
    */api/*) printf '%s\n' "$got" | grep -iq '^cache-control:.*no-store' || kept=' (may be kept by caches)' ;;
  esac
  if known "${status:-none}" "$1" && [ -z "$kept" ]; then
    say "ok    $status $2"
  else
    say "WRONG ${status:-no answer}, expected $1: $2$kept"
    failed=$((failed + 1))
  fi
}

# ── the way back ────────────────────────────────────────────────────────────

rollback() {
  local level=${1:-} undo='' word
  [ $# -gt 0 ] && shift
  local -a rest=()
  for word in "$@"; do
    if [ "$word" = --undo ]; then undo=yes; else rest+=("$word"); fi
  done
  case $level in
    user) rollback_user "${rest[0]:-}" ;;
    global)
      case ${rest[0]:-}$undo in
        off) switch_off true ;;
        on | yes | offyes) switch_off false ;;
        *) refuse "expected: rollback global off, rollback global on" ;;
      esac
      ;;
    frontend) rollback_frontend ;;
    archive) archive ;;
    *) refuse "expected: rollback user ID, global off, frontend, or archive" ;;
  esac
}

documents() { printf '%s/projects/%s/databases/(default)/documents/%s' "$firestore_api" "$project" "$1"; }

switch_off() {
  api PATCH "$(documents ally_config/switches)?updateMask.fieldPaths=off" "{\"fields\":{\"off\":{\"booleanValue\":$1}}}"
}

# rollback_user takes Ally from a person, and notes how it was, so that --undo
# puts back exactly that: true, false, or nothing.
rollback_user() {
  local id=$1 note=$work/user-$1 was mask='updateMask.fieldPaths=allyBetaAccess.enabled&currentDocument.exists=true' body
  case $id in '' | *[!A-Za-z0-9_.@-]*) refuse "expected the id of a person's document" ;; esac
  make_work
  body='{"fields":{"allyBetaAccess":{"mapValue":{"fields":{"enabled":{"booleanValue":false}}}}}}'
  if [ -n "$undo" ]; then
    if [ -n "$planning" ]; then was=true; else
      [ -f "$note" ] || refuse "there is no $note that tells how it was: set users/$id.allyBetaAccess.enabled yourself"
      was=$(cat "$note")
    fi
    body=$(printf '%s' "$body" | sed "s/false/$was/")
    if [ "$was" = absent ]; then body='{"fields":{}}'; fi
    api PATCH "$(documents "users/$id")?$mask" "$body"
    [ -n "$planning" ] || rm "$note"
    return 0
  fi
  if [ -n "$planning" ]; then
    api GET "$(documents "users/$id")?mask.fieldPaths=allyBetaAccess.enabled"
  elif [ ! -f "$note" ]; then
    was=$(api GET "$(documents "users/$id")?mask.fieldPaths=allyBetaAccess.enabled") || refuse "there is no person $id, or they can't be read"
    case $(printf '%s' "$was" | tr -d ' \n') in
      *'"booleanValue":true'*) printf true >"$note" ;;
      *'"booleanValue":false'*) printf false >"$note" ;;
      *) printf absent >"$note" ;;
    esac
  fi
  api PATCH "$(documents "users/$id")?$mask" "$body"
}

# rollback_frontend takes the ways to the functions away where they are Ally's own,
# and says what to do where they are the classic system's.
rollback_frontend() {
  case $(needed FRONTEND_ROAD) in
    hosting) if [ -n "$undo" ]; then hosting; else hosting --closed; fi ;;
    balancer)
      needed URL_MAP >/dev/null
      say "The load balancer is not Ally's: whoever runs it does this."
      if [ -n "$undo" ]; then
        print gcloud compute url-maps import "$(needed URL_MAP)" "--project=$project" --global "--source=$work/urlmap.yaml"
      else
        print gcloud compute url-maps export "$(needed URL_MAP)" "--project=$project" --global "--destination=$work/urlmap.yaml"
        print gcloud compute url-maps remove-path-matcher "$(needed URL_MAP)" "--project=$project" --global --path-matcher-name=ally
      fi
      ;;
    proxy)
      needed CLASSIC_SERVICE >/dev/null
      say "The proxy is the classic system's: whoever runs it does this."
      if [ -n "$undo" ]; then
        print gcloud run services update "$(needed CLASSIC_SERVICE)" "--project=$project" "--region=$region" "--update-env-vars=ALLY_FUNCTIONS_URL=$(functions_url)"
      else
        print gcloud run services update "$(needed CLASSIC_SERVICE)" "--project=$project" "--region=$region" --remove-env-vars=ALLY_FUNCTIONS_URL
      fi
      ;;
    *) refuse "FRONTEND_ROAD is $(setting FRONTEND_ROAD): expected hosting, balancer or proxy" ;;
  esac
}

archive() {
  if [ -n "$undo" ]; then
    apply
    rules merge
    return 0
  fi
  rules close
  while IFS='|' read -r -u 3 name kind _; do
    if [ "$kind" = schedule ]; then
      gone gcloud scheduler jobs "$name" "--project=$project" "--location=$region"
    fi
    gone gcloud functions "$name" --gen2 "--project=$project" "--region=$region"
  done 3<<<"$lines"
  say "Ally's functions and jobs are gone. Its data, rules, indexes, accounts and secrets are there."
}

# gone PROGRAM… NAME FLAG… deletes something that is there.
gone() {
  local -a what=() flags=()
  while [ "$1" != "$name" ]; do
    what+=("$1")
    shift
  done
  shift
  flags=("$@")
  if [ -n "$planning" ]; then
    printf '# where this finds something, the next:\n'
    print "${what[@]}" describe "$name" "${flags[@]}"
  elif absent "${what[@]}" describe "$name" "${flags[@]}"; then
    return 0
  fi
  run "${what[@]}" delete "$name" "${flags[@]}" --quiet
}

# ── commands ────────────────────────────────────────────────────────────────

command=$1
shift
read_settings
if [ "$command" = plan ]; then
  planning=yes
  command=${1:-all}
  [ $# -eq 0 ] || shift
fi
case $command in
  all) [ -n "$planning" ] || refuse "there is no command all" ;;
  base | rules | indexes | hosting | verify) [ $# -eq 0 ] || refuse "$command takes nothing more" ;;
esac
case $command in
  all)
    apply
    indexes
    rules merge
    hosting
    ;;
  build) ally build "$@" ;;
  apply) apply "$@" ;;
  base) record_base ;;
  rules) rules merge ;;
  indexes) indexes ;;
  hosting) hosting ;;
  verify) verify ;;
  rollback) rollback "$@" ;;
  *) refuse "there is no command $command; help tells which there are" ;;
esac
exit
}
