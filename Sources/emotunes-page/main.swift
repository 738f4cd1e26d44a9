import Glibc
import LivePage
import Platform

exit(await PageProgram.run(Array(CommandLine.arguments.dropFirst()), environment: processEnvironment()))
