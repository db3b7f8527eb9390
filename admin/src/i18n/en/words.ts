/** Names of things that many pages speak of. */
export const words = {
  status: {
    draft: 'Draft',
    submitted: 'Waiting',
    in_review: 'In review',
    changes_requested: 'Changes requested',
    approved: 'Approved',
    rejected: 'Rejected',
    withdrawn: 'Withdrawn',
  },
  severity: { error: 'Error', warning: 'Warning', info: 'Note' },
  severities: {
    error: '%{count} error |||| %{count} errors',
    warning: '%{count} warning |||| %{count} warnings',
    info: '%{count} note |||| %{count} notes',
  },
  role: {
    depositor: 'Depositor',
    curator: 'Curator',
    support: 'Support',
    auditor: 'Auditor',
    admin: 'Administrator',
    service: 'Service',
  },
  kind: { project: 'Project', sample: 'Sample', experiment: 'Experiment', run: 'Run', analysis: 'Analysis' },
  nobody: 'Nobody yet',
} as const;
