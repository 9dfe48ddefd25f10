# Functions that the set-up scripts share; the caller defines `fail`.

# Installs those of the named Debian packages that are missing, asking the archive for its list once.
install_debian_packages() {
    local missing=() package
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    command -v apt-get >/dev/null || fail "this needs Debian's packages ${missing[*]}; install them and run this again"
    echo "setup: installing ${missing[*]}"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# The same for servers, which Debian starts when it installs them; a policy lets them be for as long as this installs.
install_without_starting() {
    local policy=/usr/sbin/policy-rc.d made= status=0
    if [[ ! -e $policy ]]; then
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
        as_root chmod 755 "$policy"
        made=yes
    fi
    install_debian_packages "$@" || status=$?
    [[ -z $made ]] || as_root rm "$policy"
    return "$status"
}

is_installed() {
    [[ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]
}

as_root() {
    if [[ $EUID -eq 0 ]]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "installing packages needs root: run this as root, or install sudo"
    fi
}

create_python_environment() {
    python3 -m venv "$1" || fail "Python could not make a virtual environment in $1"
}

# Keeps a virtual environment in step with a file of pinned requirements.
install_python_tools() {
    local environment=$1 requirements=$2
    cmp -s "$requirements" "$environment/installed.txt" && return
    echo "setup: installing Python tools into $environment"
    [[ -x "$environment/bin/pip" ]] || create_python_environment "$environment"
    "$environment/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements" ||
        fail "the Python packages of $requirements could not be installed"
    cp "$requirements" "$environment/installed.txt"
}
