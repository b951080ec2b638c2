"""The staff desk: my work, search, the child page, notices, the manager's page. It asks each room for its part."""
