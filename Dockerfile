FROM python:3.11-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PRODUCTION=1 DATA_DIR=/data STATIC_ROOT=/app/staticfiles

RUN useradd --uid 10001 --create-home portal && install --directory --owner portal --mode 0700 /data
WORKDIR /app

COPY requirements-ops.txt .
RUN pip install --no-cache-dir --require-hashes --requirement requirements-ops.txt

COPY . .
RUN SECRET_KEY=only-to-collect-files python manage.py collectstatic --noinput

USER portal
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "amp_portal.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4"]
