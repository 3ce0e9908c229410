#!/bin/sh
# Make the environment: setup.sh base|office|dev PYTHON VENV. Run by the Makefile; safe to run again.
set -eu
wanted=$1 python=$2 venv=$3

say() { printf '%s\n' "$*" >&2; }

# Debian splits Python: venv and Java are packages of their own. Install them when we may, else say what to do.
need() {
    package=$1
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "Installing $package …"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null
    else
        say "This machine lacks $package. Install it, for example:  sudo apt-get install $package"
        return 1
    fi
}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    say "Kaohe needs Python 3.11 or newer; $python is $("$python" -V 2>&1). Name another: make PYTHON=python3.12 …"
    exit 1
}
"$python" -c 'import ensurepip, venv' 2>/dev/null || need python3-venv
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"

export PIP_DISABLE_PIP_VERSION_CHECK=1
say "Installing the $wanted requirements into $venv …"
"$venv/bin/python" -m pip install -q --require-hashes -r "requirements/$wanted.txt"
"$venv/bin/python" -m pip install -q --no-deps --no-build-isolation -e .

# The journeys drive Chromium and want Chinese letters in their pictures; without it they skip and say so.
if [ "$wanted" = dev ]; then
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
        command -v google-chrome >/dev/null 2>&1 || need chromium ||
        say "Without Chromium the tests in a browser are skipped."
    { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh-cn 2>/dev/null | head -n 1)" ]; } ||
        need fonts-noto-cjk || say "Without a Chinese font the pages show boxes in pictures."
fi

# Spark runs on Java; without it the Spark tests skip and say so.
if [ "$wanted" = dev ] && ! command -v java >/dev/null 2>&1; then
    need openjdk-17-jre-headless || say "Without Java the Spark tests are skipped."
fi
