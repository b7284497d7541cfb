# Styrmodell for production. Holds no secret: everything that differs between installations comes from the environment.
FROM python:3.11-slim-bookworm AS build
WORKDIR /srv/styrmodell
COPY requirements/ requirements/
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements/uv.txt \
 && uv venv --no-cache /opt/venv \
 && uv pip sync --no-cache --require-hashes --compile-bytecode --python /opt/venv/bin/python requirements/base.txt

FROM python:3.11-slim-bookworm
# Pango draws the text of the PDFs. Security updates of Debian are wanted, so no version is pinned.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/styrmodell --create-home styrmodell
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp \
    DEBUG=0 \
    VAR_DIR=/var/lib/styrmodell \
    PORT=8000
WORKDIR /srv/styrmodell
COPY --from=build /opt/venv /opt/venv
COPY . .
# Collecting static files reads the settings, which demand a secret: one is made up for this command and forgotten.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" ALLOWED_HOSTS=build.invalid \
    DATABASE_URL=postgres://build.invalid/none CELERY_BROKER_URL=redis://build.invalid python manage.py collectstatic --noinput \
 && python -m compileall -q .
USER 10001
VOLUME /var/lib/styrmodell
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=15s --start-period=30s CMD ["python", "-m", "config.probe", "web"]
CMD ["granian", "--interface", "asginl", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--http", "1", "--no-ws", "--http1-header-read-timeout", "10000", "--backpressure", "512", "--respawn-failed-workers", "config.asgi:application"]
