# shellcheck shell=bash
# Builds the release preset, and knows without asking CMake or Ninja that nothing has to be built.
# The launcher sets $root, the folder of the repository.
: "${root:?}"

build_dir=$root/build/release
log=$root/build/setup.log
# As old as the start of the build that made the programs.
programs_stamp=$build_dir/.programs-built

# is_up_to_date STAMP PATH...: nothing at or below the paths that exist has changed since STAMP.
# Folders count, so that a deleted file is noticed.
is_up_to_date() {
    local stamp=$1 path paths=()
    shift
    for path in "$@"; do
        if [[ -e $path ]]; then
            paths+=("$path")
        fi
    done
    [[ -e $stamp && -z $(find "${paths[@]}" -newer "$stamp" -print -quit) ]]
}

# git_log: the file that git writes with every commit and checkout.
git_log() {
    local dir=$root/.git
    if [[ -f $dir ]]; then
        read -r _ dir <"$dir" # A worktree: `gitdir: DIR`.
    fi
    echo "$dir/logs/HEAD"
}

# The programs write the commit they were built from into every run, so a commit is a change too.
are_programs_built() {
    [[ -x $build_dir/cli/kwiklab ]] && is_up_to_date "$programs_stamp" "$(git_log)" \
        "$root"/{CMakeLists.txt,CMakePresets.json,cmake,setup} \
        "$root"/{protocol-core,model,helper,testbed,experiment,analysis,cli}
}

# with_lock COMMAND...: one set-up at a time in this folder; a second call waits for the first.
with_lock() {
    mkdir -p "$build_dir"
    (
        if ! flock -n 9; then
            say 'another set-up is running in this folder; waiting for it'
            flock 9
        fi
        "$@" 9>&-
    ) 9>"$root/build/.lock"
}

# needs_configuring TESTS: Ninja itself sees to changes of CMakeLists.txt, but not to these.
needs_configuring() {
    local cache=$build_dir/CMakeCache.txt
    [[ ! -e $build_dir/build.ninja || $root/CMakePresets.json -nt $build_dir/build.ninja ]] ||
        ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache" ||
        { [[ $1 == ON ]] && ! grep -qxF 'KWIK_TESTS:BOOL=ON' "$cache"; }
}

# configure TESTS: once the tests are configured they stay; running does not need them, so that a
# machine which only runs needs no test packages.
configure() {
    local tests=$1
    if grep -qsxF 'KWIK_TESTS:BOOL=ON' "$build_dir/CMakeCache.txt"; then
        tests=ON
    fi
    # --fresh: a folder that was moved has the old paths in its cache.
    step 'configuring' 'If a package is missing, delete build/ and try again.' \
        cmake --fresh --preset release -S "$root" -DKWIK_TESTS="$tests"
}

# build TESTS TARGET...
build() {
    local tests=$1
    shift
    if needs_configuring "$tests"; then
        configure "$tests"
    fi
    step "building $*" 'The errors are above; mend them, then try again.' \
        cmake --build "$build_dir" --parallel "$(nproc)" --target "$@"
}

# set_up_programs: what `./kwiklab run` and the other commands need.
set_up_programs() {
    if are_programs_built; then
        return # The set-up we waited for has done it.
    fi
    : >"$log"
    touch "$build_dir/.programs-started"
    install_packages "$root/setup/packages/run.txt"
    build OFF programs
    if [[ ! -x $build_dir/cli/kwiklab ]]; then
        stop "the build made no $build_dir/cli/kwiklab."
    fi
    mv "$build_dir/.programs-started" "$programs_stamp"
}

# set_up_tests TARGET...: the programs as well as everything that is needed to test them.
set_up_tests() {
    : >"$log"
    touch "$build_dir/.programs-started"
    install_packages "$root"/setup/packages/{run,test,baselines}.txt
    build ON "$@"
    mv "$build_dir/.programs-started" "$programs_stamp"
}
