import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import { useLocale } from 'react-admin';
import { Identifier } from '../../components/Identifier.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Facts, Section } from '../../components/Section.tsx';
import { bytesInWords } from '../../components/bytesInWords.ts';
import { useText } from '../../i18n/useText.ts';
import { DownloadButton } from '../DownloadButton.tsx';
import type { TableKind } from '../sheets/sheetOutcome.ts';
import { AnalysisTemplate } from '../sheets/AnalysisTemplate.tsx';
import { SheetUpload } from '../sheets/SheetUpload.tsx';
import { useIsEditable, useSubmission, useTakeSubmission } from '../useSubmission.ts';
import styles from './SheetSection.module.css';

type Table = Pick<
  NonNullable<SubmissionView['sheet']>,
  'name' | 'sha256' | 'bytes' | 'encoding' | 'rows' | 'uploadedAt'
> & { kind: TableKind; sheet: string | null; columns: readonly unknown[] };

const tablesOf = ({ sheet, reads }: SubmissionView): Table[] => [
  ...(sheet === null ? [] : [{ ...sheet, kind: 'samples' as const, sheet: null }]),
  ...(reads ?? []),
];

const TableFacts = ({ table }: { table: Table }) => {
  const text = useText();
  const locale = useLocale() ?? 'en';
  const { id } = useSubmission();
  const { kind, sheet, name, rows, columns, bytes, encoding, sha256, uploadedAt } = table;
  const kindName = text(`sheets.kind.${kind}`);
  return (
    <div className={styles.table}>
      <div className={styles.head}>
        <h3>{kindName}</h3>
        <DownloadButton path={`/submissions/${id}/sheet?sha256=${sha256}`} name={name}>
          {text('sheets.original')}
          <span className="visually-hidden"> {kindName}</span>
        </DownloadButton>
      </div>
      <Facts
        facts={[
          {
            label: text('sheets.file'),
            value: (
              <>
                <bdi>{name}</bdi>
                {sheet !== null && <span className="faint"> {text('sheets.ofSheet', { sheet })}</span>}
              </>
            ),
          },
          {
            label: text('sheets.content'),
            value: text('sheets.rows', { count: rows, columns: columns.length }),
          },
          {
            label: text('sheets.size'),
            value: text('sheets.bytes', { size: bytesInWords(bytes, locale), encoding }),
          },
          { label: text('sheets.hash'), value: <Identifier value={sha256} short={20} /> },
          { label: text('sheets.uploaded'), value: <RelativeTime value={uploadedAt} /> },
        ]}
      />
    </div>
  );
};

/** The uploaded sheets: their facts, a way back to each, and, while the draft is open, others beside or in place of them. */
export const SheetSection = () => {
  const text = useText();
  const submission = useSubmission();
  const take = useTakeSubmission();
  const isEditable = useIsEditable();
  const { id, reference, recordCounts } = submission;
  const tables = tablesOf(submission);
  const hasReads = recordCounts.experiment + recordCounts.run > 0;
  return (
    <Section
      title={text('sheets.title')}
      actions={
        <>
          {recordCounts.sample > 0 && (
            <DownloadButton
              path={`/submissions/${id}/records.tsv?type=sample`}
              name={`${reference}-samples.tsv`}
            >
              {text('sheets.exportSamples')}
            </DownloadButton>
          )}
          {hasReads && (
            <DownloadButton path={`/submissions/${id}/records.tsv?type=run`} name={`${reference}-reads.tsv`}>
              {text('sheets.exportReads')}
            </DownloadButton>
          )}
          {recordCounts.analysis > 0 && (
            <DownloadButton
              path={`/submissions/${id}/records.tsv?type=analysis`}
              name={`${reference}-analyses.tsv`}
            >
              {text('sheets.exportAnalyses')}
            </DownloadButton>
          )}
        </>
      }
    >
      {tables.length === 0 && !isEditable && <p className="faint">{text('sheets.none')}</p>}
      {tables.map((table) => (
        <TableFacts key={table.kind} table={table} />
      ))}
      {isEditable && <SheetUpload submission={submission} onDone={(next) => void take(next)} />}
      {isEditable && <AnalysisTemplate />}
    </Section>
  );
};
