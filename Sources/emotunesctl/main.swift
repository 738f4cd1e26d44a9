import EmotunesControl

ControlCommandLine.main()
