# Two people at one machine, under the real login manager: the camera is theirs in turn, and nobody's when both have left.
scope=user
service stop emotunesd 2> /dev/null
useradd --create-home --shell /bin/bash second 2> /dev/null
for person in tester second; do
    install -d -o $person -g $person /home/$person/.config /home/$person/.config/emotunes
    printf '[camera]\nwhen = "always"\n' > /home/$person/.config/emotunes/emotunesd.toml
done
check people-camera demo_camera YUYV happy=3000

# camera_is USER STATE [WORDS]: what that user's daemon says of the camera.
camera_is() {
    local told
    told=$(as "$1" emotunesctl status --json | jq -r '.camera.state + ": " + .camera.detail')
    echo "$1's camera is $told, wanted $2 $3"
    case $told in "$2: "*"$3"*) ;; *) return 1 ;; esac
}
# When that user's daemon first said this of the camera after that moment, in microseconds since the start.
said_at() {
    journalctl -b -q -o json _UID="$(id -u "$1")" SYSLOG_IDENTIFIER=emotunesd EMOTUNES_EVENT=camera |
        jq -r "select((.__MONOTONIC_TIMESTAMP | tonumber) > $2 and (.MESSAGE | test(\"$3\"))) | .__MONOTONIC_TIMESTAMP" |
        head -n 1
}
now_microseconds() { awk '{ printf "%.0f", $1 * 1000000 }' /proc/uptime; }
# closes_within MILLISECONDS USER WORDS COMMAND…: the command has that user's daemon close the camera and say why, so soon
# after the command was answered: starting it takes its time here.
closes_within() {
    local limit=$1 person=$2 words=$3 began answered closed
    shift 3
    began=$(now_microseconds)
    "$@" || return 1
    answered=$(now_microseconds)
    within 20 camera_is "$person" released "$words" || return 1
    closed=$(said_at "$person" "$began" "$words")
    echo "$person's was closed $(((closed - began) / 1000)) ms after asking, $(((closed - answered) / 1000)) ms after the answer"
    echo "allowed are $limit ms"
    [ -n "$closed" ] && [ $((closed - answered)) -lt $((limit * 1000)) ]
}
# opens_within MILLISECONDS USER COMMAND…
opens_within() {
    local limit=$1 person=$2 began answered opened
    shift 2
    began=$(now_microseconds)
    "$@" || return 1
    answered=$(now_microseconds)
    within 30 camera_is "$person" streaming || return 1
    opened=$(said_at "$person" "$began" "watching ")
    echo "$person's was opened $(((opened - began) / 1000)) ms after asking, $(((opened - answered) / 1000)) ms after the answer"
    echo "allowed are $limit ms"
    [ -n "$opened" ] && [ $((opened - answered)) -lt $((limit * 1000)) ]
}
# changes_over FROM TO: the session of TO comes to the front.
changes_over() {
    local began closed opened
    began=$(now_microseconds)
    closes_within 2000 "$1" "another session is in front" to_front "$2" || return 1
    within 30 camera_is "$2" streaming || return 1
    closed=$(said_at "$1" "$began" "another session is in front")
    opened=$(said_at "$2" "$began" "watching ")
    echo "$2's was opened $(((opened - closed) / 1000)) ms after that, allowed are 2000 ms"
    [ $((opened - closed)) -lt 2000000 ]
}
nobody_watches() {
    local process
    for process in $(pgrep emotunesd); do
        if ls -l "/proc/$process/fd" | grep -- '-> /dev/video'; then return 1; fi
    done
}

check people-first-signs-in sign_in tester
check people-first-starts as tester systemctl --user start emotunesd
check people-first-has-the-camera within 30 camera_is tester streaming
check people-second-signs-in closes_within 4000 tester "another session is in front" sign_in second
check people-first-loses-the-permission within 5 not as tester test -r /dev/video0
check people-second-starts as second systemctl --user start emotunesd
check people-second-has-the-camera within 30 camera_is second streaming
check people-first-does-not-have-it camera_is tester released "another session is in front"
for turn in 1 2 3; do
    check "people-change-over-to-the-first-$turn" changes_over second tester
    check "people-change-over-to-the-second-$turn" changes_over tester second
done
check people-a-switch-is-no-trouble not eval \
    'journalctl -b -q -p warning SYSLOG_IDENTIFIER=emotunesd EMOTUNES_EVENT=camera | grep "taken away"'

lock() { loginctl lock-session "$(session_of second)"; }
unlock() { loginctl unlock-session "$(session_of second)"; }
hint() {
    busctl call org.freedesktop.login1 "$(busctl --json=short call org.freedesktop.login1 /org/freedesktop/login1 \
        org.freedesktop.login1.Manager GetSession s "$(session_of second)" | jq -r '.data[0]')" \
        org.freedesktop.login1.Session SetLockedHint b "$1"
}
check people-lock-closes closes_within 2000 second "the screen is locked" lock
check people-lock-gives-it-to-nobody nobody_watches
check people-unlock-opens opens_within 4000 second unlock
check people-lock-that-is-only-hinted-at-closes closes_within 2000 second "the screen is locked" hint true
check people-end-of-the-hint-opens opens_within 4000 second hint false

# The login manager's access control list is masked, as if it had been taken away.
check people-permission-taken-away-closes eval 'chmod 600 /dev/video0 && within 10 camera_is second denied "taken away"'
check people-nobody-watches-without-permission nobody_watches
check people-permission-given-back-opens eval 'chmod 660 /dev/video0 && within 15 camera_is second streaming'

# Both leave; of the first only a manager and its service stay.
check people-linger loginctl enable-linger tester
check people-first-signs-out-behind eval 'sign_out tester && within 5 camera_is tester released "not signed in"'
check people-second-keeps-it camera_is second streaming
check people-second-signs-out sign_out second
check people-service-stays within 5 camera_is tester released "not signed in"
check people-camera-is-nobodys nobody_watches
systemd-run -q --unit=elsewhere --property=PAMName=login --property=User=tester --setenv=XDG_SESSION_TYPE=tty sleep infinity
check people-session-without-a-screen-opens-nothing within 10 camera_is tester released "only from elsewhere"
check people-nobody-watches-from-elsewhere nobody_watches
systemctl stop elsewhere
check people-first-comes-back opens_within 10000 tester sign_in tester
check people-linger-no-more loginctl disable-linger tester

service stop emotunesd
userdel -r second 2> /dev/null
configure '[mood]
cooldown_seconds = 5'
chown -R tester: /home/tester/.config
no_demo_camera
