#!/usr/bin/env bash
# Runs a command in a clone of this repository on a bare Debian that has nothing but apt: shows that
# ./kwiklab installs all it needs. Needs root, debootstrap and an archive among apt's sources.
#
#   tests/setup/chroot.sh [--fresh] bookworm|trixie DIR [COMMAND...]
#
# DIR becomes the root of that Debian and stays there; when it exists it is used again, with a new
# clone, unless --fresh has it made anew. COMMAND runs in the clone; without it a shell does.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=setup/apt-sources.sh
. "$root/setup/apt-sources.sh"
clone=/root/kwiklab

archive() {
    local files
    mapfile -t files < <(apt_source_files /etc/apt)
    debian_entry "$(. /etc/os-release && echo "$VERSION_CODENAME")" "${files[@]}" | cut -d $'\037' -f 1
}

# remove DIR: never through a mount, which would lead into this machine's own file systems.
remove() {
    if grep -qF " $(realpath -m "$1")/" /proc/self/mounts; then
        echo "something is mounted below $1; unmount it first" >&2
        exit 1
    fi
    rm -rf --one-file-system "$1"
}

# bootstrap SUITE DIR: the smallest Debian that has apt, and keys for https. A debootstrap that fails
# may leave /proc mounted, so it too has a namespace of its own.
bootstrap() {
    # Its own folder is the last thing that debootstrap removes.
    if [[ -e $2/etc/debian_version && ! -e $2/debootstrap ]]; then
        return
    fi
    mkdir -p "$2"
    unshare --mount debootstrap --variant=minbase --include=ca-certificates "$1" "$2" "$(archive)"
}

# clone_into DIR: what is committed, and nothing of this machine's builds.
clone_into() {
    remove "${1:?}$clone"
    git clone --quiet --no-hardlinks --no-local "$root" "$1$clone"
}

# enter DIR COMMAND...: the mounts belong to a namespace of their own, so they end with the command.
enter() {
    local dir=$1
    shift
    cp --dereference /etc/resolv.conf "$dir/etc/resolv.conf"
    # shellcheck disable=SC2016
    unshare --mount --pid --fork --kill-child bash -euc '
        dir=$1 clone=$2
        shift 2
        mount --make-rprivate /
        mount -t proc proc "$dir/proc"
        mount --rbind /dev "$dir/dev"
        mount --rbind /sys "$dir/sys"
        exec chroot "$dir" /usr/bin/env -i HOME=/root TERM="${TERM-dumb}" LANG=C.UTF-8 \
            PATH=/usr/sbin:/usr/bin:/sbin:/bin \
            bash -c "cd \"\$0\" && exec \"\$@\"" "$clone" "$@"
    ' bash "$dir" "$clone" "$@"
}

main() {
    local fresh=no
    if [[ ${1-} == --fresh ]]; then
        fresh=yes
        shift
    fi
    if (($# < 2)); then
        sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
        exit 2
    fi
    local suite=$1 dir=$2
    shift 2
    if [[ $fresh == yes ]]; then
        remove "$dir"
    fi
    if (($# == 0)); then
        set -- bash
    fi
    bootstrap "$suite" "$dir"
    clone_into "$dir"
    enter "$dir" "$@"
}

main "$@"
