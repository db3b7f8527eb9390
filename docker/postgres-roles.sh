#!/bin/sh
# Run once by the PostgreSQL image on an empty volume: the database and its three roles (server/local/postgres/databases.ts
# does the same for `npm start`). The migrations grant each role what it needs.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set owner="$OWNER_PASSWORD" --set app="$APP_PASSWORD" --set sealer="$SEALER_PASSWORD" <<'SQL'
CREATE ROLE seqdb_owner LOGIN PASSWORD :'owner';
CREATE ROLE seqdb_app LOGIN PASSWORD :'app';
CREATE ROLE seqdb_sealer LOGIN PASSWORD :'sealer';
CREATE DATABASE seqdb OWNER seqdb_owner;
REVOKE ALL ON DATABASE seqdb FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE seqdb TO seqdb_app, seqdb_sealer;
\connect seqdb
CREATE EXTENSION pg_trgm;
GRANT USAGE ON SCHEMA public TO seqdb_app, seqdb_sealer;
SQL
