import type { AuditExportView } from '@contract/audit/exporting/export.contract.ts';
import Button from '@mui/material/Button';
import { useDataProvider } from 'react-admin';
import { Icon } from '../../components/Icon.tsx';
import { saveFile } from '../../components/saveFile.ts';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { download } from '../export/download.ts';
import { Refused } from '../export/Refused.tsx';
import { useTaking } from '../export/useTaking.ts';
import styles from './exports.module.css';

type Props = { row: AuditExportView; isMain?: boolean };

/** The file that is kept, by a link that works once; and the manifest that binds it. */
export const ExportTaking = ({ row: { id, fileName, hasFile, hasManifest }, isMain = false }: Props) => {
  const text = useText();
  const provider = useDataProvider<ConsoleDataProvider>();
  const { isBusy, refused, take } = useTaking();
  const getFile = async () => {
    const { url } = await provider.exportLink(id);
    if (url !== null) download(url);
  };
  const getManifest = async () => {
    const { blob } = await provider.download(`/audit/exports/${id}/manifest`);
    saveFile(blob, `${fileName}.manifest.json`);
  };
  return (
    <span className={styles.taking}>
      {hasFile && (
        <Button
          size="small"
          variant={isMain ? 'contained' : 'outlined'}
          color={isMain ? 'primary' : 'inherit'}
          startIcon={<Icon name="download" />}
          disabled={isBusy}
          aria-label={`${text('logExports.download')} ${fileName}`}
          onClick={() => void take(getFile)}
        >
          {text('logExports.download')}
        </Button>
      )}
      {hasManifest && (
        <Button
          size="small"
          disabled={isBusy}
          aria-label={`${text('logExports.manifest')} ${fileName}`}
          onClick={() => void take(getManifest)}
        >
          {text('logExports.manifest')}
        </Button>
      )}
      <Refused error={refused} />
    </span>
  );
};
