# shellcheck shell=bash
# Reads apt's own source files, so that no mirror's name has to be written down in this repository.
# An entry is one line of apt_sources: URI, suite, components, Signed-By and Trusted, separated by
# US (037); the line breaks of a key that is embedded in Signed-By become RS (036).

# one_line_entries FILE: the entries of a file in the old format, `deb [options] URI suite part...`.
one_line_entries() {
    awk '
        function option(name,    i, n, word, at) {
            n = split(options, word, " ")
            for (i = 1; i <= n; ++i) {
                at = index(word[i], "=")
                if (at && tolower(substr(word[i], 1, at - 1)) == name)
                    return substr(word[i], at + 1)
            }
            return ""
        }
        { sub(/#.*/, "") }
        $1 == "deb" {
            options = ""
            sub(/^[ \t]*deb[ \t]+/, "")
            if (/^\[/) {
                options = substr($0, 2, index($0, "]") - 2)
                $0 = substr($0, index($0, "]") + 1)
            }
            parts = ""
            for (i = 3; i <= NF; ++i)
                parts = parts (i > 3 ? " " : "") $i
            keys = option("signed-by")
            gsub(",", " ", keys)
            print $1 "\037" $2 "\037" parts "\037" keys "\037" option("trusted")
        }' "$1"
}

# deb822_entries FILE: the entries of a file in the new format, one per URI and suite of a stanza.
deb822_entries() {
    awk '
        function words(name) {
            gsub(/[\036\t ]+/, " ", field[name])
            sub(/^ /, "", field[name])
            return field[name]
        }
        function finish(    i, j, uris, suites, uri, suite) {
            uris = split(words("uris"), uri, " ")
            suites = split(words("suites"), suite, " ")
            if ((" " words("types") " ") !~ / deb / || tolower(words("enabled")) ~ /^(no|false|0|off)$/)
                uris = 0
            for (i = 1; i <= uris; ++i)
                for (j = 1; j <= suites; ++j)
                    print uri[i] "\037" suite[j] "\037" words("components") "\037" \
                        field["signed-by"] "\037" words("trusted")
            split("", field)
        }
        /^#/ { next }
        /^[ \t]*$/ { finish(); next }
        /^[ \t]/ { field[name] = field[name] "\036" $0; next }
        {
            name = tolower(substr($0, 1, index($0, ":") - 1))
            value = substr($0, index($0, ":") + 1)
            gsub(/^[ \t]+|[ \t]+$/, "", value)
            field[name] = value
        }
        END { finish() }' "$1"
}

# apt_sources FILE...: the entries of all the files that apt would read; apt goes by the suffix too.
apt_sources() {
    local file
    for file in "$@"; do
        case $file in
            *.list) one_line_entries "$file" ;;
            *.sources) deb822_entries "$file" ;;
        esac
    done
}

# apt_source_files [DIR]: the files apt reads on this machine.
apt_source_files() {
    local dir=${1:-/etc/apt} file
    for file in "$dir"/sources.list "$dir"/sources.list.d/*.list "$dir"/sources.list.d/*.sources; do
        if [[ -r $file ]]; then
            printf '%s\n' "$file"
        fi
    done
}

# has_suite SUITE FILE...: does any of the files offer it?
has_suite() {
    local suite=$1
    shift
    apt_sources "$@" | awk -F '\037' -v suite="$suite" '
        $2 == suite { found = 1 }
        END { exit !found }'
}

# debian_entry CODENAME FILE...: the entry this machine has Debian itself from. Others use Debian's
# codenames as well, so an archive called `debian`, as mirrors name it, goes first.
debian_entry() {
    local codename=$1
    shift
    apt_sources "$@" | awk -F '\037' -v suite="$codename" '
        $1 ~ /^cdrom:/ || $2 != suite || (" " $3 " ") !~ / main / { next }
        $1 ~ /\/debian\/?$/ && named == "" { named = $0 }
        first == "" { first = $0 }
        END { print named != "" ? named : first; exit first == "" }'
}

# backports_stanza CODENAME FILE...: a deb822 stanza for the backports of the release, from the same
# archive and trusted by the same key as the release itself.
backports_stanza() {
    local entry
    entry=$(debian_entry "$@") || return
    awk -F '\037' -v suite="$1-backports" '{
        print "Types: deb\nURIs: " $1 "\nSuites: " suite "\nComponents: main"
        gsub("\036", "\n", $4)
        if ($4 != "") print "Signed-By: " $4
        if ($5 != "") print "Trusted: " $5
    }' <<<"$entry"
}

# backports_pin CODENAME PACKAGE...: takes the packages, and nothing else, from backports.
backports_pin() {
    local codename=$1
    shift
    printf 'Package: %s\nPin: release n=%s-backports\nPin-Priority: 990\n' "$*" "$codename"
}
