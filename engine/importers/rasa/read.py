"""A Rasa project from its files: what each one holds is told by its content."""

import re

from engine.importers.files import Files, Unreadable
from engine.importers.rasa.plain import as_list, as_map, as_text, maps_in
from engine.importers.rasa.read_calm import read_flows
from engine.importers.rasa.read_domain import SECTIONS, read_domain, read_responses
from engine.importers.rasa.read_markdown import read_markdown_stories
from engine.importers.rasa.read_nlu import read_nlu_json, read_nlu_markdown, read_nlu_yaml
from engine.importers.rasa.read_python import read_programs
from engine.importers.rasa.read_stories import read_calm_tests, read_stories
from engine.importers.rasa.source import Broken, Training
from engine.importers.rasa.yaml_text import parse_yaml

YAML = (".yml", ".yaml")
TEST_PATH = re.compile(
    r"(^|/)(tests?|e2e\w*)(/|_)|(^|/)(test_|e2e_)[^/]*$|_test\.(md|ya?ml)$", re.IGNORECASE
)
KEYED = re.compile(
    r"^(?:nlu|stories|rules|flows|test_cases|intents|responses|templates|forms|actions|slots|"
    r"entities|session_config)[ \t]*:",
    re.MULTILINE,
)
# What only Rasa writes below those keys.
OWN = re.compile(
    r"^\s*-?\s*(?:utter_\w+|- (?:intent|story|rule|collect|action|test_case)|(?:mappings|examples|"
    r"required_slots|slot_was_set|influence_conversation|session_expiration_time|steps))[ \t]*:"
    r"|^\s*-\s+(?:utter_\w+|action_\w+|collect: \w+)\s*$",
    re.MULTILINE,
)
NLU_HEADING = re.compile(r"^##\s*(?:intent|synonym|regex|lookup)\s*:", re.MULTILINE)
STORY = re.compile(r"^\s*\*\s*\S.*\n+\s*-\s*\S", re.MULTILINE)
STORY_ITEM = re.compile(r"^\s*-\s*(?:utter_|action_|slot\{|form\{)", re.MULTILINE)


def find_kind(path: str, files: Files) -> str:
    """What a file is by a glance at it: `yaml`, `nlu`, `stories`, `json`, or nothing of Rasa."""
    name = path.lower()
    if not name.endswith((*YAML, ".md", ".json")):
        return ""
    try:
        text = files.text(path)
    except Unreadable:
        return ""
    if name.endswith(YAML):
        return "yaml" if KEYED.search(text) and OWN.search(text) else ""
    if name.endswith(".json"):
        return "json" if '"rasa_nlu_data"' in text[:2000] else ""
    if NLU_HEADING.search(text):
        return "nlu"
    return "stories" if STORY.search(text) and STORY_ITEM.search(text) else ""


def read_training(files: Files) -> Training:
    """Everything that the files say; a broken file is named and left out."""
    training = Training(files.name)
    training.broken += [Broken(one.path, one.reason) for one in files.refused]
    for path in files:
        try:
            _read_file(training, files, path)
        except Unreadable as error:
            training.broken.append(Broken(path, str(error)))
    return training


def _read_file(training: Training, files: Files, path: str) -> None:
    name = path.lower()
    if name.endswith(YAML):
        _read_yaml(training, path, files.text(path))
    elif name.endswith(".py"):
        read_programs(training, path, files.text(path))
    elif name.endswith(".json") and find_kind(path, files):
        read_nlu_json(training, path, files.json(path))
        training.files[path] = "nlu"
    elif name.endswith("/skill.md"):
        training.skills.append(path)
        training.files[path] = "skill"
    elif name.endswith(".md"):
        text = files.text(path)
        kind = find_kind(path, files)
        if kind == "nlu":
            read_nlu_markdown(training, path, text)
        elif kind == "stories" and TEST_PATH.search(path):
            training.tests += read_markdown_stories(path, text, "test")
        elif kind == "stories":
            training.stories += read_markdown_stories(path, text, "story")
        if kind:
            training.files[path] = kind


def _read_yaml(training: Training, path: str, text: str) -> None:
    content = as_map(parse_yaml(text))
    is_test = bool(TEST_PATH.search(path))
    if "test_cases" in content:
        training.calm_tests += read_calm_tests(path, content["test_cases"])
    # The examples of a test set are no training data.
    if "nlu" in content and not is_test:
        read_nlu_yaml(training, path, content["nlu"])
    if "stories" in content:
        stories = read_stories(path, content["stories"], "test" if is_test else "story")
        (training.tests if is_test else training.stories).extend(stories)
    if "rules" in content:
        training.stories += read_stories(path, content["rules"], "rule")
    if "flows" in content:
        training.flows += read_flows(path, content["flows"])
    if any(key in content for key in SECTIONS):
        if "stories" in content or "nlu" in content:
            read_responses(training, path, content.get("responses"))
        else:
            read_domain(training, path, content)
    if "policies" in content or "pipeline" in content:
        _read_config(training, path, content)
    if "action_endpoint" in content:
        training.action_url = as_text(as_map(content["action_endpoint"]).get("url"))
    if find_known(content):
        training.files[path] = "yaml"


def find_known(content: dict[str, object]) -> bool:
    """Whether a file has a section that is read."""
    known = {*SECTIONS, "nlu", "stories", "rules", "flows", "test_cases", "policies", "pipeline"}
    return not known.isdisjoint(content)


def _read_config(training: Training, path: str, content: dict[str, object]) -> None:
    training.language = as_text(content.get("language")) or training.language
    for one in maps_in(content.get("policies")):
        name = as_text(one.get("name")).rpartition(".")[2]
        training.policies[name] = path
        if name == "TwoStageFallbackPolicy":
            training.two_stages = True
        action = one.get("fallback_action_name") or one.get("core_fallback_action_name")
        if name in {"FallbackPolicy", "RulePolicy"} and as_text(action):
            training.fallback_action = as_text(action)
    pipeline = content.get("pipeline")
    for part in as_list(pipeline):
        name = as_text(part.get("name")) if isinstance(part, dict) else as_text(part)
        if name:
            training.pipeline[name.rpartition(".")[2]] = path
