FROM python:3.12-slim
WORKDIR /opt/phahe
COPY pyproject.toml README.md ./
COPY graph graph
COPY loaders loaders
COPY queries queries
COPY viz viz
COPY api api
RUN pip install --no-cache-dir '.[neo4j]' && useradd --create-home phahe
USER phahe
WORKDIR /home/phahe
ENTRYPOINT ["phahe"]
CMD ["--help"]
