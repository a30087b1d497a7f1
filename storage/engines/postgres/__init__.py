"""The PostgreSQL engine; the only place that imports psycopg."""
