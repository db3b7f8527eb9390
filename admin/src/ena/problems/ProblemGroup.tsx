import { refusedWithOthers } from '@contract/ena/batches/refused-with-others.contract.ts';
import { Link } from 'react-router-dom';
import { SenseMark } from '../../components/SenseMark.tsx';
import { useText } from '../../i18n/useText.ts';
import type { BatchErrors } from '../../providers/batches.ts';
import { useBatch } from '../useBatch.ts';
import { placeOfProblem } from './placeOfProblem.ts';
import styles from './ProblemsTab.module.css';

type Group = BatchErrors['items'][number];

/** The field that all of them name: where a message is about many records, its pattern leaves it out. */
const fieldOf = (examples: Group['examples']): string | null => {
  const [first] = examples;
  return first !== undefined && examples.every(({ field }) => field === first.field) ? first.field : null;
};

/** A few of the records that a message is about, each with the way to where it is mended. */
const Examples = ({ group: { examples, count } }: { group: Group }) => {
  const text = useText();
  return (
    <>
      <ul className={styles.examples}>
        {examples.map((example) => (
          <li key={example.itemId}>
            <bdi className="mono">{example.submissionReference}</bdi>
            <bdi>{example.type === 'project' ? text('words.kind.project') : example.alias}</bdi>
            <Link to={placeOfProblem(example)}>
              {example.field === null
                ? text('ena.problems.fix')
                : text('ena.problems.fixField', { field: example.field })}
              <span className="visually-hidden">{`: ${example.submissionReference} ${example.alias}`}</span>
            </Link>
          </li>
        ))}
      </ul>
      {count > examples.length && (
        <p className="faint">{text('ena.problems.more', { count: count - examples.length })}</p>
      )}
    </>
  );
};

/** One message, how many records it is about, and a few of them to go to. */
export const ProblemGroup = ({ group }: { group: Group }) => {
  const text = useText();
  const { id } = useBatch();
  const { pattern, from, count, submissionCount, examples } = group;
  const view = from === 'check' ? 'check-failed' : 'failed';
  const isConsequence = pattern === refusedWithOthers;
  const [only] = examples;
  const field = fieldOf(examples);
  return (
    <li className={styles.group}>
      <h2 data-quiet={isConsequence || undefined}>
        <SenseMark sense={isConsequence ? 'plain' : 'bad'} title={text(`ena.problems.from.${from}`)} />
        <bdi>{count === 1 && only !== undefined ? only.message : pattern}</bdi>
      </h2>
      <p className={styles.facts}>
        <span>{text(`ena.problems.from.${from}`)}</span>
        {field !== null && (
          <span>
            {text('ena.problems.field')} <bdi className={styles.field}>{field}</bdi>
          </span>
        )}
        <Link to={`/batches/${id}/records?view=${view}`}>{text('ena.records', { count })}</Link>
        <span>{text('ena.problems.in', { count: submissionCount })}</span>
      </p>
      {isConsequence ? <p>{text('ena.problems.consequence')}</p> : <Examples group={group} />}
    </li>
  );
};
