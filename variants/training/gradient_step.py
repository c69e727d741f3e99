"""Right and wrong solutions of `gradient_step`."""

# keeps 0.5: each_parameter_goes_against_its_gradient, the_next_step_goes_by_its_own_gradient
# keeps 0.95: all others


# %% right: in place, without gradients
def gradient_step(parameters, learning_rate):
    with torch.no_grad():
        for parameter in parameters:
            if parameter.grad is not None:
                parameter -= learning_rate * parameter.grad
                parameter.grad = None


# %% right: a decorator, sub_, zeroed gradients, type hints, prints
@torch.no_grad()
def gradient_step(parameters, learning_rate: float) -> None:
    """One step."""
    for p in parameters:
        if p.grad is None:
            continue
        print("a step for", p.shape)
        p.sub_(p.grad, alpha=learning_rate)
        p.grad.zero_()


# %% right: by .data
def gradient_step(parameters, learning_rate):
    for p in parameters:
        if p.grad is not None:
            p.data -= learning_rate * p.grad.data
            p.grad = torch.zeros_like(p)


# %% right: by a new .data
def gradient_step(parameters, learning_rate):
    for p in parameters:
        if p.grad is not None:
            p.data = p.data - learning_rate * p.grad
            p.grad = None


# %% right: a list first, copied in two loops
def gradient_step(parameters, learning_rate):
    learned = [p for p in parameters if p.grad is not None]
    with torch.no_grad():
        for p in learned:
            p.copy_(p - learning_rate * p.grad)
    for p in learned:
        p.grad = None


# %% right: by torch's own optimizer
def gradient_step(parameters, learning_rate):
    descent = torch.optim.SGD(list(parameters), lr=learning_rate)
    descent.step()
    descent.zero_grad()


# %% right: gradients switched off and put back by hand
def gradient_step(parameters, learning_rate):
    before = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    try:
        for p in parameters:
            if p.grad is not None:
                p.add_(p.grad, alpha=-learning_rate)
                p.grad = None
    finally:
        torch.set_grad_enabled(before)


# %% right: a callable object, on a detached view
class Step:
    def __call__(self, parameters, learning_rate):
        for p in filter(lambda one: one.grad is not None, parameters):
            values = p.detach()
            values -= learning_rate * p.grad
            p.grad.fill_(0)


gradient_step = Step()


# %% wrong: the gradients are never cleared
# rejected by: the_gradients_are_cleared, the_next_step_goes_by_its_own_gradient
def gradient_step(parameters, learning_rate):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p -= learning_rate * p.grad


# %% wrong: uphill
# rejected by: the_example_comes_out_right, each_parameter_goes_against_its_gradient
def gradient_step(parameters, learning_rate):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p += learning_rate * p.grad
                p.grad = None


# %% wrong: a new tensor under the old name
# rejected by: the_example_comes_out_right, each_parameter_goes_against_its_gradient
def gradient_step(parameters, learning_rate):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                step = learning_rate * p.grad
                p.grad = None
                p = p - step


# %% wrong: gradients are on
# rejected by: the_example_comes_out_right
def gradient_step(parameters, learning_rate):
    for p in parameters:
        if p.grad is not None:
            p -= learning_rate * p.grad
            p.grad = None


# %% wrong: gradients stay off
# rejected by: gradients_are_on_or_off_as_before
def gradient_step(parameters, learning_rate):
    torch.set_grad_enabled(False)
    for p in parameters:
        if p.grad is not None:
            p -= learning_rate * p.grad
            p.grad = None


# %% wrong: gradients are on afterwards
# rejected by: gradients_are_on_or_off_as_before
def gradient_step(parameters, learning_rate):
    torch.set_grad_enabled(False)
    for p in parameters:
        if p.grad is not None:
            p -= learning_rate * p.grad
            p.grad = None
    torch.set_grad_enabled(True)


# %% wrong: every parameter is expected to hold a gradient
# rejected by: parameters_without_a_gradient_are_left_alone
def gradient_step(parameters, learning_rate):
    with torch.no_grad():
        for p in parameters:
            p -= learning_rate * p.grad
            p.grad = None


# %% wrong: ends at the first parameter without a gradient
# rejected by: parameters_without_a_gradient_are_left_alone
def gradient_step(parameters, learning_rate):
    with torch.no_grad():
        for p in parameters:
            if p.grad is None:
                break
            p -= learning_rate * p.grad
            p.grad = None


