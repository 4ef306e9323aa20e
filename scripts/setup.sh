#!/usr/bin/env bash
# Installs what Galley needs to be built, run and tested, and nothing else.
#
#   scripts/setup.sh run         build it and open its window
#   scripts/setup.sh test        the same, and what the tests need
#
# Quick when nothing is missing: one question to dpkg and one comparison of files.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'set-up: %s\n' "$*"; }
fail() { printf 'set-up: %s\n' "$*" >&2; exit 1; }

packages_for() {
  # A C compiler for SQLite, the web view and its headers, and a linker that
  # halves the time of a build.
  echo build-essential pkg-config libwebkit2gtk-4.1-dev mold
  # Without a display, and in tests, the window opens on a display of its own
  # and is driven through WebDriver.
  if [ "$1" = test ] || [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    echo xvfb dbus-daemon webkit2gtk-driver
  fi
  # The front end's own tests and those of exported pages run in a browser; the
  # checker of pages runs on Java; the crash proof injects faults into system calls;
  # printed posts are read with the tools of poppler.
  if [ "$1" = test ]; then echo chromium default-jre-headless poppler-utils strace; fi
}

missing_packages() {
  # dpkg-query fails when a package is unknown; its answer for the others stands.
  comm -23 <(tr ' ' '\n' <<<"$*" | sort) \
    <(dpkg-query --show --showformat '${db:Status-Abbrev}${Package}\n' "$@" 2>/dev/null |
      sed -n 's/^ii //p' | sort)
}

install_debian_packages() {
  local missing as_root=()
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  missing=${missing//$'\n'/ }
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "these Debian packages are missing, and there is no sudo to install them with: $missing"
    as_root=(sudo)
  fi
  say "installing Debian packages: $missing"
  "${as_root[@]}" apt-get update --quiet --quiet
  # shellcheck disable=SC2086 # one word per package
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --quiet --no-install-recommends $missing
}

install_npm_packages() {
  local folder=$1
  local stamp="$folder/node_modules/.installed-from"
  if ! cmp --silent "$folder/package-lock.json" "$stamp"; then
    say "installing the npm packages of $folder/"
    npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error
    cp "$folder/package-lock.json" "$stamp"
  fi
}

what=${1:-}
case "$what" in
  run | test) ;;
  *) fail "say what for: scripts/setup.sh run|test" ;;
esac

for tool in cargo node npm; do
  command -v "$tool" >/dev/null || fail "\`$tool\` is not on the PATH; Galley needs cargo and node (20.19 or later) to begin with"
done
if command -v dpkg-query >/dev/null; then
  # shellcheck disable=SC2046 # one word per package
  install_debian_packages $(packages_for "$what")
else
  say "this is no Debian: make sure that the equivalents of these are installed: $(packages_for "$what" | tr '\n' ' ')"
fi
install_npm_packages ui
