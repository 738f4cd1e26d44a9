# Another program wants the camera while we watch.
service restart emotunesd
within 30 status_has '.camera.state == "streaming"' > /dev/null
stranger() { timeout 20 v4l2-ctl -d /dev/video1 --stream-mmap --stream-count=8 --stream-to=/dev/null; }
opens_politely() {
    # As a video call does: opens, sees what there is, then asks for the stream.
    exec 7<> /dev/video1
    sleep 0.5
    stranger
    local status=$?
    exec 7>&-
    return $status
}
check yield-another-program-gets-the-camera opens_politely
(exec 7<> /dev/video1; sleep 12) &
check yield-the-state-is-yielded within 3 status_has '.camera.state == "yielded"'
wait $!
check yield-we-come-back within 30 eval \
    'journal EMOTUNES_EVENT=camera --since "-240s" | jq -r .MESSAGE | grep -q "another program opened" && status_has ".camera.state == \"streaming\""'
service stop emotunesd
