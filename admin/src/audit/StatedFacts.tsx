import type { AuditEventView } from '@contract/audit/audit.contract.ts';
import { Identifier } from '../components/Identifier.tsx';
import { useText } from '../i18n/useText.ts';
import styles from './audit.module.css';

/** So many entries of a list are shown at once. */
const shownAtOnce = 20;

const isCode = (value: string) => /^[0-9a-f]{32,}$|^[A-Z]{2,}[\d-]+$/.test(value);

const Several = ({ values }: { values: readonly unknown[] }) => {
  const text = useText();
  if (values.length === 0) return null;
  const rest = values.length - shownAtOnce;
  return (
    <span className={styles.several}>
      {values.slice(0, shownAtOnce).map((value) => (
        <Value key={JSON.stringify(value)} value={value} />
      ))}
      {rest > 0 && text('audit.more', { count: rest })}
    </span>
  );
};

const Value = ({ value }: { value: unknown }) => {
  if (Array.isArray(value)) return <Several values={value} />;
  if (typeof value === 'string')
    return isCode(value) ? <Identifier value={value} short={20} /> : <bdi>{value}</bdi>;
  return <code className={styles.code}>{JSON.stringify(value)}</code>;
};

const isEmpty = (value: unknown) =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** A name as the log has it, readable: `firstSampleAccession` is the first sample accession. */
const spaced = (name: string) => name.replaceAll(/([a-z])([A-Z0-9])/g, '$1 $2').toLowerCase();

/** What else an event states, by the names it gives; hashes and accessions can be copied. */
export const StatedFacts = ({ facts }: Pick<AuditEventView, 'facts'>) => (
  <dl className={styles.changes}>
    {Object.entries(facts)
      .filter(([, value]) => !isEmpty(value))
      .map(([name, value]) => (
        <div key={name}>
          <dt>{spaced(name)}</dt>
          <dd>
            <Value value={value} />
          </dd>
        </div>
      ))}
  </dl>
);
