#!/usr/bin/env python3
"""Writes parquet_reader_sample.parquet for parquet_reader_test.cpp, by another program than the one that reads it here.

  python3 parquet_reader_sample.py
"""
import duckdb

duckdb.sql("""
  COPY (SELECT * FROM (VALUES
    (1, 9.5::DOUBLE, 'très bien', TIMESTAMP '2026-01-31 10:30:00', true),
    (2, NULL, '', TIMESTAMP '2026-02-01 00:00:00', false),
    (3, 4.0, NULL, NULL, NULL)) t(id, "score ", comment, "at", ok))
  TO 'parquet_reader_sample.parquet' (FORMAT parquet)""")
