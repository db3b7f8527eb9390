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
  kinds: {
    project: '%{count} project |||| %{count} projects',
    sample: '%{count} sample |||| %{count} samples',
  },
  batch: {
    assembling: 'Not sent',
    sending: 'Sending',
    accepted: 'Accepted',
    partial: 'Partly accepted',
    refused: 'Refused',
    attention: 'Needs a person',
  },
  item: {
    waiting: 'Waiting',
    sent: 'Sent',
    accepted: 'Accepted',
    failed: 'Refused',
    attention: 'Unclear',
  },
  accession: { private: 'Private', public: 'Public', suppressed: 'Suppressed', withdrawn: 'Withdrawn' },
  environment: { sandbox: 'ENA sandbox', test: 'ENA test service', production: 'ENA' },
  issuedBy: { sandbox: 'sandbox', test: 'test' },
  notReal: {
    sandbox: 'Issued by the ENA sandbox of this installation. It means nothing elsewhere.',
    test: 'Issued by ENA’s test service, which forgets it within a day. It is not a real accession.',
  },
  nobody: 'Nobody yet',
} as const;
