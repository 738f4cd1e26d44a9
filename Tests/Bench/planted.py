#!/usr/bin/env python3
"""Write a catalogue with planted tastes whose titles are as noisy as real ones.

    planted.py --maker ../shared/tools/make_catalogue.py --moods ../shared/music/data_moods.csv \
        --rows 278000 --tastes 20 --seed 1 --out 278k-1.csv

The maker's titles say nothing of versions. Here every fifth gets what real exports have behind a title: "- Remix",
"(feat. ...)", "- 2011 Remaster" and the like, drawn without regard to the taste. The planted tastes go to
OUT.tastes.json as the maker writes them. Standard library only.
"""
import argparse, csv, os, random, subprocess, sys

SUFFIXES = [" - Remix", " - Extended Mix", " - Radio Edit", " - 2011 Remaster", " - Remastered 2009", " (Live)",
            " - Live at the Arena", " (feat. {})", " (feat. {})", " feat. {}"]


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--maker", required=True)
    p.add_argument("--moods", required=True)
    p.add_argument("--rows", type=int, required=True)
    p.add_argument("--tastes", type=int, default=20)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--share", type=float, default=0.2, help="of titles that name a version")
    p.add_argument("--out", required=True)
    a = p.parse_args()
    plain = a.out + ".plain"
    subprocess.run([sys.executable, a.maker, "--schema", "genres114k", "--rows", str(a.rows), "--moods", a.moods,
                    "--seed", str(a.seed), "--tastes", str(a.tastes), "--out", plain], check=True)
    r = random.Random(a.seed)
    guest = "somebody"
    with open(plain, newline="", encoding="utf-8") as source, open(a.out, "w", newline="", encoding="utf-8") as out:
        rows, w = csv.reader(source), csv.writer(out)
        header = next(rows)
        w.writerow(header)
        title, artists = header.index("track_name"), header.index("artists")
        for row in rows:
            if r.random() < a.share:
                row[title] += r.choice(SUFFIXES).format(guest)
            guest = row[artists].split(";")[0]
            w.writerow(row)
    os.remove(plain)
    os.replace(plain + ".tastes.json", a.out + ".tastes.json")


if __name__ == "__main__":
    main()
