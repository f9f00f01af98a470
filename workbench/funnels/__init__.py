"""The funnels of an open project: counted, compared, and the people behind each number."""
