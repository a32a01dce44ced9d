#!/bin/sh
# Installs MedCode Desktop from this checkout into .venv on Debian 12 or Ubuntu 24.04, system libraries included.
#
#   sh packaging/install-debian.sh          the program
#   sh packaging/install-debian.sh test     the checkout itself, with what its tests need
#
# llama-cpp-python is compiled for this machine's processor, which takes some minutes. For a GPU, set CMAKE_ARGS
# before, for example CMAKE_ARGS="-DGGML_CUDA=on" with the CUDA toolkit installed.
set -eu
cd "$(dirname "$0")/.."

as_root=""
[ "$(id -u)" = 0 ] || as_root=sudo

$as_root apt-get update -qq
# The compiler for llama.cpp, and the libraries that Qt loads; the lower line is for windows under X11 and Wayland.
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    python3 python3-venv ca-certificates g++ \
    libegl1 libgl1 libglib2.0-0 libfontconfig1 libfreetype6 libdbus-1-3 libxkbcommon0 fonts-dejavu-core \
    libxcb-cursor0 libxkbcommon-x11-0 libx11-xcb1 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libwayland-cursor0 libwayland-egl1

[ -x .venv/bin/python ] || python3 -m venv .venv
if [ "${1:-}" = test ]; then
    # The tests trace the system calls of the program with it; they pass those by where it is missing.
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends strace || true
    .venv/bin/python -m pip install --editable '.[test]'
else
    .venv/bin/python -m pip install '.[claims,documents,exports]'
fi
