# What the checks share. Sourced by job, inside the machine.

passed=0 failed=0

# check NAME COMMAND…: says PASS or FAIL.
check() {
    local name=$1 output
    shift
    if output=$("$@" 2>&1); then
        passed=$((passed + 1))
        echo "PASS $name"
    else
        failed=$((failed + 1))
        echo "FAIL $name"
        echo "     asked: $*"
        echo "$output" | tail -n 20 | sed 's/^/     /'
    fi
}

# within SECONDS COMMAND…: repeats until it succeeds.
within() {
    local end=$(($(date +%s) + $1)) output
    shift
    while ! output=$("$@" 2>&1); do
        if [ "$(date +%s)" -ge $end ]; then
            echo "$output"
            return 1
        fi
        sleep 0.5
    done
    echo "$output"
}

# faster MILLISECONDS COMMAND…: succeeds if the command does, in less than that.
faster() {
    local limit=$1 began ended
    shift
    began=$(date +%s%N)
    "$@" || return 1
    ended=$(((($(date +%s%N)) - began) / 1000000))
    echo "took $ended ms, allowed are $limit ms"
    [ $ended -lt "$limit" ]
}

# What the service manager itself wrote about the service: the newest entry with this message id, as JSON.
manager_said() {
    local field=UNIT
    [ $scope = system ] || field=USER_UNIT
    journalctl -b -q -o json $field=emotunesd.service MESSAGE_ID="$1" | tail -n 1
}

# stops_within MILLISECONDS: stops the service; by the manager's own clock, since starting systemctl takes its time here.
# The two ids are systemd's for "Stopping" and "Stopped".
stops_within() {
    service stop emotunesd || return 1
    local began ended took
    began=$(manager_said de5b426a63be47a7b6ac3eaac82e2f6f | jq -r .__MONOTONIC_TIMESTAMP)
    ended=$(manager_said 9d1aaa27d60140bd96365438aad20286 | jq -r .__MONOTONIC_TIMESTAMP)
    took=$(((ended - began) / 1000))
    echo "took $took ms, allowed are $1 ms"
    [ -n "$began" ] && [ $took -ge 0 ] && [ $took -lt "$1" ]
}

not() { ! "$@"; }

# exits STATUS COMMAND…
exits() {
    local wanted=$1 status=0
    shift
    "$@" || status=$?
    echo "exit status $status, wanted $wanted"
    [ $status = "$wanted" ]
}

# as USER COMMAND…
as() {
    local user=$1
    shift
    runuser -u "$user" -- env XDG_RUNTIME_DIR="/run/user/$(id -u "$user")" HOME="/home/$user" "$@"
}

# As the person who is logged in.
as_user() { as tester "$@"; }

# sign_in USER: a session of that user's at the machine's screen, as a display manager opens one. This machine has no
# virtual terminals, so the newest session is in front until another is brought there.
sign_in() {
    systemctl is-active -q "screen-$1" ||
        systemd-run -q --unit="screen-$1" --property=PAMName=login --property=User="$1" --setenv=XDG_SEAT=seat0 \
            --setenv=XDG_SESSION_TYPE=x11 --setenv=XDG_SESSION_CLASS=user sleep infinity || return 1
    within 60 session_of "$1" && within 60 as "$1" systemctl --user show-environment > /dev/null
}

# The session of that user's at the screen.
session_of() { loginctl list-sessions --no-legend | awk -v user="$1" '$3 == user && $4 == "seat0" { print $1 }' | grep .; }

# to_front USER: what a switch of users does.
to_front() { loginctl activate "$(session_of "$1")"; }

sign_out() {
    systemctl stop "screen-$1"
    within 30 not session_of "$1"
}

# The service under test: "user" or "system".
scope=system

ctl() {
    case $scope in
        user) as_user emotunesctl "$@" ;;
        system) emotunesctl "$@" --socket /run/emotunes/control ;;
    esac
}

service() {
    case $scope in
        user) as_user systemctl --user "$@" ;;
        system) systemctl "$@" ;;
    esac
}

# What the journal holds of the service under test, as JSON objects; more arguments are journalctl's.
journal() {
    case $scope in
        user) journalctl -b -q -o json _SYSTEMD_USER_UNIT=emotunesd.service SYSLOG_IDENTIFIER=emotunesd "$@" ;;
        system) journalctl -b -q -o json _SYSTEMD_UNIT=emotunesd.service SYSLOG_IDENTIFIER=emotunesd "$@" ;;
    esac
}

property() { service show emotunesd -P "$1"; }

property_is() {
    local value
    value=$(property "$1")
    echo "$1 is $value, wanted $2"
    [ "$value" = "$2" ]
}

# status_has EXPRESSION: whether the status, as jq sees it, is so.
status_has() {
    local status
    status=$(ctl status --json) || return 1
    echo "$status" | jq -c '{state, camera, mood, playlist: .playlist | (.id? // null)}'
    echo "$status" | jq -e "$1" > /dev/null
}

# How many journal entries match, of the service under test.
journal_count() { journal "$@" | wc -l; }

# configure TEXT: the service's settings.
configure() {
    local file=/etc/emotunes/emotunesd.toml
    [ $scope = system ] || file=/home/tester/.config/emotunes/emotunesd.toml
    install -d "$(dirname $file)"
    printf '%s\n' "$1" > $file
}

# demo_camera FORMAT SCRIPT: a face before /dev/video0, which must not be in use. The module is loaded afresh because
# it holds on to the format it had.
demo_camera() {
    no_demo_camera
    modprobe v4l2loopback video_nr=0 exclusive_caps=1 card_label='Demo camera' || return 1
    udevadm settle
    systemd-run -q --unit=demo-camera --property=Restart=no /mnt/job/DemoCamera /dev/video0 "$1" "$2"
    within 30 v4l2-ctl -d /dev/video0 --get-fmt-video > /dev/null
}

no_demo_camera() {
    systemctl stop demo-camera 2> /dev/null
    modprobe -r v4l2loopback
}
