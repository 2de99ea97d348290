"""Owner of the database: home layout, connections, migrations, landing, queries, publishing."""
