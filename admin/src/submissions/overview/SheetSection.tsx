import { useLocale } from 'react-admin';
import { Identifier } from '../../components/Identifier.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Facts, Section } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import { SheetUpload } from '../SheetUpload.tsx';
import { useIsEditable, useSubmission, useTakeSubmission } from '../useSubmission.ts';
import { DownloadButton } from '../DownloadButton.tsx';

const kilobytes = (bytes: number, locale: string) =>
  new Intl.NumberFormat(locale, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 1 }).format(
    bytes / 1000,
  );

/** The uploaded sheet: its facts, a way back to it, and, while the draft is open, another in its place. */
export const SheetSection = () => {
  const text = useText();
  const locale = useLocale();
  const submission = useSubmission();
  const take = useTakeSubmission();
  const isEditable = useIsEditable();
  const { id, sheet, sampleCount } = submission;
  return (
    <Section
      title={text('submission.sheet.title')}
      actions={
        sheet !== null && (
          <>
            <DownloadButton path={`/submissions/${id}/records.tsv`} name={`${submission.reference}.tsv`}>
              {text('submission.sheet.export')}
            </DownloadButton>
            <DownloadButton path={`/submissions/${id}/sheet`} name={sheet.name}>
              {text('submission.sheet.original')}
            </DownloadButton>
          </>
        )
      }
    >
      {sheet === null && !isEditable && <p className="faint">{text('submission.sheet.none')}</p>}
      {sheet !== null && (
        <Facts
          facts={[
            { label: text('submission.sheet.file'), value: <bdi>{sheet.name}</bdi> },
            {
              label: text('submission.sheet.content'),
              value: text('submission.sheet.rows', { count: sheet.rows, columns: sheet.columns.length }),
            },
            {
              label: text('submission.sheet.size'),
              value: text('submission.sheet.bytes', {
                size: kilobytes(sheet.bytes, locale),
                encoding: sheet.encoding,
              }),
            },
            { label: text('submission.sheet.hash'), value: <Identifier value={sheet.sha256} short={20} /> },
            { label: text('submission.sheet.uploaded'), value: <RelativeTime value={sheet.uploadedAt} /> },
          ]}
        />
      )}
      {isEditable && (
        <SheetUpload submission={submission} replaces={sampleCount} onDone={(next) => void take(next)} />
      )}
    </Section>
  );
};
