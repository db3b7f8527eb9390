export const logVerification = {
  title: 'Verification of the change log',
  now: 'Verify now',
  last: 'The last verification',
  current: 'Under way',
  never: 'The log has not been verified yet',
  neverDetail: 'It is verified each night. You need not wait for that.',
  state: {
    waiting: 'Waiting',
    running: 'Running',
    passed: 'Whole',
    damaged: 'Damaged',
    failed: 'Not finished',
  },
  says: {
    passed: 'Nothing is missing, altered, added or out of order.',
    damaged: 'The log is not as it was sealed.',
    failed: 'This says nothing about the log: the run could not be finished.',
  },
  covered: '%{events} in %{segments}',
  events: '%{count} event |||| %{count} events',
  segments: '%{count} segment |||| %{count} segments',
  heads: 'Compared with %{count} published head |||| Compared with %{count} published heads',
  noHeads: 'Compared with no published head: %{doubt}',
  archives: '%{count} month lies where it was put |||| %{count} months lie where they were put',
  noArchives: 'Not looked for: %{doubt}',
  fact: {
    covered: 'What it covered',
    heads: 'Outside the database',
    archives: 'Archived months',
    when: 'Ended',
    took: 'Took',
    by: 'Asked for by',
    place: 'First bad place',
    says: 'What is wrong there',
    why: 'Why',
  },
  place: {
    event: 'Event %{number}, counted in the order of the seal',
    segment: 'Segment %{number}',
  },
  openPlace:
    'What to do: change nothing, keep the database as it is, and compare with your own copies of heads and exports.',
  by: { nightly: 'the nightly run', me: 'you', other: 'somebody else' },
  progress: '%{done} of %{all}',
  waiting: 'It begins when a worker is free.',
  offline: {
    title: 'Verify it yourself, without this server',
    intro:
      'An export carries its proofs. This checks one on your own machine, without our database or network, and names the first bad row.',
    step: {
      file: 'Export the log as JSON Lines or CSV, from the view “Everything”: the view “Changes” leaves events out.',
      keys: 'Download the public keys. Better: keep those that you once got, since whoever rewrites the log would also give you other keys.',
      heads:
        'Download the newest signed heads. Better: take them from the bucket or the mails in which they were published.',
      program:
        'Download the verifier: one readable file that needs Node.js 20.12 or newer and nothing else. It comes from the server that you audit, so compare it with its source: “npm install” and “npm run build:server” in a clone of SeqDB Console print the SHA-256 that it must have, or use the file that it makes.',
      run: 'Run it with the paths of your files:',
    },
    toLog: 'To everything in the change log',
    keys: 'Keys',
    heads: 'Heads',
    program: 'Verifier',
    sha256: 'SHA-256 of what this server gives:',
    npx: 'Or, with npm, without downloading the verifier first:',
    archives:
      'Months have left the log. With their files, as the archive has them, in a folder of yours, this checks them, too:',
    copy: 'Copy the command',
    copyHash: 'Copy the SHA-256',
    codes:
      'It ends with 0 when the file is whole, with 1 when it was altered, with 2 when it is cut or no export.',
    workbook:
      'A workbook is a report and proves nothing by itself. With its manifest beside it, from the list of exports, the verifier says whether it is the file that was exported; so does its hash, compared with what stands beside the export:',
  },
} as const;
