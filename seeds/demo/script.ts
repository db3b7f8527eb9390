import type { SubmissionCommand } from '../../server/src/submissions/submission.contract.ts';
import type { Reads } from './reads.ts';
import type { Flaw } from './sheet.ts';

export type Person = 'depositor' | 'depositor2' | 'curator' | 'curator2';
export type Step = { by: Person; command: SubmissionCommand; reason?: string };

/** One demo submission: whose it is, which study, how long ago it began, and what happened to it. */
export type Scene = {
  study: number;
  owner: Person;
  daysAgo: number;
  /** Months until the data may become public; 0 for the day of approval. */
  holdMonths: number;
  flaw: Flaw;
  /** Only in what began today: uploads that began days ago would be given up for abandoned while they come. */
  reads?: Reads;
  steps: readonly Step[];
};

const submit = (by: Person): Step => ({ by, command: 'submit' });
const claim = (by: Person): Step => ({ by, command: 'claim' });
const approve = (by: Person, reason: string): Step => ({ by, command: 'approve', reason });

const complete = 'Metadata complete and plausible; collection sites agree with the description.';

/** From the oldest to the newest. */
export const scenes: readonly Scene[] = [
  {
    study: 0,
    owner: 'depositor',
    daysAgo: 26,
    holdMonths: 6,
    flaw: 'none',
    steps: [submit('depositor'), claim('curator'), approve('curator', complete)],
  },
  {
    study: 3,
    owner: 'depositor2',
    daysAgo: 25,
    holdMonths: 12,
    flaw: 'none',
    steps: [submit('depositor2'), claim('curator2'), approve('curator2', complete)],
  },
  {
    study: 6,
    owner: 'depositor',
    daysAgo: 23,
    holdMonths: 3,
    flaw: 'none',
    steps: [
      submit('depositor'),
      claim('curator'),
      {
        by: 'curator',
        command: 'request-changes',
        reason: 'Please say in the description which tissue each library was made from.',
      },
      submit('depositor'),
      claim('curator'),
      approve('curator', 'The description now names the tissues.'),
    ],
  },
  {
    study: 9,
    owner: 'depositor2',
    daysAgo: 21,
    holdMonths: 1,
    flaw: 'none',
    steps: [submit('depositor2'), claim('curator'), approve('curator', complete)],
  },
  {
    study: 1,
    owner: 'depositor',
    daysAgo: 19,
    holdMonths: 8,
    flaw: 'none',
    steps: [submit('depositor'), claim('curator2'), approve('curator2', complete)],
  },
  {
    study: 10,
    owner: 'depositor2',
    daysAgo: 17,
    holdMonths: 9,
    flaw: 'none',
    steps: [
      submit('depositor2'),
      claim('curator2'),
      {
        by: 'curator2',
        command: 'reject',
        reason: 'The same samples were deposited last year; see the earlier submission and extend that one.',
      },
    ],
  },
  {
    study: 11,
    owner: 'depositor',
    daysAgo: 16,
    holdMonths: 4,
    flaw: 'country',
    steps: [{ by: 'depositor', command: 'withdraw', reason: 'Uploaded to the wrong study by mistake.' }],
  },
  {
    study: 4,
    owner: 'depositor2',
    daysAgo: 14,
    holdMonths: 12,
    flaw: 'none',
    steps: [submit('depositor2'), claim('curator'), approve('curator', complete)],
  },
  {
    study: 5,
    owner: 'depositor',
    daysAgo: 11,
    holdMonths: 12,
    flaw: 'none',
    steps: [
      submit('depositor'),
      claim('curator'),
      approve('curator', 'Checked against the trial plan that was sent along.'),
    ],
  },
  {
    study: 7,
    owner: 'depositor2',
    daysAgo: 9,
    holdMonths: 18,
    flaw: 'none',
    steps: [
      submit('depositor2'),
      claim('curator2'),
      {
        by: 'curator2',
        command: 'request-changes',
        reason: 'The extraction controls need a sample of their own, marked as control.',
      },
    ],
  },
  {
    study: 2,
    owner: 'depositor',
    daysAgo: 8,
    holdMonths: 6,
    flaw: 'none',
    steps: [submit('depositor'), claim('curator')],
  },
  {
    study: 10,
    owner: 'depositor2',
    daysAgo: 6,
    holdMonths: 12,
    flaw: 'none',
    steps: [submit('depositor2'), claim('curator2')],
  },
  { study: 8, owner: 'depositor2', daysAgo: 5, holdMonths: 10, flaw: 'none', steps: [submit('depositor2')] },
  { study: 11, owner: 'depositor', daysAgo: 4, holdMonths: 2, flaw: 'none', steps: [submit('depositor')] },
  { study: 0, owner: 'curator', daysAgo: 3, holdMonths: 12, flaw: 'none', steps: [submit('curator')] },
  { study: 6, owner: 'depositor2', daysAgo: 2, holdMonths: 5, flaw: 'none', steps: [submit('depositor2')] },
  { study: 4, owner: 'depositor', daysAgo: 1, holdMonths: 12, flaw: 'none', steps: [submit('depositor')] },
  { study: 3, owner: 'depositor', daysAgo: 3, holdMonths: 12, flaw: 'mixed', steps: [] },
  { study: 9, owner: 'depositor', daysAgo: 1, holdMonths: 6, flaw: 'dates', steps: [] },
  { study: 7, owner: 'depositor2', daysAgo: 1, holdMonths: 12, flaw: 'gaps', steps: [] },
  {
    study: 12,
    owner: 'depositor2',
    daysAgo: 0,
    holdMonths: 12,
    flaw: 'none',
    reads: { libraries: 2 },
    steps: [submit('depositor2')],
  },
  {
    study: 13,
    owner: 'depositor',
    daysAgo: 0,
    holdMonths: 9,
    flaw: 'none',
    reads: { libraries: 3, missing: 2, differing: 3 },
    steps: [],
  },
];

/** Batches to ENA, by the place of their submissions above: two were sent, one is being put together. */
export const batches: readonly { scenes: readonly number[]; daysAgo: number; isSent: boolean }[] = [
  { scenes: [0, 1, 2], daysAgo: 18, isSent: true },
  { scenes: [3, 4], daysAgo: 10, isSent: true },
  { scenes: [7], daysAgo: 2, isSent: false },
];
