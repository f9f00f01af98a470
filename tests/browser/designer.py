"""What a designer does in the app, by mouse and keyboard alone."""

from typing import Any

# `Any`: Playwright's objects, which are not installed where types are checked.


class Designer:
    """A person at a page of the app."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.keys = page.keyboard

    # Where one is.

    def goes_to(self, page: str) -> None:
        """By the rail on the left."""
        self.page.get_by_role("navigation", name="Pages").get_by_role("link", name=page).click()
        self.page.get_by_role("main", name=page).wait_for()

    def opens_topic(self, title: str) -> None:
        topics = self.page.get_by_role("navigation", name="Topics")
        topics.get_by_role("button", name=title).first.click()

    def looks_at(self, tab: str) -> None:
        """The right column: `Node`, `Simulator`, `Channels`."""
        self.page.get_by_role("tab", name=tab, exact=True).click()

    # Projects and topics.

    def makes_a_bot(self, name: str) -> None:
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_role("button", name="Make it").click()
        self.card().first.wait_for()

    def makes_a_topic(self, title: str) -> None:
        self.page.get_by_role("button", name="New topic").click()
        self.types(title, "Enter")
        self.page.get_by_text("This topic is empty.").wait_for()

    def removes_topic(self, title: str) -> None:
        self.page.get_by_role("button", name=f"Actions of the topic {title}").click()
        self.page.get_by_role("menuitem", name="Delete").click()

    # The canvas.

    def canvas(self) -> Any:
        return self.page.locator(".tw-canvas")

    def presses(self, keys: str) -> None:
        """Keys on the canvas."""
        self.canvas().focus()
        self.keys.press(keys)

    def waits_for_card(self, node: str) -> None:
        self.card(node).wait_for()

    def waits_for_card_as(self, node: str, how: str) -> None:
        """A card that is `selected`, on the `trail` of a conversation, `live`..."""
        self.page.locator(f'.tw-node--{how}[data-node="{node}"]').wait_for()

    def waits_for_cards(self, count: int) -> None:
        self.card().nth(count - 1).wait_for()
        assert self.card().count() == count

    def waits_for_edges(self, count: int) -> None:
        edges = self.page.locator(".react-flow__edge")
        edges.nth(count - 1).wait_for(state="attached")
        assert edges.count() == count

    def card(self, node: str = "") -> Any:
        """A node's card; without an id all of them."""
        return self.page.locator(f'.tw-node[data-node="{node}"]' if node else ".tw-node")

    def begins_with(self, kind: str, title: str) -> None:
        """The first node of a topic."""
        self.page.get_by_role("button", name="Add the first node").click()
        self.chooses(kind)
        self.names(title)

    def goes_on_with(self, kind: str, title: str) -> None:
        """A node after the selected one, joined to its first way out that is free."""
        self.keys.press("n")
        self.chooses(kind)
        self.names(title)

    def names(self, title: str) -> None:
        """Gives the selected node its title, on the card."""
        self.keys.press("F2")
        self.writing().wait_for()
        self.types(title, "Enter")
        self.page.locator(".tw-node--selected").get_by_text(title).wait_for()

    def writes(self, *texts: str) -> None:
        """The selected node's text and what its ways out are called, on the card, by Tab."""
        self.keys.press("Enter")
        for text in texts:
            self.writing().wait_for()
            self.types(text, "Tab")
        if self.writing().count():
            self.keys.press("Escape")

    def writing(self) -> Any:
        """The text that is being written on a card."""
        return self.page.locator(".tw-inline")

    def selects(self, title: str) -> None:
        """By a click, with all of the topic in sight."""
        self.presses("1")
        self.card().filter(has_text=title).locator(".tw-node-head").click()
        self.page.locator(".tw-node--selected").get_by_text(title).wait_for()

    def connects(self, way: str, target: str) -> None:
        """A way out of the selected node, by the keyboard."""
        self.presses("c")
        field = self.page.locator(".tw-chooser").get_by_role("combobox")
        if "which way out" in (field.get_attribute("aria-label") or ""):
            self.page.get_by_role("option", name=way).click()
        self.page.locator(".tw-chooser").get_by_role("combobox", name="leads to").wait_for()
        self.chooses(target)

    def drags(self, kind: str, x: float, y: float) -> None:
        """A kind from the palette onto the canvas."""
        self.palette(kind).drag_to(self.canvas(), target_position={"x": x, "y": y})

    def palette(self, kind: str) -> Any:
        nodes = self.page.get_by_role("region", name="Nodes")
        return nodes.get_by_role("button", name=kind, exact=True)

    def chooses(self, words: str) -> None:
        """The first that fits in the list that is open."""
        self.types(words)
        self.page.locator(".tw-chooser__one[aria-selected=true]").wait_for()
        self.keys.press("Enter")

    # The form.

    def form(self) -> Any:
        return self.page.locator(".tw-form")

    def fills(self, label: str, text: str) -> None:
        """A field of the selected node's form; then the canvas has the keys again."""
        field = self.form().get_by_label(label, exact=True).first
        field.fill(text)
        self.canvas().focus()

    def selects_in_form(self, label: str, value: str) -> None:
        self.form().get_by_label(label, exact=True).select_option(value)
        self.canvas().focus()

    def adds_an_entry(self, label: str, name: str, value: str) -> None:
        """A name with its value, such as a variable to set."""
        field = self.form().get_by_role("combobox", name=f"{label}: New name")
        field.fill(name)
        field.press("Enter")
        self.form().get_by_role("textbox", name=label).fill(value)
        self.canvas().focus()

    def adds_a_chip(self, label: str, name: str) -> None:
        field = self.form().get_by_role("combobox", name=f"{label}: Add")
        field.fill(name)
        field.press("Enter")
        self.canvas().focus()

    def types(self, text: str, then: str = "") -> None:
        self.keys.insert_text(text)
        if then:
            self.keys.press(then)

    # The simulator, and publishing.

    def conversation(self) -> Any:
        return self.page.get_by_role("log", name="Conversation")

    def says(self, text: str) -> None:
        """As a person would, to the simulated bot."""
        field = self.page.get_by_label("Write as a person…")
        field.fill(text)
        field.press("Enter")

    def presses_button(self, label: str) -> None:
        self.conversation().get_by_role("button", name=label).click()

    def hears(self, text: str) -> None:
        self.conversation().get_by_text(text).first.wait_for()

    def goes_to_publish(self, address: str, key: str) -> None:
        self.page.get_by_role("button", name="Publish…").click()
        self.page.get_by_role("tab", name="Publish", exact=True).click()
        self.page.get_by_label("Address").fill(address)
        self.page.get_by_label("Key to publish").fill(key)
