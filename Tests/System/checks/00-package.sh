# The Debian package on a machine that has nothing of ours: installed, used, upgraded, removed, purged. Before the other
# checks, which install the build without it.
scope=user
home=/home/tester
packages=$PWD/packages

# Every file that is not log, cache, the package manager's own record, or the state of a service that runs.
files_of_the_machine() {
    find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /tmp -o -path /mnt -o -path /home \
        -o -path /var/log -o -path /var/cache -o -path /var/lib/dpkg -o -path /var/lib/apt -o -path /var/lib/systemd \) \
        -prune -o -print | sort
}
apt() { DEBIAN_FRONTEND=noninteractive apt-get -q -y -o APT::Sandbox::User=root "$@"; }
version_is() { [ "$(dpkg-query -W -f '${Version}' emotunes)" = "$1" ]; }
program_of_the_service() { readlink "/proc/$(property MainPID)/exe"; }
old=$(cd "$packages" && ls emotunes_*~previous_*.deb) new=$(cd "$packages" && ls emotunes_*.deb | grep -v previous)
new_version=$(dpkg-deb -f "$packages/$new" Version)
files_of_the_machine > /tmp/before

check package-nothing-of-ours-is-there not command -v emotunesd emotunesctl
check package-installs apt install "$packages/$old"
check package-is-the-old-one version_is "$new_version~previous"
check package-is-configured eval '[ "$(dpkg-query -W -f "\${db:Status-Status}" emotunes)" = installed ]'
check package-brings-no-swift not eval 'find / -xdev -name "libswift*" -not -path "/proc/*" | grep .'
check package-programs-run eval '[ "$(emotunesd --version)" = "${new_version%%-*}" ] && emotunesctl --version'
check package-has-manuals test -s /usr/share/man/man1/emotunesctl.1.gz
check package-has-completions test -s /usr/share/bash-completion/completions/emotunesctl
check package-has-its-user getent passwd emotunes
check package-journal-is-explained eval 'journalctl --list-catalog | grep -q EmoTunes'
check package-switches-no-service-on eval '[ "$(systemctl is-enabled emotunesd)" = disabled ] &&
    [ "$(systemctl is-active emotunesd)" = inactive ] && [ ! -e /etc/systemd/user/default.target.wants/emotunesd.service ]'
check package-config-is-a-conffile eval 'dpkg-query -W -f "\${Conffiles}" emotunes | grep -q "/etc/emotunes/emotunesd.toml"'
check package-nothing-is-missing dpkg --verify emotunes
check package-video-needs-more not apt install --simulate "$packages"/emotunes-video_"$new_version"_*.deb

# As a person does, who has the camera open whether or not music plays.
configure '[camera]
when = "always"
[mood]
cooldown_seconds = 7'
chown -R tester: $home/.config
check package-camera demo_camera YUYV happy=3000
check package-sign-in sign_in tester
check package-user-reloads as_user systemctl --user daemon-reload
check package-user-service-starts as_user systemctl --user enable --now emotunesd
check package-login-says-what-to-do eval 'ctl login 2>&1 | grep -q client_id'
check package-playlist within 90 status_has '.playlist.id == 1 and .playlist.mood == "happy" and .playlist.tracks == 20'
check package-like ctl like 3
check package-video-says-what-to-install eval \
    'emotunesd --source video:/etc/hostname --until-end --state-dir /tmp/video --socket /tmp/video-control 2>&1 |
        grep -q emotunes-video'
echo '# changed here' >> /etc/emotunes/emotunesd.toml
liked() { python3 - "$home/.local/state/emotunes/emotunes.sqlite" <<'END'
import sqlite3, sys
print(sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True).execute("SELECT count(*), max(verdict) FROM feedback").fetchone())
END
}
before=$(ctl playlist --json | jq -c '[.id, .generatedAt, [.tracks[].uri]]')
pid=$(property MainPID) verdicts=$(liked)

check package-upgrades apt install "$packages/$new"
check package-is-the-new-one version_is "$new_version"
check package-upgrade-restarts-the-service eval \
    'within 30 property_is ActiveState active && [ "$(property MainPID)" != "$pid" ] && [ "$(property NRestarts)" = 0 ]'
check package-new-program-runs [ "$(program_of_the_service)" = /usr/bin/emotunesd ]
check package-upgrade-keeps-the-playlist eval \
    'within 30 status_has .playlist && [ "$(ctl playlist --json | jq -c "[.id, .generatedAt, [.tracks[].uri]]")" = "$before" ]'
check package-upgrade-keeps-the-mood status_has '.mood.name == "happy"'
check package-upgrade-keeps-verdicts [ "$(liked)" = "$verdicts" ]
check package-upgrade-keeps-settings eval \
    'grep -q "changed here" /etc/emotunes/emotunesd.toml && grep -q "= 7" $home/.config/emotunes/emotunesd.toml'
check package-upgraded-service-streams within 40 status_has '.camera.state == "streaming"'
check package-upgrade-leaves-a-stopped-service-alone eval \
    'service stop emotunesd && apt install --reinstall "$packages/$new" && property_is ActiveState inactive'
check package-service-starts-again service start emotunesd

check package-removes apt remove emotunes
check package-remove-stops-the-service within 10 property_is ActiveState inactive
check package-remove-takes-the-programs not command -v emotunesd emotunesctl
check package-remove-keeps-the-settings grep -q 'changed here' /etc/emotunes/emotunesd.toml
check package-purges eval 'apt purge emotunes > /tmp/purge.log 2>&1'
check package-purge-says-what-is-left grep -q '~/.local/state/emotunes' /tmp/purge.log
files_of_the_machine > /tmp/after
# The system user stays, as those of services do.
check package-purge-leaves-nothing eval '
    added=$(comm -13 /tmp/before /tmp/after | grep -vE "^/etc/(passwd|group|shadow|gshadow)-$|^/etc/.pwd.lock$")
    echo "$added"; [ -z "$added" ]'
check package-purge-leaves-the-persons-own test -s $home/.local/state/emotunes/emotunes.sqlite
check package-journal-explains-it-no-more not eval 'journalctl --list-catalog | grep EmoTunes'

no_demo_camera
rm -rf $home/.local/state/emotunes $home/.config/emotunes $home/.config/systemd /tmp/video /tmp/before /tmp/after
as_user systemctl --user daemon-reload
userdel emotunes 2> /dev/null
