export const checklists = {
  title: 'Checklists',
  column: {
    accession: 'Accession',
    label: 'Checklist',
    version: 'Version',
    fields: 'Fields',
    mandatory: 'Mandatory',
    installed: 'Installed',
  },
  empty: 'No checklist is installed',
  emptyDetail:
    'A checklist says which fields ENA asks of a sample. Until one is installed, samples can only be checked in general.',
} as const;
