import type { EnaEnvironment } from '../webin/environments.ts';
import type { Judgement } from '../webin/judgement.ts';
import { judgeAnswer } from '../webin/xml-answers.ts';
import type { Assembly } from './assembly.ts';
import type { CliRun } from './webin-cli.program.ts';

/**
 * What a run of Webin-CLI means for the record.
 *
 * @param enaAlias by which the record is called here
 * @returns undefined when it says nothing: the program may or may not have come to sending
 */
export async function judgeRun(
  { receipt, exitCode, report }: CliRun,
  { alias }: Assembly,
  enaAlias: string,
  environment: EnaEnvironment,
): Promise<Judgement | undefined> {
  if (receipt) {
    const request = { action: 'ADD' as const, objects: [{ type: 'analysis' as const, alias }], environment };
    const judged = await judgeAnswer(receipt, 'application/xml', request);
    return { ...judged, objects: judged.objects.map((object) => ({ ...object, alias: enaAlias })) };
  }
  // The program looks at manifest and files before it sends anything (webin-cli: 2 user error, 3 validation error).
  if (exitCode !== 2 && exitCode !== 3) return undefined;
  const errors = errorsIn(report).map((text) => ({ text, attribute: null }));
  const said =
    errors.length > 0 ? errors : [{ text: 'Webin-CLI refuses it; its report says why.', attribute: null }];
  return {
    ...nothing,
    outcome: 'refused',
    objects: [{ ...unregistered, type: 'analysis', alias: enaAlias, errors: said }],
  };
}

/** The lines that name errors, each once. */
export function errorsIn(report: string): string[] {
  const lines = report
    .split(/\r?\n/)
    .flatMap((line) => /\bERROR ?: *(\S.*)$/.exec(line)?.[1]?.trimEnd() ?? []);
  return [...new Set(lines)].slice(0, 100);
}

/** ENA has it, under this accession. */
export const acceptedAs = (enaAlias: string, accession: string): Judgement => ({
  ...nothing,
  outcome: 'accepted',
  objects: [{ ...unregistered, type: 'analysis', alias: enaAlias, accession }],
});

const nothing = { reasons: [], warnings: [], infos: [], submissionAccession: null, isTest: false };
const unregistered = {
  accession: null,
  externalAccessions: [],
  status: null,
  holdUntilDate: null,
  errors: [],
  existingAccession: null,
};
