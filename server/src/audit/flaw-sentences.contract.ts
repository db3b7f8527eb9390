// What may be wrong with the change log or with an export of it: a code each, which stays what it is, and what it says in
// English of its place. `%{name}` is a parameter. The console has words of its own for those of the log.

/** What the verification of the log itself may find. */
export const flawsOfLog = {
  event_altered: '%{id} is not as it was sealed',
  event_gone: 'was sealed and is no longer there',
  event_gone_unsealed: 'was written and is no longer there; it had not been sealed yet',
  event_gone_unarchived: 'was sealed and is no longer there, and no archived month has it',
  event_unsealed: 'was neither sealed nor waits for it',
  events_unsealed: '%{unsealed} were not sealed, and %{waiting} wait for it',
  event_column: 'the column %{column} says something else than the event that was sealed',
  event_text: 'its text is none that the log writes',
  events_text: 'one of them cannot be read: %{message}',
  event_number: 'has a number that no event of a log has',
  event_segment: 'is said to lie in segment %{said}, and lies in segment %{segment}',
  event_segment_gone: 'lies in segment %{segment}, which is not there',
  event_no_segment: 'belongs to no segment',
  event_no_proof: 'has no proof',
  event_not_in_segment: 'event %{seq} is not in segment %{segment}: its proof does not lead there',
  event_after_end: 'belongs to no segment: the last one has ended before event %{seq}',
  event_missing: 'event %{due} is missing before it (this is event %{seq} of the log)',
  event_again: 'event %{seq} of the log stands here again',
  event_late: 'event %{seq} of the log stands here again or too late',
  event_late_due: 'event %{seq} of the log stands here again or too late, event %{due} is due',
  event_archived: 'event %{seq} is archived, and stands here as well',

  value_altered: 'a personal value is not the one that it was committed to',
  value_gone: 'a personal value is no longer there, and was not erased',
  value_uncommitted: 'something opens what it was not committed to, or a second time',
  value_columns: 'the reason or address that it is found by is not the one that was sealed',
  value_of_other: 'a personal value lies with those of somebody else than it was sealed with',
  values_of_no_event: 'has personal values, and is not there',
  erased_of_other: 'what was erased of it is the data of somebody who was not',
  erased_unasked: 'its personal values are gone, and nobody asked to erase them',
  erased_more: 'more values read as erased with this person than were',
  erasure_untold: 'no event of the log asks for this erasure',
  erasure_unended: 'it reads as done, and no event of the log says that it ended',
  erasure_text: 'its text is not that of the end of an erasure',

  segment_missing: 'is missing: segment %{next} follows',
  segment_again: 'segment %{segment} stands here again, segment %{due} is due',
  segment_follows: 'follows segment %{before}',
  segment_unlinked: 'is not linked to the segment before it',
  segment_gap: 'does not begin where the one before ends',
  segment_earlier: 'was closed before the one before it',
  segment_cut: 'event %{seq} is missing before it: segment %{segment} is not whole',
  segment_short: 'ends too early: event %{seq} is missing',
  segment_events: 'its events (%{first} to %{last}) are not those that were sealed',
  segment_hash: 'the hash that is kept of it is not its own',
  segment_tree: 'the tree that is kept of it is not that of the segments up to it',
  segment_stated: 'what it states is not what its head covers',
  segment_head: 'its head is not one of this segment',
  segment_published: 'its head was published, and it is no longer there',
  segment_of_archived: 'is missing: archived events lie in it',

  head_unsigned: 'its head is not signed by a known key',
  head_not_ours: 'its head is not signed by a key of the log',
  head_of_other_log: 'its head covers another log than the one up to here',
  head_contradicted: 'a published head says that the log was another up to here',
  head_gone: 'its head was published, and is no longer in the bucket',
  head_moved: 'its published head is no longer where it was put',
  heads_unsigned: 'the head of segment %{segment} is not signed by a known key',
  heads_differ: 'two heads say different things of segment %{segment}',
  heads_turned: 'the head of segment %{segment} is older than the one before it',
  heads_foreign: '%{name} in the bucket is no head of a log',
  log_short: 'missing: a head published before the export covers %{segments} segments',

  archive_untold: 'no event in the log tells of what is stated of it',
  archive_stated: '%{field} is not as it was stated',
  archive_still_here: 'the month is said to have left the log, and is still there',
  archive_remaining: '%{found} events stand in the segments of archived ones, %{due} are due',
  archive_unsealed: 'months have left the log, and nothing is sealed in it',
  archive_unsigned: 'its statement is not signed by a known key',
  archive_no_statement: 'statement %{number} is none of a month of this log',
  archive_unlinked: 'its statement does not follow that of %{month}',
  archive_before_missing: 'a month before it is missing',
  archive_order: 'it does not follow %{month}',
  archive_ends: 'it ends before the month before it',
  archive_twice: 'two archived months have event %{seq}',
  archive_file_gone: '%{key} is no longer in the bucket %{bucket}',
  archive_file_other: '%{key} in the bucket %{bucket} is not the file that was archived',

  hold_gone: 'the legal hold that it set is no longer there',
  hold_untold: 'no event of the log sets this legal hold',
  hold_altered: 'this legal hold is not the one that was set',
  hold_lifted: 'an event says that this legal hold was lifted',
  hold_not_lifted: 'no event says that this legal hold was lifted',
  key_untold: 'no event of the log says that this key was added',
  key_from: 'it is good from another moment than the log says',
  key_until: 'it is good until another moment than the log says',
  person_unnamed: 'the name that an event has of them is not among those it is found by',
  run_untold: 'no event of the log says that it ended as it reads',
  guard_changed:
    'what guards it (triggers, privileges, or what it does) was changed by no migration since the log was last verified',
} as const;

