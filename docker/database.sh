#!/bin/sh
# Runs once, when the database container is first started: two roles, neither a superuser, and their limits. The owner
# migrates; the program runs as its own role, and gets its rights from `manage.py migrate`.
set -eu
psql --username postgres --set ON_ERROR_STOP=1 --set owner_password="$DATABASE_OWNER_PASSWORD" \
    --set program_password="$DATABASE_PASSWORD" <<'SQL'
CREATE ROLE styrmodell LOGIN PASSWORD :'owner_password';
CREATE ROLE styrmodell_program LOGIN PASSWORD :'program_password';
CREATE DATABASE styrmodell OWNER styrmodell;
ALTER DATABASE styrmodell SET timezone = 'Europe/Stockholm';
ALTER DATABASE styrmodell SET lock_timeout = '10s';
ALTER DATABASE styrmodell SET statement_timeout = '60s';
ALTER DATABASE styrmodell SET idle_in_transaction_session_timeout = '10min';
ALTER DATABASE styrmodell SET jit = off; -- short questions, and data in memory or on a solid disk
ALTER DATABASE styrmodell SET random_page_cost = 1.1;
SQL
