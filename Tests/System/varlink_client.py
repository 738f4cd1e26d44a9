"""Asks the daemon through the public Python client (PyPI: varlink), which knows nothing but the interface.

    varlink_client.py SOCKET info|description|status|playlist|refusals|monitor
"""

import sys

import varlink

INTERFACE = "org.emotunes.Control"
MOODS = {"angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"}


def expect(held, what):
    if not held:
        sys.exit(f"varlink_client: {what}")


def info(client):
    with client.open("org.varlink.service") as service:
        answer = service.GetInfo()
    print(answer)
    expect(INTERFACE in answer["interfaces"], f"GetInfo lists {answer['interfaces']}")
    expect(all(answer[key] for key in ("vendor", "product", "version")), f"GetInfo says {answer}")


def description(client):
    with client.open("org.varlink.service") as service:
        text = service.GetInterfaceDescription(INTERFACE)["description"]
    with open("/usr/share/emotunes/org.emotunes.Control.varlink") as file:
        expect(text.strip() == file.read().strip(), "the description is not the interface file that ships")
    known = varlink.Interface(text)
    for method in ("GetStatus", "Monitor", "GetPlaylist", "GetHistory", "Pause", "Resume", "Regenerate"):
        expect(known.get_method(method), f"the client finds no method {method} in the description")


def check_status(status):
    expect(status["camera"]["state"], f"no camera in {status}")
    expect(status["mood"] is None or status["mood"]["name"] in MOODS, f"the mood is {status['mood']}")


def status(client):
    with client.open(INTERFACE) as control:
        answer = control.GetStatus()
    print(answer)
    check_status(answer["status"])


def playlist(client):
    with client.open(INTERFACE) as control:
        answer = control.GetPlaylist()["playlist"]
    expect(len(answer["tracks"]) == 20, f"{len(answer['tracks'])} tracks")
    expect(answer["mood"] in MOODS, f"for the mood {answer['mood']}")


def refusals(client):
    for method, parameters, wanted in (
        ("Regenerate", {"mood": "glee"}, "UnknownMood"),
        ("Feedback", {"uri": "no:such:track", "verdict": "like"}, "NoSuchTrack"),
    ):
        with client.open(INTERFACE) as control:
            try:
                getattr(control, method)(**parameters)
            except varlink.VarlinkError as error:
                print(method, error)
                expect(error.error() == f"{INTERFACE}.{wanted}", f"{method} was refused with {error}, not {wanted}")
            else:
                sys.exit(f"varlink_client: {method} took {parameters}")


def monitor(client):
    with client.open(INTERFACE) as control:
        for number, answer in enumerate(control.Monitor(_more=True)):
            check_status(answer["status"])
            if number == 3:
                print("four replies")
                break


TASKS = (info, description, status, playlist, refusals, monitor)


def main():
    socket, name = sys.argv[1:]
    task = {task.__name__: task for task in TASKS}[name]
    with varlink.Client(f"unix:{socket}") as client:
        task(client)


main()
