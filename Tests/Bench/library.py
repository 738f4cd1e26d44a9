#!/usr/bin/env python3
"""library.py [FILES]: what looking through a large music folder takes, beside MPD's own update of the same files.

Makes FILES (100,000) tagged files of five formats in a temporary folder: a few sounds made with ffmpeg, each file with tags
of its own. Has `mpd` update its database of them, then emotunesd look through them twice, and prints processor time,
wall time and memory of each. EMOTUNES_BINARIES names the folder of emotunesd and emotunesctl (.build/release).
"""
import json
import os
import random
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

FILES = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
here = os.path.dirname(os.path.abspath(__file__))
binaries = os.environ.get("EMOTUNES_BINARIES", os.path.join(here, "../../.build/release"))
MOODS = ["happy", "sad", "energetic", "calm"]
GENRES = ["rock", "pop", "jazz", "soul", "folk", "classical", "electronic", "metal", "ambient"]


def make(folder):
    """The sounds of each format, once; every file gets a copy with its own tag."""
    sounds = {}
    for ending, options in {
        "mp3": ["-b:a", "32k", "-write_id3v1", "0", "-id3v2_version", "0"],
        "flac": [], "ogg": ["-c:a", "libvorbis"], "opus": ["-b:a", "16k"], "wav": [],
    }.items():
        path = f"{folder}/sound.{ending}"
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "sine=440:d=1:r=8000" if ending == "wav"
                        else "sine=440:d=1", "-map_metadata", "-1", *options, path], check=True)
        sounds[ending] = open(path, "rb").read()
        os.unlink(path)
    return sounds


def id3(tags):
    """An ID3v2.4 tag."""
    names = {"artist": b"TPE1", "title": b"TIT2", "album": b"TALB", "genre": b"TCON", "date": b"TDRC", "mood": b"TMOO",
             "track": b"TRCK"}
    frames = b""
    for key, text in tags.items():
        body = b"\x03" + text.encode()
        frames += names[key] + syncsafe(len(body)) + b"\0\0" + body
    return b"ID3\x04\0\0" + syncsafe(len(frames)) + frames


def syncsafe(number):
    return bytes((number >> shift) & 127 for shift in (21, 14, 7, 0))


def comments(tags, vendor=b"bench"):
    entries = [f"{'TRACKNUMBER' if key == 'track' else key.upper()}={text}".encode() for key, text in tags.items()]
    return (struct.pack("<I", len(vendor)) + vendor + struct.pack("<I", len(entries))
            + b"".join(struct.pack("<I", len(entry)) + entry for entry in entries))


def flac(sound, tags):
    """The STREAMINFO block of the sound, a comment block, the frames."""
    place, blocks, last = 4, [], False
    while not last:
        last, kind = sound[place] >> 7, sound[place] & 127
        size = int.from_bytes(sound[place + 1:place + 4], "big")
        if kind == 0:
            blocks.append(bytes([0]) + sound[place + 1:place + 4 + size])
        place += 4 + size
    body = comments(tags)
    return b"fLaC" + b"".join(blocks) + bytes([0x84]) + len(body).to_bytes(3, "big") + body + sound[place:]


CRC = []
for number in range(256):
    value = number << 24
    for _ in range(8):
        value = (value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)
    CRC.append(value & 0xFFFFFFFF)


