import { useAbility } from '@casl/react';
import Button from '@mui/material/Button';
import { CopyButton } from '../components/CopyButton.tsx';
import { Icon } from '../components/Icon.tsx';
import { useText } from '../i18n/useText.ts';
import type { ConsoleAbility } from '../providers/ability.ts';

type Props = { isCounting: boolean; onCount: () => void; isExportable: boolean; onExport: () => void };

/** What can be done with the events that the log shows: count them, link to them, export them. */
export const LogActions = ({ isCounting, onCount, isExportable, onExport }: Props) => {
  const text = useText();
  const canExport = useAbility<ConsoleAbility>().can('export', 'AuditEvent');
  return (
    <>
      <Button startIcon={<Icon name="bars" />} aria-expanded={isCounting} onClick={onCount}>
        {text('finding.facets.open')}
      </Button>
      <CopyButton value={globalThis.location.href} label={text('finding.line.copy')} />
      {canExport && (
        <Button startIcon={<Icon name="download" />} disabled={!isExportable} onClick={onExport}>
          {text('audit.export.open')}
        </Button>
      )}
    </>
  );
};
