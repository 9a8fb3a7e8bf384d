# Read by the scripts that install what some tests need; never makes a run fail.

# Installs packages of Debian: install_packages "what they are" "what to do without" PACKAGE ...
install_packages() {
    local what=$1 without=$2
    shift 2
    if ! command -v apt-get >/dev/null; then
        echo "There is no apt-get here: install $what yourself, or $without"
        return 1
    fi
    local as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
    export DEBIAN_FRONTEND=noninteractive
    if "${as_root[@]}" apt-get update -qq &&
        "${as_root[@]}" apt-get install -y -qq --no-install-recommends "$@" >/dev/null; then
        return 0
    fi
    echo "Could not be installed: $what; $without"
    return 1
}
