# A daemon that hangs is started anew; one that is configured wrongly is not.
install -d /etc/systemd/system/emotunesd.service.d
printf '[Service]\nWatchdogSec=6s\nTimeoutAbortSec=3s\nRestartSec=1s\n' > /etc/systemd/system/emotunesd.service.d/quick.conf
systemctl daemon-reload
service restart emotunesd
before=$(property MainPID)
kill -STOP "$before"
check watchdog-restarts-a-stopped-daemon within 40 eval \
    '[ "$(property NRestarts)" = 1 ] && [ "$(property ActiveState)" = active ] && [ "$(property MainPID)" != "$before" ]'
check watchdog-camera-streams-again within 30 status_has '.camera.state == "streaming"'
check watchdog-keeps-mood status_has '.mood.name == "sad"'

for cause in 'threshold = 7' 'thresold = 0.5' 'threshold = "much"'; do
    service stop emotunesd
    service reset-failed emotunesd 2> /dev/null
    configure "[mood]
$cause"
    from=$(date +%s)
    check "bad-config-is-refused ($cause)" not service start emotunesd
    check "bad-config-is-status-78 ($cause)" property_is ExecMainStatus 78
    sleep 4
    check "bad-config-makes-no-loop ($cause)" eval 'property_is NRestarts 0 && property_is ActiveState failed'
    check "bad-config-names-file-and-line ($cause)" eval \
        'journal --since "@$from" | jq -r .MESSAGE | grep "/etc/emotunes/emotunesd.toml" | grep -q 2'
done

configure '[mood]
cooldown_seconds = 5'
service reset-failed emotunesd
check good-config-starts-again service start emotunesd
configure '[mood]
threshold = 7'
check bad-config-on-reload-is-refused exits 1 ctl reload
check bad-config-on-reload-keeps-running status_has '.version'
configure '[camera]
source = "v4l2:/dev/video1"'
