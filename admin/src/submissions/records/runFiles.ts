/** Parts of a run's file that have a column of their own. */
export const fileParts = ['name', 'md5', 'type', 'read_type'] as const;
export type FilePart = (typeof fileParts)[number];
export type FilePlace = { index: number; part: FilePart };

const forms: readonly [form: RegExp, index: number][] = [
  [/^(?:forward_file|file)_(name|md5|type)$/, 0],
  [/^(read_type)$/, 0],
  [/^reverse_file_(name|md5)$/, 1],
];

/** Which part of which file of a run a field is, as findings and sheets name it; undefined for a field of another kind. */
export const filePlaceOf = (field: string): FilePlace | undefined => {
  for (const [form, index] of forms) {
    const part = form.exec(field)?.[1];
    if (part !== undefined) return { index, part: part as FilePart };
  }
  const [, number = '', part] = /^file_(\d{1,2})_(name|md5|type|read_type)$/.exec(field) ?? [];
  return part === undefined ? undefined : { index: Number(number) - 1, part: part as FilePart };
};

export const isSamePlace = (one: FilePlace | undefined, other: FilePlace | undefined) =>
  one !== undefined && one.index === other?.index && one.part === other.part;

/** What a column of files is called, as in the sheets of the ENA portal; paired where runs have more files than one. */
export const fileColumnName = ({ index, part }: FilePlace, isPaired: boolean): string => {
  if (part === 'type' || part === 'read_type')
    return index === 0 ? (part === 'type' ? 'file_type' : 'read_type') : `file_${index + 1}_${part}`;
  if (index === 0) return isPaired ? `forward_file_${part}` : `file_${part}`;
  return index === 1 ? `reverse_file_${part}` : `file_${index + 1}_${part}`;
};

/** The field by which a part of a file is changed, whatever its column is called. */
export const fileFieldOf = ({ index, part }: FilePlace): string => `file_${index + 1}_${part}`;
