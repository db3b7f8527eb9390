// Whatever happens on the way to ENA, nothing is lost and nothing is doubled: seeded faults, batch after batch, until so
// many have happened. `npm run test:faults -- --seed 7 --wave 3` repeats one wave of a run.
import { beforeAll, describe, expect, it } from 'vitest';
import { useSandbox } from '../factories/sandbox.ts';
import { useApp } from '../setup/app.ts';
import { Ground } from './ground.ts';
import { planOf } from './plan.ts';
import { chosenRun, Tally } from './run.ts';
import { Wave } from './wave.ts';

const run = chosenRun(process.env);
const sandbox = useSandbox();
const app = useApp({ env: async () => ({ ...(await sandbox.start()), ENA_RESEND_AFTER_SECONDS: '0.4' }) });
let ground: Ground;
beforeAll(async () => {
  ground = await Ground.prepare(app, sandbox);
});

describe(`${run.faults} faults from the seed ${run.seed}`, () => {
  it('leave each object at ENA once and every accession recorded', { timeout: 3_600_000 }, async () => {
    const tally = new Tally(run);
    for (let wave = run.firstWave; !tally.isComplete(); wave++) {
      const plan = planOf(run.seed, wave);
      const report = await new Wave(ground, plan).run();
      tally.add(plan, report);
      expect(report.violations, tally.howToRepeat(plan)).toEqual([]);
    }
    tally.print();
  });
});
