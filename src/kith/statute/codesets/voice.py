"""Local code sets of the child's voice: no national standard exists, so these are Kith's own."""

from .shape import Code, code_set

_KITH = "Kith's own set: no national standard exists"

METHOD = code_set(
    "voice_method",
    _KITH,
    "L",
    {
        "spoke": "Said",
        "drew": "Drew",
        "played": "Showed in play",
        "observed": "Observed behaviour",
        "wrote": "Wrote",
        "signs_symbols": "Signs, symbols or a communication aid",
        "interpreter": "Said through an interpreter",
        "advocate": "Said through an advocate",
        "parent_reported": "Told by a parent (weak: not the child's own voice)",
        "app": "Gave by app or device",
    },
)

NO_VOICE = (
    Code("no_voice_reason", "unborn", "Not yet born", _KITH, "L"),
    Code(
        "no_voice_reason",
        "preverbal",
        "Too young to speak: observed instead",
        _KITH,
        "L",
        needs="observation",
    ),
    Code(
        "no_voice_reason", "not_safe", "Not safe to approach the child now", _KITH, "L", needs="explanation"
    ),
    Code("no_voice_reason", "refused", "The child chose not to say", _KITH, "L"),
    Code("no_voice_reason", "not_yet_seen", "Not yet seen: a date is booked", _KITH, "L", needs="date"),
)

INFLUENCE = (
    Code("voice_influence", "changed", "It changed the decision", _KITH, "L", needs="explanation"),
    Code("voice_influence", "partly", "It changed part of the decision", _KITH, "L", needs="explanation"),
    Code(
        "voice_influence",
        "considered_not_followed",
        "It was considered and not followed",
        _KITH,
        "L",
        needs="explanation",
    ),
)

TOPIC = code_set(
    "voice_topic",
    _KITH,
    "L",
    {
        "safety": "Feeling safe",
        "home": "Home",
        "school": "School",
        "people": "People who matter",
        "online": "Life online",
        "wishes": "What they want to happen",
    },
)

WHERE = code_set(
    "voice_place",
    _KITH,
    "L",
    {
        "home": "At home",
        "school": "At school",
        "placement": "Where they are placed",
        "health": "At a surgery or hospital",
        "police": "At a police station or suite",
        "community": "Elsewhere in the community",
        "remote": "By telephone or video",
        "other": "Somewhere else",
    },
)

VOICE = (METHOD, NO_VOICE, INFLUENCE, TOPIC, WHERE)
