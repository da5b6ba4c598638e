"""Orca with a speech server that records instead of sounding: one line of JSON for each text and each interruption."""
import json
import os
import sys
import time

from orca import settings

# A page is read by its keys, not at once after loading; keys that are pressed are not spoken.
settings.sayAllOnLoad = False
settings.enableKeyEcho = False

LOG = open(os.environ["SPEECH_LOG"], "a", buffering=1)


def record(**entry):
    LOG.write(json.dumps({"at": round(time.time() * 1000), **entry}) + "\n")


class SpeechServer:
    """As orca.speechserver.SpeechServer; methods that are missing here do nothing."""

    @staticmethod
    def getSpeechServer(info=None):
        return SpeechServer()

    def speak(self, text=None, acss=None, interrupt=True):
        if text:
            record(text=text)

    def speakCharacter(self, character, acss=None):
        record(text=character)

    def sayAll(self, utterances, progress):
        for context, _acss in utterances:
            record(text=context.utterance)

    def stop(self):
        record(stop=True)

    def getInfo(self):
        return ["Recording", "recording"]

    def __getattr__(self, name):
        return lambda *args, **named: None


# In place of the server that looks for a synthesizer.
sys.modules["orca.speechdispatcherfactory"] = sys.modules[__name__]
