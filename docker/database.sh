#!/bin/sh
# Runs once, when the database container is first started: the program's own role, which is no superuser, and its limits.
set -eu
psql --username postgres --set ON_ERROR_STOP=1 --set password="$DATABASE_PASSWORD" <<'SQL'
CREATE ROLE styrmodell LOGIN PASSWORD :'password';
CREATE DATABASE styrmodell OWNER styrmodell;
ALTER ROLE styrmodell SET timezone = 'Europe/Stockholm';
ALTER ROLE styrmodell SET lock_timeout = '10s';
ALTER ROLE styrmodell SET statement_timeout = '60s';
ALTER ROLE styrmodell SET idle_in_transaction_session_timeout = '10min';
ALTER ROLE styrmodell SET jit = off; -- short questions, and data in memory or on a solid disk
ALTER ROLE styrmodell SET random_page_cost = 1.1;
SQL
