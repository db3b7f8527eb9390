// Behaves like ENA's program Webin-CLI as far as the product sees it: options, exit codes, folders, receipt, aliases that
// are taken once. What it has registered lies beside it. Names of assemblies tell it to misbehave.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const [own = '.', ...rest] = process.argv.slice(2);
const options = [
  'context',
  'manifest',
  'inputDir',
  'outputDir',
  'userName',
  'passwordEnv',
  'centerName',
] as const;
const { values } = parseArgs({
  // Webin-CLI takes one hyphen before its options.
  args: rest.map((text) => text.replace(/^-(?=[a-zA-Z])/, '--')),
  options: {
    ...(Object.fromEntries(options.map((name) => [name, { type: 'string' }])) as Record<
      (typeof options)[number],
      { type: 'string' }
    >),
    test: { type: 'boolean' },
    submit: { type: 'boolean' },
  },
});
const { context = '', manifest = '', inputDir = '', outputDir = '', passwordEnv = '' } = values;

const fields = new Map(
  readFileSync(manifest, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t') as [string, string]),
);
const name = (fields.get('ASSEMBLYNAME') ?? '').replaceAll(/\s+/g, '_');
const alias = `webin-${context}-${name}`;
const results = join(outputDir, context, name);
const calls = join(own, 'calls.jsonl');
const registered = join(own, 'registered.json');
const known: Record<string, string> = existsSync(registered)
  ? JSON.parse(readFileSync(registered, 'utf8'))
  : {};

const fasta = join(inputDir, fields.get('FASTA') ?? '');
const content = existsSync(fasta) ? readFileSync(fasta, 'utf8') : null;
appendFileSync(
  calls,
  `${JSON.stringify({ argv: rest, env: Object.keys(process.env), password: process.env[passwordEnv], fields: Object.fromEntries(fields), content })}\n`,
);

function end(code: number, report: string): never {
  writeFileSync(join(outputDir, 'webin-cli.report'), report);
  process.exit(code);
}

if (content === null) end(2, 'ERROR: Invalid FASTA file name.\n');
if (name.startsWith('invalid')) {
  mkdirSync(join(results, 'validate'), { recursive: true });
  writeFileSync(
    join(results, 'validate', 'webin-cli.report'),
    'ERROR: Sequence length must be at least 20. [line: 3]\n',
  );
  end(3, '2026-01-01T00:00:00 ERROR: Submission validation failed.\n');
}
if (name.startsWith('away')) end(1, 'ERROR: A server error occurred when attempting to submit.\n');

mkdirSync(join(results, 'submit'), { recursive: true });
const receipt = (isDone: boolean, inner: string, messages: string) =>
  `<RECEIPT receiptDate="2026-01-01T00:00:00.000Z" submissionFile="webin-submission.xml" success="${isDone}">${inner}<MESSAGES>${messages}</MESSAGES><ACTIONS>ADD</ACTIONS></RECEIPT>\n`;
const write = (text: string) => writeFileSync(join(results, 'submit', 'receipt.xml'), text);
const before = known[alias];
if (before !== undefined) {
  const error = `In analysis, alias: "${alias}". The object being added already exists in the submission account with accession: "${before}".`;
  const text = error.replaceAll('"', '&quot;');
  write(receipt(false, `<ANALYSIS alias="${alias}" status="PRIVATE"/>`, `<ERROR>${text}</ERROR>`));
  end(1, `ERROR: ${error}\n`);
}
const accession = `ERZ99${String(Object.keys(known).length + 1).padStart(6, '0')}`;
writeFileSync(registered, JSON.stringify({ ...known, [alias]: accession }));
if (name.startsWith('killed')) process.kill(process.pid, 'SIGKILL');
const objects = `<ANALYSIS accession="${accession}" alias="${alias}" status="PRIVATE"/><SUBMISSION accession="ERA99000001" alias="${alias}"/>`;
const note = 'This submission is a TEST submission and will be discarded within 24 hours';
write(receipt(true, objects, values.test ? `<INFO>${note}</INFO>` : ''));
end(
  0,
  `INFO : The submission has been completed successfully. The following analysis accession was assigned to the submission: ${accession}\n`,
);
