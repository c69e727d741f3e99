"""The student's side: the server that forks kernels, their guard, and the agent that answers."""
