# Plumbline for production: web, worker, beat and commands are this one image with different commands.
# PostgreSQL and Redis are elsewhere (compose.yaml); nothing embedded runs in here.
FROM python:3.12-slim AS packages
WORKDIR /app
COPY requirements.lock .
RUN python -m venv /venv \
    && /venv/bin/python -m pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock

FROM python:3.12-slim
# Nobody may write to the program; only /data and /journal are the program's own.
RUN useradd --system --uid 10001 --create-home plumbline && install -d -o plumbline -g plumbline /data /journal
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PLUMBLINE_DATA=/data PORT=8000
USER plumbline
VOLUME /data /journal
EXPOSE 8000
# The process asks itself by the site's own name, since every other name is refused.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", "\
import os, urllib.request as u; \
host = os.environ['PLUMBLINE_HOSTS'].split(',')[0]; \
u.urlopen(u.Request(f\"http://127.0.0.1:{os.environ['PORT']}/healthz\", headers={'Host': host}), timeout=4)"]
# A process per core with one thread in each was measured fastest (docs/operating.md).
CMD ["sh", "-c", "exec granian --interface wsgi plumbline.wsgi:application --host 0.0.0.0 --port $PORT --workers $(nproc) --blocking-threads 1 --no-ws --respawn-failed-workers"]
