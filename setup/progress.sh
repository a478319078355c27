# shellcheck shell=bash
# Tells on stderr what the set-up does; stdout belongs to the program that is being set up.
# setup/build.sh sets $log, the file with the whole output.
: "${log:?}"

say() {
    printf 'kwiklab: %s\n' "$*" >&2
}

# stop LINE...: says why and ends, with the status that the program has for a run it could not finish.
stop() {
    say "$1"
    shift
    if (($# > 0)); then
        printf '%s\n' "$@" >&2
    fi
    exit 3
}

# parse_progress LINE: sets $percent and $doing from a line of Ninja's or of apt's status.
parse_progress() {
    if [[ $1 =~ ^\[([0-9]+)/([0-9]+)\]\ (.*) ]]; then
        percent=$((100 * BASH_REMATCH[1] / BASH_REMATCH[2]))
        doing="[${BASH_REMATCH[1]}/${BASH_REMATCH[2]}] ${BASH_REMATCH[3]##*/}"
    elif [[ $1 =~ ^(pm|dl)status:[^:]*:([0-9]+)[^:]*:(.*) ]]; then
        percent=${BASH_REMATCH[2]}
        doing=${BASH_REMATCH[3]}
    else
        return 1
    fi
}

# show_progress: reads output. A terminal gets one line that changes, anything else every fifth.
show_progress() {
    local line percent doing shown=0
    while IFS= read -r line; do
        if ! parse_progress "$line"; then
            continue
        elif [[ -t 2 ]]; then
            printf '\r\033[K  %3d %%  %.70s' "$percent" "$doing" >&2
        elif ((percent / 20 != shown / 20)); then
            shown=$percent
            printf '  %3d %%  %s\n' "$percent" "$doing" >&2
        fi
    done
    if [[ -t 2 ]]; then
        printf '\r\033[K' >&2
    fi
}

# try_step WHAT COMMAND...: runs COMMAND with all its output in the log.
try_step() {
    say "$1"
    printf '\n== %s\n' "$*" >>"$log"
    shift
    "$@" </dev/null 2>&1 | tee -a "$log" | show_progress
}

# step WHAT ADVICE COMMAND...: the same, and ends with the advice when COMMAND fails.
step() {
    local what=$1 advice=$2
    shift 2
    if ! try_step "$what" "$@"; then
        grep -v '^[a-z]*status:' "$log" | tail -n 30 | sed 's/^/  | /' >&2
        stop "failed: $what" "$advice" "The whole output is in $log"
    fi
}
