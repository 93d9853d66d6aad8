#!/usr/bin/env bash
# Makes one migration of the given name for both databases, so that they stay equal.
#   ops/migrations.sh AddPostings        a new migration
#   ops/migrations.sh --squash           until the first release: one fresh «Initial» for each, the old ones gone
set -euo pipefail
cd "$(dirname "$0")/.."
name=${1:?name of the migration}
dotnet tool restore >/dev/null
if [ "$name" = --squash ]; then
  rm -rf host/App/Migrations/Sqlite host/App/Migrations/SqlServer
  name=Initial
fi
dotnet build host/App -v q --nologo
for provider in Sqlite SqlServer; do
  dotnet ef migrations add "$name" --project host/App --context "${provider}Db" --output-dir "Migrations/$provider" --no-build
done
