"""postgres, psql and pg_isready in the small.

SQL: CREATE TABLE, DROP TABLE, INSERT … VALUES … RETURNING, SELECT of expressions from one table or none with WHERE,
GROUP BY of nothing (aggregates), ORDER BY, LIMIT, OFFSET; UPDATE, DELETE, CREATE DATABASE, CREATE USER, TRUNCATE;
BEGIN and COMMIT are accepted. Joins, subqueries, views,
indexes that matter and transactions that roll back are outside.
Tables lie in files below PGDATA, so that volumes keep them. Client and server speak messages of protocol 3.0, all of a
session's in one exchange.
"""