def ogg(sound, tags, opus):
    """Puts another comment packet into the second page; for Vorbis the setup packet follows it there."""
    pages, place = [], 0
    while place < len(sound):
        segments = sound[place + 26]
        size = sum(sound[place + 27:place + 27 + segments])
        pages.append((sound[place:place + 27], sound[place + 27:place + 27 + segments],
                      sound[place + 27 + segments:place + 27 + segments + size]))
        place += 27 + segments + size
    packet = (b"OpusTags" + comments(tags)) if opus else (b"\x03vorbis" + comments(tags) + b"\x01")
    packets = [packet]
    head, lacing, body = pages[1]
    rest = 2
    if not opus:
        # The setup packet may go on over pages.
        lacings, content = lacing, body
        while True:
            total, start, sizes = 0, 0, []
            for value in lacings:
                total += value
                if value < 255:
                    sizes.append(total)
                    total = 0
            if len(sizes) >= 2:
                packets.append(content[sizes[0]:sizes[0] + sizes[1]])
                break
            lacings, content, rest = lacings + pages[rest][1], content + pages[rest][2], rest + 1
    data, table = b"", b""
    for part in packets:
        data += part
        table += b"\xff" * (len(part) // 255) + bytes([len(part) % 255])
    fresh = [pages[0]]
    number = 1
    while table:
        some, table = table[:255], table[255:]
        size = sum(some)
        fresh.append((head[:5] + bytes([0 if number == 1 else 1]) + struct.pack("<q", 0 if not table else -1)
                      + head[14:18] + struct.pack("<I", number) + b"\0\0\0\0" + bytes([len(some)]), some, data[:size]))
        data = data[size:]
        number += 1
    out = []
    for index, (first, lace, content) in enumerate(fresh + pages[rest:]):
        if index == 0 or index >= len(fresh) and len(fresh) == rest:
            # As it was, its checksum too.
            out.append(first + lace + content)
            continue
        page = first[:18] + struct.pack("<I", index) + b"\0\0\0\0" + first[26:27] + lace + content
        crc = 0
        for byte in page:
            crc = ((crc << 8) & 0xFFFFFFFF) ^ CRC[(crc >> 24) ^ byte]
        out.append(page[:22] + struct.pack("<I", crc) + page[26:])
    return b"".join(out)


def wav(sound, tags):
    chunk = id3(tags)
    chunk = b"id3 " + struct.pack("<I", len(chunk)) + chunk + b"\0" * (len(chunk) % 2)
    return b"RIFF" + struct.pack("<I", len(sound) + len(chunk) - 8) + sound[8:] + chunk


def fill(folder, count):
    sounds = make(folder)
    rng = random.Random(1)
    endings = ["mp3"] * 4 + ["flac"] * 3 + ["ogg", "opus", "wav"]
    bases = {ending: sounds[ending] for ending in sounds}
    for number in range(count):
        artist, album, track = number // 50, number // 10, number % 10 + 1
        tags = {"artist": f"Made-up artist {artist}", "title": f"Song {number}", "album": f"Album {album}",
                "genre": GENRES[artist % len(GENRES)], "date": str(1960 + album % 60), "track": str(track)}
        if rng.random() < 0.5:
            tags["mood"] = rng.choice(MOODS)
        ending = endings[number % len(endings)]
        if ending in ("ogg", "opus"):
            content = ogg(bases[ending], tags, ending == "opus")
        else:
            content = {"mp3": lambda: id3(tags) + bases["mp3"], "flac": lambda: flac(bases["flac"], tags),
                       "wav": lambda: wav(bases["wav"], tags)}[ending]()
        place = f"{folder}/Made-up artist {artist}/Album {album}"
        os.makedirs(place, exist_ok=True)
        with open(f"{place}/{track:02} Song {number}.{ending}", "wb") as file:
            file.write(content)


def cpu(pid):
    """User and system seconds of a process and its threads."""
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid):
    for line in open(f"/proc/{pid}/smaps_rollup"):
        if line.startswith("Rss:"):
            return int(line.split()[1]) / 1024
    return 0


def ask_mpd(path, *commands):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        stream = connection.makefile("rwb")
        stream.readline()
        answers = []
        for command in commands:
            stream.write(command.encode() + b"\n")
            stream.flush()
            lines = []
            while True:
                line = stream.readline().decode()
                if line.startswith(("OK", "ACK")) or not line:
                    break
                lines.append(line.strip())
            answers.append(dict(line.split(": ", 1) for line in lines))
        return answers


def mpd(folder, work):
    conf = f"{work}/mpd.conf"
    open(conf, "w").write(f"""music_directory "{folder}"
db_file "{work}/mpd.db"
state_file "{work}/mpd.state"
bind_to_address "{work}/mpd.socket"
log_file "{work}/mpd.log"
auto_update "no"
audio_output {{
    type "null"
    name "none"
}}
""")
    process = subprocess.Popen(["mpd", "--no-daemon", conf], stderr=subprocess.DEVNULL)
    try:
        while not os.path.exists(f"{work}/mpd.socket"):
            time.sleep(0.05)
            if process.poll() is not None:
                sys.exit("mpd did not start")
        figures = {}
        for name in ("first", "second"):
            before, began = cpu(process.pid), time.monotonic()
            ask_mpd(f"{work}/mpd.socket", "update")
            while "updating_db" in ask_mpd(f"{work}/mpd.socket", "status")[0]:
                time.sleep(0.05)
            figures[name] = {"cpu": cpu(process.pid) - before, "seconds": time.monotonic() - began}
        figures["songs"] = int(ask_mpd(f"{work}/mpd.socket", "stats")[0]["songs"])
        figures["memory"] = memory(process.pid)
        return figures
    finally:
        process.terminate()
        process.wait()


