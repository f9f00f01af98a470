"""Language models: what is asked of them over HTTP, as their services want it."""

import json

from engine.importers.dialogflow_es.tolerant import Mapping, mappings, text
from engine.importers.typebot.chain import Chain
from engine.importers.typebot.texts import single_variable
from engine.nodes.http import Http

# The address that takes a chat, the secret, and a model where the bot names none.
CHATS = {
    "openai": ("https://api.openai.com/v1/chat/completions", "OPENAI_KEY", "gpt-4o-mini"),
    "mistral": (
        "https://api.mistral.ai/v1/chat/completions",
        "MISTRAL_KEY",
        "mistral-small-latest",
    ),
    "groq": (
        "https://api.groq.com/openai/v1/chat/completions",
        "GROQ_KEY",
        "llama-3.1-8b-instant",
    ),
    "together-ai": (
        "https://api.together.xyz/v1/chat/completions",
        "TOGETHER_KEY",
        "meta-llama/Llama-3-8b-chat-hf",
    ),
    "open-router": (
        "https://openrouter.ai/api/v1/chat/completions",
        "OPENROUTER_KEY",
        "openai/gpt-4o-mini",
    ),
    "deepseek": ("https://api.deepseek.com/chat/completions", "DEEPSEEK_KEY", "deepseek-chat"),
    "perplexity": ("https://api.perplexity.ai/chat/completions", "PERPLEXITY_KEY", "sonar"),
}
CHATS["OpenAI"] = CHATS["openai"]
ANTHROPIC = "https://api.anthropic.com/v1/messages"
RESPONSES = "https://api.openai.com/v1/responses"
DIFY = "https://api.dify.ai/v1/chat-messages"
ACTIONS = {"Create chat completion", "Create Chat Completion", "Create chat message"}
ACTIONS |= {"Create Chat Message"}
CONTENT = {"Message content", "Message Content", ""}
ROLES = {"system", "user", "assistant", "developer"}
ENDS = ("next", "failed", "timeout")
TIMEOUT_S = 60.0


def is_model(kind: str) -> bool:
    """Whether a block asks a language model."""
    return kind in CHATS or kind in {"anthropic", "dify-ai"}


def draw_model(chain: Chain) -> None:
    """A chat with a model; other things that models do are left to a person."""
    settings, kind = chain.block.settings, chain.block.type
    action = text(settings.get("action")) or text(settings.get("task"))
    if not action:
        chain.told(name="(empty)")
    elif action in ACTIONS and kind == "anthropic":
        _draw_anthropic(chain)
    elif action in ACTIONS and kind == "dify-ai":
        _draw_dify(chain)
    elif action in ACTIONS:
        _draw_chat(chain)
    elif action == "Ask Model" and kind == "openai":
        _draw_question(chain)
    else:
        why = f"what {kind} does with {action!r} has no counterpart"
        chain.to_do(action, why, "call the service with an http node or a code action")


def _draw_chat(chain: Chain) -> None:
    address, secret, model = CHATS[chain.block.type]
    settings = chain.block.settings
    messages = _messages(chain, mappings(settings.get("messages")))
    parts = [f'"model": {_words(chain, text(settings.get("model")) or model)}']
    parts.append(f'"messages": ${{{messages}}}')
    if temperature := _temperature(settings):
        parts.append(f'"temperature": {temperature}')
    headers = {"Authorization": f"Bearer ${{secret.{secret}}}"}
    results = {}
    for item, ours in _mapped(chain):
        if item in CONTENT:
            results[ours] = "response.body.choices[0].message.content"
        elif item in {"Total tokens", "Total Tokens"}:
            results[ours] = "response.body.usage.total_tokens"
    _ask(chain, address, secret, headers, parts, results)


def _draw_anthropic(chain: Chain) -> None:
    settings = chain.block.settings
    messages = _messages(chain, mappings(settings.get("messages")))
    model = text(settings.get("model")) or "claude-3-5-haiku-latest"
    parts = [f'"model": {_words(chain, model)}', f'"messages": ${{{messages}}}']
    parts.append(f'"max_tokens": {int(_float(settings.get("maxTokens")) or 1024)}')
    if system := text(settings.get("systemMessage")):
        parts.append(f'"system": {_words(chain, system)}')
    if temperature := _temperature(settings):
        parts.append(f'"temperature": {temperature}')
    secret = "ANTHROPIC_KEY"  # noqa: S105 -- the name of a secret
    headers = {"x-api-key": f"${{secret.{secret}}}", "anthropic-version": "2023-06-01"}
    results = {
        ours: "response.body.content[0].text" for item, ours in _mapped(chain) if item in CONTENT
    }
    _ask(chain, ANTHROPIC, secret, headers, parts, results)


