"""The same conversation in other frameworks, in memory: run by the Python that has them.

    PYTHON tests/benchmarks/durable/peers.py CONVERSATIONS

Six turns each: the bot asks a name and a number, answers, and asks again. `botbuilder-dialogs`
keeps its state in MemoryStorage, `langgraph` in MemorySaver with an interrupt a turn. Nothing is
durable. The last line is one JSON object of turns a second; a framework that is missing is left
out. Imports nothing of ours.
"""

import asyncio
import json
import sys
import time

TURNS = 6


def main() -> None:
    """Measures and prints."""
    conversations = int(sys.argv[1])
    found = {}
    for name, measure in (("botbuilder_dialogs", botbuilder), ("langgraph", langgraph)):
        try:
            seconds = measure(conversations)
        except ModuleNotFoundError as missing:
            print(f"{name}: {missing}", file=sys.stderr)
            continue
        found[name] = round(conversations * TURNS / seconds, 1)
    print(json.dumps(found))


def botbuilder(conversations: int) -> float:
    """Seconds of so many conversations with Bot Framework's dialogs."""
    from botbuilder.core import ConversationState, MemoryStorage, MessageFactory
    from botbuilder.core.adapters import TestAdapter
    from botbuilder.dialogs import DialogSet, DialogTurnStatus, WaterfallDialog
    from botbuilder.dialogs.prompts import NumberPrompt, PromptOptions, TextPrompt

    state = ConversationState(MemoryStorage())
    dialogs = DialogSet(state.create_property("dialog"))

    async def ask_name(step):
        prompt = MessageFactory.text("What is your name?")
        return await step.prompt("text", PromptOptions(prompt=prompt))

    async def ask_number(step):
        step.values["name"] = step.result
        prompt = MessageFactory.text("How many?")
        return await step.prompt("number", PromptOptions(prompt=prompt))

    async def end(step):
        await step.context.send_activity(f"{step.values['name']}: {step.result}")
        return await step.end_dialog()

    dialogs.add(TextPrompt("text"))
    dialogs.add(NumberPrompt("number"))
    dialogs.add(WaterfallDialog("main", [ask_name, ask_number, end]))

    async def logic(context):
        dialog = await dialogs.create_context(context)
        result = await dialog.continue_dialog()
        if result.status == DialogTurnStatus.Empty:
            await dialog.begin_dialog("main")
        await state.save_changes(context)

    async def talk() -> None:
        for number in range(conversations):
            adapter = TestAdapter(logic)
            adapter.template.conversation.id = f"c{number}"
            for text in ("hi", "Ana", "3", "hi", "Bo", "4"):
                await adapter.receive_activity(text)
            said = [activity.text for activity in adapter.activity_buffer]
            assert said[2] == "Ana: 3", said

    began = time.perf_counter()
    asyncio.run(talk())
    return time.perf_counter() - began


def langgraph(conversations: int) -> float:
    """Seconds of so many conversations with a graph that is interrupted at each question."""
    from typing import TypedDict

    from langgraph.checkpoint.memory import MemorySaver
    from langgraph.graph import START, StateGraph
    from langgraph.types import Command, interrupt

    class State(TypedDict, total=False):
        name: str
        number: str
        said: str

    def ask_name(_state: State) -> State:
        return {"name": interrupt("What is your name?")}

    def ask_number(_state: State) -> State:
        return {"number": interrupt("How many?")}

    def end(state: State) -> State:
        return {"said": f"{state['name']}: {state['number']}"}

    def wait(_state: State) -> State:
        interrupt("")
        return {}

    graph = StateGraph(State)
    for name, node in (("name", ask_name), ("count", ask_number), ("end", end), ("wait", wait)):
        graph.add_node(name, node)
    for start, to in (
        *((START, "name"), ("name", "count"), ("count", "end"), ("end", "wait"), ("wait", "name")),
    ):
        graph.add_edge(start, to)
    compiled = graph.compile(checkpointer=MemorySaver())
    began = time.perf_counter()
    for number in range(conversations):
        config = {"configurable": {"thread_id": f"c{number}"}}
        compiled.invoke({}, config)
        for text in ("Ana", "3", "hi", "Bo", "4"):
            values = compiled.invoke(Command(resume=text), config)
        assert values["said"] == "Bo: 4", values
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
