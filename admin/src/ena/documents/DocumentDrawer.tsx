import Button from '@mui/material/Button';
import Drawer from '@mui/material/Drawer';
import IconButton from '@mui/material/IconButton';
import { lazy, Suspense, useId, useState } from 'react';
import { useLocale } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Icon } from '../../components/Icon.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { useText } from '../../i18n/useText.ts';
import { useBatchSubmissions } from '../useBatch.ts';
import { bytesInWords } from '../../components/bytesInWords.ts';
import styles from './DocumentDrawer.module.css';
import { large, readName, useDocument, useStated, type DocumentName } from './useDocument.ts';

const DocumentView = lazy(() => import('./DocumentView.tsx'));

/** Asks first where the document is large: reading megabytes takes a while and the memory of the browser. */
const Body = ({ name }: { name: DocumentName }) => {
  const text = useText();
  const locale = useLocale();
  const stated = useStated(name);
  const [isWanted, setWanted] = useState(false);
  const isLarge = (stated.bytes ?? 0) > large;
  const { data, error, refetch, isPending } = useDocument(name, isWanted || (stated.isKnown && !isLarge));
  if (stated.isKnown && name.kind !== 'preview' && stated.sha256 === null)
    return <p className={styles.note}>{text(`ena.document.missing.${name.kind}`)}</p>;
  if (isLarge && !isWanted) {
    return (
      <div className={styles.note}>
        <p>{text('ena.document.large', { size: bytesInWords(stated.bytes ?? 0, locale) })}</p>
        <Button onClick={() => setWanted(true)}>{text('ena.document.load')}</Button>
      </div>
    );
  }
  if (error !== null && data === undefined)
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (isPending) return <RowsSkeleton />;
  return (
    <Suspense fallback={<RowsSkeleton />}>
      <DocumentView document={data} />
    </Suspense>
  );
};

const Title = ({ name }: { name: DocumentName }) => {
  const text = useText();
  const { attempt } = useStated(name);
  const { data: content } = useBatchSubmissions();
  const reference =
    attempt?.submissionReference ?? content?.items.find(({ id }) => id === name.of)?.reference ?? '';
  return <>{text(`ena.document.title.${name.kind}`, { reference, number: attempt?.number ?? 1 })}</>;
};

/** The document that the address names, beside the page: closing leads back to where one was. */
export const DocumentDrawer = () => {
  const text = useText();
  const id = useId();
  const [query, setQuery] = useSearchParams();
  const name = readName(query.get('document'));
  const close = () => {
    const next = new URLSearchParams(query);
    next.delete('document');
    setQuery(next, { replace: true });
  };
  return (
    <Drawer
      anchor="right"
      open={name !== null}
      onClose={close}
      slotProps={{ paper: { className: styles.drawer ?? '', role: 'dialog', 'aria-labelledby': id } }}
    >
      {name !== null && (
        <>
          <header className={styles.head}>
            <h2 id={id}>
              <Title name={name} />
            </h2>
            <IconButton aria-label={text('ena.document.close')} onClick={close}>
              <Icon name="close" />
            </IconButton>
          </header>
          <Body key={`${name.kind} ${name.of}`} name={name} />
        </>
      )}
    </Drawer>
  );
};
