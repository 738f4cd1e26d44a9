# A restart keeps mood and playlist; a minute without news writes nothing.
before=$(ctl status --json | jq -c '[.mood.name, .mood.since, .playlist.id, .playlist.mood, .playlist.generatedAt]')
check restart-is-ready-soon faster 12000 service restart emotunesd
after=$(ctl status --json | jq -c '[.mood.name, .mood.since, .playlist.id, .playlist.mood, .playlist.generatedAt]')
echo "     before $before"
echo "     after  $after"
check restart-keeps-mood-and-playlist [ "$before" = "$after" ]
check restart-streams-again within 20 status_has '.camera.state == "streaming"'
check restart-is-no-first-start eval '[ "$(journal_count EMOTUNES_EVENT=first_start)" = "${first_starts:-1}" ]'

sleep 5
quiet_from=$(date +%s)
sleep 60
check quiet-minute-writes-nothing eval 'journal --since "@$quiet_from" -p info | jq -r .MESSAGE; [ "$(journal_count --since "@$quiet_from" -p info)" = 0 ]'
check restart-made-no-playlist status_has '.playlist.id == 2'
