import Button from '@mui/material/Button';
import { useMemo, useState } from 'react';
import { useLocale } from 'react-admin';
import { Icon } from '../../components/Icon.tsx';
import { Identifier } from '../../components/Identifier.tsx';
import { SenseMark } from '../../components/SenseMark.tsx';
import { saveFile } from '../../components/saveFile.ts';
import { useText } from '../../i18n/useText.ts';
import { bytesInWords } from '../../components/bytesInWords.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import styles from './DocumentView.module.css';
import { FindField } from './FindField.tsx';
import { readable } from './readable.ts';
import { SchemaProblems } from './SchemaProblems.tsx';
import { useDigest } from './useDigest.ts';
import type { ReadDocument } from './useDocument.ts';
import { XmlLines } from './XmlLines.tsx';

const Hash = ({ document }: { document: ReadDocument }) => {
  const text = useText();
  const matches = useDigest(document.blob, document.sha256);
  return (
    <span className={styles.hash}>
      {text('ena.document.sha256')} <Identifier value={document.sha256} short={16} />
      {matches === true && document.preview === null && (
        <span className={styles.good}>
          <SenseMark sense="good" /> {text('ena.document.hashMatches')}
        </span>
      )}
      {matches === false && (
        <span className={styles.bad} role="alert">
          <SenseMark sense="bad" /> {text('ena.document.hashDiffers')}
        </span>
      )}
    </span>
  );
};

const Preview = ({ document, onLine }: { document: ReadDocument; onLine: (line: number) => void }) => {
  const text = useText();
  const { preview } = document;
  if (preview === null) return null;
  return (
    <>
      <p className="faint">{text('ena.document.previewNote')}</p>
      {preview.records < preview.recordsInAll && (
        <p>{text('ena.document.part', { count: preview.records, all: preview.recordsInAll })}</p>
      )}
      <SchemaProblems problems={preview.schemaProblems} onLine={onLine} />
    </>
  );
};

/** A document to read: its size and hash, ways to take it along, a search, and its lines. */
export default function DocumentView({ document }: { document: ReadDocument }) {
  const text = useText();
  const locale = useLocale();
  const { lines, isLaidOut } = useMemo(() => readable(document.text), [document.text]);
  const [current, setCurrent] = useState<{ line: number } | null>(null);
  const marked = useMemo(
    () => new Set((document.preview?.schemaProblems ?? []).map(({ line }) => line - 1)),
    [document.preview],
  );
  const show = (line: number) => setCurrent({ line });
  return (
    <>
      <div className={styles.about}>
        <p className={styles.facts}>
          <span>{bytesInWords(document.blob.size, locale)}</span>
          <span>{text('ena.document.lines', { count: lines.length })}</span>
          <Hash document={document} />
        </p>
        <Preview document={document} onLine={show} />
        {isLaidOut && <p className="faint">{text('ena.document.laidOut')}</p>}
      </div>
      <div className={styles.tools}>
        <FindField lines={lines} onFind={show} />
        <CopyButton value={document.text} label={text('ena.document.copy')} />
        <Button startIcon={<Icon name="download" />} onClick={() => saveFile(document.blob, document.name)}>
          {text('ena.document.download')}
        </Button>
      </div>
      <XmlLines lines={lines} label={document.name} marked={marked} current={current} />
    </>
  );
}
