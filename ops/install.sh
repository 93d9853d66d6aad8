#!/usr/bin/env bash
# Installs or renews BacSon.Platform on Debian as a service; may be run again at any time and never touches settings or data.
#   sudo ops/install.sh               publishes from this source tree (needs the .NET SDK 10)
#   sudo ops/install.sh DIRECTORY     takes a folder that «dotnet publish host/App -c Release» made (needs the ASP.NET Core runtime 10)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# Elsewhere than / only to try it: then no account is made and no service is started.
root=${BACSON_ROOT:-}
program=$root/opt/bacson
data=$root/var/lib/bacson
settings=$root/etc/bacson.env
unit=$root/etc/systemd/system/bacson.service

if [ -z "$root" ] && [ "$(id -u)" -ne 0 ]; then
  echo "Run as root: sudo ops/install.sh" >&2
  exit 1
fi
if [ -z "$root" ] && [ ! -x /usr/bin/dotnet ]; then
  echo "No /usr/bin/dotnet: install the ASP.NET Core runtime 10 first." >&2
  exit 1
fi

published=${1:-}
made=
if [ -z "$published" ]; then
  made=$(mktemp -d)
  trap 'rm -rf "$made"' EXIT
  dotnet publish "$here/../host/App" -c Release -o "$made" --nologo
  published=$made
fi
if [ ! -f "$published/BacSon.App.dll" ]; then
  echo "$published holds no BacSon.App.dll." >&2
  exit 1
fi

if [ -z "$root" ] && ! getent passwd bacson >/dev/null; then
  useradd --system --home-dir /var/lib/bacson --no-create-home --shell /usr/sbin/nologin bacson
fi

mkdir -p "$(dirname "$program")" "$(dirname "$settings")" "$(dirname "$unit")"
install -d -m 0700 "$data"
if [ -z "$root" ]; then chown bacson:bacson "$data"; fi

if [ ! -e "$settings" ]; then
  install -m 0600 "$here/bacson.env" "$settings"
  echo "Settings: $settings (from the template; edit them)."
fi

# Beside the running program, then in its place: a copy that was cut off changes nothing. The one before stays for the way back.
rm -rf "$program.new"
cp -r "$published" "$program.new"
chmod -R u=rwX,go=rX "$program.new"
if [ -z "$root" ]; then
  chown -R root:root "$program.new"
  systemctl stop bacson.service 2>/dev/null || true
fi
# The same version once more is no upgrade: the one before it stays the way back.
if [ -d "$program" ] && diff -rq "$program" "$program.new" >/dev/null; then
  rm -rf "$program"
elif [ -d "$program" ]; then
  rm -rf "$program.before"
  mv "$program" "$program.before"
fi
mv "$program.new" "$program"
install -m 0644 "$here/bacson.service" "$unit"

if [ -n "$root" ]; then exit 0; fi
systemctl daemon-reload
systemctl enable bacson.service
systemctl restart bacson.service
echo "Installed. What it says: journalctl -u bacson -n 20"
