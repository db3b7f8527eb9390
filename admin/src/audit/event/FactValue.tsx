import { useAbility } from '@casl/react';
import { useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { Identifier } from '../../components/Identifier.tsx';
import { absoluteTime } from '../../components/relativeTime.ts';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleAbility } from '../../providers/ability.ts';
import { valueInLog } from '../erasedName.ts';
import styles from './event.module.css';
import { hashesIn, shapeOf } from './shape.ts';
import { Isolated } from '../../components/Isolated.tsx';

/** More items of a list than this are shown only when asked for. */
const most = 12;

const Scalar = ({ value }: { value: unknown }) => {
  const text = useText();
  const locale = useLocale();
  const canReadAccessions = useAbility<ConsoleAbility>().can('read', 'Accession');
  switch (shapeOf(value)) {
    case 'nothing':
      return <span className="faint">{text('audit.nothing')}</span>;
    case 'boolean':
      return <>{text(value === true ? 'audit.yes' : 'audit.no')}</>;
    case 'number':
      return <>{(value as number).toLocaleString(locale)}</>;
    case 'hash':
      return <Identifier value={String(value)} short={16} />;
    case 'identifier':
      return <Identifier value={String(value)} />;
    case 'moment':
      return (
        <>
          <time dateTime={String(value)} title={String(value)}>
            {absoluteTime(new Date(String(value)), locale)}
          </time>
          <span className="print-only"> ({String(value)})</span>
        </>
      );
    case 'accession':
      if (!canReadAccessions) return <Identifier value={String(value)} />;
      return (
        <Link to={`/accessions/${String(value)}`} className="mono">
          <bdi>{String(value)}</bdi>
        </Link>
      );
    case 'request':
      return (
        <Link to={`/change-log?view=all&record=${String(value)}`} className="mono">
          <bdi>{String(value)}</bdi>
        </Link>
      );
    default:
      return <Isolated className={styles.text} value={valueInLog(String(value), text)} />;
  }
};

const Items = ({ items }: { items: readonly unknown[] }) => {
  const text = useText();
  const counted = items.map((item, at) => ({ item, key: `${at} ${JSON.stringify(item)}` }));
  const list = (part: typeof counted) => (
    <ul className={styles.items}>
      {part.map(({ item, key }) => (
        <li key={key}>
          <FactValue value={item} />
        </li>
      ))}
    </ul>
  );
  if (items.length <= most) return list(counted);
  return (
    <details className={styles.more}>
      <summary>{text('audit.items', { count: items.length })}</summary>
      {list(counted)}
    </details>
  );
};

/**
 * Any value of an event: hashes and ids can be copied, accessions lead to their pages, lists and structures are nested.
 */
export const FactValue = ({ value }: { value: unknown }) => {
  if (Array.isArray(value)) return value.length === 0 ? <Scalar value={null} /> : <Items items={value} />;
  const hashes = hashesIn(value);
  if (hashes !== null) return <Items items={hashes} />;
  if (typeof value === 'object' && value !== null) {
    return (
      <dl className={styles.nested}>
        {Object.entries(value).map(([name, inner]) => (
          <div key={name}>
            <dt>
              <Isolated value={name} />
            </dt>
            <dd>
              <FactValue value={inner} />
            </dd>
          </div>
        ))}
      </dl>
    );
  }
  return <Scalar value={value} />;
};
