# Started through its socket, the daemon begins paused and opens no camera.
check socket-starts service start emotunesd.socket
check socket-starts-no-daemon property_is ActiveState inactive
check socket-activated-daemon-answers within 20 status_has '.version'
check socket-activated-daemon-starts-paused status_has '.state == "paused" and .camera.framesSeen == 0'
check socket-activated-daemon-says-why status_has '.notices | map(test("emotunesctl resume")) | any'
check socket-activated-daemon-resumes ctl resume
check socket-activated-daemon-then-streams within 20 status_has '.camera.state == "streaming" and .pausedUntil == null'
check socket-outlives-the-daemon eval \
    'service stop emotunesd 2> /dev/null; [ -S /run/emotunes/control ] && [ "$(service is-active emotunesd.socket)" = active ]'
# In its own right it is not paused, though it is given the socket too.
check socket-and-service-starts service start emotunesd
check socket-and-service-streams within 20 status_has '.camera.state == "streaming"'
service stop emotunesd.socket emotunesd

# Whom the group of the system unit lets in.
check group-service-starts service start emotunesd
check group-socket-is-the-groups [ "$(stat -c '%U %G %a' /run/emotunes/control)" = 'emotunes emotunes 660' ]
in_group() { runuser -u tester -G emotunes -- emotunesctl status --socket /run/emotunes/control; }
check group-member-is-answered in_group
service stop emotunesd
