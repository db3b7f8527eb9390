export const submission = {
  queue: {
    title: 'Queue',
    search: 'Search title, reference, depositor',
    empty: {
      submitted: 'Nothing is waiting',
      submittedDetail:
        'When a depositor submits, it appears here, oldest first. Other views show what is under way or decided.',
      other: 'Nothing here',
      otherDetail: 'No submission is in this state.',
    },
  },
  mine: {
    title: 'My submissions',
    search: 'Search title or reference',
    all: 'All',
    empty: 'Nothing deposited yet',
    emptyDetail:
      'A submission holds the description of a study and its samples. Begin with a title and the sample sheet you would give to ENA.',
    begin: 'New submission',
  },
  column: {
    reference: 'Reference',
    title: 'Title',
    owner: 'Depositor',
    samples: 'Samples',
    findings: 'Findings',
    waiting: 'Submitted',
    changed: 'Changed',
    curator: 'Curator',
    status: 'Status',
  },
  view: {
    submitted: 'Waiting',
    in_review: 'In review',
    mine: 'Mine in review',
    changes_requested: 'Changes requested',
    approved: 'Approved',
    rejected: 'Rejected',
    withdrawn: 'Withdrawn',
    draft: 'Drafts',
  },
  filter: {
    findings: 'Findings',
    errors: 'With errors',
    warnings: 'With warnings',
    none: 'Without errors and warnings',
  },
  noFindings: 'None',
} as const;
