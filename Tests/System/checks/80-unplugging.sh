# A camera that comes and goes. vivid is unplugged through its driver, as a cable would do it.
driver=/sys/bus/platform/drivers/vivid
service stop emotunesd
# Only the one camera is left, so that nothing can stand in for it.
no_demo_camera
echo vivid.0 > $driver/unbind
check missing-camera-starts service start emotunesd
check missing-camera-is-a-state within 10 status_has '.state == "camera_unavailable" and .camera.state == "missing"'
check missing-camera-is-said-once eval '[ "$(journal_count EMOTUNES_EVENT=camera -p warning --since "-15s")" -le 2 ]'
process=$(property MainPID)
echo vivid.0 > $driver/bind
udevadm settle
check plugged-in-is-found within 45 status_has '.camera.state == "streaming" and .camera.framesSeen > 0'
echo vivid.0 > $driver/unbind
check unplugged-while-streaming within 10 status_has '.camera.state == "missing"'
echo vivid.0 > $driver/bind
udevadm settle
check plugged-in-again-is-found within 45 status_has '.camera.state == "streaming"'
check unplugging-is-no-crash [ "$process" = "$(property MainPID)" ]
