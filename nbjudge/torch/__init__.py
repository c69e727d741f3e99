"""What is about torch alone: formulas of networks, inputs that tell functions apart, probes."""
