import { useId } from 'react';
import styles from './Section.module.css';

type Props = { title: string; actions?: React.ReactNode; children: React.ReactNode };

/** A titled part of a page, with what can be done to it at its side. */
export const Section = ({ title, actions, children }: Props) => {
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles.section}>
      <div className={styles.head}>
        <h2 id={id}>{title}</h2>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </section>
  );
};

type Fact = { label: string; value: React.ReactNode };

/** Whether a value would stand there as nothing: React shows neither of these. */
const isBlank = (value: React.ReactNode) =>
  value === null || value === undefined || value === false || value === '';

/** Labelled facts, one below the other; those without a value are left out. */
export const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <dl className={styles.facts}>
    {facts
      .filter(({ value }) => !isBlank(value))
      .map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
);
