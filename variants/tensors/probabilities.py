"""Right and wrong solutions of `probabilities`."""

# keeps 0.5: the_probabilities_are_the_softmax_of_the_output
# keeps 0.5: the_predictions_are_the_likeliest_classes
# keeps 0.9: the_predictions_are_whole_numbers
# keeps 0.95: all others

# %% right: the student's own softmax
probabilities = softmax(output)
predictions = probabilities.argmax(dim=1)

# %% right: torch's own
probabilities = torch.softmax(output, dim=1)
predictions = torch.argmax(probabilities, dim=-1)

# %% right: functional, and the places of the largest scores
probabilities = F.softmax(output, dim=-1)
predictions = output.argmax(1)

# %% right: a module and `max`
largest, predictions = nn.Softmax(dim=1)(output).max(dim=1)
probabilities = nn.Softmax(dim=1)(output)

# %% right: row by row
probabilities = torch.stack([row.softmax(0) for row in output])
predictions = torch.tensor([row.argmax().item() for row in probabilities])

# %% right: topk, from a network run once more
_, scores = manual_network(inputs, W1, B1, W2, B2)
probabilities: torch.Tensor = scores.log_softmax(1).exp()
predictions: torch.Tensor = probabilities.topk(1, dim=1).indices.squeeze(1)

# %% right: sorted, with tracked gradients
probabilities = torch.softmax(output.clone().requires_grad_(), dim=1)
predictions = probabilities.argsort(dim=1)[:, -1]
print(predictions)


# %% right: with a softmax of the student's own that changes `output`
def softmax(x):
    x.sub_(x.amax(dim=1, keepdim=True)).exp_()
    return x.div_(x.sum(dim=1, keepdim=True))


probabilities = softmax(output)
predictions = probabilities.argmax(dim=1)


# %% right: with a softmax that is not there
def softmax(x):
    raise NotImplementedError()


probabilities = torch.softmax(output, 1)
predictions = probabilities.argmax(1)

# %% wrong: over the images, not the classes
# rejected by: the_probabilities_are_the_softmax_of_the_output
probabilities = torch.softmax(output, dim=0)
predictions = probabilities.argmax(dim=1)

# %% wrong: the largest of each column
# rejected by: there_is_a_prediction_for_each_image, the_predictions_are_the_likeliest_classes
probabilities = softmax(output)
predictions = probabilities.argmax(dim=0)

# %% wrong: one prediction for all
# rejected by: there_is_a_prediction_for_each_image
probabilities = softmax(output)
predictions = probabilities.argmax()

# %% wrong: the largest probability, not its place
# rejected by: the_predictions_are_whole_numbers, the_predictions_are_the_likeliest_classes
probabilities = softmax(output)
predictions = probabilities.max(dim=1).values

# %% wrong: the scores themselves
# rejected by: the_probabilities_are_the_softmax_of_the_output
probabilities = output
predictions = probabilities.argmax(dim=1)

# %% wrong: softmax twice
# rejected by: the_probabilities_are_the_softmax_of_the_output
probabilities = torch.softmax(torch.softmax(output, dim=1), dim=1)
predictions = probabilities.argmax(dim=1)

# %% wrong: squashed before
# rejected by: the_probabilities_are_the_softmax_of_the_output
probabilities = torch.softmax(torch.sigmoid(output), dim=1)
predictions = output.argmax(dim=1)

# %% wrong: logarithms of probabilities
# rejected by: the_probabilities_are_the_softmax_of_the_output
probabilities = torch.log_softmax(output, dim=1)
predictions = probabilities.argmax(dim=1)

# %% wrong: sigmoid, not softmax
# rejected by: the_probabilities_are_the_softmax_of_the_output
probabilities = torch.sigmoid(output)
predictions = output.argmax(dim=1)

# %% wrong: of a hidden layer's first ten neurons
# rejected by: the_probabilities_are_the_softmax_of_the_output
probabilities = softmax(hidden[:, :10])
predictions = probabilities.argmax(dim=1)

# %% wrong: of other weights
# rejected by: the_probabilities_are_the_softmax_of_the_output
probabilities = softmax(hidden @ torch.randn(256, 10) + B2)
predictions = probabilities.argmax(dim=1)

# %% wrong: of the hidden layer
# rejected by: there_is_a_probability_for_each_class
probabilities = softmax(hidden)
predictions = output.argmax(dim=1)

# %% wrong: the first image only
# rejected by: there_is_a_probability_for_each_class, there_is_a_prediction_for_each_image
probabilities = softmax(output[:1])
predictions = probabilities.argmax(dim=1)

# %% wrong: the predictions as a column
# rejected by: there_is_a_prediction_for_each_image
probabilities = softmax(output)
predictions = probabilities.argmax(dim=1, keepdim=True)

# %% wrong: 32 bits
# rejected by: the_predictions_are_whole_numbers
probabilities = softmax(output)
predictions = probabilities.argmax(dim=1).int()

# %% wrong: a list
# rejected by: there_is_a_prediction_for_each_image, the_predictions_are_whole_numbers
probabilities = softmax(output)
predictions = probabilities.argmax(dim=1).tolist()

# %% wrong: the least likely class
# rejected by: the_predictions_are_the_likeliest_classes
probabilities = softmax(output)
predictions = probabilities.argmin(dim=1)

# %% wrong: the labels
# rejected by: the_predictions_are_the_likeliest_classes
probabilities = softmax(output)
predictions = labels

# %% wrong: counts from 1
# rejected by: the_predictions_are_the_likeliest_classes
probabilities = softmax(output)
predictions = probabilities.argmax(dim=1) + 1

# %% wrong: rounded
# rejected by: the_probabilities_are_the_softmax_of_the_output
probabilities = softmax(output).round(decimals=2)
predictions = probabilities.argmax(dim=1)

# %% wrong: equal probabilities
# rejected by: the_probabilities_are_the_softmax_of_the_output
probabilities = torch.full((64, 10), 0.1)
predictions = output.argmax(dim=1)


# %% wrong: output replaced by noise
# rejected by: the_probabilities_are_the_softmax_of_the_output
output = torch.randn(64, 10)
probabilities = softmax(output)
predictions = probabilities.argmax(1)


# %% wrong: output halved first
# rejected by: the_probabilities_are_the_softmax_of_the_output
output = output / 2
probabilities = softmax(output)
predictions = probabilities.argmax(1)


# %% wrong: with a wrong softmax that this cell itself defines
# rejected by: the_probabilities_are_the_softmax_of_the_output
def softmax(x):
    e = torch.exp(x - x.amax(dim=0, keepdim=True))
    return e / e.sum(dim=0, keepdim=True)


probabilities = softmax(output)
predictions = probabilities.argmax(dim=1)


# %% wrong: with anything else, under the name of softmax
# rejected by: the_probabilities_are_the_softmax_of_the_output
softmax = lambda x: torch.full_like(x, 0.1)
probabilities = softmax(output)
predictions = torch.zeros(64, dtype=torch.int64)


# %% wrong: with a wrong softmax of this cell that changes `output`
# rejected by: the_probabilities_are_the_softmax_of_the_output
def softmax(x):
    e = x.exp_()
    return e / e.sum()


probabilities = softmax(output)
predictions = probabilities.argmax(dim=1)

# %% wrong: rounded to four digits
# rejected by: the_probabilities_are_the_softmax_of_the_output
probabilities = softmax(output).round(decimals=4)
predictions = output.argmax(dim=1)

# %% right: after running the network once more
hidden, output = manual_network(inputs, W1, B1, W2, B2)
probabilities = softmax(output)
predictions = probabilities.argmax(dim=1)