def _draw_dify(chain: Chain) -> None:
    """A message to an app of Dify, within the conversation that a variable keeps."""
    settings = chain.block.settings
    kept = chain.by_id(settings.get("conversationVariableId"))
    inputs = [
        f"{json.dumps(text(one.get('key')))}: {_words(chain, text(one.get('value')))}"
        for one in mappings(settings.get("inputs"))
        if text(one.get("key"))
    ]
    parts = [
        f'"query": {_words(chain, text(settings.get("query")))}',
        f'"user": {_words(chain, text(settings.get("user")) or "typebot")}',
        '"inputs": {' + ", ".join(inputs) + "}",
        '"response_mode": "blocking"',
    ]
    results = {}
    for item, ours in _mapped(chain):
        if item in {"Answer", "Message content", ""}:
            results[ours] = "response.body.answer"
        elif item in {"Conversation ID", "Total Tokens"}:
            path = "conversation_id" if item == "Conversation ID" else "metadata.usage.total_tokens"
            results[ours] = f"response.body.{path}"
    if kept:
        parts.append(f'"conversation_id": ${{has({kept}) ? {kept} : ""}}')
        results[kept] = "response.body.conversation_id"
    secret = "DIFY_KEY"  # noqa: S105 -- the name of a secret
    headers = {"Authorization": f"Bearer ${{secret.{secret}}}"}
    _ask(chain, DIFY, secret, headers, parts, results)


def _draw_question(chain: Chain) -> None:
    """One question, after the answer before it where the bot keeps its id."""
    settings = chain.block.settings
    before = chain.by_id(settings.get("responseIdVariableId"))
    parts = [f'"model": {_words(chain, text(settings.get("model")) or "gpt-4o-mini")}']
    parts.append(f'"input": {_words(chain, text(settings.get("message")))}')
    if instructions := text(settings.get("instructions")):
        parts.append(f'"instructions": {_words(chain, instructions)}')
    results = {ours: _ANSWERED for item, ours in _mapped(chain) if item in CONTENT}
    if before:
        parts.append(f'"previous_response_id": ${{has({before}) ? {before} : null}}')
        results[before] = "response.body.id"
    secret = "OPENAI_KEY"  # noqa: S105 -- the name of a secret
    headers = {"Authorization": f"Bearer ${{secret.{secret}}}"}
    _ask(chain, RESPONSES, secret, headers, parts, results)


_ANSWERED = 'at(response.body.output.filter(o, o.type == "message"), 0).content[0].text'


def _ask(
    chain: Chain,
    address: str,
    secret: str,
    headers: dict[str, str],
    parts: list[str],
    results: dict[str, str],
) -> None:
    chain.conversion.secrets.setdefault(secret, f"The key of {chain.block.type}.")
    params = Http(
        method="POST",
        url=address,
        headers={**headers, "Content-Type": "application/json"},
        body="{" + ", ".join(parts) + "}",
        timeout_s=TIMEOUT_S,
        results=results,
    )
    node = chain.then(f"ask_{chain.block.type}", "http", params, ends=ENDS)
    hows = [f"asked over HTTP with the secret {secret}, to be filled in"]
    settings = chain.block.settings
    if settings.get("tools"):
        hows.append("its functions are not offered to the model")
    if settings.get("vectorStoreId"):
        hows.append("its documents are not searched")
    if not text(settings.get("model")) and chain.block.type != "dify-ai":
        hows.append("the bot names no model, so that a small one was taken")
    chain.told(node, "; ".join(hows))


def _messages(chain: Chain, found: list[Mapping]) -> str:
    """An expression for the messages: fixed ones, and dialogues out of lists."""
    lists: list[str] = []
    for one in found:
        role, content = text(one.get("role")), text(one.get("content"))
        if role == "Dialogue" or one.get("dialogueVariableId"):
            ours = chain.by_id(one.get("dialogueVariableId"))
            first = text(one.get("startsBy")) or "user"
            if ours:
                lists.append(_dialogue(ours, first))
        elif content.strip():
            words = chain.texts.value(content)
            name = json.dumps(role if role in ROLES else "user")
            lists.append(f'[{{"role": {name}, "content": {words}}}]')
        elif text(one.get("content")) == "" and role.startswith("Messages sequence"):
            chain.texts.missed.append(role)
    return " + ".join(lists) or "[]"


def _dialogue(ours: str, first: str) -> str:
    """What both sides said in turn, as the messages of a list."""
    second = "assistant" if first == "user" else "user"
    item = f'{{"role": i % 2 == 0 ? "{first}" : "{second}", "content": as_text(at({ours}, i))}}'
    return f"(has({ours}) ? range(size({ours})).map(i, {item}) : [])"


def _mapped(chain: Chain) -> list[tuple[str, str]]:
    """What of the answer goes to which of our variables."""
    found = []
    for one in mappings(chain.block.settings.get("responseMapping")):
        item = text(one.get("item")) or text(one.get("valueToExtract"))
        if ours := chain.by_id(one.get("variableId")):
            found.append((item, ours))
    return found


def _words(chain: Chain, source: str) -> str:
    """A text within JSON; one with holes as the value of an expression."""
    if "{{" in source:
        return f"${{{chain.texts.value(source)}}}"
    return json.dumps(source, ensure_ascii=False).replace("${", "$${")


def _temperature(settings: Mapping) -> str:
    found = settings.get("temperature")
    number = _float(found) if not single_variable(text(found)) else None
    advanced = settings.get("advancedSettings")
    if number is None and isinstance(advanced, dict):
        number = _float(advanced.get("temperature"))
    return repr(number) if number is not None else ""


def _float(value: object) -> float | None:
    try:
        return float(text(value))
    except ValueError:
        return None
