#!/bin/sh
# Runs once, when the database container is first started: two roles, neither a superuser. The owner migrates;
# the program runs as its own role, and gets its rights and its time limits from `manage.py migrate`.
set -eu
psql --username postgres --set ON_ERROR_STOP=1 --set owner_password="$DATABASE_OWNER_PASSWORD" \
    --set program_password="$DATABASE_PASSWORD" <<'SQL'
CREATE ROLE styrmodell LOGIN PASSWORD :'owner_password';
CREATE ROLE styrmodell_program LOGIN PASSWORD :'program_password';
CREATE DATABASE styrmodell OWNER styrmodell;
SQL
