#!/usr/bin/env python3
"""sound.py [SECONDS]: how fast music files are listened to, by format.

Makes a piece of drums over chords of SECONDS (240), at 44.1 kHz with two channels, writes it with ffmpeg in the formats that
the daemon listens to, has `emotunes-evaluate sound` measure each, and prints how many times faster than real time one core
is. EMOTUNES_BINARIES names the folder of emotunes-evaluate (.build/release).
"""
import json
import os
import subprocess
import sys
import tempfile

SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 240
here = os.path.dirname(os.path.abspath(__file__))
binaries = os.environ.get("EMOTUNES_BINARIES", os.path.join(here, "../../.build/release"))
# A bass drum on every beat of 120 a minute, a hiss between, and a chord beneath.
SOUND = ("0.6*sin(2*PI*(50+60*exp(-30*mod(t,0.5)))*mod(t,0.5))*exp(-18*mod(t,0.5))"
         "+0.15*(random(0)-0.5)*exp(-60*mod(t+0.25,0.5))+0.05*(sin(2*PI*220*t)+sin(2*PI*277*t)+sin(2*PI*330*t))")
FORMATS = {
    "wav": [], "aiff": [], "flac": [], "mp3": ["-b:a", "192k"], "ogg": ["-c:a", "libvorbis", "-q:a", "5"],
    "opus": ["-b:a", "128k"], "m4a": ["-b:a", "192k"], "wma": ["-b:a", "192k"], "wv": [], "tta": [],
}

with tempfile.TemporaryDirectory() as folder:
    print("| format | decoder | times real time | loudness | tempo |\n|---|---|---|---|---|")
    for ending, options in FORMATS.items():
        path = f"{folder}/a.{ending}"
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i",
                        f"aevalsrc='{SOUND}|{SOUND}':s=44100:d={SECONDS}", *options, path], check=True)
        report = json.loads(subprocess.run([f"{binaries}/emotunes-evaluate", "sound", "--json", path], check=True,
                                           stdout=subprocess.PIPE).stdout)
        row = report["files"][0]
        os.unlink(path)
        if row.get("problem"):
            print(f"| {ending} | | {row['problem']} | | |")
            continue
        decoder = {"mp3": "mpg123", **dict.fromkeys(["m4a", "wma", "wv", "tta"], "FFmpeg")}.get(ending, "libsndfile")
        print(f"| {ending} | {decoder} | {report['timesRealTime']:.0f} | {row['loudness']:.1f} LUFS | {row['tempo']:.1f} |")
