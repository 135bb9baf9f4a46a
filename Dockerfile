FROM node:24-slim AS client
WORKDIR /app/web_client
COPY web_client ./
RUN npm ci --no-audit --no-fund && npm run build && rm -rf node_modules

FROM python:3.11-slim AS packages
WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir uv && uv venv .venv \
    && uv pip sync --python .venv/bin/python --require-hashes --no-cache requirements.lock

FROM python:3.11-slim
# The mark tells `python -m server` that set-up is done: nothing is fetched in a container.
ENV HEARTHSIDE_BOOTSTRAPPED=/app/.venv PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1
ENV ENVIRONMENT=production HOST=0.0.0.0 DATA_DIR=/data DEMO=false
RUN useradd --system hearthside && install -d -o hearthside /data
WORKDIR /app
COPY --from=packages /app/.venv .venv
COPY pyproject.toml ./
COPY rooms rooms
COPY presence presence
COPY persistence persistence
COPY server server
COPY --from=client /app/web_client web_client
# Its user may not write bytecode, and the image comes without: each start, and each look at its
# health, would compile everything anew. Packages and library hold files that are no programs.
RUN python -m compileall -q rooms presence persistence server \
    && { python -m compileall -q .venv/lib \
        "$(python -c 'import os; print(os.path.dirname(os.__file__))')" > /dev/null || true; }
USER hearthside
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["python", "-m", "server"]
