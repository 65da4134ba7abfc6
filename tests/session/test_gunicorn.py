"""gunicorn in the small: it is installed, serves an application, logs, and says what it cannot do."""

from __future__ import annotations

from tests.support.sandbox import run, session

APP = """from flask import Flask
app = Flask(__name__)

@app.route("/")
def hello():
    return "hey"
"""


def test_gunicorn_serves_a_flask_application() -> None:
    learner = session()
    script = f"""cat > app.py <<'END'
{APP}END
cat > Dockerfile <<'END'
FROM python:3.12-slim
RUN pip install -q gunicorn flask
WORKDIR /app
COPY app.py .
CMD ["gunicorn", "-b", "0.0.0.0:8000", "app:app"]
END
docker build -q -t web . && docker run -d --name web -p 8000:8000 web && sleep 1"""
    code, out = run(learner, script)
    assert code == 0, out
    assert run(learner, "curl -s localhost:8000") == (0, "hey")
    assert "Listening at: http://0.0.0.0:8000" in run(learner, "docker logs web 2>&1")[1]
    code, out = run(learner, "docker run --rm web gunicorn nothing:app")
    assert code != 0
    assert "nothing" in out
