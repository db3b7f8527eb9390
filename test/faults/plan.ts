import { SeededRandom } from './random.ts';

/** One fault of the sandbox, in the form in which server/local/webin/faults.ts takes it. */
export type PlannedFault = {
  kind: string;
  on: 'queue' | 'poll' | 'submit' | 'upload';
  after: number;
  status?: number;
  delayMs?: number;
};

/**
 * What befalls a worker at its so-manieth step: it dies there, with everything it has in hand; or it stands still with
 * one task until another worker has taken that over and put it down again, and then goes on as if nothing had happened.
 */
export type Mishap = { kind: 'death' | 'standstill'; atStep: number };

export type WavePlan = {
  seed: number;
  wave: number;
  origin: 'curator' | 'schedule';
  /** Samples of each submission; its project comes on top, and for each of its reads an experiment and a run of two files. */
  submissions: { samples: number; reads: number; isRefusable: boolean }[];
  queueDelayMs: number;
  faults: PlannedFault[];
  /** For the workers in the order in which they come up. */
  mishaps: Mishap[];
  /** How many press the button, or look at the schedule, at once. */
  rivals: number;
};

const lostBefore = ['timeout_before', 'disconnect_before', 'reset_before', 'error_before', 'html_before'];
const lostAfter = [
  'timeout_after',
  'disconnect_after',
  'reset_after',
  'partial_after',
  'error_after',
  'html_after',
];
const malformed = [
  'truncated_receipt',
  'not_xml',
  'success_with_error',
  'failure_without_error',
  'foreign_alias',
  'wrong_accession',
  'missing_object',
  'clock_off',
];
const turnedAway = ['throttled', 'slow'];
const brokenTransfer = ['disconnect_after', 'error_before'];

/** The plan of one wave: the same for the same seed and number, whatever came before it. */
export function planOf(seed: number, wave: number): WavePlan {
  const random = new SeededRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(wave + 1, 0x85ebca6b));
  // Of its own: what befalls samples is what it was before there were reads.
  const ofReads = new SeededRandom(Math.imul(seed, 0x27d4eb2f) ^ Math.imul(wave + 1, 0x165667b1));
  const submissions = submissionsOf(random, ofReads, wave);
  return {
    seed,
    wave,
    origin: random.chance(0.3) ? 'schedule' : 'curator',
    submissions,
    queueDelayMs: random.pick([0, 40, 150]),
    faults: [
      ...Array.from({ length: 14 }, () => faultOf(random, submissions.length)),
      ...Array.from({ length: 2 }, () => transferFaultOf(ofReads, submissions)),
    ],
    mishaps: Array.from({ length: 9 }, () => mishapOf(random)),
    rivals: random.integer(1, 3),
  };
}

/** From 50 to 2,000 objects: most batches are small, one in eight is large. */
function submissionsOf(random: SeededRandom, ofReads: SeededRandom, wave: number): WavePlan['submissions'] {
  const isLarge = wave % 8 === 3;
  const total = isLarge ? random.integer(1_000, 2_000) : random.integer(50, 160);
  const count = random.integer(4, 7);
  const share = Math.floor(total / count) - 1;
  return Array.from({ length: count }, (_, index) => ({
    samples: index === 0 ? total - (count - 1) * (share + 1) - 1 : share,
    // One of each batch has reads for certain.
    reads: index === 1 ? ofReads.integer(1, 3) : ofReads.chance(0.25) ? 1 : 0,
    isRefusable: random.chance(0.12),
  }));
}

function faultOf(random: SeededRandom, requests: number): PlannedFault {
  const kinds = random.pick([lostAfter, lostAfter, lostBefore, malformed, malformed, turnedAway]);
  const kind = random.pick(kinds);
  const on = kinds === malformed ? random.pick(['poll', 'poll', 'submit'] as const) : placeOf(random);
  return {
    kind,
    on,
    after: on === 'submit' ? random.integer(0, 1) : random.integer(0, requests),
    ...(kind.startsWith('error') && { status: random.pick([500, 502, 503, 504]) }),
    ...(kind === 'slow' && { delayMs: random.integer(50, 300) }),
  };
}

/** Of one of the first files to travel: each is two writes, its checksum's is the second. */
function transferFaultOf(random: SeededRandom, submissions: WavePlan['submissions']): PlannedFault {
  const files = 2 * submissions.reduce((sum, { reads }) => sum + reads, 0);
  return { kind: random.pick(brokenTransfer), on: 'upload', after: random.integer(0, 2 * files - 1) };
}

const placeOf = (random: SeededRandom) => random.pick(['queue', 'queue', 'queue', 'poll', 'submit'] as const);

function mishapOf(random: SeededRandom): Mishap {
  return { kind: random.chance(0.3) ? 'standstill' : 'death', atStep: random.integer(1, 28) };
}

/** Records of a wave: a project and the samples of each submission, an experiment and a run for each of its reads. */
export const recordsIn = ({ submissions }: Pick<WavePlan, 'submissions'>): number =>
  submissions.reduce((sum, { samples, reads }) => sum + 1 + samples + 2 * reads, 0);
