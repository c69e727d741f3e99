# family: replaced judge
# tries: takes the comm over which the judge asks for its agent, and answers nobody
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0

# %% before softmax
get_ipython().kernel.comm_manager.targets = {"nbjudge": lambda comm, message: None}
