"""The steering model as YAML: schema, reading with line numbers, applying and exporting."""