/** What only an export can have. */
const flawsOfFile = {
  row_altered: 'the event is not the one that was sealed: its text does not have its leaf hash',
  row_value_altered: 'a personal value is not the one that the event was committed to',
  row_value_gone: 'a personal value is not there, and was not erased',
  row_erased_nobody: 'a value reads as erased that is no person’s, so that nobody erased it',
  row_erased_unasked: 'a personal value reads as erased, and nobody asked to erase whose it is',
  row_column: 'the column %{column} says something else than the event',
  row_text: 'the text of the event is none that the log writes, though the one that lay there',
  row_texts:
    'the text of the event is none that the log writes, though the one that lay there; so it is in %{others}',
  row_rewritten: 'is not written as it was',
  row_form: 'is not as an export writes it',
  row_bytes: 'holds bytes that are no text',
  row_missing_unarchived: 'event %{seq} is missing before it, and no archived month has it',
  row_segments: 'names several segments',
  row_archived_again: 'states again what has left the log',
  row_archived_unstated: 'nothing states what has left the log before it',
  row_archived_filtered: 'states what has left the log, which only a complete export does',
  start_of_other_log: 'its head covers another log than the one that is stated up to here',
  start_not_last: 'is not the last one that an archived month lies in',
  end_missing: 'is missing: there are %{segments}',
  end_of_other_log: 'the signed head covers another log than this',
  header_other: 'is not the one that the manifest repeats',
  heads_rolled_back:
    'rolled back: they end with segment %{segment} of %{time}, %{days} days before the export; one is published every hour',

  manifest_unsigned: 'is not signed by a known key',
  manifest_form: 'is not as an export writes it',
  manifest_head: 'its head is none',
  manifest_head_unsigned: 'its head is not signed by a known key',
  manifest_head_other: 'its head is not of the last segment',
  manifest_complete: 'is one of a complete export',
  manifest_filtered: 'is one of an export with a filter',
  manifest_segments: 'lists segments, which only a complete export does',
  manifest_other: 'the one that was given is of another export than the file’s own',
  manifest_none: 'is not the manifest of an export',
  manifest_no_workbook: 'is of an export as %{format}, not of a workbook',
  manifest_needed:
    'a workbook proves nothing by itself. Ask for the manifest of its export, and give it with --manifest or put it beside the workbook as %{path}.manifest.json: it is “Manifest” in the console’s list of exports, /api/v1/audit/exports/ID/manifest of the API, and beside the file in a bucket. An export as JSON Lines or CSV carries its own',
  workbook_other:
    'is not the workbook that was exported: it does not have its SHA-256 %{sha256}, and differs first between bytes %{from} and %{to}. One that was opened and saved again is another file',
  archive_other: '%{file} is not the file that was archived: it does not have its SHA-256',
  archives_not_given: 'the folder does not hold the archives of %{months}',
  archive_events: 'has %{events} events, %{stated} are stated',
  archive_damaged: '%{place}: %{says}',

  file_goes_on: 'something follows the manifest',
  file_changed: 'the file was changed here: it does not have its SHA-256',
  file_changed_until: 'the file was changed here to %{until}: it does not have its SHA-256',
  file_rows:
    'the file was changed here: it does not have its SHA-256; %{written} rows were written, %{here} are here',
  file_rows_until:
    'the file was changed here to %{until}: it does not have its SHA-256; %{written} rows were written, %{here} are here',
  file_empty: 'truncated: the file is empty',
  file_cut: 'truncated: ends after row %{row}, without a manifest',
  file_cut_in_record: 'truncated: ends in the middle of a record, after row %{row}',
  file_cut_in_heading: 'truncated: ends in its first line',
  file_cut_workbook: 'truncated: has %{bytes} of the workbook’s %{written} bytes',
  file_cut_zip: 'truncated: a workbook, or another zip file, that ends early',
  file_cut_gzip: 'truncated: the compressed file ends early',
  file_gzip: 'the compressed file is broken (%{message})',
  file_binary: 'binary: not a text file',
  file_foreign: 'foreign: not an export of the change log',
  file_foreign_manifest: 'foreign: the manifest of an export, and not the export itself',
  file_foreign_lines: 'foreign: no export of the change log has lines this long',
  file_foreign_zip: 'foreign: a zip file, and no workbook',
  file_absent: 'there is no such file',
  file_refused: 'you may not read it',
  file_unread: 'cannot be read (%{message})',
  file_folder: 'is a folder',
  file_folder_given: 'is a folder: give the export itself',
  file_pipe: 'is a pipe or a device: save the export as a file first, since it is read more than once',
  keys_none: 'holds no key of a log',
  heads_none: 'holds no signed head of a log',
  heads_none_in_folder: 'the folder holds no signed head of a log',
  heads_something_else: '%{file}holds something that is no signed head of a log',
} as const;

const sentences = { ...flawsOfLog, ...flawsOfFile };

export type FlawCode = keyof typeof sentences;
export const flawCodes = Object.keys(sentences) as [FlawCode, ...FlawCode[]];

type NamesIn<Sentence extends string> = Sentence extends `${string}%{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;
type ParamsOf<Code extends FlawCode> = NamesIn<(typeof sentences)[Code]>;
/** The parameters of a flaw, where its sentence has any. */
export type FlawParams<Code extends FlawCode> = [ParamsOf<Code>] extends [never]
  ? []
  : [Readonly<Record<ParamsOf<Code>, string | number>>];

/** What is wrong with a place. */
export type Wrong = { code: FlawCode; params: Readonly<Record<string, string | number>> };

export const wrong = <Code extends FlawCode>(code: Code, ...params: FlawParams<Code>): Wrong => ({
  code,
  params: params[0] ?? {},
});

/** In English, without the place. */
export const saidOf = ({ code, params }: Wrong): string =>
  sentences[code].replace(/%\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
