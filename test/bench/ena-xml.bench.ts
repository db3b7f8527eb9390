// Building the XML for 10,000 samples, against native xmllint reading the same bytes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SampleInput } from '../../server/src/ena/webin/xml/sample.xml.ts';
import { documentBytes } from '../../server/src/ena/webin/xml/document-bytes.ts';
import { registration } from '../../server/src/ena/webin/xml/submission.xml.ts';
import { webinXml } from '../../server/src/ena/webin/xml/webin.xml.ts';

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

export default async function bench(): Promise<void> {
  const inputs = Array.from({ length: SAMPLES }, (_, n) => sample(n));
  const submission = registration({ alias: 'BENCH', holdUntilDate: '2028-01-01', centerName: 'SEQDB' });
  // One document whatever its size: ENA's limit is not what is measured.
  const build = () => documentBytes(webinXml({ submission, samples: inputs }), Number.POSITIVE_INFINITY);
  const bytes = build();
  const building = fastest(() => void build());
  const size = `${SAMPLES} samples, ${(bytes.length / 1e6).toFixed(1)} MB`;
  const folder = mkdtempSync(join(tmpdir(), 'ena-xml-'));
  try {
    const file = join(folder, 'samples.xml');
    writeFileSync(file, bytes);
    const parsing = xmllint(file);
    if (parsing === null) {
      console.log(
        `ena-xml: built ${size} in ${building.toFixed(0)} ms; ratio skipped: no xmllint (libxml2-utils).`,
      );
      return;
    }
    const ratio = building / parsing;
    console.log(
      `ena-xml: build ${size}: ${building.toFixed(0)} ms, xmllint --noout ${parsing.toFixed(0)} ms, ` +
        `ratio ${ratio.toFixed(2)} (goal ≤ ${GOAL})${ratio <= GOAL ? '' : ' NOT MET'}`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @returns milliseconds of xmllint on the file, its start included; null where it is not installed */
function xmllint(file: string): number | null {
  const run = () =>
    spawnSync('xmllint', ['--noout', '--nonet', '--huge', file], { stdio: ['ignore', 'ignore', 'pipe'] });
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
