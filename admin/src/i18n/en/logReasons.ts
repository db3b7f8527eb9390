import { flaw } from './logFlaws.ts';

/** Why a run over the change log did not end as it should, or what it could not look at: by the codes of the server. */
export const reason = {
  flaw,
  run_abandoned: 'the run could not be finished',
  heads_no_bucket: 'no bucket for published heads is configured (AUDIT_HEADS_BUCKET)',
  heads_unreachable: 'the bucket of published heads could not be read',
  heads_none_recent: 'no head was published in the last %{days} days',
  heads_of_another_log: 'none of the published heads is one of this log',
  archive_refused:
    'the archive refused to be read; where its bucket may not be listed, a file that is gone looks the same',
  archive_unreachable: 'the archive could not be read',
  month_unsealed: 'some events of %{month} are not sealed yet',
  month_erasing: 'an erasure requested in %{month} has not ended',
  month_archive_unsealed: 'the event about the archive of %{month} is not sealed yet',
  month_damaged:
    'SeqDB never wrote the text of event %{event} (others of %{month}: %{others}); the month stays in the log',
  log_is_read: 'somebody is reading the change log: %{month} stays for now',
} as const;
