# The journal explains itself.
check journal-mood-shift eval \
    '[ "$(journalctl -b -q -o json EMOTUNES_EVENT=mood_shift EMOTUNES_FROM=neutral | wc -l)" = 1 ]'
check journal-shift-has-fields eval 'journal EMOTUNES_EVENT=mood_shift EMOTUNES_FROM=neutral |
    jq -e ".EMOTUNES_MOOD == \"happy\" and (.EMOTUNES_CONFIDENCE | tonumber > 0.5) and .PRIORITY == \"6\"
        and (.MESSAGE_ID | length == 32) and .SYSLOG_IDENTIFIER == \"emotunesd\""'
# Dispatch once wrote about a thread's priority at every start.
check journal-has-our-own-lines-only not eval 'journalctl -b -q _COMM=emotunesd | grep -i "thread priority"'
check journal-playlist-event eval '[ "$(journal_count EMOTUNES_EVENT=playlist)" -ge 2 ]'
check journal-camera-event eval '[ "$(journal_count EMOTUNES_EVENT=camera)" -ge 1 ]'
check journal-explains-a-shift eval \
    'journalctl -b -q -x EMOTUNES_EVENT=mood_shift | grep -q "Subject: The mood shifted to happy"'
check journal-explains-what-to-do eval 'journalctl -b -q -x EMOTUNES_EVENT=mood_shift | grep -q "cooldown_seconds"'
check journal-first-start-once eval '[ "$(journal_count EMOTUNES_EVENT=first_start)" = "${first_starts:-1}" ]'
check journal-first-start-says-how-to-pause eval \
    'journal EMOTUNES_EVENT=first_start | jq -r .MESSAGE | grep -q "emotunesctl pause"'
for id in $(sed -n 's/^-- \([0-9a-f]\{32\}\)$/\1/p' /usr/lib/systemd/catalog/emotunes.catalog); do
    check "catalogue-has-$id" journalctl --quiet --list-catalog "$id"
done
