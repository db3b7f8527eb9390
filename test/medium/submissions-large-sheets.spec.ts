// A large sheet takes seconds to be taken in and checked; meanwhile the process answers everybody else.
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import type { Actor } from '../../server/src/platform/access/actor.ts';
import { SheetsService } from '../../server/src/submissions/sheets.service.ts';
import { SubmissionsService } from '../../server/src/submissions/submissions.service.ts';
import { makeActor } from '../factories/actors.ts';
import { samples, sheet } from '../factories/sheets.ts';
import { study } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const app = useApp();
let depositor: Actor;
beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = await makeActor(app, 'depositor');
});

/** Longest wait, in milliseconds, of something that wants to be done every five milliseconds while `work` is. */
async function longestWaitDuring(work: () => Promise<unknown>): Promise<number> {
  let [last, longest] = [performance.now(), 0];
  const note = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 5);
    last = now;
  };
  const timer = setInterval(note, 5);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  note();
  return longest;
}

const upload = async (bytes: Buffer) => {
  const { id, version } = await app
    .get(SubmissionsService)
    .create(depositor, { ...study(), checklist: 'ERC000011' });
  return app.get(SheetsService).upload(depositor, id, version, 'large.tsv', Readable.from([bytes]));
};

/** Thirty columns, and something to find in every row. */
const more = Object.fromEntries(
  Array.from({ length: 23 }, (_, n) => [`own field ${n}`, `A value of a usual length, number ${n}`]),
);

describe('a sheet of 10,000 samples', () => {
  it('does not keep others waiting while it is read, stored and checked', async () => {
    const bytes = sheet({ samples: samples(10_000, 'S', { ...more, 'collection date': 'somewhen' }) });
    await upload(sheet({ samples: samples(100, 'S', more) }));
    expect(await longestWaitDuring(() => upload(bytes))).toBeLessThan(150);
  });
});
