"""What runs beside students' code: the server that forks kernels, their guard, and the agent."""