def daemon(work, *options):
    open(f"{work}/empty.toml", "w").close()
    process = subprocess.Popen(
        [f"{binaries}/emotunesd", "--source", "demo:happy=86400", "--state-dir", f"{work}/state", "--socket",
         f"{work}/control", "--config", f"{work}/empty.toml", "--set", "camera.looks_per_second=0.1", *options],
        stdout=subprocess.DEVNULL, stderr=open(f"{work}/daemon.log", "a"))
    while not os.path.exists(f"{work}/control"):
        time.sleep(0.01)
        if process.poll() is not None:
            sys.exit(open(f"{work}/daemon.log").read())
    return process


def status(work):
    answer = subprocess.run([f"{binaries}/emotunesctl", "status", "--json", "--socket", f"{work}/control"],
                            capture_output=True, text=True)
    return json.loads(answer.stdout)


def until_ready(work):
    while True:
        library = status(work)["library"]
        if library["state"] == "ready":
            return library
        time.sleep(0.1)


def end(process):
    process.send_signal(signal.SIGTERM)
    process.wait()


def threads(pid):
    """Processor seconds of the threads that look through music."""
    total = 0
    for thread in os.listdir(f"/proc/{pid}/task"):
        try:
            name = open(f"/proc/{pid}/task/{thread}/comm").read()
            fields = open(f"/proc/{pid}/task/{thread}/stat").read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if name.startswith("music-"):
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def emotunes(folder, work):
    figures = {}
    process = daemon(work)
    time.sleep(5)
    figures["memory_without"] = memory(process.pid)
    end(process)
    folders = ["--set", f"music.folders={folder}"]
    for name in ("first", "second"):
        began = time.monotonic()
        process = daemon(work, *folders)
        library = until_ready(work)
        figures[name] = {"cpu": threads(process.pid), "seconds": time.monotonic() - began}
        figures["library"] = library
        time.sleep(3)
        figures["memory"] = memory(process.pid)
        if name == "second":
            before, began = threads(process.pid), time.monotonic()
            subprocess.run([f"{binaries}/emotunesctl", "library", "scan", "--json", "--socket", f"{work}/control"],
                           stdout=subprocess.DEVNULL, check=True)
            figures["again"] = {"cpu": threads(process.pid) - before, "seconds": time.monotonic() - began}
        end(process)
    return figures


def main():
    work = tempfile.mkdtemp(prefix="emotunes-library-")
    folder = os.environ.get("MUSIC") or f"{work}/music"
    try:
        if not os.path.isdir(folder):
            os.makedirs(folder)
            fill(folder, FILES)
        os.sync()
        # Everything is in memory for both: what is compared is the reading of tags, not the disk.
        subprocess.run(["sh", "-c", f"find '{folder}' -type f -exec cat {{}} + > /dev/null"], check=True)
        theirs = mpd(folder, work)
        ours = emotunes(folder, work)
    finally:
        if not os.environ.get("KEEP"):
            shutil.rmtree(work, ignore_errors=True)
    print(json.dumps({"mpd": theirs, "emotunes": ours}, indent=1))
    print(f"first: mpd {theirs['first']['cpu']:.1f} s, emotunesd {ours['first']['cpu']:.1f} s of processor time "
          f"({ours['first']['cpu'] / theirs['first']['cpu']:.2f} times)")
    print(f"second: mpd {theirs['second']['cpu']:.2f} s, emotunesd {ours['again']['cpu']:.2f} s "
          f"in {ours['again']['seconds']:.2f} s")
    print(f"memory: {ours['memory_without']:.1f} MB without, {ours['memory']:.1f} MB with {ours['library']['tracks']} songs")


main()
