import type { Filter } from '../components/list/list.types.ts';
import type { Text } from '../i18n/useText.ts';

export const findingsFilter = (text: Text): Filter => ({
  kind: 'choice',
  name: 'findings',
  label: text('submission.filter.findings'),
  options: [
    { value: 'errors', label: text('submission.filter.errors') },
    { value: 'warnings', label: text('submission.filter.warnings') },
    { value: 'none', label: text('submission.filter.none') },
  ],
});
