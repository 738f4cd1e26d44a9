# Pausing closes the camera; stopping is quick, also while the camera hangs.
# Which programs have a file open.
holders() {
    local process
    for process in /proc/[0-9]*; do
        ls -l "$process/fd" 2> /dev/null | grep -q -- "-> $1\$" && cat "$process/comm"
    done | sort -u | tr '\n' ' ' | sed 's/ $//'
}
daemon_lets_go() { holders "$1"; not eval 'holders "$1" | grep -q emotunesd'; }

check pause ctl pause
check pause-state within 5 status_has '.state == "paused" and .camera.state == "paused"'
check pause-closes-the-camera within 5 daemon_lets_go /dev/video0
check pause-for-a-while ctl pause 1h
check pause-says-until-when status_has '.pausedUntil | fromdateiso8601 - now | . > 3500 and . < 3601'
check resume ctl resume
check resume-ends-the-pause status_has '.pausedUntil == null'
check resume-streams within 20 status_has '.camera.state == "streaming"'

# A producer that stops is a camera that hangs: no error, no frame.
systemctl kill --kill-whom=main -s STOP demo-camera
check hanging-camera-is-a-state within 20 status_has '.camera.state != "streaming"'
check hanging-camera-stop-in-two-seconds stops_within 2000
systemctl kill --kill-whom=main -s CONT demo-camera
check stopped-cleanly eval '[ "$(property Result)" = success ] && [ "$(property ActiveState)" = inactive ]'
check user-service-starts-again service start emotunesd
check user-camera-streams-again within 40 status_has '.camera.state == "streaming"'
check user-service-stops-in-two-seconds stops_within 2000
check user-stopped-cleanly property_is Result success
