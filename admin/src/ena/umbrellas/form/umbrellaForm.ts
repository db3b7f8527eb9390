import type {
  ChangeUmbrella,
  CreateUmbrella,
  UmbrellaView,
} from '@contract/ena/umbrellas/umbrella.contract.ts';
import type { ApiProblem } from '../../../providers/problem.ts';
import { lengthAdvice } from '../../../submissions/study.ts';

/** An umbrella project as it is written; an empty name or hold date is none. */
export type UmbrellaForm = {
  title: string;
  description: string;
  name: string;
  /** Accessions, each once. */
  components: readonly string[];
  holdDate: string;
};
type TextField = Exclude<keyof UmbrellaForm, 'components'>;

/** What is wrong, by field; of components also by accession, so that it stays with its line whatever is removed. */
export type UmbrellaProblems = Partial<Record<keyof UmbrellaForm, string>> & {
  lines: Readonly<Record<string, string>>;
};

export const blank: UmbrellaForm = { title: '', description: '', name: '', components: [], holdDate: '' };

/** ENA takes no more in one umbrella, as the server counts. */
export const mostComponents = 2_000;

export const formOf = ({ title, description, name, components, holdDate }: UmbrellaView): UmbrellaForm => ({
  title,
  description,
  name: name ?? '',
  components: components.map(({ accession }) => accession),
  holdDate: holdDate ?? '',
});

/** The accessions in what was typed or pasted: one or many, however they are separated. */
export const accessionsIn = (words: string): string[] =>
  words
    .toUpperCase()
    .split(/[\s,;|"']+/)
    .filter((word) => word !== '');

export const withAdded = (components: readonly string[], words: string): string[] => [
  ...new Set([...components, ...accessionsIn(words)]),
];

export const requestOf = (form: UmbrellaForm): CreateUmbrella => ({
  title: form.title.trim(),
  description: form.description.trim(),
  name: form.name.trim() === '' ? null : form.name.trim(),
  components: [...form.components],
  holdDate: form.holdDate === '' ? null : form.holdDate,
});

/** Only what was changed is sent: what somebody else changed in the meantime stays. */
export const changesOf = (before: UmbrellaForm, after: UmbrellaForm): ChangeUmbrella => {
  const [was, is] = [requestOf(before), requestOf(after)];
  const changed = Object.entries(is).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(was[field as keyof CreateUmbrella]),
  );
  return Object.fromEntries(changed);
};

/** The fields that the server would refuse for certain, each a key below `umbrella.problem`. */
export const problemsOf = ({ title, description, components }: UmbrellaForm) => ({
  ...(lengthAdvice('title', title).key === 'good' ? {} : { title: 'length' as const }),
  ...(lengthAdvice('description', description).key === 'good' ? {} : { description: 'length' as const }),
  ...(components.length > mostComponents ? { components: 'many' as const } : {}),
});

const isField = (path: string): path is TextField => path !== 'components' && path in blank;

/** What the server refused, at its fields and lines; null where it names none of them. */
export const refusalsOf = (
  { code, message, errors }: Pick<ApiProblem, 'code' | 'message' | 'errors'>,
  sent: readonly string[],
): UmbrellaProblems | null => {
  const lines: Record<string, string> = {};
  const found: UmbrellaProblems = { lines };
  for (const { path, message: said } of errors) {
    const accession = sent[Number(/^components\.(\d+)$/.exec(path)?.[1] ?? -1)];
    if (accession !== undefined) lines[accession] ??= said;
    else if (path === 'components' || isField(path)) found[path] ??= said;
  }
  if (code === 'ena_umbrella.bad_component') found.components ??= message;
  return Object.keys(found).length > 1 || Object.keys(lines).length > 0 ? found : null;
};
