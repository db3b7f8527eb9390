// Run by validate-sheet.bench.ts: reads and checks a sheet with as many rows as its argument says; prints JSON.
import { checklistFiles } from '../../seeds/checklists/checklist-files.ts';
import { readSheet } from '../factories/read-sheet.ts';
import { validate } from '../../server/src/validation/validate.ts';
import { contextOf, samplesOf } from '../factories/sample-sheets.ts';
import type { Measured } from './validate-sheet.bench.ts';

const rounds = 7;
const checklist = checklistFiles().find(({ accession }) => accession === 'ERC000011');
const project = {
  alias: 'p',
  title: 'Potatoes in fields and pots',
  description: 'What grows where, and how fast.',
  holdDate: null,
};

const listed = [
  'cell_type',
  'dev_stage',
  'tissue_type',
  'isolation_source',
  'collected_by',
  'identified_by',
  'sex',
  'bio_material',
];
const free = [
  'ploidy',
  'growth facility',
  'plant structure',
  'rooting conditions',
  'watering regimen',
  'light regimen',
  'plant treatment',
];
const place = [
  'geographic location (region and locality)',
  'geographic location (latitude)',
  'geographic location (longitude)',
];
const names = ['host scientific name', 'specimen_voucher', 'cultivar', 'ecotype', 'isolate'];
const own = ['tax_id', 'scientific_name', 'sample_alias', 'sample_title', 'sample_description'];
const when = ['collection date', 'geographic location (country and/or sea)'];
const header = [own, when, place, listed, free, names].flat();

/** One fault in a hundred rows; titles, descriptions and coordinates differ from row to row. */
function rowOf(n: number): string {
  const country = n % 100 === 0 ? 'Vietnam' : ['Sweden', 'Germany', 'Viet Nam', 'USA', 'Kenya'][n % 5];
  const values = [
    '4113',
    'Solanum tuberosum L.',
    `plant-${n}`,
    `Potato leaf ${n}`,
    `Leaf ${n} of a potato grown outdoors in 15 l pots (soil of Hammenhög)`,
  ];
  const where = [
    `Field ${n % 500}`,
    (50 + (n % 9_000) / 1_000).toFixed(6),
    (10 + (n % 7_777) / 1_000).toFixed(6),
  ];
  const others = [...listed, ...free, ...names].map((name, index) => `${name} ${(n * 7 + index) % 50}`);
  return [...values, `20${10 + (n % 15)}-0${1 + (n % 9)}-1${n % 10}`, country, ...where, ...others].join(
    '\t',
  );
}

/** Written row by row into one buffer, so that making the sheet takes no memory of its own. */
function sheetOf(rows: number): Buffer {
  const units = ['#units', ...header.slice(1).map((name) => (/tude/.test(name) ? 'DD' : ''))];
  const top = [
    'Checklist\tERC000011\tENA default sample checklist',
    header.join('\t'),
    units.join('\t'),
    '',
  ].join('\n');
  const buffer = Buffer.allocUnsafe(2_000 + rows * 800);
  let at = buffer.write(top);
  for (let n = 0; n < rows; n++) at += buffer.write(`${rowOf(n)}\n`, at);
  return buffer.subarray(0, at);
}

function check(bytes: Buffer): number {
  const sheet = readSheet(bytes, rows);
  const input = {
    project,
    checklist: { accession: 'ERC000011' },
    today: '2026-11-21',
    sheet: contextOf(sheet),
    records: samplesOf(sheet),
  };
  let findings = 0;
  for (const finding of validate(input, checklist)) findings += finding.rule === '' ? 0 : 1;
  return findings;
}

const rows = Number(process.argv[2]);
const idleMegabytes = Math.round(process.memoryUsage().rss / 1e6);
const bytes = sheetOf(rows);
const times: number[] = [];
let findings = 0;
for (let round = 0; round < rounds; round++) {
  const started = performance.now();
  findings = check(bytes);
  times.push(performance.now() - started);
}
const measured: Measured = {
  rows,
  columns: header.length,
  findings,
  best: Math.min(...times),
  first: times[0] ?? 0,
  // In kilobytes: the highest the process ever needed.
  megabytes: Math.round(process.resourceUsage().maxRSS / 1e3),
  idleMegabytes,
};
process.stdout.write(JSON.stringify(measured));
