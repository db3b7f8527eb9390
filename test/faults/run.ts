import type { WavePlan } from './plan.ts';
import type { WaveReport } from './wave.ts';

/** What `npm run test:faults` asks for, see scripts/faults.mjs; `npm test` always takes the same. */
export type ChosenRun = {
  seed: number;
  /** Waves follow each other until so many faults have happened. */
  faults: number;
  firstWave: number;
  /** Only the first one. */
  isSingle: boolean;
};

export function chosenRun(env: NodeJS.ProcessEnv): ChosenRun {
  const wave = env.FAULTS_WAVE;
  return {
    seed: Number(env.FAULTS_SEED ?? 20_261_121),
    faults: Number(env.FAULTS_COUNT ?? 200),
    firstWave: Number(wave ?? 0),
    isSingle: wave !== undefined,
  };
}

/** Sums up what happened. */
export class Tally {
  private readonly faults = new Map<string, number>();
  private readonly sizes: number[] = [];
  private looks = 0;

  constructor(private readonly run: ChosenRun) {}

  add({ wave }: WavePlan, report: WaveReport): void {
    for (const [name, times] of report.faults) this.faults.set(name, (this.faults.get(name) ?? 0) + times);
    this.sizes.push(report.objects);
    if (report.neededPerson) this.looks += 1;
    const faults = [...report.faults.values()].reduce((sum, times) => sum + times, 0);
    this.say(`wave ${wave}: ${report.objects} objects, ${faults} faults, ${this.total} so far`);
  }

  get total(): number {
    return [...this.faults.values()].reduce((sum, times) => sum + times, 0);
  }

  isComplete(): boolean {
    return this.run.isSingle ? this.sizes.length > 0 : this.total >= this.run.faults;
  }

  print(): void {
    const objects = this.sizes.reduce((sum, size) => sum + size, 0);
    const range = `${Math.min(...this.sizes)} to ${Math.max(...this.sizes)}`;
    this.say(
      `seed ${this.run.seed}: ${this.total} faults over ${this.sizes.length} batches of ${range} objects (${objects}), ${this.looks} of them with a request that a person had to look at`,
    );
    const lines = [...this.faults].sort(([, a], [, b]) => b - a);
    for (const [name, times] of lines) this.say(`${String(times).padStart(5)}  ${name}`);
  }

  howToRepeat(plan: WavePlan): string {
    return `npm run test:faults -- --seed ${plan.seed} --wave ${plan.wave}\n${JSON.stringify(plan)}`;
  }

  private say(line: string): void {
    process.stdout.write(`${line}\n`);
  }
}
