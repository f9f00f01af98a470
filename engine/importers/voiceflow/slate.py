"""Voiceflow's rich text: paragraphs of pieces, in which variables stand as pieces of their own."""

from engine.importers.dialogflow_es.tolerant import mapping, text

# How a variable is written where a text is plain.
OPEN, CLOSE = "{{[", "]}}"


def plain(found: object) -> str:
    """The text of a rich text, a line a paragraph; a variable as `{{[name].id}}`."""
    if isinstance(found, str):
        return found
    if isinstance(found, list):
        blocks = [plain(one) for one in found]
        inline = all(_is_inline(one) for one in found)
        return ("" if inline else "\n").join(blocks)
    one = mapping(found)
    if one.get("type") == "variable" or "variableID" in one or "entityID" in one:
        id_ = text(one.get("variableID") or one.get("entityID") or one.get("id"))
        return f"{OPEN}{text(one.get('name')) or id_}].{id_}}}}}"
    for key in ("children", "content", "text"):
        if key in one:
            inside = plain(one[key])
            address = text(one.get("url"))
            if address and one.get("type") == "link" and address != inside:
                return f"{inside} ({address})" if inside else address
            return inside
    return ""


def _is_inline(one: object) -> bool:
    """Whether a piece stands within a line: it is no paragraph."""
    piece = mapping(one)
    return (
        isinstance(one, str)
        or "children" not in piece
        or piece.get("type")
        in {
            "variable",
            "link",
        }
    )
