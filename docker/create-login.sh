#!/bin/sh
# Runs once, when the database is first made: the account that the API logs in as.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$API_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE indicator_api_application NOLOGIN;
CREATE ROLE indicator_api LOGIN PASSWORD :'password' IN ROLE indicator_api_application;
SQL
