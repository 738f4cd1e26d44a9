# The daemon as the person's own service, watching a face through /dev/video0.
scope=user
# The package's own check has had a first start already.
first_starts=$(($(journal_count EMOTUNES_EVENT=first_start) + 1))
check camera-shows-a-face demo_camera YUYV neutral=45,happy=900
check sign-in sign_in tester
check user-is-in-no-group-of-the-camera not eval 'id -nG tester | grep -qw video'
check user-is-given-the-camera within 10 as_user test -r /dev/video0 -a -w /dev/video0
configure '[mood]
cooldown_seconds = 5
[hooks]
on_shift = ["cp", "/proc/self/status", "/home/tester/hook-{mood}"]'
chown -R tester: /home/tester/.config
# What the person's file does not say, the machine's does.
check user-machines-setting-holds eval '[ "$(ctl config get camera.when)" = playing ]'
check user-setting-is-changed eval 'ctl config set camera.when always && [ "$(ctl config get camera.when)" = always ]'
check user-no-daemon-is-status-3 exits 3 ctl status

check user-service-starts service start emotunesd
check user-service-is-ready property_is ActiveState active
check user-service-is-watched [ "$(property WatchdogUSec)" = 30s ]
check user-status status_has '.version and .uptimeSeconds >= 0 and (.catalogue.tracks > 0)'
check user-first-start-is-in-the-status status_has '.notices | map(test("never an image")) | any'
check user-camera-streams within 20 status_has \
    '.camera.state == "streaming" and .camera.source == "v4l2:/dev/video0" and .camera.framesSeen > 0'
check user-socket-is-private [ "$(stat -c %a /run/user/"$(id -u tester)"/emotunes/control)" = 600 ]
check user-faces-are-seen within 20 status_has '.camera.facesSeen > 5 and .emotion.samples > 5'
check user-first-playlist within 60 status_has '.playlist.id == 1 and .playlist.tracks == 20'
check user-playlist-of-the-face status_has '.playlist.mood == "neutral" and .mood.name == "neutral"'
check user-playlist-prints-twenty eval 'ctl playlist --json | jq -e ".tracks | length == 20"'
check user-files-are-written grep -q '<playlist' /home/tester/.local/state/emotunes/playlist.xspf

check user-doctor-finds-no-problem ctl doctor
check user-doctor-sees-the-camera eval 'ctl doctor | grep -q "^ok *camera .*emotunesd watches through Demo camera"'
check doctor-sends-to-the-screen eval 'runuser -u nobody -- emotunesctl doctor | grep -q "^problem *camera group .*sign in at the screen"'
check doctor-sends-nobody-into-the-group not eval 'runuser -u nobody -- emotunesctl doctor | grep "usermod -aG video"'
check user-doctor-sees-what-protects eval \
    '[ "$(ctl doctor | grep -cE "^ok *(lock and sleep|other programs) ")" = 2 ]'
check user-day-is-drawn eval 'ctl history --plot /run/user/$(id -u tester)/day.svg && grep -q "class=.neutral." /run/user/$(id -u tester)/day.svg'

check user-mood-shifts within 90 status_has '.playlist.id == 2 and .playlist.mood == "happy" and .mood.name == "happy"'
check user-history-has-the-shift eval \
    'ctl history --json | jq -e "(.shifts | length == 1) and .shifts[0].to == \"happy\" and (.playlists | length == 2)"'
# The hook is no child of the daemon, whose sandbox would hold it too.
check user-hook-is-run within 20 grep -q '^Name:.cp$' /home/tester/hook-happy
check user-hook-is-outside-the-sandbox grep -q '^NoNewPrivs:.0$' /home/tester/hook-happy
check user-daemon-is-inside grep -q '^NoNewPrivs:.1$' "/proc/$(property MainPID)/status"
check user-status-line-has-the-mood eval 'property StatusText | grep -q "Mood: happy"'
