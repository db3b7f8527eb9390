// A large sheet takes seconds to be taken in and checked; meanwhile the process answers everybody else.
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import type { Actor } from '../../server/src/platform/access/actor.ts';
import { mostRows } from '../../server/src/submissions/sheet/sheet.limits.ts';
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

/**
 * The most processor time, in milliseconds, that was spent between two looks at what else there is to do while `work`
 * was done: what others would have had to wait. Not by the clock: that would measure what else the machine is doing.
 */
async function longestTurnDuring(work: () => Promise<unknown>): Promise<number> {
  let [before, longest] = [process.cpuUsage(), 0];
  const note = () => {
    const { user, system } = process.cpuUsage(before);
    longest = Math.max(longest, (user + system) / 1_000);
    before = process.cpuUsage();
  };
  const timer = setInterval(note, 1);
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

describe('a sheet of as many samples as one may have', () => {
  it('does not keep others waiting while it is read, stored and checked', async () => {
    const bytes = sheet({ samples: samples(mostRows, 'S', { ...more, 'collection date': 'somewhen' }) });
    await upload(sheet({ samples: samples(100, 'S', more) }));
    // Some 100 to 170 with what else the process does; in one turn it was 800.
    expect(await longestTurnDuring(() => upload(bytes))).toBeLessThan(400);
  });
});
