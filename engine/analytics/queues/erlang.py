"""What theory says of a queue with Poisson arrivals and exponential times: to check and to guess.

`load` is in Erlang: conversations that come in the time that one takes on average.
"""

from math import exp

# Sums are brought down before they leave what a number can hold.
_LARGE = 1e200


def erlang_c(load: float, agents: int) -> float:
    """The chance that one has to wait, if nobody gives up (A. K. Erlang, 1917); 1 where there are
    too few agents for the queue to end."""
    if agents <= load:
        return 1.0
    blocked = 1.0
    for number in range(1, agents + 1):
        blocked = load * blocked / (number + load * blocked)
    share = load / agents
    return blocked / (1 - share * (1 - blocked))


def answered_within(load: float, agents: int, handling_s: float, seconds: float) -> float:
    """The share answered within so many seconds, if nobody gives up."""
    if agents <= load:
        return 0.0
    return 1 - erlang_c(load, agents) * exp(-(agents - load) * seconds / handling_s)


def erlang_a(load: float, agents: int, handling_s: float, patience_s: float) -> float:
    """The share that gives up, if patience is exponential too (C. Palm, 1946): the M/M/n + M queue.

    Of the chain of numbers of conversations, those who leave are those who wait, each at the rate
    1 / patience, over those who come.
    """
    chance, everything, waiting = 1.0, 1.0, 0.0
    number = 0
    while number <= agents or chance * (number - agents) > 1e-12 * everything:
        number += 1
        beyond = max(number - agents, 0)
        chance *= load / (min(number, agents) + beyond * handling_s / patience_s)
        everything += chance
        waiting += chance * beyond
        if everything > _LARGE:
            chance, everything, waiting = chance / _LARGE, everything / _LARGE, waiting / _LARGE
    return waiting / everything * handling_s / patience_s / load
