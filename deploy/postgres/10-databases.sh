#!/bin/bash
# Makes the two databases, each with the role that owns its tables and the role that its service connects as.
# The image runs this once, when its data directory is new. It may be sourced there, so it leaves the shell's options alone.

for name in BILLING_OWNER_PASSWORD BILLING_SERVICE_PASSWORD CREDITS_OWNER_PASSWORD CREDITS_SERVICE_PASSWORD; do
  if [ -z "${!name}" ]; then
    echo "$name is not set" >&2
    exit 1
  fi
done

# Passwords go in through the environment, not the command line, which every process of the machine may read.
create_database() (
  export DATABASE=$1 OWNER_PASSWORD=$2 SERVICE_PASSWORD=$3
  psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\getenv database DATABASE
\getenv owner_password OWNER_PASSWORD
\getenv service_password SERVICE_PASSWORD
\set owner :database _owner
\set service :database _service
CREATE ROLE :"owner" LOGIN PASSWORD :'owner_password';
CREATE ROLE :"service" LOGIN PASSWORD :'service_password';
-- Said here, so that text sorts alike whatever the server's own locale is, and whatever version of it an update brings: in the order
-- of its bytes, which is also the cheapest, and nearly every key here is text.
CREATE DATABASE :"database" OWNER :"owner" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8';
-- Nobody but these two: no service reads another's database.
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO :"service";
SQL
)

create_database billing "$BILLING_OWNER_PASSWORD" "$BILLING_SERVICE_PASSWORD" || exit 1
create_database credits "$CREDITS_OWNER_PASSWORD" "$CREDITS_SERVICE_PASSWORD" || exit 1
