#!/usr/bin/env bash
# Nightly copy, encrypted with the office's key and sent off the machine. Cron: 30 1 * * * /opt/bacson/ops/backup.sh
#   BACKUP_KEY   age or gpg recipient of the office      BACKUP_TARGET   rsync target on another machine
set -euo pipefail
: "${BACKUP_KEY:?}" "${BACKUP_TARGET:?}"
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
file="$directory/bacson-$(date +%F).zip"
dotnet /opt/bacson/BacSon.App.dll backup "$file"
gpg --batch --yes --encrypt --recipient "$BACKUP_KEY" --output "$file.gpg" "$file"
rsync -a "$file.gpg" "$BACKUP_TARGET/"
rsync -a "${Storage__Directory:-/var/lib/bacson}/audit-anchors.txt" "$BACKUP_TARGET/"
