#!/bin/sh
# Runs once, when the database is first made: the owner, who migrates and is no superuser, and the account that the API logs in as.
set -eu
psql -v ON_ERROR_STOP=1 -v owner_password="$OWNER_PASSWORD" -v api_password="$API_PASSWORD" \
    --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE indicator_api_application NOLOGIN;
CREATE ROLE indicator_api_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
GRANT indicator_api_application TO indicator_api_owner WITH ADMIN OPTION;
CREATE ROLE indicator_api LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'api_password' IN ROLE indicator_api_application;
SELECT format('ALTER DATABASE %I OWNER TO indicator_api_owner', current_database()) \gexec
REVOKE CONNECT ON DATABASE :"DBNAME" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"DBNAME" TO indicator_api;
SQL
