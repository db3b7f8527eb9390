// Whose day holds a record back: a curator's choice outlives later approvals, unless the depositor changed the day.
import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { AccessionPublicity } from '../../server/src/accessions/publicity.service.ts';
import { Minting } from '../../server/src/accessions/minting.ts';
import type { Actor } from '../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { makeActor } from '../factories/actors.ts';
import { useApp } from '../setup/app.ts';

const app = useApp();
let depositor: Actor;
let curator: Actor;
beforeAll(async () => {
  depositor = await makeActor(app, 'depositor');
  curator = await makeActor(app, 'curator');
});

/** The month that the change log has room for. */
const noon = new Date().setUTCHours(12, 0, 0, 0);
const hourMs = 3_600_000;
const year = new Date().getUTCFullYear() + 1;
const [early, middle, late] = [`${year}-02-01`, `${year}-06-01`, `${year}-11-01`] as const;

/** One record: handed in, approved, held by a curator, taken out, registered at ENA, in any order. */
class Record {
  private readonly submissionId = uuidv7();
  private hours = 0;
  private handedIn: { day: string | null; at: Date };
  accession = '';

  constructor(day: string | null) {
    this.handedIn = { day, at: this.next() };
  }

  handIn(day: string | null): void {
    this.handedIn = { day, at: this.next() };
  }

  async approve(isLeft = false): Promise<void> {
    const at = this.next();
    const record = {
      kind: 'sample' as const,
      title: '',
      description: '',
      taxonId: null,
      scientificName: null,
    };
    const records = [
      { ...record, alias: 'A' },
      { ...record, alias: 'B' },
    ].slice(isLeft ? 1 : 0);
    const context = {
      submissionId: this.submissionId,
      ownerId: depositor.id,
      holdDate: this.handedIn.day,
      submittedAt: this.handedIn.at,
      at,
    };
    const minted = await app.get(UnitOfWork).run((tx) => app.get(Minting).mint(tx, records, context));
    this.accession ||= minted[0]?.accession ?? '';
  }

  async choose(day: string): Promise<void> {
    app.get(Clock).standAt(this.next());
    await app.get(UnitOfWork).run((tx) =>
      app.get(AccessionPublicity).change(
        tx,
        curator,
        [this.accession],
        { verb: 'hold', holdDate: day },
        {
          reason: 'The depositor wrote',
        },
      ),
    );
    app.get(Clock).standAt(undefined);
  }

  async register(): Promise<void> {
    await app.get(DataSource).query(
      `INSERT INTO external_identifiers (accession, authority, identifier, environment, recorded_at)
         VALUES ($1, 'ENA', $2, 'sandbox', now()) ON CONFLICT DO NOTHING`,
      [this.accession, `ERS${this.accession.slice(5)}`],
    );
  }

  async day(): Promise<string | null> {
    const [row] = await app
      .get(DataSource)
      .query('SELECT hold_date::text AS day FROM accessions WHERE accession = $1', [this.accession]);
    return row.day;
  }

  private next(): Date {
    return new Date(noon + this.hours++ * hourMs);
  }
}

async function approved(day: string | null): Promise<Record> {
  const record = new Record(day);
  await record.approve();
  return record;
}

describe('a day that a curator chose', () => {
  it.each([early, late])(
    'outlives the approval of a revision that says what it said before (%s)',
    async (day) => {
      const record = await approved(middle);
      await record.choose(day);
      record.handIn(middle);
      await record.approve();
      expect(await record.day()).toBe(day);
      record.handIn(middle);
      await record.approve();
      expect(await record.day()).toBe(day);
    },
  );

  it('gives way to a day that the depositor changed since', async () => {
    const record = await approved(middle);
    await record.choose(late);
    record.handIn(early);
    await record.approve();
    expect(await record.day()).toBe(early);
    record.handIn(early);
    await record.approve();
    expect(await record.day()).toBe(early);
  });

  it('and to none, where the depositor took the day away', async () => {
    const record = await approved(middle);
    await record.choose(late);
    record.handIn(null);
    await record.approve();
    expect(await record.day()).toBeNull();
  });

  it('stands when it was chosen after the changed revision was handed in, be it the day of before', async () => {
    const record = await approved(middle);
    record.handIn(early);
    await record.choose(middle);
    await record.approve();
    expect(await record.day()).toBe(middle);
  });

  it('is there again when the record is back, and holds nothing while it is out', async () => {
    const record = await approved(middle);
    await record.choose(late);
    await record.approve(true);
    expect(await record.day()).toBeNull();
    await record.approve();
    expect(await record.day()).toBe(late);
  });
});

type Step =
  | { do: 'hand in'; day: string | null }
  | { do: 'choose'; day: string }
  | { do: 'approve' | 'leave out' | 'register' };
const days = fc.constantFrom(early, middle, late);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('hand in' as const), day: fc.option(days) }),
  fc.record({ do: fc.constant('choose' as const), day: days }),
  fc.record({ do: fc.constant('approve' as const) }),
  fc.record({ do: fc.constantFrom('leave out' as const, 'register' as const) }),
);

/** The rule in the words of its description, step by step. */
function expectedDay(first: string | null, steps: readonly Step[]): string | null {
  let handedIn = { day: first, at: 0 };
  let choice: { day: string; at: number } | null = null;
  let approvedDay = first;
  let day = first;
  let isThere = false;
  for (const [at, one] of [...steps.entries()].map(([index, given]) => [index + 1, given] as const)) {
    if (one.do === 'hand in') handedIn = { day: one.day, at };
    else if (one.do === 'register') isThere = true;
    else if (one.do === 'choose') {
      choice = { day: one.day, at };
      day = one.day;
    } else if (isThere) continue;
    else if (one.do === 'leave out') day = null;
    else {
      const hasChanged = handedIn.day !== approvedDay;
      if (choice && hasChanged && choice.at < handedIn.at) choice = null;
      day = choice ? choice.day : handedIn.day;
      approvedDay = handedIn.day;
    }
  }
  return day;
}

it('is decided by the same rule whatever happens in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.option(days),
      fc.array(step, { minLength: 1, maxLength: 12 }),
      async (first, steps) => {
        const record = await approved(first);
        for (const one of steps) {
          if (one.do === 'hand in') record.handIn(one.day);
          else if (one.do === 'choose') await record.choose(one.day);
          else if (one.do === 'register') await record.register();
          else await record.approve(one.do === 'leave out');
        }
        expect(await record.day()).toBe(expectedDay(first, steps));
      },
    ),
    { numRuns: 40 },
  );
}, 180_000);
