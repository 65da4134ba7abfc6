"""postgres and psql: the entrypoint, SQL, errors with their places, what stays in the volume."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.programs.bench import ELF, Bench, Ran
from tutor.programs.postgres.lexer import SqlError
from tutor.programs.postgres.sql import Outside, Parser

FILES: dict[str, str | bytes] = {
    **{f"/usr/local/bin/{name}": ELF for name in ("postgres", "psql", "pg_isready", "postgres-entrypoint", "initdb")},
    "/var/lib/postgresql/data/": "",
    "/etc/passwd": "root:x:0:0:root:/root:/bin/sh\npostgres:x:999:999::/var/lib/postgresql:/bin/sh\n",
}
ENV = {"PGDATA": "/var/lib/postgresql/data", "POSTGRES_PASSWORD": "secret", "PG_MAJOR": "16"}
TABLE = "create table pets (id serial primary key, name text not null, age int default 1, good boolean)"


def asked(*lines: str, bench: Bench | None = None, env: dict[str, str] | None = None) -> Ran:
    bench = bench or Bench(FILES)
    script = "postgres-entrypoint postgres > /tmp/out 2> /tmp/log & sleep 1; export PGUSER=postgres; " + "; ".join(
        lines
    )
    return bench.run("sh", "-c", script, env={**ENV, **(env or {})})


def test_select_of_literals() -> None:
    assert asked("psql -c 'select 1'") == (0, " ?column? \n----------\n        1\n(1 row)\n\n", "")
    assert (
        asked("psql -tAc \"select 1 + 2 * 3, 'a' || 'b', true, null, 7 / 2, 7.5 / 2, upper('x') as up\"").out
        == "7|ab|t||3|3.75|X\n"
    )


def test_tables() -> None:
    ran = asked(
        f'psql -c "{TABLE}"',
        "psql -c \"insert into pets (name, age, good) values ('Rex', 3, true), ('Tom', 9, false)\"",
        "psql -c \"insert into pets (name) values ('Kit') returning id, age\"",
        'psql -c "select id, name, age from pets where age < 5 order by name desc"',
        "psql -c \"update pets set age = age + 1 where name = 'Kit'\"",
        "psql -tAc 'select count(*), sum(age), max(name) from pets'",
        "psql -c 'delete from pets where not good'",
        "psql -c 'select * from pets limit 1'",
        "psql -c '\\dt'",
        "psql -c 'drop table pets'",
    )
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "CREATE TABLE\nINSERT 0 2\n id | age \n----+-----\n  3 |   1\n(1 row)\n\nINSERT 0 1\n"
        " id | name | age \n----+------+-----\n  1 | Rex  |   3\n  3 | Kit  |   1\n(2 rows)\n\n"
        "UPDATE 1\n3|14|Tom\nDELETE 1\n"
        " id | name | age | good \n----+------+-----+------\n  1 | Rex  |   3 | t\n(1 row)\n\n"
        "        List of relations\n Schema | Name | Type  |  Owner   \n--------+------+-------+----------\n"
        " public | pets | table | postgres\n(1 row)\n\nDROP TABLE\n"
    )


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        (
            "select * from nope",
            'ERROR:  relation "nope" does not exist\nLINE 1: select * from nope\n                      ^\n',
        ),
        ("select nope", 'ERROR:  column "nope" does not exist\nLINE 1: select nope\n               ^\n'),
        ("selec 1", 'ERROR:  syntax error at or near "selec"\nLINE 1: selec 1\n        ^\n'),
        ("select 1 +", "ERROR:  syntax error at end of input\nLINE 1: select 1 +\n                  ^\n"),
        ("select 1/0", "ERROR:  division by zero\n"),
        ("drop table nope", 'ERROR:  table "nope" does not exist\n'),
        ("drop table if exists nope", 'NOTICE:  table "nope" does not exist, skipping\n'),
        (
            "create table a (x blob)",
            'ERROR:  type "blob" does not exist\nLINE 1: create table a (x blob)\n                          ^\n',
        ),
        ("select a.x from a join b on true", "ERROR:  relation"),
        (
            "with x as (select 1) select 1",
            "ERROR:  layerwise: this sandbox's postgres knows a small part of SQL: WITH is outside it\n",
        ),
    ],
)
def test_errors(sql: str, said: str) -> None:
    ran = asked(f'psql -c "{sql}"')
    if "join" in sql:
        said = "ERROR:  layerwise: this sandbox's postgres knows a small part of SQL: a join is outside it\n"
    assert ran.err == said
    assert ran.code == (0 if said.startswith("NOTICE") else 1)


def test_constraints() -> None:
    ran = asked(
        f'psql -qc "{TABLE}"',
        "psql -qc \"insert into pets (id, name) values (1, 'a')\"",
        "psql -qc \"insert into pets (id, name) values (1, 'b')\"",
        "psql -qc 'insert into pets (age) values (1)'",
        "psql -qc \"insert into pets (name, age) values ('x', 'old')\"",
    )
    assert ran.err == (
        'ERROR:  duplicate key value violates unique constraint "pets_pkey"\nDETAIL:  Key (id)=(1) already exists.\n'
        'ERROR:  null value in column "name" of relation "pets" violates not-null constraint\n'
        "DETAIL:  Failing row contains (1, null, 1, null).\n"
        'ERROR:  invalid input syntax for type integer: "old"\n'
        "LINE 1: insert into pets (name, age) values ('x', 'old')\n" + " " * 50 + "^\n"
    )


def test_the_entrypoint_needs_a_password() -> None:
    ran = Bench(FILES).run("postgres-entrypoint", "postgres", env={"PGDATA": "/var/lib/postgresql/data"})
    assert ran.code == 1
    assert ran.err.startswith("Error: Database is uninitialized and superuser password is not specified.\n")
    ran = Bench(FILES).run("postgres", env=ENV)
    assert ran.code == 1
    assert ran.err.startswith('"root" execution of the PostgreSQL server is not permitted.\n')


def test_data_stays_in_its_folder_and_scripts_run_once() -> None:
    bench = Bench({**FILES, "/docker-entrypoint-initdb.d/1.sql": f"{TABLE}; insert into pets (name) values ('Init');"})
    ran = asked(
        "psql -d app -tAc 'select name from pets'",
        "kill -INT $!",
        "wait",
        "cat /tmp/log",
        bench=bench,
        env={"POSTGRES_DB": "app"},
    )
    assert ran.out.startswith("Init\n")
    assert "LOG:  database system is ready to accept connections\n" in ran.out
    assert ran.out.endswith("LOG:  database system is shut down\n")
    assert bench.fs.stat("/var/lib/postgresql/data/PG_VERSION").uid == 999
    bench.host.network.listeners.clear()  # type: ignore[attr-defined]
    ran = asked("psql -d app -tAc 'select count(*) from pets'", "cat /tmp/out", bench=bench)
    assert ran.out == "1\n\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n\n"


def test_connections() -> None:
    bench = Bench(FILES)
    ran = bench.run("psql", "-U", "postgres", "-c", "select 1")
    assert ran.code == 2
    assert ran.err.startswith(
        'psql: error: connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: No such file'
    )
    assert bench.run("pg_isready", "-h", "localhost") == (2, "localhost:5432 - no response\n", "")
    ran = asked("pg_isready", "psql -U nobody -c 'select 1'", "psql -d nope -c 'select 1'", bench=bench)
    assert ran.out == "/var/run/postgresql:5432 - accepting connections\n"
    assert ran.err.endswith('FATAL:  database "nope" does not exist\n')
    assert 'FATAL:  role "nobody" does not exist\n' in ran.err


@given(
    st.lists(
        st.sampled_from(
            [
                "select",
                "from",
                "where",
                "insert",
                "into",
                "values",
                "create",
                "table",
                "a",
                "b",
                "1",
                "'x'",
                "(",
                ")",
                ",",
                ";",
                "*",
                "=",
                "+",
                "and",
                "not",
                "null",
                "default",
            ]
        ),
        max_size=14,
    )
)
def test_any_words_are_parsed_or_refused(words: list[str]) -> None:
    try:
        Parser(" ".join(words)).statements()
    except (SqlError, Outside):
        return


def test_scripts_of_the_first_start_find_a_server_and_their_settings() -> None:
    scripts = {
        "/docker-entrypoint-initdb.d/1.sql": "create table a (n int);\ninsert into a values (7);\n",
        "/docker-entrypoint-initdb.d/2.sh": 'psql -U "$POSTGRES_USER" "$POSTGRES_DB" -c "create table b (n int)"\n',
        "/docker-entrypoint-initdb.d/3.txt": "nothing\n",
        "/run/secret": "hush\n",
    }
    env = {"POSTGRES_PASSWORD": "", "POSTGRES_PASSWORD_FILE": "/run/secret", "POSTGRES_USER": "me"}
    env["POSTGRES_DB"] = "app"
    ran = asked(
        "psql -U me app -tAc 'select n from a'", "psql -U me app -c '\\dt'", "cat /tmp/out",
        bench=Bench({**FILES, **scripts}), env=env,
    )  # fmt: skip
    assert ran.out.startswith("7\n       List of relations\n")
    assert "running /docker-entrypoint-initdb.d/1.sql\nCREATE TABLE\nINSERT 0 1\n" in ran.out
    assert "sourcing /docker-entrypoint-initdb.d/2.sh\nCREATE TABLE\n" in ran.out
    assert "ignoring /docker-entrypoint-initdb.d/3.txt\n" in ran.out


def test_a_script_that_fails_ends_the_first_start_with_its_place() -> None:
    bench = Bench({**FILES, "/docker-entrypoint-initdb.d/1.sql": "select 1;\n\nselect * from nope;\n"})
    ran = bench.run("postgres-entrypoint", "postgres", env=ENV)
    assert ran.code == 3
    assert 'psql:/docker-entrypoint-initdb.d/1.sql:3: ERROR:  relation "nope" does not exist\n' in ran.err


def test_databases_are_listed_as_psql_lists_them() -> None:
    ran = asked("psql -l")
    assert " template0 | postgres | UTF8     | libc            | en_US.utf8 |" in ran.out
    assert "| =c/postgres          +\n" in ran.out
    assert "| postgres=CTc/postgres\n" in ran.out
