# shellcheck shell=bash
# `./kwiklab test`: installs, builds, tests, and ends with the line `N passed, N failed`.
: "${root:?}" "${build_dir:?}"

test_usage() {
    cat <<'USAGE'
Usage: ./kwiklab test [--long] [--filter REGEX]

Installs what the tests need, builds everything and runs the tests. The last line of the output is
`N passed, N failed`; the exit status is 0 only when something ran and nothing failed.

  --long          also the tests that take many minutes (labelled `long`)
  --filter REGEX  only the tests whose name matches
USAGE
}

# count_results JUNIT_FILE: `passed failed`; a test that did not run has failed.
count_results() {
    awk '
        /<testcase / { ++all }
        /<testcase / && / status="run"/ { ++passed }
        END { print passed + 0, all - passed }' "$1"
}

# conclude PASSED FAILED: the last line, and the exit status.
conclude() {
    printf '%d passed, %d failed\n' "$1" "$2"
    (($1 > 0 && $2 == 0))
}

# run_ctest LABELS FILTER: what goes wrong is told by the results, not by the exit status.
run_ctest() {
    local results=$root/build/test-results.xml options=()
    if [[ $1 == long ]]; then
        options+=(--build-config long)
    else
        options+=(--label-exclude '^long$')
    fi
    rm -f "$results"
    ctest --test-dir "$build_dir" --parallel 2 --output-on-failure --no-tests=error \
        --output-junit "$results" --tests-regex "$2" "${options[@]}" 2>&1 || true
    if [[ ! -e $results ]]; then
        conclude 0 1
        return
    fi
    # shellcheck disable=SC2046
    conclude $(count_results "$results")
}

test_command() {
    local labels=short filter=.
    while (($# > 0)); do
        case $1 in
            --long) labels=long ;;
            --filter) filter=${2:?--filter needs a regular expression} && shift ;;
            --help | -h) test_usage && return ;;
            *) test_usage >&2 && return 2 ;;
        esac
        shift
    done
    if ! with_lock set_up_tests all; then
        echo 'No test was run: the set-up failed, see above.'
        conclude 0 1
        return
    fi
    run_ctest "$labels" "$filter"
}

# tools_command: other transports, to be compared with Kwik.
tools_command() {
    log=$root/build/setup.log
    mkdir -p "$root/build"
    : >"$log"
    with_lock install_packages "$root/setup/packages/baselines.txt"
    say 'what kwiklab testbed baselines compares with is there'
}

# bench_command ARGUMENT...: tests/bench/run measures; here is only what it needs.
bench_command() {
    if [[ ! -x $root/tests/bench/run ]]; then
        stop 'there is no benchmark: tests/bench/run is missing.'
    fi
    with_lock install_packages "$root/setup/packages/bench.txt"
    with_lock set_up_tests programs benchmarks
    exec "$root/tests/bench/run" "$@"
}
