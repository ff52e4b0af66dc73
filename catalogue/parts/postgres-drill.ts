/** Whether a PostgreSQL comes back: its snapshot is restored into a server of the work's own, and compared with that. */
import type { Work } from '../../model/backup';
import type { Bytes } from '../../model/units';

const FOLDER = '/run/drill';

/** What pg_restore leaves out, here and when people bring the database back. */
export const LEFT_OUT =
  '--no-owner --no-privileges --no-publications --no-subscriptions --no-security-labels --no-tablespaces';

/**
 * One line for each table: what it is called, how many rows, and the sum of all of them in their order. Rows come back in
 * the order in which they were saved, so a second dump has them in the same one.
 */
const ROWS = `  copies && $0 == "\\\\." {
    close(sum)
    getline line < (name ".sum")
    close(name ".sum")
    printf "%s: %.0f rows %s\\n", table, rows, line
    copies = 0
  }
  copies { rows++; print | sum; next }
  /^COPY .* FROM stdin;$/ {
    table = substr($0, 6, length($0) - 17)
    rows = 0
    copies = 1
    sum = "sha256sum > " name ".sum"
    printf "" | sum
  }
  /^SELECT pg_catalog[.]setval/ { print }
`;

/** Settings of a server that nobody needs afterwards. */
const SETTINGS = [
  'listen_addresses=',
  `unix_socket_directories=${FOLDER}`,
  'max_connections=10',
  'shared_buffers=64MB',
  'maintenance_work_mem=64MB',
  'max_parallel_maintenance_workers=0',
  'max_parallel_workers_per_gather=0',
  'dynamic_shared_memory_type=mmap',
  'huge_pages=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_wal_size=256MB',
  'fsync=off',
  'full_page_writes=off',
  'autovacuum=off',
];

const SCRIPT = `left_out='${LEFT_OUT}'
export LC_ALL=C PGHOST=${FOLDER} PGUSER=drill PGDATABASE=postgres
umask 077
cd ${FOLDER}
# Nothing of it stays on the disk, however it ends.
clear() {
  pg_ctl stop --pgdata=data --mode=immediate --silent < /dev/null > /dev/null 2>&1 || true
  rm -rf ${FOLDER}/*
}
trap clear EXIT
trap 'exit 143' TERM
well() { "$@" < /dev/null > said 2>&1 || { cat said >&2; exit 1; }; }
well initdb --pgdata=data --username=drill --auth=trust --encoding=UTF8
well pg_ctl start --pgdata=data --log=log --wait --timeout=120 \\
  --options='${SETTINGS.map((one) => `-c ${one}`).join(' ')}'

cat > rows.awk << 'END'
${ROWS}END
# Notes of what an archive holds, which is read from two pipes: all things by name, and the rows of all tables.
take() {
  mkfifo "$1.list.pipe" "$1.rows.pipe" "$1.text.pipe"
  { pg_restore --list $left_out || : > broken; cat > /dev/null; } < "$1.list.pipe" > "$1.list" &
  { pg_restore --data-only --file=- $left_out || : > broken; cat > /dev/null; } < "$1.rows.pipe" > "$1.text.pipe" &
  awk -v name="$1" -f rows.awk < "$1.text.pipe" > "$1.rows" || : > broken &
}
end() {
  wait
  [ ! -e broken ] || { echo "failed: the $1 could not be read to its end, or not restored" >&2; exit 1; }
  # Without numbers and owners; the schema that every database has is no thing of this one.
  sed -e '/^;/d' -e 's/^[0-9]*; [0-9]* [0-9]* //' -e 's/ [^ ]*$//' -e '/^SCHEMA - public$/d' \\
    -e '/^COMMENT - SCHEMA public$/d' "$1.list" | sort > "$1.things"
  sort "$1.rows" > "$1.tables"
}
take snapshot
tee snapshot.list.pipe snapshot.rows.pipe |
  pg_restore --dbname=postgres --single-transaction --exit-on-error $left_out || : > broken
end snapshot
take database
pg_dump --format=custom --compress=0 < /dev/null | tee database.list.pipe > database.rows.pipe
end database
for notes in things tables; do
  if ! diff "snapshot.$notes" "database.$notes" > differs; then
    echo "failed: what came back is not what was saved (<); $notes that differ:" >&2
    head -n 40 differs >&2
    exit 1
  fi
done
counts=$(awk '/ rows [0-9a-f]+ /{ tables++; sub(/^.*: /, ""); rows += $1 } END { printf "%.0f tables with %.0f rows", tables, rows }' \\
  database.tables)
echo "the same as was saved: $counts, $(wc -l < database.things) things in all" >&2
`;

/** @param volume of the database: what is restored, and indexes that are built */
export const postgresDrill = (volume: Bytes): Pick<Work, 'script' | 'resources' | 'scratch'> => ({
  script: SCRIPT,
  // Of the server 64 MiB are shared, and an index is built in as much.
  resources: { requests: { cpu: '20m', memory: '96Mi' }, limits: { memory: '512Mi' } },
  scratch: [
    { mountPath: FOLDER, size: volume },
    { mountPath: '/tmp', size: '16Mi' },
  ],
});
