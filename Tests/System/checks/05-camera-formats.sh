# Every format of the kernel's test driver is read, and rightly.
check camera-formats-are-read /mnt/job/CameraFormats /dev/video1
