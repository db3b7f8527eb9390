import type { BatchItemView } from '@contract/ena/batches/batches.contract.ts';
import { refusedWithOthers } from '@contract/ena/batches/refused-with-others.contract.ts';
import { memo } from 'react';
import { Link } from 'react-router-dom';
import { ExternalIdentifiers } from '../../components/ExternalIdentifiers.tsx';
import { Identifier } from '../../components/Identifier.tsx';
import { RowNote } from '../../components/list/LongTable.tsx';
import { useText } from '../../i18n/useText.ts';
import { messageOf } from '../itemCounts.ts';
import { ItemState } from './ItemState.tsx';
import styles from './ItemsTab.module.css';

/** A record that went down with others has nothing to be mended. */
const senseOf = (message: string, isRefused: boolean) => {
  if (message === refusedWithOthers) return 'plain';
  return isRefused ? 'bad' : 'doubtful';
};

type Props = {
  item: BatchItemView;
  /** Whether the row above says the same: one refusal often takes a whole submission with it. */
  isAsAbove: boolean;
};

/** One record of the batch: what it is, what it is called here and at ENA, and what ENA said where it refused it. */
export const ItemRow = memo(({ item, isAsAbove }: Props) => {
  const text = useText();
  const { title, alias, type, accession, external, status, submissionReference, submissionId } = item;
  const message = messageOf(item);
  const wouldFail = status === 'waiting' && item.checkStatus === 'failed';
  return (
    <>
      <span role="cell" className={styles.title}>
        <bdi title={title}>{type === 'sample' ? alias : title}</bdi>
        {type === 'sample' && title !== alias && (
          <bdi className={styles.kind} title={title}>
            {title}
          </bdi>
        )}
        {type !== 'sample' && <span className={styles.kind}>{text(`words.kind.${type}`)}</span>}
      </span>
      <span role="cell" className={styles.accession}>
        <Identifier value={accession} />
      </span>
      <span role="cell" className={styles.external}>
        {isAsAbove ? (
          <span className="faint">{text('ena.item.asAbove')}</span>
        ) : (
          <ExternalIdentifiers identifiers={external} isInLine />
        )}
      </span>
      <span role="cell" className={styles.submission}>
        <Link to={`/submissions/${submissionId}`} className="mono">
          <bdi>{submissionReference}</bdi>
        </Link>
      </span>
      <span role="cell">
        <ItemState item={item} />
      </span>
      {message !== null && !isAsAbove && (
        <RowNote sense={senseOf(message, wouldFail || status === 'failed')}>
          <bdi>{message}</bdi>
        </RowNote>
      )}
    </>
  );
});
