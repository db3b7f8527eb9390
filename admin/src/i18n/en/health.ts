/** How the system does: what it needs, what is wrong with the change log, and heads outside the database. */
export const health = {
  title: 'System health',
  again: 'Ask again',
  asked: 'Asked at %{time}, and again every %{seconds} seconds while this page is open.',
  version: 'Version %{version}',
  status: { ready: 'Well', degraded: 'To be looked after', notReady: 'Out of order' },
  says: {
    ready: 'Everything answers, and nothing has to be looked after.',
    degraded:
      'Requests are served. %{count} thing about the change log has to be looked after. |||| Requests are served. %{count} things about the change log have to be looked after.',
    notAsked: 'Requests are served. The change log could not be asked.',
    notReady: 'Something that everything needs is away or set wrongly: requests fail until it is mended.',
  },
  alarms: 'Alarms of the change log',
  mark: {
    alarm: 'Somebody may have altered the change log',
    degraded: 'Something has to be looked after',
    notReady: 'Something that everything needs is away or set wrongly',
  },
  stale: 'It could not be asked just now. What stands below is from %{time}.',
  dependencies: 'What everything needs',
  dependency: { database: 'Database', redis: 'Redis', storage: 'Object storage' },
  answers: 'Answers',
  away: 'Does not answer',
  wrong: 'Set wrongly',
  why: {
    policy: 'It may drop what it is told: its maxmemory-policy is %{policy}, and must be noeviction.',
    no_answer: 'There was no answer within %{seconds} seconds.',
    error: 'It failed with %{name}.',
  },
  log: {
    title: 'Change log',
    well: 'Nothing is wrong with the change log.',
    notAsked: 'It was not asked: something that it needs does not answer.',
    failed: 'The change log could not be asked.',
    troubles: 'What is wrong',
    notes: 'Nothing is wrong here, but the proof is weaker than it could be:',
    since: 'Since',
    lastPassed: 'The last one passed',
  },
  look: {
    verification: 'To the verification',
    alarms: 'To its alarms in the change log',
    event: 'To the event',
    exports: 'To the exports',
    retention: 'To the retention',
    months: 'To the archived months',
    person: 'To the person',
  },
  period: { daily: 'the day %{period}', monthly: 'the month %{period}' },
  inPlace: { bucket: 'bucket', webhook: 'webhook', mail: 'mail' },
  trouble: {
    seal_refused: 'Nothing is sealed: the log does not end with a head that its key signed.',
    seal_behind: 'Events have waited to be sealed for more than a minute.',
    head_contradicted:
      'Another head than the one that was signed lies in the %{place}, for segment %{segment}.',
    heads_failing: 'Signed heads do not reach the %{place}.',
    heads_late: 'Signed heads have stopped reaching the %{place}, and no failed try says why.',
    log_damaged: 'The last verification found the log damaged.',
    run_untold: 'A verification reads as ended, but no event in the log says so.',
    log_unverified: 'No verification has passed for %{hours} hours.',
    heads_uncompared: 'The last verification compared the log with no published head: %{why}.',
    archives_unseen: 'The last verification did not find out whether the archived months are there: %{why}.',
    schedule_no_bucket: 'Scheduled exports are on and have no bucket.',
    schedule_failed:
      'The scheduled export of %{period} failed. |||| Scheduled exports failed: that of %{period}, and %{others} more.',
    exports_unremoved:
      '%{count} file of an export should be gone and could not be removed. |||| %{count} files of exports should be gone and could not be removed.',
    retention_no_bucket: 'Months that are due cannot leave the log: there is no bucket to archive them in.',
    retention_damaged: 'A month that is due cannot leave the log: %{why}.',
    retention_failed: 'The last retention failed: a month that is due has not left the log.',
    month_stuck:
      '%{month} was archived more than %{days} days ago and has not left the log: something reads the log for long each night.',
    erasure_unasked: 'Somebody reads as erased, or to be erased, but no event in the log asks for it.',
    erasure_open: 'An erasure waits for a transaction that has been open since %{open}.',
    erasure_open_other: 'An erasure waits for a transaction of another database role.',
    heads_no_bucket: 'Signed heads are not put into a bucket.',
    heads_unlocked: 'Heads in the bucket are not locked against change: the bucket has no object lock.',
  },
  todo: {
    seal_refused:
      'Leave the database as it is, have the log verified, and compare it with copies of heads that lie elsewhere.',
    seal_behind: 'They are kept, and sealed as soon as a worker does it again. See whether one runs.',
    head_contradicted:
      'Somebody rewrote the log, or what lies there. Leave both as they are, and have the log verified.',
    heads_failing: 'The log is sealed on, and this is tried again by itself; below stands what is known.',
    heads_late:
      'See whether a worker runs that is told of this place (AUDIT_HEADS_…); if one does, ask who can change the table audit_publications.',
    log_damaged: 'Leave the database as it is. The verification names each bad place.',
    run_untold:
      'Somebody wrote it into the database. Leave the database as it is, and have the log verified.',
    log_unverified: 'One runs each night. See how the last ended, or start one now.',
    heads_uncompared: 'The log was whole in itself. See to what is named, and have it verified again.',
    archives_unseen: 'This says nothing about the log. See to the archive, and have the log verified again.',
    schedule_no_bucket:
      'Whoever runs this server sets AUDIT_EXPORT_BUCKET, or an administrator switches them off.',
    schedule_failed: 'It is tried again each hour, for 31 days.',
    exports_unremoved: 'It is tried again by itself. See whether the store lets this server remove files.',
    retention_no_bucket:
      'Whoever runs this server sets AUDIT_EXPORT_BUCKET, or takes AUDIT_RETENTION_MONTHS away to keep everything.',
    retention_damaged: 'It stays, with all after it, until somebody has found out what was done to it.',
    retention_failed: 'What was not archived whole is still in the log. The next night tries again.',
    month_stuck: 'Find out what that is, an export or a backup for example. The next night tries again.',
    erasure_open: 'Whoever runs the database ends that transaction; the erasure then ends by itself.',
    erasure_unasked:
      'Somebody wrote it into the database. Have the log verified; asking for the erasure of this person puts it right.',
    erasure_open_other: 'Whoever runs the database ends that transaction; the erasure then ends by itself.',
    heads_no_bucket:
      'Whoever could change the database could make up another log. AUDIT_HEADS_BUCKET names one, best in another account.',
    heads_unlocked:
      'Whoever may write there could replace them. Object lock is chosen when a bucket is made.',
  },
  heads: {
    title: 'Heads outside the database',
    intro:
      'Signed heads are kept where whoever rewrites the log cannot rewrite them, too. The newest is of segment %{segment}.',
    none: 'Nothing is sealed yet, so that there is no head to publish.',
    place: { bucket: 'Bucket', webhook: 'Webhook', mail: 'Mail to the auditor' },
    state: {
      contradicted: 'Another head lies there',
      failing: 'Does not arrive',
      arrives: 'Arrives',
      waiting: 'Nothing yet',
      off: 'Not set',
    },
    fact: {
      address: 'Where',
      segment: 'Last one',
      contradicted: 'Another head',
      locked: 'Locked',
      failing: 'Failing since',
      error: 'What went wrong',
      next: 'Tried again',
    },
    segment: 'segment %{segment}',
    noSegment: 'none yet',
    behind: '%{count} segment behind the newest |||| %{count} segments behind the newest',
    locked: 'yes, against change and removal',
    unlocked: 'no',
    every: 'every %{count} second |||| every %{count} seconds',
    notBefore: 'with the next head, not before',
    off: {
      bucket: 'This server knows of no bucket for heads (AUDIT_HEADS_BUCKET).',
      webhook: 'This server knows of no webhook for heads (AUDIT_HEADS_WEBHOOK_URL).',
      mail: 'This server knows of nobody to mail heads to (AUDIT_HEADS_MAIL).',
    },
  },
} as const;
