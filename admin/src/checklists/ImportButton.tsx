import { useAbility } from '@casl/react';
import Button from '@mui/material/Button';
import { Link } from 'react-router-dom';
import { Icon } from '../components/Icon.tsx';
import { useText } from '../i18n/useText.ts';
import type { ConsoleAbility } from '../providers/ability.ts';

/** The way to the import, for those who may. */
export const ImportButton = () => {
  const text = useText();
  if (!useAbility<ConsoleAbility>().can('import', 'Checklist')) return null;
  return (
    <Button component={Link} to="/checklists/create" startIcon={<Icon name="upload" />}>
      {text('checklists.import.begin')}
    </Button>
  );
};
