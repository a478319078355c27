# shellcheck shell=bash
# Installs what is missing of the lists in setup/packages, and nothing else.

# debian_release OS_RELEASE_FILE: `12 bookworm` or `13 trixie`; fails on anything else.
debian_release() {
    (
        # shellcheck disable=SC1090
        . "$1"
        [[ ${ID-} == debian && ${VERSION_ID-} =~ ^(12|13)$ ]] && echo "$VERSION_ID $VERSION_CODENAME"
    )
}

# wanted_packages RELEASE LIST...: `name minimum-version suite` a line; `-` means any.
wanted_packages() {
    local release=$1
    shift
    cat "$@" | awk -v release="$release" '
        { sub(/#.*/, "") }
        NF {
            version = suite = "-"
            for (i = 2; i <= NF; ++i) {
                if ($i ~ /^>=/) version = substr($i, 3)
                if (index($i, release "=") == 1) suite = substr($i, length(release) + 2)
            }
            if (suite != "none") print $1, version, suite
        }'
}

# installed_packages NAME...: `name version` of those that are installed.
installed_packages() {
    dpkg-query -W -f '${db:Status-Status} ${Package} ${Version}\n' "$@" 2>/dev/null |
        sed -n 's/^installed //p'
}

# missing_packages: reads the lines of wanted_packages; prints those not installed or too old.
missing_packages() {
    local wanted name version suite
    local -A installed=()
    wanted=$(cat)
    if [[ -z $wanted ]]; then
        return
    fi
    while read -r name version; do
        installed[$name]=$version
    done < <(cut -d ' ' -f 1 <<<"$wanted" | { mapfile -t names && installed_packages "${names[@]}"; })
    while read -r name version suite; do
        if [[ -z ${installed[$name]-} ]] || is_older "${installed[$name]}" "$version"; then
            echo "$name $version $suite"
        fi
    done <<<"$wanted"
}

# is_older VERSION MINIMUM: `-` is older than nothing.
is_older() {
    [[ $2 != - ]] && dpkg --compare-versions "$1" lt "$2"
}

# as_root COMMAND...
as_root() {
    if ((EUID == 0)); then
        "$@"
    else
        sudo "$@"
    fi
}

# apt_get COMMAND...: apt closes the file it reports progress to before it starts a package's
# script, so that cannot be standard output itself; and sudo would close a file opened out here.
apt_get() {
    # shellcheck disable=SC2016
    as_root env DEBIAN_FRONTEND=noninteractive bash -c 'exec apt-get "$@" 3>&1' apt-get \
        -q -y -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 -o APT::Status-Fd=3 "$@"
}

# enable_backports CODENAME PACKAGE...: apt takes the packages from backports from now on.
enable_backports() {
    local codename=$1 files stanza
    mapfile -t files < <(apt_source_files)
    backports_pin "$@" | as_root tee /etc/apt/preferences.d/kwiklab >/dev/null
    if has_suite "$codename-backports" "${files[@]}"; then
        return
    fi
    if ! stanza=$(backports_stanza "$codename" "${files[@]}"); then
        echo "no archive of $codename is listed below /etc/apt"
        return 1
    fi
    as_root tee /etc/apt/sources.list.d/kwiklab-backports.sources >/dev/null <<<"$stanza"
}

# install_packages LIST...: makes sure that everything listed is there.
install_packages() {
    local release codename missing backported
    read -r release codename < <(debian_release /etc/os-release) || refuse_distribution
    missing=$(wanted_packages "$release" "$@" | missing_packages)
    if [[ -z $missing ]]; then
        return
    fi
    refuse_without_root "$missing"
    mapfile -t backported < <(sed -n 's/ .* backports$//p' <<<"$missing")
    if ((${#backported[@]} > 0)); then
        # The libraries are called after their version, so the pin has to be wider than the list.
        step "using $codename-backports for ${backported[*]}" \
            "Add $codename-backports to apt's sources yourself, then try again." \
            enable_backports "$codename" 'libngtcp2* ngtcp2-*'
    fi
    install_missing "$missing" "$release" "$@"
}

# install_missing MISSING RELEASE LIST...
install_missing() {
    local missing=$1 release=$2 names
    shift 2
    mapfile -t names < <(cut -d ' ' -f 1 <<<"$missing")
    # A broken third-party archive must not stop the set-up: what matters is the installation.
    try_step 'reading the package lists (apt-get update)' apt_get update ||
        say 'apt-get update reported errors; going on with the lists there are'
    step "installing ${#names[@]} packages: ${names[*]}" \
        'Check the network and the sources below /etc/apt, then try again.' \
        apt_get install --no-install-recommends "${names[@]}"
    missing=$(wanted_packages "$release" "$@" | missing_packages)
    if [[ -n $missing ]]; then
        stop "still missing or too old (package, version, suite):" "$missing"
    fi
}

refuse_distribution() {
    local name
    name=$(. /etc/os-release 2>/dev/null && echo "${PRETTY_NAME-}") || true
    stop "this set-up knows Debian 12 and 13; this machine runs ${name:-something else}." \
        'Install what setup/packages/*.txt lists by other means, then build by hand:' \
        '    cmake --preset release -DKWIK_TESTS=OFF && cmake --build --preset release --target programs'
}

# refuse_without_root MISSING
refuse_without_root() {
    if ((EUID != 0)) && ! command -v sudo >/dev/null; then
        stop 'installing packages needs root, and there is no sudo. Run ./kwiklab once as root. Missing:' \
            "$(cut -d ' ' -f 1 <<<"$1")"
    fi
}
