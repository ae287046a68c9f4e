"""Tables: CSV and its relatives, Excel workbooks, Parquet. Each row with a text is an article."""
