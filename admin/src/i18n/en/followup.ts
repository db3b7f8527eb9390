/** What went wrong at ENA after it had accepted a record. */
export const followup = {
  title: 'Problems at ENA',
  search: 'Alias or any identifier',
  empty: 'No problems',
  emptyDetail:
    'What ENA’s reports say went wrong after a record was accepted, such as files that could not be processed, appears here.',
  status: { open: 'Open', taken: 'Taken', resolved: 'Settled' },
  kind: {
    processing: 'Processing failed',
    status: 'Taken back by ENA',
    missing: 'Not in the reports',
    identifier: 'Other identifiers',
    hold: 'Held for less, or public too early',
  },
  column: {
    ena: 'At ENA',
    message: 'What happened',
    kind: 'Kind',
    raised: 'Raised',
    moves: 'What to do',
  },
  move: {
    take: {
      action: 'Take it',
      title: 'Take the problem of %{accession}',
      what: 'It is yours to look after.',
      done: 'The problem of %{accession} is yours',
    },
    'give-back': {
      action: 'Give back',
      title: 'Give the problem of %{accession} back',
      what: 'It is open again for anybody to take.',
      done: 'The problem of %{accession} is open again',
    },
    resolve: {
      action: 'Settled',
      title: 'The problem of %{accession} is settled',
      what: 'Say how. If ENA’s reports say the same again, a new problem is raised.',
      done: 'The problem of %{accession} is settled',
    },
  },
} as const;
