# A public Varlink client that knows nothing but the interface.
if [ -d python/varlink ]; then
    for task in info description status playlist refusals monitor; do
        check "varlink-client-$task" as_user env PYTHONPATH=/mnt/job/python \
            python3 /mnt/job/varlink_client.py "/run/user/$(id -u tester)/emotunes/control" $task
    done
else
    echo "SKIP varlink-client: the Python package varlink could not be fetched on the host"
fi
