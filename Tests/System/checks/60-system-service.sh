# The hardened service of the machine: shut in, and the camera works all the same.
scope=system
check system-unit-verifies eval '[ -z "$(systemd-analyze verify emotunesd.service emotunesd.socket 2>&1 | grep -i emotunes)" ]'
check user-unit-verifies eval '[ -z "$(as_user systemd-analyze --user verify emotunesd.service 2>&1 | grep -i emotunes)" ]'
check camera-packs-otherwise demo_camera YU12 sad=900
check system-service-starts service start emotunesd
check system-service-is-ready property_is ActiveState active
check system-service-runs-as-its-own-user property_is User emotunes
check system-status status_has '.version'
check system-camera-streams within 20 status_has '.camera.state == "streaming" and .camera.source == "v4l2:/dev/video0"'
check system-exposure-at-most-two systemd-analyze security --no-pager --threshold=20 emotunesd.service
systemd-analyze security --no-pager emotunesd.service | tail -n 1 | sed 's/^/     /'
check system-socket-mode [ "$(stat -c '%U %a' /run/emotunes)" = 'emotunes 750' ]
check system-other-users-are-refused exits 1 as_user emotunesctl status --socket /run/emotunes/control
check system-playlist-from-the-camera within 60 status_has '.playlist.tracks == 20 and .mood.name == "sad"'

# A second daemon for the same socket.
second() {
    runuser -u emotunes -- emotunesd --socket /run/emotunes/control --state-dir /tmp/second
}
check second-daemon-is-refused exits 69 timeout 20 bash -c "$(declare -f second); second"
check second-daemon-left-the-first-alone status_has '.camera.state == "streaming"'
rm -rf /tmp/second
