"""LAY: whose words stand where."""
