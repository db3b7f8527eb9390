// What the checker is for: each way in which a batch could have gone wrong is found, and none is seen where all is well.
import { describe, expect, it } from 'vitest';
import type { AttemptEvidence, Evidence } from './evidence.ts';
import { violations } from './invariants.ts';

const sampleAtEna = {
  type: 'sample',
  alias: 'SAM1',
  accession: 'ERS1',
  external: { accession: 'SAMEA1', type: 'biosample' },
  registered: 1,
};

/** One project and one sample, registered without a hitch. */
function allWell(): Evidence {
  const item = { submissionId: 'sub', status: 'accepted' as const, message: null, attemptId: 'att' };
  return {
    batch: { id: 'batch', status: 'accepted', submissionIds: ['sub'] },
    items: [
      { ...item, id: '1', type: 'project', enaAlias: 'PRJ1', external: ['PRJEB1'] },
      { ...item, id: '2', type: 'sample', enaAlias: 'SAM1', external: ['ERS1', 'SAMEA1'] },
    ],
    attempts: [
      {
        id: 'att',
        submissionId: 'sub',
        status: 'accepted',
        payloadSha256: 'abc',
        sentCount: 1,
        messages: [],
        decidedBy: 'poll',
        answers: [
          { id: 'queue', asked: 'submit', meaning: 'queued' },
          { id: 'poll', asked: 'poll', meaning: 'accepted' },
        ],
      },
    ],
    files: [
      { id: 'file', submissionId: 'sub', path: 'SUB-1/f/a.fastq.gz', status: 'sent', md5: 'aa', logged: 1 },
    ],
    audit: [
      { action: 'ena_batch.create', targetId: 'batch', count: 1 },
      { action: 'ena_attempt.accepted', targetId: 'att', count: 1 },
      { action: 'submission.register_at_ena', targetId: 'sub', count: 1 },
    ],
    tasks: [{ name: 'ena.send', state: 'done', error: null }],
    objects: [
      {
        type: 'project',
        alias: 'PRJ1',
        accession: 'PRJEB1',
        external: { accession: 'ERP1', type: 'study' },
        registered: 1,
      },
      sampleAtEna,
    ],
    arrived: [{ sha256: 'abc' }],
    uploaded: new Map([['SUB-1/f/a.fastq.gz', { md5: 'aa', said: 'aa' }]]),
    isRetried: false,
  };
}

function wrong(change: (evidence: Evidence) => void): string {
  const evidence = allWell();
  change(evidence);
  return violations(evidence).join('\n');
}

/** As a request that was left to a person, with these look-ups. */
function leftToPerson(
  evidence: Evidence,
  lookUps: readonly string[],
  given: Partial<AttemptEvidence> = {},
): void {
  evidence.batch.status = 'attention';
  for (const item of evidence.items)
    Object.assign(item, { status: 'attention', external: [], message: 'Unclear.' });
  Object.assign(evidence.attempts[0]!, {
    status: 'attention',
    answers: lookUps.map((meaning, id) => ({ id: `${id}`, asked: 'receipt', meaning })),
    ...given,
  });
  evidence.audit = evidence.audit.slice(0, 1);
}

describe('a batch', () => {
  it('that went well has no violations', () => expect(violations(allWell())).toEqual([]));

  it.each<[what: string, change: (evidence: Evidence) => void, said: RegExp]>([
    ['an object lost at ENA', (e) => e.objects.pop(), /SAM1 .*not at ENA/],
    ['an object twice', (e) => e.objects.push({ ...sampleAtEna, accession: 'ERS2' }), /at ENA 2 times/],
    ['an alias registered twice', (e) => (e.objects[0]!.registered = 2), /registered project PRJ1 2 times/],
    ['an accession lost here', (e) => e.items[1]!.external.pop(), /known as ERS1, and is ERS1,SAMEA1/],
    ['another accession', (e) => (e.items[0]!.external = ['PRJEB2']), /known as PRJEB2/],
    ['a record that nobody settles', (e) => (e.items[0]!.status = 'sent'), /not settled/],
    ['a failure that is none', (e) => (e.items[0]!.status = 'failed'), /said to have failed and is at ENA/],
    ['an open request', (e) => (e.attempts[0]!.status = 'queued'), /is open/],
    [
      'success by a refusal',
      (e) => (e.attempts[0]!.decidedBy = 'queue'),
      /decided by an answer that is queued/,
    ],
    ['too many sendings', (e) => (e.attempts[0]!.sentCount = 4), /sent 4 times/],
    ['a sending nobody noted', (e) => e.arrived.push({ sha256: 'abc' }), /arrived 2 times/],
    [
      'a batch that claims too much',
      (e) => (e.items[0]!.status = 'attention'),
      /is accepted, its records are/,
    ],
    ['a file lost', (e) => (e.uploaded = new Map()), /a\.fastq\.gz .*is at ENA with nothing/],
    [
      'a file that is another one there',
      (e) => (e.uploaded = new Map([['SUB-1/f/a.fastq.gz', { md5: 'bb', said: null }]])),
      /with bb, and is aa.*\n.*no checksum/,
    ],
    ['a file that nobody brings', (e) => (e.files[0]!.status = 'sending'), /is on its way/],
    [
      'a run without its file',
      (e) => {
        e.items[1]!.type = 'run';
        e.objects[1]!.type = 'run';
        e.files[0]!.status = 'failed';
      },
      /belongs to a run that ENA has/,
    ],
    ['a transfer logged twice', (e) => (e.files[0]!.logged = 2), /was logged 2 times/],
    ['a task left over', (e) => (e.tasks[0]!.state = 'failed'), /ena\.send is failed/],
    ['a log that says it twice', (e) => (e.audit[2]!.count = 2), /registered 2 times by 1 requests/],
    ['a log that says nothing', (e) => e.audit.splice(1, 1), /accepted 0 times/],
  ])('with %s is found out', (_, change, said) => expect(wrong(change)).toMatch(said));
});

describe('a person', () => {
  it('is needed after three unclear look-ups, and for what was never known after three sendings', () => {
    expect(wrong((e) => leftToPerson(e, ['unclear', 'unclear', 'unclear']))).toBe('');
    const unknown = (e: Evidence) => {
      leftToPerson(e, ['unknown'], { sentCount: 3 });
      e.objects = [];
    };
    expect(wrong(unknown)).toBe('');
  });

  it('is not needed while ENA could be asked once more', () => {
    expect(wrong((e) => leftToPerson(e, ['unclear', 'unclear']))).toMatch(
      /needs a person: ENA has all of it/,
    );
    expect(wrong((e) => leftToPerson(e, ['unknown'], { sentCount: 3 }))).toMatch(/ENA has all of it/);
    const sentOnce = (e: Evidence) => {
      leftToPerson(e, ['unknown']);
      e.objects = [];
    };
    expect(wrong(sentOnce)).toMatch(/ENA does not have it/);
  });
});
