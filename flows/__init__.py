"""Prefect flows: wiring of extract, warehouse, dbt and expectations, without logic of their own."""
