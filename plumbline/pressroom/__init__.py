"""The press room of the demonstration: invented houses that publish on this machine alone. Plain Python, no Django."""
