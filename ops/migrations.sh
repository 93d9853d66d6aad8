#!/usr/bin/env bash
# Makes one migration of the given name for both databases, so that they stay equal, and the embedded one's model as code:
# building it anew took half a second of every start.
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
rm -rf host/App/Migrations/SqliteModel
dotnet build host/App -v q --nologo
for provider in Sqlite SqlServer; do
  dotnet ef migrations add "$name" --project host/App --context "${provider}Db" --output-dir "Migrations/$provider" --no-build
done
dotnet ef dbcontext optimize --project host/App --context SqliteDb --output-dir Migrations/SqliteModel --namespace BacSon.App.Migrations.SqliteModel --no-build
