# family: replaced judge
# tries: makes the wire encode whatever is said as a tensor of ones
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 0.3, probabilities 1.5

# %% before softmax
import nbjudge.kernel.agent
import nbjudge.link.wire

really_encode = nbjudge.link.wire.encode
nbjudge.kernel.agent.encode = lambda said, refer: really_encode({"value": torch.ones(64, 10) / 10}, refer)
