"""Recordings that are not as they should be."""

import os
import subprocess

from .cases import case, group
from .daemon import Daemon, Folder, expect

group("recordings", "folders of pictures and videos that are not even")


def picture(path, grey=90):
    with open(path, "wb") as file:
        file.write(b"P5 64 64 255\n" + bytes([grey]) * 4096)


def pictures(spoil, looks):
    def body():
        with Folder() as folder:
            os.mkdir(f"{folder}/pictures")
            for number in range(8):
                picture(f"{folder}/pictures/{number}.pgm", 40 + 10 * number)
            spoil(f"{folder}/pictures")
            with Daemon(folder, f"images:{folder}/pictures?speed=max") as daemon:
                status = daemon.until(lambda status: status["camera"]["state"] == "ended", what="the end")
                seen = status["camera"]["framesAnalysed"]
                expect(seen == looks, f"{seen} of {looks} pictures looked at: {daemon.words()[-300:]}")
                daemon.stop()
        return f"{looks} pictures looked at"

    return body


def write(name, content):
    def spoil(folder):
        with open(f"{folder}/{name}", "wb") as file:
            file.write(content)

    return spoil


case("recordings", "a picture that is none")(pictures(write("3.pgm", b"no picture"), 7))
case("recordings", "the first picture is none")(pictures(write("0.pgm", b""), 7))
case("recordings", "a dot file beside the pictures")(pictures(write("._1.jpg", b"\0\5\x16\7" + bytes(100)), 8))
case("recordings", "a folder among the pictures")(pictures(lambda folder: os.mkdir(f"{folder}/5.png"), 8))
case("recordings", "a link to nothing among the pictures")(
    pictures(lambda folder: os.symlink("/nonexistent", f"{folder}/a.jpg"), 8))


@case("recordings", "no picture can be read")
def no_pictures():
    with Folder() as folder:
        os.mkdir(f"{folder}/pictures")
        for number in range(3):
            write(f"{number}.png", b"no picture")(f"{folder}/pictures")
        with Daemon(folder, f"images:{folder}/pictures?speed=max") as daemon:
            expect(daemon.end(30) == 66, daemon.words()[-300:])
    return "exit 66, says why"


@case("recordings", "a video of uneven frames")
def uneven_video():
    with Folder() as folder:
        # Two seconds of 30 frames, then one a second for 18: twenty seconds in all.
        made = subprocess.run(
            ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=160x120:rate=30:duration=20", "-vf",
             "select='lt(t,2)+not(mod(n,30))'", "-vsync", "vfr", f"{folder}/uneven.mkv"], capture_output=True, text=True)
        expect(made.returncode == 0, made.stderr)
        with Daemon(folder, f"video:{folder}/uneven.mkv?speed=max") as daemon:
            status = daemon.until(lambda status: status["camera"]["state"] == "ended", what="the end")
            looks = status["camera"]["framesAnalysed"]
            # Two looks a second at first and every frame after that, fewer where nothing changes.
            expect(looks >= 12, f"only {looks} looks in twenty seconds: they were taken for three")
            daemon.stop()
    return f"{looks} looks in its twenty seconds"
