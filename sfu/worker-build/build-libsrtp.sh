#!/usr/bin/env bash
# Builds Debian's own libsrtp2 source on OpenSSL, as a static library. Usage: build-libsrtp.sh PREFIX
# Debian's package of it encrypts through NSS, which took a third of the worker's CPU. Nothing on the machine changes:
# apt reads a copy of its sources, asks for source packages instead, and keeps what it learns in a folder of ours.
set -euo pipefail

prefix=$1
work=$prefix/src
mkdir -p "$work/sources" "$work/lists/partial"
cd "$work"

for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
  [ ! -f "$file" ] || sed -nE 's/^deb(-src)? /deb-src /p' "$file" | sort -u > "sources/$(basename "$file" .list).list"
done
for file in /etc/apt/sources.list.d/*.sources; do
  [ ! -f "$file" ] || sed -E 's/^Types:.*/Types: deb-src/I' "$file" > "sources/$(basename "$file")"
done

apt() {
  apt-get -q -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/sources" -o Dir::State::lists="$work/lists" \
    -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root "$@"
}
# A repository without source packages fails alone; whether libsrtp2 could be had, the next line says.
apt update || true
apt source libsrtp2

cd libsrtp2-*/ 2> /dev/null || cd libsrtp-*/
meson setup --prefix="$prefix" --libdir=lib --buildtype=release -Dcrypto-library=openssl -Dtests=disabled \
  -Ddefault_library=static out
ninja -C out install
