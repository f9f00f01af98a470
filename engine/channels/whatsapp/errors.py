"""What Meta's error codes mean for a message: try again, give up, or never write again.

Codes of the Cloud API, as documented in 2026; an unknown one is final, since sending again would
only repeat it.
"""

from engine.channels.outcome import retried, said
from engine.channels.payload import Payload, read
from engine.channels.protocol import Answer
from engine.types.post import Sent

# Too many calls, an overloaded service, a file that could not be fetched this time.
AGAIN = frozenset({1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131053, 131056, 131057, 133016})
# One number wrote too often to one person: Meta asks for 4^n seconds.
PAIR_LIMIT = 131056
PAIR_STEP = 4
# Not before an hour is another try of any use.
LONGEST_PAIR_S = 3600.0
# The person blocked the number, or wants none of its marketing.
STOPPED = frozenset({131049, 131050})
WINDOW_CLOSED = 131047
TOKEN_EXPIRED = 190
REMEDIES = {
    WINDOW_CLOSED: "24 hours passed since the person's last message: send a template",
    TOKEN_EXPIRED: "the access token expired: make a permanent one at Meta",
    131026: "this number cannot receive it: it may have no WhatsApp, or an old one",
    131042: "the account cannot be billed: add a way to pay at Meta",
    131051: "WhatsApp does not know this kind of message",
    132000: "the template has another number of values",
    132001: "there is no such template in this language: check its name and approval",
    132005: "the template's text is too long with these values",
    132007: "the template breaks a rule of WhatsApp",
    132012: "the template's values have another form",
    132015: "the template is paused for its low quality",
    132016: "the template is disabled for its low quality",
}


def classified(answer: Answer, attempts: int) -> Sent:
    """What became of a message, by Meta's answer; `attempts` were made before."""
    body = read(answer.body)
    if answer.status == 200:
        ids = [message["id"].text for message in body["messages"]]
        return Sent(external_id=ids[0] if ids else "")
    error = body["error"]
    code = int(error["code"].number or 0)
    if code == PAIR_LIMIT:
        after_s = min(LONGEST_PAIR_S, float(PAIR_STEP ** min(attempts, 10)))
        return Sent("retry", error=worded(error), after_s=after_s)
    if code in STOPPED:
        return Sent("stopped", error=worded(error))
    if code in AGAIN:
        again = retried(answer)
        return Sent("retry", error=worded(error), after_s=again.after_s if again else 0.0)
    if code and answer.status < 500:
        return Sent("refused", error=worded(error))
    return retried(answer) or Sent("refused", error=f"status {answer.status}: {said(answer)}")


def worded(error: Payload) -> str:
    """A code with its words, and what to do where we know it."""
    code = error["code"].text
    texts = (error["error_data"]["details"], error["message"], error["title"], error["details"])
    words = next((each.text for each in texts if each.text), "no reason given")
    remedy = REMEDIES.get(int(error["code"].number or 0))
    return f"{code}: {words}" + (f"; {remedy}" if remedy else "")