# %% wrong: two loops over what can be gone through once
# rejected by: parameters_may_come_one_by_one, the_next_step_goes_by_its_own_gradient
def gradient_step(parameters, learning_rate):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p -= learning_rate * p.grad
    for p in parameters:
        p.grad = None


# %% wrong: asks for the number of parameters
# rejected by: parameters_may_come_one_by_one
def gradient_step(parameters, learning_rate):
    with torch.no_grad():
        for i in range(len(parameters)):
            if parameters[i].grad is not None:
                parameters[i] -= learning_rate * parameters[i].grad
                parameters[i].grad = None


# %% wrong: the sign of the gradient only
# rejected by: each_parameter_goes_against_its_gradient
def gradient_step(parameters, learning_rate):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p -= learning_rate * p.grad.sign()
                p.grad = None


# %% wrong: without the learning rate
# rejected by: the_example_comes_out_right
def gradient_step(parameters, learning_rate):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p -= p.grad
                p.grad = None


# %% wrong: always 0.1
# rejected by: each_parameter_goes_against_its_gradient
def gradient_step(parameters, learning_rate):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p -= 0.1 * p.grad
                p.grad = None


# %% wrong: gradients cut off at 1
# rejected by: each_parameter_goes_against_its_gradient
def gradient_step(parameters, learning_rate):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p -= learning_rate * p.grad.clamp(-1, 1)
                p.grad = None


# %% wrong: the first parameter only
# rejected by: each_parameter_goes_against_its_gradient
def gradient_step(parameters, learning_rate):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p -= learning_rate * p.grad
                p.grad = None
            return


# %% wrong: cleared before the step
# rejected by: the_example_comes_out_right
def gradient_step(parameters, learning_rate):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p.grad.zero_()
                p -= learning_rate * p.grad


# %% wrong: a clone is cleared
# rejected by: the_gradients_are_cleared
def gradient_step(parameters, learning_rate):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p -= learning_rate * p.grad
                p.grad.clone().zero_()


# %% wrong: only the weights' signs are kept, parameters frozen afterwards
# rejected by: the_parameters_still_require_a_gradient
def gradient_step(parameters, learning_rate):
    for p in parameters:
        if p.grad is not None:
            p.requires_grad_(False)
            p -= learning_rate * p.grad
            p.grad = None


# %% wrong: everything is unfrozen
# rejected by: parameters_without_a_gradient_are_left_alone
def gradient_step(parameters, learning_rate):
    with torch.no_grad():
        for p in parameters:
            p.requires_grad_(True)
            if p.grad is not None:
                p -= learning_rate * p.grad
                p.grad = None


# %% wrong: parameters rounded to five decimals
# rejected by: each_parameter_goes_against_its_gradient
def gradient_step(parameters, learning_rate):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p.copy_(torch.round(p - learning_rate * p.grad, decimals=5))
                p.grad = None


# %% wrong: parameters rounded to twelve decimals
# rejected by: the_dtype_stays
def gradient_step(parameters, learning_rate):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p.copy_(torch.round(p - learning_rate * p.grad, decimals=12))
                p.grad = None


# %% wrong: a small number added to the rate
# rejected by: each_parameter_goes_against_its_gradient
def gradient_step(parameters, learning_rate):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p -= (learning_rate + 8e-6) * p.grad
                p.grad = None


# %% wrong: the step is rounded to float32
# rejected by: the_dtype_stays
def gradient_step(parameters, learning_rate):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p -= (learning_rate * p.grad).float()
                p.grad = None


# %% wrong: the rate becomes a tensor on the default device
# rejected by: parameters_may_lie_on_any_device
def gradient_step(parameters, learning_rate):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p -= torch.full(p.shape, learning_rate, dtype=p.dtype) * p.grad
                p.grad = None


# %% wrong: some weight decay
# rejected by: each_parameter_goes_against_its_gradient
def gradient_step(parameters, learning_rate):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p -= learning_rate * (p.grad + 0.01 * p)
                p.grad = None


# %% wrong: zeros are given to parameters without a gradient
# rejected by: parameters_without_a_gradient_are_left_alone
def gradient_step(parameters, learning_rate):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p -= learning_rate * p.grad
            p.grad = torch.zeros_like(p)
