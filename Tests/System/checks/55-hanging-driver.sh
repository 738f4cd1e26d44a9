# A driver whose calls do not return: said in the status, waited for, and ended by the watchdog when it lasts.
hang() { touch /run/hanging-camera; }
go_on() { rm -f /run/hanging-camera; }
install -d /etc/systemd/user/emotunesd.service.d
printf '[Service]\nEnvironment=LD_PRELOAD=/mnt/job/hang.so\nWatchdogSec=15s\nTimeoutAbortSec=3s\nRestartSec=1s\n' \
    > /etc/systemd/user/emotunesd.service.d/hang.conf
service stop emotunesd
service daemon-reload
check hanging-driver-starts service start emotunesd
check hanging-driver-streams-at-first within 20 status_has '.camera.state == "streaming"'
before=$(property MainPID)
hang
check hanging-driver-is-said within 25 status_has \
    '.state == "camera_unavailable" and .camera.state == "failed" and (.camera.detail | test("does not answer"))'
go_on
check hanging-driver-that-comes-back-is-no-restart within 20 eval \
    'status_has ".camera.state == \"streaming\"" && [ "$(property MainPID)" = "$before" ]'
check hanging-driver-is-said-once-each eval \
    '[ "$(journal EMOTUNES_EVENT=camera --since "-60s" | jq -r .MESSAGE | grep -c "does not answer\|answers again")" = 2 ]'
hang
check hanging-driver-is-restarted within 90 eval \
    '[ "$(property NRestarts)" = 1 ] && [ "$(property ActiveState)" = active ] && [ "$(property MainPID)" != "$before" ]'
check hanging-driver-answers-the-socket within 20 status_has '.version'
go_on
check hanging-driver-streams-in-the-end within 40 status_has '.camera.state == "streaming"'
hang
sleep 2
check hanging-driver-stop-in-two-seconds stops_within 2000
check hanging-driver-stopped-cleanly property_is Result success
go_on
rm -r /etc/systemd/user/emotunesd.service.d
service daemon-reload
