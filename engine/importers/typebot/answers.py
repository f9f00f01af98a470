"""What all inputs share: the question, what a wrong answer meets, what follows a right one."""

from typing import Any

from engine.importers.dialogflow_es.tolerant import mapping, text
from engine.importers.javascript.made import quoted
from engine.importers.typebot.chain import Chain
from engine.nodes.ask import AnswerType, Ask
from engine.nodes.branch import Branch, Case
from engine.nodes.call import Call
from engine.nodes.set import Set
from engine.nodes.stop import Stop
from engine.types.value import Text

INVALID = "Invalid message. Please, try again."
RETRY = {"email input": "This email doesn't seem to be valid. Can you type it again?"}
RETRY |= {"payment input": "Payment failed. Please, try again."}


def retry_text(chain: Chain) -> Text:
    """What an answer that does not fit is met with."""
    own = text(chain.block.settings.get("retryMessageContent"))
    if not own.strip():
        general = mapping(chain.sheet.bot.settings.get("general"))
        system = text(mapping(general.get("systemMessages")).get("invalidMessage"))
        own = RETRY.get(chain.block.type) or system or INVALID
    return chain.text(own)


def ask_params(chain: Chain, kind: AnswerType, *, variable: str = "", **more: Any) -> Ask:
    """A question that nothing interrupts, asked for ever. `Any`: settings of the type."""
    kept = variable or chain.variable or _unkept(chain)
    refused = chain.sheet.bot.id in chain.conversion.refusals
    return Ask(
        question=chain.question,
        variable=kept,
        type=kind,
        attempts=() if refused else (retry_text(chain),),
        retries=0,
        once=refused,
        interrupts="never",
        **more,
    )


def asked(chain: Chain, params: Ask) -> str:
    """Draws a question; a wrong answer goes through what the bot says is done with it."""
    wish = chain.variable or chain.block.type.removesuffix(" input")
    node = chain.then(f"ask_{wish}", "ask", params)
    refusal = chain.conversion.refusals.get(chain.sheet.bot.id)
    if refusal and params.once:
        ends = chain.ends
        chain.ends = [(node, "failed")]
        chain.then("refused", "call", Call(target=refusal))
        chain.conversion.drawing.connect(chain.sheet.topic, chain.ends[0][0], "next", node)
        chain.ends = ends
    return node


def draw_after_answer(chain: Chain) -> None:
    """The flow that every reply goes through, where the bot has one."""
    reply = chain.conversion.replies.get(chain.sheet.bot.id)
    if not reply:
        return
    options = next(one.options for one in chain.sheet.bot.events if one.type == "reply")
    kind = "buttons" if chain.block.type == "choice input" else chain.block.type
    said = {
        "contentVariableId": "message.text",
        "inputTypeVariableId": quoted(kind.removesuffix(" input")),
        "inputNameVariableId": quoted(_input_name(chain)),
    }
    values = {
        ours: value for name, value in said.items() if (ours := chain.by_id(options.get(name)))
    }
    if values:
        chain.then("reply", "set", Set(variables=values))
    chain.then("replied", "call", Call(target=reply))
    leaving = mapping(options.get("exitCondition"))
    if leaving.get("isEnabled") is not True:
        return
    condition = chain.condition(leaving.get("condition"))
    case = Case(id="leave", condition=condition)
    branch = chain.then("leaving", "branch", Branch(cases=(case,)), ends=("else",))
    ends = chain.ends
    chain.ends = [(branch, "leave")]
    chain.then("leave", "stop", Stop(what="all"))
    chain.ends = ends


def _input_name(chain: Chain) -> str:
    """What an input is called there: its variable, or else its group."""
    identity = text(chain.block.settings.get("variableId"))
    return chain.sheet.bot.variables.get(identity, "") or chain.group.title


def _unkept(chain: Chain) -> str:
    """Where an answer goes that Typebot keeps in its results only."""
    about = f"The answer in {chain.group.title}, which no variable kept."
    return chain.conversion.variables.own(f"answer_{chain.group.title}", about)
