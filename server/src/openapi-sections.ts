/** The sections of the API's description in their order; controllers name theirs (`@ApiTags`). */
export const sections = [
  {
    name: 'Sign-in',
    description:
      'Sessions of people: a short-lived access token, and a refresh cookie that only the browser sees.',
  },
  { name: 'Users', description: 'Accounts, their roles and sessions, and the erasure of a person.' },
  {
    name: 'Submissions',
    description:
      'Deposits and their review: each command moves a submission to the state that it is named after.',
  },
  {
    name: 'Records',
    description: 'What a submission holds, the tables it came in by, and what validation found in it.',
  },
  {
    name: 'Files',
    description: 'Sequence files: bytes go straight to the store, the API hands out signed addresses.',
  },
  {
    name: 'Checklists',
    description: 'Which attributes a record has to have, and how analyses are described.',
  },
  { name: 'Accessions', description: 'Persistent identifiers, their publicity, and their public pages.' },
  {
    name: 'ENA batches',
    description:
      'Approved submissions on their way to ENA together, with every byte that went out and came back.',
  },
  {
    name: 'ENA requests',
    description:
      'What is asked of ENA for records that it has: to hold, release, cancel, suppress or replace them.',
  },
  { name: 'ENA umbrellas', description: 'Umbrella projects, which group projects at ENA.' },
  {
    name: 'ENA problems',
    description: 'What went wrong after ENA had accepted a record, as a task list of curators.',
  },
  { name: 'ENA schedule', description: 'When batches go to ENA by themselves, and what came of it.' },
  { name: 'ENA connection', description: 'Whether this installation reaches ENA, and how much goes there.' },
  { name: 'Change log', description: 'Who did what, when and why: searched, counted, and proved.' },
  {
    name: 'Change log exports',
    description: 'The log as files that prove themselves, once or on a schedule.',
  },
  {
    name: 'Change log retention',
    description: 'How long events stay in the log, legal holds, and the archive of months that have left.',
  },
  {
    name: 'Verification',
    description:
      'Whether the log is as it was sealed, and what anybody needs to check that without an account.',
  },
  { name: 'Events', description: 'What changes, as it changes.' },
  { name: 'Health', description: 'Whether this process runs, and whether all that it needs does.' },
] as const;
