// Building the XML for 10,000 samples and validating it with ENA's schema, against native xmllint doing the latter on
// the same bytes. Without the schemas (SEQDB_SHARED), building alone against xmllint reading.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SampleInput } from '../../server/src/ena/webin/xml/sample.xml.ts';
import { documentBytes } from '../../server/src/ena/webin/xml/document-bytes.ts';
import { SchemaValidator } from '../../server/src/ena/webin/xml/schema.validator.ts';
import { registration } from '../../server/src/ena/webin/xml/submission.xml.ts';
import { objectSetsXml, standalone, webinXml } from '../../server/src/ena/webin/xml/webin.xml.ts';

export const needs = [] as const;

const SAMPLES = 10_000;
const ROUNDS = 7;
const GOAL = 2;

// The columns of an ordinary ERC000011 sheet; some values need escaping, as in real ones.
const FIELDS: readonly (readonly [string, (n: number) => string, string?])[] = [
  ['collection date', (n) => `2021-05-${String((n % 28) + 1).padStart(2, '0')}`],
  ['geographic location (country and/or sea)', () => 'Peru'],
  ['geographic location (region and locality)', (n) => `Huánuco, field ${n} "Río & Sierra"`],
  ['geographic location (latitude)', (n) => (-9.9 - n / 1e5).toFixed(5), 'DD'],
  ['geographic location (longitude)', (n) => (-76.2 - n / 1e5).toFixed(5), 'DD'],
  ['geographic location (elevation)', (n) => String(3000 + (n % 900)), 'm'],
  ['cultivar', (n) => `Papa ${n % 400}`],
  ['tissue_type', () => 'leaf'],
  ['isolate', (n) => `CIP-${700_000 + n}`],
  ['collected_by', () => 'A. Quispe <seed bank>'],
];

function sample(n: number): SampleInput {
  return {
    alias: `SQDBS${String(n).padStart(10, '0')}`,
    title: `Potato leaf ${n}`,
    taxonId: 4113,
    scientificName: 'Solanum tuberosum',
    description: 'Young leaf of a field-grown plant, dried over silica gel.',
    centerName: 'SEQDB',
    checklist: 'ERC000011',
    attributes: FIELDS.map(([tag, value, units]) => ({ tag, value: value(n), units })),
  };
}

const schemas = join(process.env.SEQDB_SHARED ?? '../shared', 'ena', 'xsd');

export default async function bench(): Promise<void> {
  const inputs = Array.from({ length: SAMPLES }, (_, n) => sample(n));
  const submission = registration({ alias: 'BENCH', holdUntilDate: '2028-01-01', centerName: 'SEQDB' });
  // One document whatever its size: ENA's limit is not what is measured.
  const build = () => documentBytes(webinXml({ submission, samples: inputs }), Number.POSITIVE_INFINITY);
  const bytes = build();
  const building = fastest(() => void build());
  console.log(
    `ena-xml: built ${SAMPLES} samples, ${(bytes.length / 1e6).toFixed(1)} MB, in ${building.toFixed(0)} ms`,
  );
  const folder = mkdtempSync(join(tmpdir(), 'ena-xml-'));
  try {
    const whole = join(folder, 'webin.xml');
    writeFileSync(whole, bytes);
    report('build', building, 'xmllint --noout', xmllint([whole]));
    if (existsSync(schemas)) await validation(folder, inputs, build, building);
    else console.log(`ena-xml: validation skipped: no schemas in ${schemas} (set SEQDB_SHARED).`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** xmllint knows no schema for `<WEBIN>`: it is given the sample set alone, nearly all of the bytes. */
async function validation(
  folder: string,
  samples: SampleInput[],
  build: () => Uint8Array,
  building: number,
): Promise<void> {
  const set = join(folder, 'samples.xml');
  const [, found] = objectSetsXml({ submission: { actions: [] }, samples });
  writeFileSync(set, documentBytes(standalone(found?.set ?? []), Number.POSITIVE_INFINITY));
  const bytes = build();
  const validator = new SchemaValidator(schemas);
  await validator.validateInTurns(bytes.subarray(0, 0)); // loads the library
  const before = process.memoryUsage().rss;
  let validating = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    if ((await validator.validateInTurns(bytes)).length > 0) throw new Error('the document is not valid');
    validating = Math.min(validating, performance.now() - start);
  }
  const after = process.memoryUsage().rss;
  validator.dispose();
  const megabytes = `${(before / 1e6).toFixed(0)} to ${(after / 1e6).toFixed(0)} MB`;
  console.log(`ena-xml: validated in ${validating.toFixed(0)} ms, memory of the process ${megabytes}`);
  report(
    'build and XSD',
    building + validating,
    'xmllint --schema',
    xmllint(['--schema', join(schemas, 'SRA.sample.xsd'), set]),
  );
}

function report(what: string, ours: number, against: string, theirs: number | null): void {
  if (theirs === null) return console.log('ena-xml: ratio skipped: no xmllint (libxml2-utils).');
  const ratio = ours / theirs;
  console.log(
    `ena-xml: ${what} ${ours.toFixed(0)} ms, ${against} ${theirs.toFixed(0)} ms, ` +
      `ratio ${ratio.toFixed(2)} (goal ≤ ${GOAL})${ratio <= GOAL ? '' : ' NOT MET'}`,
  );
}

/** @returns milliseconds of xmllint, its start included; null where it is not installed */
function xmllint(args: readonly string[]): number | null {
  const run = () =>
    spawnSync('xmllint', ['--noout', '--nonet', '--huge', ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  const first = run();
  if (first.error) return null;
  if (first.status !== 0)
    throw new Error(`xmllint refuses the document: ${first.stderr.toString().slice(0, 500)}`);
  return fastest(() => void run());
}

function fastest(work: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
