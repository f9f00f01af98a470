"""Small Dialogflow CX agents for tests, written as the platform exports them."""

import json
from pathlib import Path
from typing import Any

Json = dict[str, Any]
START = "Default Start Flow"


def say(*words: str, lang: str = "en") -> Json:
    """A fulfilment that says one of the texts."""
    return {"messages": [message(*words, lang=lang)]}


def message(*words: str, lang: str = "en") -> Json:
    return {"text": {"text": list(words)}, "languageCode": lang}


def presets(**values: Any) -> Json:
    """A fulfilment that gives parameters values; `_` in a name stands for `-`."""
    actions = [{"parameter": name, "value": value} for name, value in values.items()]
    return {"setParameterActions": actions}


def route(
    intent: str = "",
    condition: str = "",
    *,
    page: str = "",
    flow: str = "",
    does: Json | None = None,
) -> Json:
    found: Json = {"name": "r", "triggerFulfillment": does or {}}
    named = {"intent": intent, "condition": condition, "targetPage": page, "targetFlow": flow}
    return {**found, **{name: value for name, value in named.items() if value}}


def on(event: str, does: Json | None = None, *, page: str = "", flow: str = "") -> Json:
    """An event handler."""
    found: Json = {"event": event, "name": "h", "triggerFulfillment": does or {}}
    targets = {"targetPage": page, "targetFlow": flow}
    return {**found, **{name: value for name, value in targets.items() if value}}


def parameter(name: str, type_: str, asks: Json, *handlers: Json, **more: Any) -> Json:
    """A form's parameter."""
    behaviour: Json = {"initialPromptFulfillment": asks}
    if handlers:
        behaviour["repromptEventHandlers"] = list(handlers)
    return {
        "displayName": name,
        "entityType": type_,
        "required": True,
        "fillBehavior": behaviour,
        **more,
    }


class Agent:
    """An export in the making."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        self.json(
            "agent.json",
            {
                "displayName": "Tester",
                "defaultLanguageCode": "en",
                "timeZone": "Europe/Madrid",
                "startFlow": START,
                **settings,
            },
        )

    def json(self, path: str, value: Any) -> "Agent":
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        return self

    def flow(
        self, name: str, *routes: Json, handlers: list[Json] | None = None, **more: Any
    ) -> "Agent":
        source = {"displayName": name, "transitionRoutes": list(routes), **more}
        return self.json(f"flows/{name}/{name}.json", {**source, "eventHandlers": handlers or []})

    def page(
        self,
        name: str,
        *routes: Json,
        flow: str = START,
        entry: Json | None = None,
        form: list[Json] | None = None,
        handlers: list[Json] | None = None,
        uid: str = "",
        **more: Any,
    ) -> "Agent":
        source = {
            "name": uid,
            "displayName": name,
            "entryFulfillment": entry or {},
            "form": {"parameters": form or []},
            "transitionRoutes": list(routes),
            "eventHandlers": handlers or [],
            **more,
        }
        return self.json(f"flows/{flow}/pages/{name}.json", source)

    def intent(self, name: str, *phrases: str | list[tuple[str, str]], **types: str) -> "Agent":
        """An intent; a phrase of pairs annotates its parts with parameters."""
        found = [{"id": one, "entityType": type_} for one, type_ in types.items()]
        self.json(f"intents/{name}/{name}.json", {"displayName": name, "parameters": found})
        several = [
            {
                "parts": [
                    {"text": text, **({"parameterId": one} if one else {})}
                    for text, one in ([(phrase, "")] if isinstance(phrase, str) else phrase)
                ],
                "languageCode": "en",
            }
            for phrase in phrases
        ]
        return self.json(f"intents/{name}/trainingPhrases/en.json", {"trainingPhrases": several})

    def entity(self, name: str, values: dict[str, list[str]], kind: str = "KIND_MAP") -> "Agent":
        self.json(f"entityTypes/{name}/{name}.json", {"displayName": name, "kind": kind})
        entries = [
            {"value": value, "synonyms": words, "languageCode": "en"}
            for value, words in values.items()
        ]
        return self.json(f"entityTypes/{name}/entities/en.json", {"entities": entries})

    def webhook(self, name: str, **service: Any) -> "Agent":
        service = {"uri": f"https://example.org/{name}", **service}
        source = {"displayName": name, "genericWebService": service, "timeout": {"seconds": 5}}
        return self.json(f"webhooks/{name}.json", source)

    def test(self, name: str, *turns: tuple[str, list[str]]) -> "Agent":
        """A test case: what is said, and what is answered."""
        found = [
            {
                "userInput": {"input": {"text": {"text": said}, "languageCode": "en"}},
                "virtualAgentOutput": {"textResponses": [{"text": [one]} for one in answers]},
            }
            for said, answers in turns
        ]
        return self.json(
            f"testCases/{name}.json", {"displayName": name, "testCaseConversationTurns": found}
        )


def pizza(folder: Path) -> Agent:
    """A shop: it greets, takes an order by a form in a flow of its own, and comes back."""
    agent = Agent(folder)
    agent.intent("Default Welcome Intent", "hello there my friend", "good morning to you")
    agent.intent(
        "order",
        "I would like to order a pizza",
        [("bring me a ", ""), ("large", "size"), (" one", "")],
        size="@size",
    )
    agent.intent("help", "please can you help me", "how does this work here")
    agent.intent("yes", "yes that is right", "yes please do it")
    agent.intent("no", "no that is wrong", "no I do not want it")
    agent.entity("size", {"small": ["small", "little"], "large": ["large", "big"]})
    agent.flow(
        START,
        route("Default Welcome Intent", does=say("Welcome to the shop!")),
        route("order", flow="Ordering"),
        route("help", does=say("Say: order.")),
        handlers=[on("sys.no-match-default", say("Pardon?")), on("CLOSING", say("We close."))],
    )
    agent.flow(
        "Ordering",
        route("order", page="Details", does=say("Let us order.")),
        route("help", does=say("I am taking your order.")),
        handlers=[on("sys.no-match-default", say("I did not get that."))],
    )
    agent.page(
        "Details",
        route(condition='$page.params.status = "FINAL"', page="Confirm"),
        flow="Ordering",
        form=[
            parameter(
                "size",
                "@size",
                say("Which size?"),
                on("sys.no-match-1", say("Small or large, please.")),
                on("sys.no-match-2", say("I only have small and large.")),
                on("sys.no-match-default", say("I give up."), page="End Flow"),
            ),
            parameter("count", "@sys.number", say("How many?")),
        ],
    )
    agent.page(
        "Confirm",
        route("yes", does={**say("Ordered!"), **presets(ordered=True)}, page="End Flow"),
        route("no", page="Details", does=presets(size=None, count=None)),
        flow="Ordering",
        entry=say("$session.params.count $session.params.size, $sys.func.UPPER(right)?"),
        handlers=[on("sys.no-match-default", say("Yes or no?"))],
    )
    return agent
